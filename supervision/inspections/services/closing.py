"""销号: approved by somebody other than the applicant, shown to the public where required, closed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import day_words
from supervision.matters.rules.due import refuse_odd_days

from ..models import Rectification
from ..rules.states import Thing, label_of, told_as
from ..rules.words import RectificationStatus
from .authority import require_leaders
from .deadlines import promised
from .unwinding import back_to_unit, drop_asking, stop_verification
from .writing import follow, lock_rectification, move, of_field, ready, reasoned, step_due

NOTICE: Final = "rectification_notice"
NOTHING_NEXT: Final[dict[str, Any]] = {"step_due_on": None, "step_basis": ""}


@transaction.atomic
def approve_closing(*, actor: User, rectification_id: int, opinion: str = "", now: datetime) -> Rectification:
    """Not by who applied. What needs no public notice is closed with it.

    Raises ValidationError (``wrong_step``, ``approver_is_applicant``, ``rectification_closed_with_proof``).
    """
    row = lock_rectification(rectification_id)
    ready(actor, Thing.RECTIFICATION, row, "approve")
    if row.applied_by_id == actor.pk:
        said = _("销号的批准人不能是申请人，请由其他负责人批准。")
        raise ValidationError(said, code="approver_is_applicant")
    on = timezone.localdate(now)
    values = {"approved_by": actor, "approved_on": on, **step_due("rectification_publishing", on)}
    move(actor, Thing.RECTIFICATION, row, "approve", now, opinion, **values)
    return row if row.needs_notice else _close(actor, row, now)


@transaction.atomic
def publish_rectification(
    *, actor: User, rectification_id: int, published_until: date | None = None, now: datetime
) -> Rectification:
    """公示 until the rule's day or a later one. Raises ValidationError (``notice_too_short``)."""
    row = lock_rectification(rectification_id)
    ready(actor, Thing.RECTIFICATION, row, "publish")
    refuse_odd_days(published_until=published_until)
    on = timezone.localdate(now)
    least = promised(NOTICE, on)
    until = published_until or least["due_on"]
    if until < least["due_on"]:
        said = _("公示不能早于%(until)s截止（%(basis)s）。")
        asked = {"until": day_words(least["due_on"]), "basis": least["due_basis"]}
        raise of_field("published_until", said % asked, "notice_too_short")
    return move(
        actor,
        Thing.RECTIFICATION,
        row,
        "publish",
        now,
        published_on=on,
        published_until=until,
        step_due_on=until,
        step_basis=least["due_basis"],
    )


@transaction.atomic
def close_rectification(*, actor: User | None, rectification_id: int, now: datetime) -> Rectification:
    """After the notice, or where none is needed. ``actor`` None is the clock.

    Raises ValidationError (``wrong_step``, ``notice_missing``, ``notice_running``).
    """
    row = lock_rectification(rectification_id)
    ready(actor, Thing.RECTIFICATION, row, "close")
    if row.needs_notice and row.published_until is None:
        raise ValidationError(_("须公示的整改，公示期满才能销号；请先公示。"), code="notice_missing")
    if row.published_until is not None and timezone.localdate(now) <= row.published_until:
        said = _("公示到%(until)s为止，期满以后才能销号。") % {"until": day_words(row.published_until)}
        raise ValidationError(said, code="notice_running")
    return _close(actor, row, now)


def close_published(*, now: datetime) -> int:
    """Close every rectification whose notice has run out; how many. Safe twice, each on its own."""
    published = Rectification.objects.filter(
        status=RectificationStatus.PUBLISHED.value, published_until__lt=timezone.localdate(now)
    )
    closed = 0
    for pk in list(published.order_by("pk").values_list("pk", flat=True)):
        try:
            close_rectification(actor=None, rectification_id=pk, now=now)
        except ValidationError:  # the office came first: closed already, or sent back
            continue
        closed += 1
    return closed


@transaction.atomic
def send_back_rectification(
    *, actor: User, rectification_id: int, reason: str, now: datetime
) -> Rectification:
    """退回继续整改, counted, with the reason; also what is long-term and did not hold."""
    row = lock_rectification(rectification_id)
    ready(actor, Thing.RECTIFICATION, row, "send_back")
    return back_to_unit(actor, row, reason, now)


@transaction.atomic
def make_long_term(
    *, actor: User, rectification_id: int, reason: str, approver_id: int | None, now: datetime
) -> Rectification:
    """列入长期坚持: no date can be set; it is reviewed every year until its unit applies."""
    row = lock_rectification(rectification_id)
    ready(actor, Thing.RECTIFICATION, row, "make_long_term")
    why = told_as("rectification.make_long_term")
    stop_verification(actor, row, why, now)
    drop_asking(actor, row, why, now)
    values = step_due("rectification_yearly", timezone.localdate(now))
    return _decide(actor, row, "make_long_term", reason, approver_id, now, **values)


@transaction.atomic
def withdraw_rectification(
    *, actor: User, rectification_id: int, reason: str, approver_id: int | None, now: datetime
) -> Rectification:
    """撤销: nothing is owed any more; why, and who approved it, stays with it."""
    row = lock_rectification(rectification_id)
    ready(actor, Thing.RECTIFICATION, row, "withdraw")
    drop_asking(actor, row, label_of(Thing.RECTIFICATION, RectificationStatus.WITHDRAWN), now)
    values = {"ended_on": timezone.localdate(now), **NOTHING_NEXT}
    return _decide(actor, row, "withdraw", reason, approver_id, now, **values)


def _close(actor: User | None, row: Rectification, now: datetime) -> Rectification:
    values = {"ended_on": timezone.localdate(now), **NOTHING_NEXT}
    return follow(actor, Thing.RECTIFICATION, row, "close", now, **values)


def _decide(
    actor: User,
    row: Rectification,
    verb: str,
    reason: str,
    approver_id: int | None,
    now: datetime,
    **values: Any,
) -> Rectification:
    require_leaders(end_approver=approver_id)
    ending = {"end_reason": reasoned(reason), "end_approver_id": approver_id}
    return move(actor, Thing.RECTIFICATION, row, verb, now, reason, **ending, **values)
