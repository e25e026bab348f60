"""The recipient has seen it: proof that the office was heard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from accounts.models import User
from supervision.alerts.models import Reminder


def read_reminders(*, actor: User, reminder_ids: Sequence[int], now: datetime) -> int:
    """Note that the actor read these; only one's own, and the first time counts."""
    unread = Reminder.objects.filter(recipient=actor, pk__in=reminder_ids).unread()
    return unread.update(read_at=now)
