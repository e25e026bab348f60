"""The time that scores are computed over, and the rows that they are counted from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from rulebook.rules import Month

from .formulas import NOUGHT, Measured

ONE: Decimal = Decimal(1)


@dataclass(frozen=True)
class Span:
    """Months of one year, both included; nothing after ``on`` counts."""

    year: int
    first_month: int
    last_month: int
    on: date

    @property
    def start(self) -> date:
        return Month(self.year, self.first_month).first_day

    @property
    def end(self) -> date:
        """The first day after."""
        return self.period.ends_on + timedelta(days=1)

    @cached_property
    def period(self) -> Month:
        """The cut-off month: figures of projects and indicators are cumulative since January."""
        return Month(self.year, self.last_month)

    @property
    def last_day(self) -> date:
        """The last day of the time that is past: responsibilities are asked for on it."""
        return min(self.period.ends_on, self.on)

    @property
    def months(self) -> list[Month]:
        """Those that have begun."""
        months = (Month(self.year, month) for month in range(self.first_month, self.last_month + 1))
        return [month for month in months if month.first_day <= self.on]

    def a_year_before(self) -> Span:
        """The same months of last year, with everything that is known by now."""
        return replace(self, year=self.year - 1)


@dataclass(frozen=True)
class Found:
    """One row that counts: ``subject`` names its kind, ``part`` of ``whole`` is what it brings."""

    unit_id: int
    subject: str
    key: int
    part: Decimal
    whole: Decimal = ONE
    words: str = ""


def measured(rows: Iterable[Found]) -> Measured:
    done = whole = NOUGHT
    for row in rows:
        done += row.part
        whole += row.whole
    return Measured(done, whole)
