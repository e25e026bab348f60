"""What a change of course takes with it: back to the unit, and nothing is left waiting for ever."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from supervision.matters.rules.words import ExtensionStatus

from ..models import Rectification
from ..rules.states import Thing
from ..rules.words import RectificationStatus, VerificationStatus
from .deadlines import promised
from .writing import follow

RENEWED: Final = "rectification_short"
OPEN_VERIFICATIONS: Final = (VerificationStatus.ASSIGNED, VerificationStatus.RECORDED)
ASKING: Final = (ExtensionStatus.PROPOSED, ExtensionStatus.ASKED)


def step_of_unit(row: Rectification) -> dict[str, Any]:
    """While the unit works, the step that is next ends with the work."""
    return {"step_due_on": row.due_on, "step_basis": row.due_basis}


def back_to_unit(actor: User, row: Rectification, reason: str, now: datetime) -> Rectification:
    """退回继续整改, counted; who may was asked before. What waited for a verification is cancelled.

    What was long-term, or had been when its unit applied, gets a new date, since the old one passed by
    leave; the original one stays.
    """
    stop_verification(actor, row, reason, now)
    values: dict[str, Any] = step_of_unit(row)
    if row.end_approver_id is not None:
        found = promised(RENEWED, timezone.localdate(now))
        basis = _("长期坚持的退回后重新计时：%(rule)s") % {"rule": found["due_basis"]}
        values = {"due_on": found["due_on"], "due_basis": basis[:200]}
        values |= {"step_due_on": values["due_on"], "step_basis": values["due_basis"]}
        values |= {"end_reason": "", "end_approver_id": None}
    count = row.times_sent_back + 1
    return follow(actor, Thing.RECTIFICATION, row, "send_back", now, reason, times_sent_back=count, **values)


def stop_verification(actor: User, row: Rectification, why: str, now: datetime) -> None:
    """Nobody goes to see what is not ready to be seen."""
    if row.status != RectificationStatus.CHECKED:
        return
    for verification in row.verifications.filter(status__in=OPEN_VERIFICATIONS):
        verification.rectification = row
        follow(actor, Thing.VERIFICATION, verification, "cancel", now, why)


def drop_asking(actor: User, row: Rectification, why: str, now: datetime) -> None:
    """Who needs no more time, or gets it no more, does not wait for a decision."""
    for extension in row.extensions.filter(status__in=ASKING):
        extension.rectification = row
        follow(actor, Thing.EXTENSION, extension, "retract", now, why)
