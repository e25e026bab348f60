"""Counting workdays (工作日) where holidays move and weekends are worked in lieu (调休).

The State Council announces each year's arrangement in the November before. A day without an
entry is judged by its weekday, and whoever counted over such days can ask for `warnings`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ONE_DAY = timedelta(days=1)
SATURDAY = 5


class DayUnit(StrEnum):
    NATURAL = "natural"
    WORKING = "working"

    @property
    def label(self) -> str:
        return str(DAY_UNIT_LABELS[self])


DAY_UNIT_LABELS = {DayUnit.NATURAL: gettext_lazy("自然日"), DayUnit.WORKING: gettext_lazy("工作日")}


@dataclass(frozen=True)
class Workdays:
    """`days` says of each known date whether it is worked; `estimated` are years not yet announced."""

    days: Mapping[date, bool]
    estimated: frozenset[int] = field(default_factory=frozenset)

    def is_workday(self, day: date) -> bool:
        known = self.days.get(day)
        return day.weekday() < SATURDAY if known is None else known

    def next_workday(self, day: date) -> date:
        """`day` itself when it is worked, else the first workday after it."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def add(self, day: date, amount: int) -> date:
        """The `amount`-th workday after `day`, which does not count itself; before it when negative."""
        step = ONE_DAY if amount > 0 else -ONE_DAY
        left = abs(amount)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Workdays after `start` up to and including `end`; negative when `end` is earlier."""
        if end < start:
            return -self.between(end, start)
        return sum(self.is_workday(day) for day in _days_after(start, end))

    def unknown_years(self, start: date, end: date) -> tuple[int, ...]:
        """Years with days after `start` up to `end` that had to be judged by their weekday."""
        return tuple(sorted({day.year for day in _days_after(start, end) if day not in self.days}))

    def warnings(self, start: date, end: date) -> tuple[str, ...]:
        """What a person must know about a count over the days after `start` up to `end`."""
        unknown = self.unknown_years(start, end)
        touched = {day.year for day in _days_after(start, end)}
        estimated = sorted((touched & self.estimated).difference(unknown))
        return (*map(missing_year, unknown), *map(estimated_year, estimated))


def missing_year(year: int) -> str:
    return _("%(year)s年节假日安排未导入，暂按周一至周五为工作日推算") % {"year": year}


def estimated_year(year: int) -> str:
    return _("%(year)s年节假日安排尚未公布，暂按法定节日推算，未含调休") % {"year": year}


def _days_after(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
