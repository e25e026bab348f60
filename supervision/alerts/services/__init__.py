"""Raise, bundle, send, read: each safe at any time, any number of times, from several places."""

from __future__ import annotations

from .bundling import bundle_reminders
from .planning import Planned, plan_reminders, run_cycle, settle_reminders
from .reading import open_reminder, read_reminders, show_reminders, sign_reminders
from .rehearsing import Told, outlook, preview_ladder
from .sending import Sent, resend_digest, send_digests

__all__ = [
    "Planned",
    "Sent",
    "Told",
    "bundle_reminders",
    "open_reminder",
    "outlook",
    "plan_reminders",
    "preview_ladder",
    "read_reminders",
    "resend_digest",
    "run_cycle",
    "send_digests",
    "settle_reminders",
    "show_reminders",
    "sign_reminders",
]
