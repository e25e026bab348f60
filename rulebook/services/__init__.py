"""Writes of the rule book."""

from __future__ import annotations

from .calendar import Filled, fill_calendar, set_calendar_day
from .dated_rules import change_deadline_rule, change_light_rule
from .numbers import next_number, number_taken

__all__ = [
    "Filled",
    "change_deadline_rule",
    "change_light_rule",
    "fill_calendar",
    "next_number",
    "number_taken",
    "set_calendar_day",
]
