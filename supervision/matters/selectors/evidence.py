"""Where files of matters and feedbacks hang, and which feedback's text was taken over from another's."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import day_words
from accounts.rules.copied import Library, TakenFrom
from accounts.selectors import Place

from ..models import Feedback, FeedbackFile, Matter, MatterFile
from ..rules.words import FEEDBACK_KINDS, FeedbackKind

COMPARED_AT_MOST: Final = 300
ORDER_STEP: Final = "order"


def matter_places(user: User, upload_ids: Collection[int]) -> Iterator[Place]:
    """Files of the matters themselves, for ``register_place``. One statement."""
    seen = Matter.objects.visible_to(user).filter(pk=OuterRef("matter"))
    rows = MatterFile.objects.filter(upload__in=upload_ids).annotate(seen=Exists(seen))
    for file in rows.select_related("matter", "upload"):
        yield Place(
            upload_id=file.upload_id,
            subject=f"matter:{file.matter_id}",
            step=ORDER_STEP,
            title=_("督办事项“%(title)s”附件") % {"title": file.matter.title},
            on=timezone.localdate(file.upload.uploaded_at),
            visible=file.seen,
            url=reverse("matter", args=[file.matter_id]),
            file_url=reverse("matter-file", args=[file.matter_id, file.upload_id]),
        )


def feedback_places(user: User, upload_ids: Collection[int]) -> Iterator[Place]:
    """Files of feedbacks, drafts too, for ``register_place``. One statement."""
    seen = Feedback.objects.visible_to(user).filter(pk=OuterRef("feedback"))
    rows = FeedbackFile.objects.filter(upload__in=upload_ids).annotate(seen=Exists(seen))
    for file in rows.select_related("feedback__duty__matter", "feedback__duty__unit"):
        row = file.feedback
        not_before, words = _not_before(row)
        yield Place(
            upload_id=file.upload_id,
            subject=subject_of(row),
            step=step_of(row),
            title=_title(row),
            unit=row.duty.unit.short_name,
            on=timezone.localdate(row.sent_at or row.drafted_at),
            visible=file.seen,
            url=reverse("matter-feedback", args=[row.pk]),
            file_url=reverse("matter-feedback-file", args=[file.pk]),
            not_before=not_before,
            not_before_words=words,
        )


def subject_of(row: Feedback) -> str:
    return f"matter:{row.duty.matter_id}"


def step_of(row: Feedback) -> str:
    """A lead unit hands on what its helping units sent for the same period: that is one use."""
    if row.kind == FeedbackKind.FINAL:
        return "final"
    return f"from-{row.period_start}" if row.period_start else f"feedback-{row.pk}"


def _not_before(row: Feedback) -> tuple[date | None, str]:
    """The period's first day or the order's, whichever is later; the final report looks back on all."""
    issued, start = row.duty.issued_on, row.period_start
    if start and row.kind != FeedbackKind.FINAL and (issued is None or start > issued):
        return start, _("报告期开始")
    return issued, _("交办")


def _title(row: Feedback) -> str:
    words = {"title": row.duty.matter.title, "kind": str(FEEDBACK_KINDS[FeedbackKind(row.kind)])}
    if row.period_start:
        words["start"] = day_words(row.period_start)
        return _("督办事项“%(title)s”%(start)s起的%(kind)s") % words
    return _("督办事项“%(title)s”%(kind)s") % words


def feedback_text(row: Feedback) -> str:
    return "\n".join(part for part in (row.progress, row.problem, row.next_step) if part)


def copied_feedbacks(user: User, feedbacks: Sequence[Feedback]) -> dict[int, TakenFrom]:
    """Feedback → what most of its text was taken from: the duty's earlier ones, or others of the same period.

    Feedbacks come with their duty. Only those that were sent no later count as a source. Two statements.
    """
    if not feedbacks:
        return {}
    sources = {row.pk: row for part in _candidates(user, feedbacks) for row in part}
    library = Library({pk: feedback_text(row) for pk, row in sources.items()})
    found = {}
    for feedback in feedbacks:
        among = {pk for pk, row in sources.items() if _may_be_source(row, feedback)}
        text = feedback_text(feedback)
        closest = library.closest(text, among=among)
        if closest:
            row = sources[closest.key]
            found[feedback.pk] = TakenFrom(
                copied=closest.copied,
                pieces=closest.copied.marked(text),
                source=f"{row.duty.unit.short_name}·{_title(row)}",
                url=reverse("matter-feedback", args=[row.pk]),
                same_subject=row.duty_id == feedback.duty_id,
            )
    return found


def _may_be_source(row: Feedback, feedback: Feedback) -> bool:
    """What a lead unit takes over from its helping units is its task, not copying."""
    if row.pk == feedback.pk:
        return False
    if row.duty_id == feedback.duty_id:
        return row.pk < feedback.pk
    if row.duty.matter_id == feedback.duty.matter_id:
        return False
    if row.sent_at is None or feedback.sent_at is None or row.sent_at > feedback.sent_at:
        return False
    return row.period_start is not None and row.period_start == feedback.period_start


def _candidates(user: User, feedbacks: Sequence[Feedback]) -> Iterator[Any]:
    rows = Feedback.objects.visible_to(user).left_the_unit().exclude(progress="")
    rows = rows.select_related("duty__matter", "duty__unit")
    own = rows.filter(duty__in={row.duty_id for row in feedbacks})
    yield own.order_by("-pk")[:COMPARED_AT_MOST]
    starts = {row.period_start for row in feedbacks if row.period_start}
    yield rows.filter(Q(period_start__in=starts)).order_by("-sent_at", "-pk")[:COMPARED_AT_MOST]
