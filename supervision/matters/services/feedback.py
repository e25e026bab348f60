"""反馈 until it leaves the unit: drafted by the clerk, signed by the head, sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Upload, User

from ..models import Duty, Extension, Feedback, FeedbackFile
from ..permissions import can, require
from ..rules.entries_feedback import FeedbackWords
from ..rules.states import WRITABLE, Thing, label_of, require_status
from ..rules.words import GIVEN, RUNNING, DutyRole, DutyStatus, FeedbackKind
from ..selectors.feedback_entry import due_periods, last_given, open_feedback
from .extending import ASKING, WORKED_ON
from .writing import because, change, insert, lock_of_duty, lock_of_feedback, move, require_standing

MOST_FILES: Final = 20


@transaction.atomic
def write_feedback(
    *,
    actor: User,
    duty_id: int,
    words: FeedbackWords,
    period_start: date | None,
    now: datetime,
    files: Sequence[int] = (),
) -> Feedback:
    """Keep a draft, or change the one that the unit has open; ``files`` are uploads to attach to it.

    ``period_start`` None: nobody had asked for it. Raises ValidationError (``not_owed`` for a period that is
    not due, ``feedback_once_a_period`` for one that was answered), Upload.DoesNotExist.
    """
    duty = _worked_on(actor, duty_id, "feedback.write")
    row = open_feedback(duty)
    values = _cleaned(words) | {"drafted_by": actor, "drafted_at": now}
    # What was asked for when the draft was begun may be answered, whatever happened since.
    if row is None or row.period_start != period_start:
        values |= _period(duty, period_start, now)
    if row is None:
        row = insert(Feedback(duty=duty, **values))
    else:
        _require_writable(row)
        change(row, **values)
    _attach(actor, row, files)
    return row


@transaction.atomic
def remove_feedback_file(*, actor: User, file_id: int, now: datetime) -> None:
    """Take a file off a feedback that is still being written, which is a rewriting of it.

    Raises FeedbackFile.DoesNotExist.
    """
    row = lock_of_feedback(FeedbackFile.objects.values_list("feedback_id", flat=True).get(pk=file_id))
    require(actor, "feedback.write", row.duty)
    require_status(Thing.MATTER, row.duty.matter.status, RUNNING, _("反馈"))
    _require_writable(row)
    row.files.filter(pk=file_id).delete()
    change(row, drafted_by=actor, drafted_at=now)


@transaction.atomic
def no_change(*, actor: User, duty_id: int, now: datetime) -> Feedback:
    """One click for the newest period owed: a clerk's goes to the head, the head's is signed and sent.

    What was last said stands on in it, without the cry for help, which was heard. Raises ValidationError
    (``nothing_owed``, ``feedback_one_open``).
    """
    duty = _worked_on(actor, duty_id, "feedback.write")
    periods = due_periods(duty, timezone.localdate(now))
    if not periods:
        raise ValidationError(_("现在没有应报未报的反馈。"), code="nothing_owed")
    if open_feedback(duty) is not None:
        raise ValidationError(_("本单位已有一份在办的反馈，请先办理完毕。"), code="feedback_one_open")
    last, newest = last_given(duty), periods[-1]
    said = {name: getattr(last, name) for name in ("progress", "percent", "problem", "next_step") if last}
    row = insert(
        Feedback(
            duty=duty,
            kind=FeedbackKind.NO_CHANGE.value,
            period_start=newest.start,
            period_end=newest.end,
            due_on=newest.due_on,
            drafted_by=actor,
            drafted_at=now,
            **said,
        )
    )
    if can(actor, "feedback.sign", row):
        return _send(actor, row, now)
    return move(actor, Thing.FEEDBACK, row, "hand_up", now)


@transaction.atomic
def hand_up_feedback(*, actor: User, feedback_id: int, now: datetime) -> Feedback:
    """Give it to the head of the unit for signature."""
    row = _still_in_the_unit(actor, feedback_id, "feedback.hand_up")
    return move(actor, Thing.FEEDBACK, row, "hand_up", now)


@transaction.atomic
def pull_back_feedback(*, actor: User, feedback_id: int, reason: str, now: datetime) -> Feedback:
    """The head gives it back to the clerk, who is told why."""
    row = _still_in_the_unit(actor, feedback_id, "feedback.pull_back")
    return move(actor, Thing.FEEDBACK, row, "pull_back", now, reason, return_reason=reason.strip())


@transaction.atomic
def sign_feedback(*, actor: User, feedback_id: int, now: datetime) -> Feedback:
    """Sign and send. The first of a signed duty puts it under way; a final one reports the duty done."""
    return _send(actor, _still_in_the_unit(actor, feedback_id, "feedback.sign"), now)


def _send(actor: User, row: Feedback, now: datetime) -> Feedback:
    move(
        actor,
        Thing.FEEDBACK,
        row,
        "sign",
        now,
        signed_by=actor,
        sent_at=now,
        decided_by=None,
        decided_at=None,
        return_reason="",
    )
    duty = row.duty
    if row.kind == FeedbackKind.FINAL:
        move(actor, Thing.DUTY, duty, "report", now, reported_at=now)
        _withdraw_asking(actor, duty, now)
    elif duty.status == DutyStatus.SIGNED:
        move(actor, Thing.DUTY, duty, "start", now)
    return row


def _withdraw_asking(actor: User, duty: Duty, now: datetime) -> None:
    """Who has done the work needs no more time for it."""
    if duty.role != DutyRole.LEAD:
        return
    for extension in Extension.objects.filter(matter=duty.matter, status__in=ASKING):
        extension.matter = duty.matter
        move(actor, Thing.EXTENSION, extension, "retract", now, _("已报办结"))


def _worked_on(actor: User, duty_id: int, verb: str) -> Duty:
    """The locked duty, on which the unit works. Raises ValidationError (``not_running``, ``wrong_step``)."""
    duty = lock_of_duty(duty_id)
    require(actor, verb, duty)
    _require_worked_on(duty)
    return duty


def _require_worked_on(duty: Duty) -> None:
    require_status(Thing.MATTER, duty.matter.status, RUNNING, _("反馈"))
    require_status(Thing.DUTY, duty.status, WORKED_ON, _("反馈"))


def _still_in_the_unit(actor: User, feedback_id: int, verb: str) -> Feedback:
    row = lock_of_feedback(feedback_id)
    require(actor, verb, row)
    require_standing(row.duty.matter, RUNNING, verb)
    if row.status not in GIVEN:
        _require_worked_on(row.duty)
    return row


def _require_writable(row: Feedback) -> None:
    if row.status not in WRITABLE:
        raise ValidationError(
            _("反馈现在是“%(status)s”，不能修改；由单位负责人退回修改后才可以。")
            % {"status": label_of(Thing.FEEDBACK, row.status)},
            code="wrong_step",
        )


def _cleaned(words: FeedbackWords) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in asdict(words).items()}


def _period(duty: Duty, start: date | None, now: datetime) -> dict[str, date | None]:
    """The columns of the period that begins on ``start``; empty when nobody had asked."""
    if start is None:
        return {"period_start": None, "period_end": None, "due_on": None}
    known = due_periods(duty, timezone.localdate(now), answered=True)
    found = next((period for period in known if period.start == start), None)
    if found is None:
        raise ValidationError(
            _("自%(start)s起的这一期不须反馈；主动反馈的，请不选报告期。") % {"start": start}, code="not_owed"
        )
    return {"period_start": found.start, "period_end": found.end, "due_on": found.due_on}


def _attach(actor: User, row: Feedback, files: Sequence[int]) -> None:
    """Uploads that the actor may see; one that is attached already counts once."""
    known = set(row.files.values_list("upload_id", flat=True))
    new = [pk for pk in dict.fromkeys(files) if pk not in known]
    if len(known) + len(new) > MOST_FILES:
        raise ValidationError(
            _("一份反馈最多附%(most)s个文件，请挑选后再传。") % {"most": MOST_FILES}, code="too_many_files"
        )
    visible = Upload.objects.visible_to(actor)
    with because(actor, ""):
        for pk in new:
            insert(FeedbackFile(feedback=row, upload=visible.get(pk=pk)))
