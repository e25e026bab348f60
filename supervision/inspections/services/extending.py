"""延期: asked by the unit before the date runs out; first the office decides, then the leader in charge."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import day_words
from supervision.matters.rules.due import refuse_odd_days

from ..models import RectificationExtension
from ..permissions import can, require
from ..rules.states import Thing
from ..rules.words import WITH_UNIT, RectificationStatus
from .unwinding import step_of_unit
from .writing import (
    because,
    change,
    in_words,
    insert,
    lock_of_extension,
    lock_rectification,
    move,
    require_standing,
    told,
)


@transaction.atomic
def propose_extension(
    *, actor: User, rectification_id: int, new_due_on: date, reason: str, progress: str, now: datetime
) -> RectificationExtension:
    """Ask for a later date; what the unit's head proposes is agreed with at once.

    Raises ValidationError in the words of the constraints: too late, not later, no reason, one is open.
    """
    owner = lock_rectification(rectification_id)
    require(actor, "rectification_extension.propose", owner)
    require_standing(Thing.RECTIFICATION, owner, WITH_UNIT, "rectification_extension.propose")
    refuse_odd_days(new_due_on=new_due_on)
    if owner.due_on is None:
        raise ValidationError(_("整改时限还没有确定，不能申请延期。"), code="no_due_date")
    row = RectificationExtension(
        rectification=owner,
        ordinal=owner.extensions.approved().count() + 1,
        reason=reason.strip(),
        progress=progress.strip(),
        former_due_on=owner.due_on,
        new_due_on=new_due_on,
        proposed_by=actor,
        proposed_on=timezone.localdate(now),
    )
    with because(actor, row.reason), in_words():
        insert(row)
    told(row, "rectification_extension.propose", actor, now, _proposed(row))
    return _agree(actor, row, now) if can(actor, "rectification_extension.agree", row) else row


@transaction.atomic
def agree_extension(*, actor: User, extension_id: int, now: datetime) -> RectificationExtension:
    """The head of the unit stands by what the clerk proposed; also this before the date runs out."""
    return _agree(actor, _locked(actor, extension_id, "agree"), now)


@transaction.atomic
def retract_extension(
    *, actor: User, extension_id: int, reason: str = "", now: datetime
) -> RectificationExtension:
    row = _locked(actor, extension_id, "retract")
    return move(actor, Thing.EXTENSION, row, "retract", now, reason)


@transaction.atomic
def approve_extension(
    *, actor: User, extension_id: int, decision: str = "", now: datetime
) -> RectificationExtension:
    """The date in force moves; the original one stays and is what being in time is judged by."""
    row = _locked(actor, extension_id, "approve")
    _decide(actor, row, "approve", decision, now)
    owner = row.rectification
    with because(actor, _proposed(row)), in_words():
        change(owner, due_on=row.new_due_on)
        if owner.status == RectificationStatus.UNDER_WAY:
            change(owner, **step_of_unit(owner))
    return row


@transaction.atomic
def refuse_extension(
    *, actor: User, extension_id: int, decision: str, now: datetime
) -> RectificationExtension:
    row = _locked(actor, extension_id, "refuse")
    return _decide(actor, row, "refuse", decision, now)


def _decide(
    actor: User, row: RectificationExtension, verb: str, decision: str, now: datetime
) -> RectificationExtension:
    values = {"decided_by": actor, "decided_at": now, "decision": decision.strip()}
    return move(actor, Thing.EXTENSION, row, verb, now, decision, **values)


def _agree(actor: User, row: RectificationExtension, now: datetime) -> RectificationExtension:
    return move(actor, Thing.EXTENSION, row, "agree", now, asked_by=actor, asked_on=timezone.localdate(now))


def _locked(actor: User, extension_id: int, verb: str) -> RectificationExtension:
    name = f"rectification_extension.{verb}"
    row = lock_of_extension(extension_id)
    require(actor, name, row)
    require_standing(Thing.RECTIFICATION, row.rectification, WITH_UNIT, name)
    return row


def _proposed(row: RectificationExtension) -> str:
    return _("第%(ordinal)s次，%(former)s延至%(new)s：%(reason)s") % {
        "ordinal": row.ordinal,
        "former": day_words(row.former_due_on),
        "new": day_words(row.new_due_on),
        "reason": row.reason,
    }
