"""Pure arithmetic of the rule book: periods, workdays, deadlines, lights and investment figures.

Nothing here asks the database, the clock or the settings.
"""

from __future__ import annotations

from rulebook.rules.deadlines import Deadline, DeadlineTerms, deadline, last_day_allowed
from rulebook.rules.investment import (
    MONTHS,
    check_curve,
    completion_rate,
    gap,
    round_half_up,
    schedule_share,
)
from rulebook.rules.lights import Light, Measure, Thresholds, light_for, worst
from rulebook.rules.periods import Month, Period, PeriodKind
from rulebook.rules.workdays import DayUnit, Workdays

__all__ = [
    "MONTHS",
    "DayUnit",
    "Deadline",
    "DeadlineTerms",
    "Light",
    "Measure",
    "Month",
    "Period",
    "PeriodKind",
    "Thresholds",
    "Workdays",
    "check_curve",
    "completion_rate",
    "deadline",
    "gap",
    "last_day_allowed",
    "light_for",
    "round_half_up",
    "schedule_share",
    "worst",
]
