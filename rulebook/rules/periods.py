"""Reporting periods: what a figure covers, and how an office writes it.

`Period` is any of the six kinds in use. `Month` is the one that nearly every question takes:
the reporting month, whose figures are cumulative since January.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 1900, 2999
TEN_DAYS_STARTS = (1, 11, 21)


class PeriodKind(StrEnum):
    TEN_DAYS = "ten_days"
    MONTH = "month"
    CUMULATIVE = "cumulative"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


PER_YEAR = {
    PeriodKind.TEN_DAYS: 36,
    PeriodKind.MONTH: 12,
    PeriodKind.CUMULATIVE: 12,
    PeriodKind.QUARTER: 4,
    PeriodKind.HALF: 2,
    PeriodKind.YEAR: 1,
}


@dataclass(frozen=True)
class Period:
    """The `number`-th period of its kind in `year`, counted from 1; cumulative ones all begin in January."""

    kind: PeriodKind
    year: int
    number: int

    def __post_init__(self) -> None:
        _check_year(self.year)
        if not 1 <= self.number <= PER_YEAR[self.kind]:
            raise ValueError(
                _("序号%(number)s超出范围，应为1至%(last)s")
                % {"number": self.number, "last": PER_YEAR[self.kind]}
            )

    @classmethod
    def containing(cls, kind: PeriodKind, day: date) -> Self:
        """The period in which `day` lies; for cumulative ones the period ending with its month."""
        if kind is PeriodKind.TEN_DAYS:
            return cls(kind, day.year, (day.month - 1) * 3 + min((day.day - 1) // 10, 2) + 1)
        return cls(kind, day.year, (day.month * PER_YEAR[kind] + 11) // 12)

    @property
    def starts_on(self) -> date:
        if self.kind is PeriodKind.TEN_DAYS:
            month, part = divmod(self.number - 1, 3)
            return date(self.year, month + 1, TEN_DAYS_STARTS[part])
        if self.kind is PeriodKind.CUMULATIVE:
            return date(self.year, 1, 1)
        return date(self.year, (self.number - 1) * 12 // PER_YEAR[self.kind] + 1, 1)

    @property
    def ends_on(self) -> date:
        """The last day, included."""
        if self.kind is PeriodKind.TEN_DAYS and self.number % 3:
            return self.starts_on + timedelta(days=9)
        last_month = -(-self.number * 12 // PER_YEAR[self.kind])
        return date(self.year, last_month, monthrange(self.year, last_month)[1])

    @property
    def until(self) -> date:
        """The first day after, so that the period is `[starts_on, until)`."""
        return self.ends_on + timedelta(days=1)

    @property
    def short(self) -> str:
        """1—8月, 8月, 一季度, 上半年, 全年, 8月上旬."""
        return _WORDING[self.kind](self)

    @property
    def label(self) -> str:
        """2026年1—8月; a whole year is 2026年."""
        if self.kind is PeriodKind.YEAR:
            return _("%(year)s年") % {"year": self.year}
        return _("%(year)s年%(period)s") % {"year": self.year, "period": self.short}

    @property
    def cut_off(self) -> str:
        """截至2026年8月底; a ten-day period that ends within a month names the day."""
        end = self.ends_on
        place = {"year": end.year, "month": end.month, "day": end.day}
        if self.kind is PeriodKind.TEN_DAYS and self.number % 3:
            return _("截至%(year)s年%(month)s月%(day)s日") % place
        return _("截至%(year)s年%(month)s月底") % place

    def next(self) -> Self:
        return self._moved(1)

    def previous(self) -> Self:
        return self._moved(-1)

    def _moved(self, by: int) -> Self:
        years, index = divmod(self.number - 1 + by, PER_YEAR[self.kind])
        return type(self)(self.kind, self.year + years, index + 1)

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, order=True)
class Month:
    """A reporting month; its figures are those of January to `month` of `year`."""

    year: int
    month: int

    def __post_init__(self) -> None:
        _check_year(self.year)
        if not 1 <= self.month <= 12:
            raise ValueError(_("月份%(month)s超出范围，应为1至12") % {"month": self.month})

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The reverse of `str()`. Raises ValueError with a message for people."""
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
            raise ValueError(_("“%(text)s”不是报告期，请写成“2026-08”的样子") % {"text": text})
        return cls(int(text[:4]), int(text[5:]))

    @classmethod
    def from_index(cls, index: int) -> Self:
        year, month = divmod(index - 1, 12)
        return cls(year, month + 1)

    @property
    def index(self) -> int:
        """year × 12 + month: neighbouring months differ by one, so SQL can subtract them."""
        return self.year * 12 + self.month

    @property
    def cumulative(self) -> Period:
        """January to this month: what `label`, `short` and `cut_off` speak of."""
        return Period(PeriodKind.CUMULATIVE, self.year, self.month)

    @property
    def single(self) -> Period:
        """This month alone (当月)."""
        return Period(PeriodKind.MONTH, self.year, self.month)

    @property
    def first_day(self) -> date:
        """The first day of the month itself, not of the cumulative period."""
        return date(self.year, self.month, 1)

    @property
    def ends_on(self) -> date:
        return self.single.ends_on

    @property
    def label(self) -> str:
        return self.cumulative.label

    @property
    def short(self) -> str:
        return self.cumulative.short

    @property
    def cut_off(self) -> str:
        return self.cumulative.cut_off

    def next(self) -> Self:
        return self.from_index(self.index + 1)

    def previous(self) -> Self:
        return self.from_index(self.index - 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(
            _("年份%(year)s超出范围，应为%(first)s至%(last)s")
            % {"year": year, "first": FIRST_YEAR, "last": LAST_YEAR}
        )


def _month_wording(period: Period) -> str:
    return _("%(month)s月") % {"month": period.number}


def _cumulative_wording(period: Period) -> str:
    # January is only itself: nobody writes 1—1月.
    if period.number == 1:
        return _month_wording(period)
    return _("1—%(month)s月") % {"month": period.number}


def _ten_days_wording(period: Period) -> str:
    part = (_("上旬"), _("中旬"), _("下旬"))[(period.number - 1) % 3]
    return _("%(month)s月%(part)s") % {"month": period.starts_on.month, "part": part}


_WORDING: dict[PeriodKind, Callable[[Period], str]] = {
    PeriodKind.TEN_DAYS: _ten_days_wording,
    PeriodKind.MONTH: _month_wording,
    PeriodKind.CUMULATIVE: _cumulative_wording,
    PeriodKind.QUARTER: lambda p: (_("一季度"), _("二季度"), _("三季度"), _("四季度"))[p.number - 1],
    PeriodKind.HALF: lambda p: (_("上半年"), _("下半年"))[p.number - 1],
    PeriodKind.YEAR: lambda p: _("全年"),
}
