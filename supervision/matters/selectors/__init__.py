"""Reads of the room. Every one that a person asks starts at ``visible_to(user)``."""

from __future__ import annotations

from .duplicates import Duplicate, likely_duplicates
from .ledger import ORDERINGS, MatterFilters, matter_ledger, register_reminder_count
from .owed import Owed, feedback_owed, owed_feedbacks
from .pace import matter_deadline, matter_pace, matter_thresholds, report_periods
from .statistics import (
    LeaderStatistics,
    OwedReport,
    UnitStatistics,
    leader_statistics,
    owed_reports,
    unit_statistics,
)
from .totals import GROUPINGS, LedgerGroup, MatterTotals, ledger_groups, ledger_totals

__all__ = [
    "GROUPINGS",
    "ORDERINGS",
    "Duplicate",
    "LeaderStatistics",
    "LedgerGroup",
    "MatterFilters",
    "MatterTotals",
    "Owed",
    "OwedReport",
    "UnitStatistics",
    "feedback_owed",
    "leader_statistics",
    "ledger_groups",
    "ledger_totals",
    "likely_duplicates",
    "matter_deadline",
    "matter_ledger",
    "matter_pace",
    "matter_thresholds",
    "owed_feedbacks",
    "owed_reports",
    "register_reminder_count",
    "report_periods",
    "unit_statistics",
]
