"""交办单: what a unit and the office do about one duty while its matter is with the units."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User

from ..models import Duty, Matter
from ..permissions import require
from ..rules.entries import DutyWords
from ..rules.states import Thing
from ..rules.words import DutyRole, DutyStatus, MatterStatus
from .issuing import carrying_unit, promise, signature_due
from .writing import (
    because,
    change,
    insert,
    lock_matter,
    lock_of_duty,
    move,
    of_field,
    ready,
    require_standing,
    told,
)


@transaction.atomic
def sign_duty(*, actor: User, duty_id: int, now: datetime) -> Duty:
    """签收. The lead's signature starts the clock where the matter's rule starts at it; once only."""
    duty = _step(actor, duty_id, "sign", now, signed_at=now, signed_by=actor)
    matter = duty.matter
    if duty.role == DutyRole.LEAD and matter.due_on is None:
        with because(actor, _("牵头单位签收")):
            change(matter, **_promised(matter, timezone.localdate(now)))
    return duty


@transaction.atomic
def refuse_duty(*, actor: User, duty_id: int, reason: str, now: datetime) -> Duty:
    """退回: the unit says why it is not theirs; the office insists or reassigns."""
    return _step(actor, duty_id, "refuse", now, reason, refusal=reason.strip())


@transaction.atomic
def insist_duty(*, actor: User, duty_id: int, reason: str, now: datetime) -> Duty:
    """维持交办: it stays with the unit, which signs anew by a new day."""
    again = {"sign_by": signature_due(timezone.localdate(now)), "signed_at": None, "signed_by": None}
    return _step(actor, duty_id, "insist", now, reason, refusal="", **again)


@transaction.atomic
def start_duty(*, actor: User, duty_id: int, now: datetime) -> Duty:
    return _step(actor, duty_id, "start", now)


@transaction.atomic
def reassign_duty(*, actor: User, duty_id: int, unit_id: int, reason: str, now: datetime) -> Duty:
    """改派: the unit is relieved and another takes its place, with its own day to sign. Returns the new duty.

    A due date that was fixed stays; what the former unit reported stays with its duty.
    """
    former = lock_of_duty(duty_id)
    require(actor, "duty.reassign", former)
    matter = former.matter
    _require_issued(matter, "duty.release")
    ready(actor, Thing.DUTY, former, "release")
    unit = carrying_unit(unit_id)
    if unit.pk == former.unit_id:
        said = _("“%(unit)s”就是原承办单位；要维持，请选“维持交办”。") % {"unit": unit}
        raise of_field("unit", said, "same_unit")
    move(actor, Thing.DUTY, former, "release", now, reason)
    words = DutyWords(unit.pk, former.role, former.task)
    duty = _hand_out(actor, matter, words, now, reason, replaces=former)
    told(matter, "duty.issue", actor, now, duty, _("改派自%(unit)s") % {"unit": former.unit})
    return duty


@transaction.atomic
def release_duty(*, actor: User, duty_id: int, reason: str, now: datetime) -> Duty:
    """解除 a helping unit; the lead can only be reassigned (code ``lead_is_needed``)."""
    duty = lock_of_duty(duty_id)
    require(actor, "duty.release", duty)
    _require_issued(duty.matter, "duty.release")
    ready(actor, Thing.DUTY, duty, "release")
    if duty.role == DutyRole.LEAD:
        raise ValidationError(_("牵头单位不能解除，只能改派。"), code="lead_is_needed")
    return move(actor, Thing.DUTY, duty, "release", now, reason)


@transaction.atomic
def add_duty(*, actor: User, matter_id: int, words: DutyWords, now: datetime) -> Duty:
    """One more unit for a matter that is already with the units; it gets its own day to sign."""
    matter = lock_matter(matter_id)
    require(actor, "duty.add", matter)
    _require_issued(matter, "duty.add")
    carrying_unit(words.unit_id)
    duty = _hand_out(actor, matter, words, now)
    told(matter, "duty.add", actor, now, duty)
    return duty


def _promised(matter: Matter, on: date) -> dict[str, Any]:
    """What is missing in the rule book the unit cannot mend; it is told who can."""
    try:
        return promise(matter, on, signed_on=on)
    except ValidationError as error:
        said = _("办结时限还算不出来，暂不能签收，请联系督查办（%(why)s）。")
        words = said % {"why": " ".join(error.messages).rstrip("。")}
        raise ValidationError(words, code=getattr(error, "code", None)) from error


def _step(actor: User, duty_id: int, verb: str, now: datetime, note: str = "", **values: Any) -> Duty:
    """A move of the duty while its matter is with the units."""
    duty = lock_of_duty(duty_id)
    require(actor, f"duty.{verb}", duty)
    _require_issued(duty.matter, f"duty.{verb}")
    return move(actor, Thing.DUTY, duty, verb, now, note, **values)


def _require_issued(matter: Matter, verb: str) -> None:
    require_standing(matter, [MatterStatus.ISSUED], verb)


def _hand_out(
    actor: User,
    matter: Matter,
    words: DutyWords,
    now: datetime,
    reason: str = "",
    replaces: Duty | None = None,
) -> Duty:
    on = timezone.localdate(now)
    duty = Duty(
        matter=matter,
        unit_id=words.unit_id,
        role=words.role,
        task=words.task.strip(),
        contact=words.contact.strip(),
        status=DutyStatus.TO_SIGN,
        issued_on=on,
        sign_by=signature_due(on),
        replaces=replaces,
    )
    with because(actor, reason):
        return insert(duty)
