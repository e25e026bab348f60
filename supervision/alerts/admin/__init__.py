"""Who was told what, for reading: the ledger of reminders and how every message fared."""

from __future__ import annotations

from . import reminders, slips

__all__ = ["reminders", "slips"]
