"""The recipient has seen it: proof that the office was heard.

Shown is delivered within the house; opened is read; signed for is the recipient's own word. Each is noted
once, the first time, and only by the recipient.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Value
from django.db.models.functions import Coalesce

from accounts.models import User
from supervision.alerts.models import Reminder, ReminderQuerySet


def show_reminders(*, actor: User, reminder_ids: Sequence[int], now: datetime) -> int:
    """Note that these stood on a page of the actor's."""
    return _own(actor, reminder_ids).filter(delivered_at__isnull=True).update(delivered_at=now)


def read_reminders(*, actor: User, reminder_ids: Sequence[int], now: datetime) -> int:
    """Note that the actor opened these; what was read was delivered."""
    unread = _own(actor, reminder_ids).unread()
    return unread.update(read_at=now, delivered_at=Coalesce("delivered_at", Value(now)))


def open_reminder(*, actor: User, reminder_id: int, now: datetime) -> Reminder:
    """One that the actor may see; opened by the recipient it is read. Raises Reminder.DoesNotExist."""
    reminder = Reminder.objects.visible_to(actor).about().get(pk=reminder_id)
    if reminder.recipient_id == actor.pk:
        read_reminders(actor=actor, reminder_ids=[reminder.pk], now=now)
    return reminder


def sign_reminders(*, actor: User, reminder_ids: Sequence[int], now: datetime) -> int:
    """Sign for duty reminders; news is not signed for, nor what is settled."""
    unsigned = _own(actor, reminder_ids).open().filter(rung__gt=0, signed_at__isnull=True)
    return unsigned.update(
        signed_at=now,
        read_at=Coalesce("read_at", Value(now)),
        delivered_at=Coalesce("delivered_at", Value(now)),
    )


def _own(actor: User, reminder_ids: Sequence[int]) -> ReminderQuerySet:
    return Reminder.objects.filter(recipient=actor, pk__in=reminder_ids)
