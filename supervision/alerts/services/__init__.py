"""Raise, bundle, send, read: each safe at any time, any number of times, from several places."""

from __future__ import annotations

from .planning import Planned, bundle_reminders, cancel_settled, plan_reminders, run_cycle
from .reading import read_reminders
from .sending import Sent, resend_digest, send_digests

__all__ = [
    "Planned",
    "Sent",
    "bundle_reminders",
    "cancel_settled",
    "plan_reminders",
    "read_reminders",
    "resend_digest",
    "run_cycle",
    "send_digests",
]
