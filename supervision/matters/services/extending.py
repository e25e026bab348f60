"""延期: asked by the lead unit before the date runs out; first the office decides, then the leader."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import day_words

from ..models import Extension, Matter
from ..permissions import can, require
from ..rules.due import refuse_odd_days
from ..rules.states import Thing, require_status
from ..rules.words import DutyRole, DutyStatus, ExtensionStatus, MatterStatus
from .writing import change, insert, lock_matter, lock_of_extension, move, require_standing, told

ASKING = (ExtensionStatus.PROPOSED, ExtensionStatus.ASKED)
WORKED_ON = (DutyStatus.SIGNED, DutyStatus.UNDER_WAY)


@transaction.atomic
def propose_extension(
    *, actor: User, matter_id: int, new_due_on: date, reason: str, progress: str, now: datetime
) -> Extension:
    """Ask for a later date; what the unit's head proposes is agreed with at once.

    Raises ValidationError in the words of the constraints: too late, not later, no reason, one is open.
    """
    matter = lock_matter(matter_id)
    require(actor, "extension.propose", matter)
    require_standing(matter, [MatterStatus.ISSUED], "extension.propose")
    refuse_odd_days(new_due_on=new_due_on)
    due_on = _due_of_work(matter, timezone.localdate(now))
    row = Extension(
        matter=matter,
        ordinal=matter.extensions.approved().count() + 1,
        reason=reason.strip(),
        progress=progress.strip(),
        former_due_on=due_on,
        new_due_on=new_due_on,
        proposed_by=actor,
        proposed_on=timezone.localdate(now),
    )
    insert(row)
    told(matter, "extension.propose", actor, now, note=_proposed(row))
    return _agree(actor, row, now) if can(actor, "extension.agree", row) else row


@transaction.atomic
def agree_extension(*, actor: User, extension_id: int, now: datetime) -> Extension:
    """The head of the unit stands by what the clerk proposed; also this before the date runs out."""
    row = _locked(actor, extension_id, "extension.agree")
    return _agree(actor, row, now)


@transaction.atomic
def retract_extension(*, actor: User, extension_id: int, now: datetime, reason: str = "") -> Extension:
    row = _locked(actor, extension_id, "extension.retract")
    return move(actor, Thing.EXTENSION, row, "retract", now, reason)


@transaction.atomic
def approve_extension(*, actor: User, extension_id: int, now: datetime, decision: str = "") -> Extension:
    """The date in force moves; the original one stays and is what the score asks for."""
    row = _locked(actor, extension_id, "extension.approve")
    _decide(actor, row, "approve", decision, now)
    change(row.matter, due_on=row.new_due_on)
    return row


@transaction.atomic
def refuse_extension(*, actor: User, extension_id: int, decision: str, now: datetime) -> Extension:
    row = _locked(actor, extension_id, "extension.refuse")
    return _decide(actor, row, "refuse", decision, now)


def _decide(actor: User, row: Extension, verb: str, decision: str, now: datetime) -> Extension:
    return move(
        actor,
        Thing.EXTENSION,
        row,
        verb,
        now,
        decision,
        decided_by=actor,
        decided_at=now,
        decision=decision.strip(),
    )


def _agree(actor: User, row: Extension, now: datetime) -> Extension:
    return move(actor, Thing.EXTENSION, row, "agree", now, asked_by=actor, asked_on=timezone.localdate(now))


def _locked(actor: User, extension_id: int, verb: str) -> Extension:
    row = lock_of_extension(extension_id)
    require(actor, verb, row)
    require_standing(row.matter, [MatterStatus.ISSUED], verb)
    return row


def _due_of_work(matter: Matter, on: date) -> date:
    """The date that may be moved. Raises ValidationError unless the lead unit works and the clock runs."""
    lead = matter.duties.standing().get(role=DutyRole.LEAD)
    require_status(Thing.DUTY, lead.status, WORKED_ON, _("申请延期"))
    if matter.due_on is None:
        raise ValidationError(_("办结时限还没有确定，不能申请延期。"), code="no_due_date")
    if matter.suspensions.in_force(on).exists():
        raise ValidationError(_("事项暂缓期间不计时限，恢复办理以后再申请延期。"), code="suspended")
    return matter.due_on


def _proposed(row: Extension) -> str:
    return _("第%(ordinal)s次，%(former)s延至%(new)s：%(reason)s") % {
        "ordinal": row.ordinal,
        "former": day_words(row.former_due_on),
        "new": day_words(row.new_due_on),
        "reason": row.reason,
    }
