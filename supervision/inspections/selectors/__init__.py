"""Reads of the room. Every one that a person asks starts at ``visible_to(user)``."""

from __future__ import annotations

from .columns import register_reminder_count
from .drafting import finding_draft
from .ledger import ORDERINGS, RectificationFilters, rectification_ledger
from .limits import LegalDay, last_day
from .overlap import PlanWarning, overlap_warnings, warnings_of
from .pace import rectification_pace
from .recusal import recused
from .statistics import RectificationStatistics, rectification_statistics
from .totals import GROUPINGS, LedgerGroup, RectificationTotals, ledger_groups, ledger_totals
from .year import YearTable, year_table

__all__ = [
    "GROUPINGS",
    "ORDERINGS",
    "LedgerGroup",
    "LegalDay",
    "PlanWarning",
    "YearTable",
    "finding_draft",
    "last_day",
    "overlap_warnings",
    "recused",
    "warnings_of",
    "year_table",
    "RectificationFilters",
    "RectificationStatistics",
    "RectificationTotals",
    "ledger_groups",
    "ledger_totals",
    "rectification_ledger",
    "rectification_pace",
    "rectification_statistics",
    "register_reminder_count",
]
