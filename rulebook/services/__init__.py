"""Writes of the rule book."""

from __future__ import annotations

from .calendar import Filled, fill_calendar, set_calendar_day
from .dated_rules import (
    change_deadline_rule,
    change_document_style,
    change_light_rule,
    change_sending_rule,
)
from .ladders import change_ladder
from .numbers import next_number, number_taken

__all__ = [
    "Filled",
    "change_deadline_rule",
    "change_document_style",
    "change_ladder",
    "change_light_rule",
    "change_sending_rule",
    "fill_calendar",
    "next_number",
    "number_taken",
    "set_calendar_day",
]
