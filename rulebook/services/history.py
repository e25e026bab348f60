"""Who changed the rule book and why, for the triggers that keep its history."""

from __future__ import annotations

import pghistory

from accounts.models import User


def because(actor: User | None, reason: str) -> pghistory.context:
    """A web request has named its user already; a command or a task has not."""
    return pghistory.context(user=actor.pk if actor else None, name=str(actor or ""), reason=reason)
