"""交办: a registered matter goes out to its units, with the days by which to sign and to be done."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from accounts.rules import day_words
from rulebook.selectors import due_date

from ..models import Duty, Matter
from ..permissions import require
from ..rules.due import Days, basis_of, refuse_odd_days
from ..rules.states import Thing
from ..rules.words import DutyRole, DutyStatus, MatterStatus, Rhythm
from ..selectors.pace import matter_deadline, no_rule
from .writing import (
    because,
    change,
    lock_matter,
    move,
    of_field,
    ready,
    reasoned,
    require_standing,
    told,
)

SIGNATURE: Final = "matter_signature"


@transaction.atomic
def issue_matter(*, actor: User, matter_id: int, now: datetime) -> Matter:
    """Hand it out: the due date is fixed here unless a person set it or the rule waits for the signature.

    Raises ValidationError (``wrong_step``, ``one_lead``, ``no_stages``, ``no_rule``, ``due_past``).
    """
    matter = lock_matter(matter_id)
    ready(actor, Thing.MATTER, matter, "issue")
    on = timezone.localdate(now)
    duties = list(matter.duties.filter(status=DutyStatus.PLANNED).select_related("unit"))
    _require_carriers(matter, duties)
    sign_by = signature_due(on)
    dates: dict[str, Any] = promise(matter, on) if matter.due_on is None else {}
    _require_ahead(dates.get("due_on", matter.due_on), on)
    move(actor, Thing.MATTER, matter, "issue", now, issued_on=on, **dates)
    for duty in duties:
        duty.matter = matter
        move(actor, Thing.DUTY, duty, "issue", now, issued_on=on, sign_by=sign_by)
    return matter


@transaction.atomic
def set_due_date(*, actor: User, matter_id: int, due_on: date, reason: str, now: datetime) -> Matter:
    """By hand and with a reason, where the rule has given none yet: the clock would start with the signature.

    Raises ValidationError (``wrong_step``, ``reason_missing``, ``due_date_is_fixed``, ``due_past``).
    """
    matter = lock_matter(matter_id)
    require(actor, "matter.set_due_date", matter)
    require_standing(matter, [MatterStatus.ISSUED], "matter.set_due_date")
    if matter.due_on is not None:
        raise ValidationError(
            _("办结时限已定为%(due)s；要变更，请按延期或暂缓办理。") % {"due": day_words(matter.due_on)},
            code="due_date_is_fixed",
        )
    basis = reasoned(reason)
    refuse_odd_days(due_on=due_on)
    _require_ahead(due_on, timezone.localdate(now))
    with because(actor, basis):
        change(matter, due_rule="", due_on=due_on, original_due_on=due_on, due_basis=basis)
    told(matter, "matter.set_due_date", actor, now, note=f"{day_words(due_on)}：{basis}")
    return matter


def carrying_unit(unit_id: int) -> Unit:
    """A unit that can be given a duty. Raises Unit.DoesNotExist, ValidationError (``unit_closed``)."""
    unit = Unit.objects.get(pk=unit_id)
    if not unit.is_active:
        raise ValidationError(_("“%(unit)s”已停用，不能承办。") % {"unit": unit}, code="unit_closed")
    return unit


def signature_due(on: date) -> date:
    """The last day to sign what goes out on ``on``. Raises ValidationError (``no_rule``)."""
    found = due_date(SIGNATURE, on)
    if found is None:
        raise no_rule(SIGNATURE, on)
    return found.on


def promise(matter: Matter, on: date, signed_on: date | None = None) -> dict[str, Any]:
    """The columns of the due date by the matter's rule; none of them while it waits for the signature.

    Raises ValidationError when the rule, or the day at which it starts, is missing.
    """
    found = matter_deadline(matter.due_rule, on, Days(matter.issued_on or on, signed_on, matter.source_date))
    if found is None:
        return {}
    return {"due_on": found.on, "original_due_on": found.on, "due_basis": basis_of(found)}


def _require_carriers(matter: Matter, duties: list[Duty]) -> None:
    if sum(duty.role == DutyRole.LEAD for duty in duties) != 1:
        raise ValidationError(_("交办前须确定牵头单位，有且只有一个。"), code="one_lead")
    closed = [str(duty.unit) for duty in duties if not duty.unit.is_active]
    if closed:
        raise ValidationError(
            _("“%(units)s”已停用，不能承办。") % {"units": "、".join(closed)}, code="unit_closed"
        )
    if matter.rhythm == Rhythm.BY_STAGE and not matter.stages.exists():
        raise ValidationError(_("按阶段反馈的，请先填写阶段节点。"), code="no_stages")


def _require_ahead(due_on: date | None, on: date) -> None:
    if due_on is not None and due_on < on:
        said = _("办结时限%(due)s已过，请重新确定并写明理由。") % {"due": day_words(due_on)}
        raise of_field("due_on", said, "due_past")
