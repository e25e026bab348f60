"""Facts in the words of official papers (``rulebook.rules.wording``); what is unknown says so."""

from __future__ import annotations

from decimal import Decimal

from rulebook.rules.wording import (
    growth_text,
    measured_text,
    money_text,
    number_text,
    percent_text,
    points_text,
    versus_schedule,
    year_on_year_text,
)
from supervision.alerts.rules.official.text import Fact

__all__ = [
    "BLANK",
    "UNKNOWN",
    "count_fact",
    "growth_fact",
    "growth_text",
    "measured_fact",
    "measured_text",
    "money_fact",
    "money_text",
    "number_text",
    "percent_fact",
    "percent_text",
    "points_text",
    "schedule_fact",
    "versus_schedule",
    "year_on_year_text",
]
UNKNOWN = "暂无数据"
BLANK = "—"  # an unknown figure in a table


def count_fact(key: str, value: int | None, unit: str, source: str) -> Fact:
    return Fact(key, value, unit, UNKNOWN if value is None else f"{value:,}{unit}", source)


def money_fact(key: str, value: Decimal | None, source: str) -> Fact:
    return Fact(key, value, "万元", UNKNOWN if value is None else money_text(value), source)


def measured_fact(key: str, value: Decimal | None, unit: str, source: str) -> Fact:
    return Fact(key, value, unit, UNKNOWN if value is None else measured_text(value, unit), source)


def percent_fact(key: str, value: Decimal | None, places: int, source: str) -> Fact:
    return Fact(key, value, "%", UNKNOWN if value is None else percent_text(value, places), source)


def growth_fact(key: str, value: Decimal | None, source: str) -> Fact:
    return Fact(key, value, "%", UNKNOWN if value is None else year_on_year_text(value), source)


def schedule_fact(key: str, points: Decimal | None, places: int, source: str) -> Fact:
    return Fact(
        key, points, "个百分点", UNKNOWN if points is None else versus_schedule(points, places), source
    )
