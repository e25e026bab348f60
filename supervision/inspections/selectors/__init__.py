"""Reads of the room. Every one that a person asks starts at ``visible_to(user)``."""

from __future__ import annotations

from .columns import register_reminder_count
from .ledger import ORDERINGS, RectificationFilters, rectification_ledger
from .pace import rectification_pace
from .totals import GROUPINGS, LedgerGroup, RectificationTotals, ledger_groups, ledger_totals

__all__ = [
    "GROUPINGS",
    "ORDERINGS",
    "LedgerGroup",
    "RectificationFilters",
    "RectificationTotals",
    "ledger_groups",
    "ledger_totals",
    "rectification_ledger",
    "rectification_pace",
    "register_reminder_count",
]
