"""Who is late, who was told, and what came of it; the database knows what is due."""

from __future__ import annotations

from .choice import ChannelChoice, Heartbeat
from .digest import Delivery, Digest, DigestLine
from .reminder import Outcome, Reminder, ReminderQuerySet
from .slip import Slip, SlipAnswer, SlipFile, SlipStep
from .subjects import KEYS, Subject, column

__all__ = [
    "KEYS",
    "ChannelChoice",
    "Delivery",
    "Digest",
    "DigestLine",
    "Heartbeat",
    "Outcome",
    "Reminder",
    "ReminderQuerySet",
    "Slip",
    "SlipAnswer",
    "SlipFile",
    "SlipStep",
    "Subject",
    "column",
]
