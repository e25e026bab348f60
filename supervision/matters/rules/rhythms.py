"""反馈频次: the spans that a rhythm cuts time into, their names, and which of them a duty has to answer for.

A span is half-open, ``[start, end)``. Weeks begin on Monday; 旬 are the 1st–10th, 11th–20th and the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from django.utils.translation import gettext as _

from rulebook.rules import DeadlineTerms, Workdays, last_day_allowed

from .words import Rhythm

ONE_DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(days=7)
# Asked for from the third day before its end on: weekly reports are written on Fridays.
ASKED_AHEAD: Final = timedelta(days=3)
# The first days of the parts of a month.
PARTS: Final[Mapping[Rhythm, tuple[int, ...]]] = {
    Rhythm.TEN_DAYS: (1, 11, 21),
    Rhythm.HALF_MONTH: (1, 16),
    Rhythm.MONTHLY: (1,),
    Rhythm.QUARTERLY: (1,),
}
REGULAR: Final = (Rhythm.WEEKLY, *PARTS)


@dataclass(frozen=True)
class Span:
    start: date
    end: date

    @property
    def last_day(self) -> date:
        return self.end - ONE_DAY

    @property
    def middle(self) -> date:
        """Whoever was told later than this owes no report for the span."""
        return self.start + timedelta(days=(self.end - self.start).days // 2)


@dataclass(frozen=True)
class Period(Span):
    """A span that is to be reported by ``due_on``. A stage has a ``name``, one of a ``rhythm`` its days."""

    due_on: date
    name: str = ""
    rhythm: Rhythm | None = None

    @property
    def label(self) -> str:
        """Made when it is asked for: a page measures by hundreds of periods and names few."""
        return self.name if self.rhythm is None else label_of(self.rhythm, self)

    @property
    def asked_from(self) -> date:
        return min(self.end - ASKED_AHEAD, self.due_on)

    def is_late(self, on: date) -> bool:
        return self.due_on < on


def spans(rhythm: Rhythm, first: date, last: date) -> list[Span]:
    """The spans of a regular rhythm that hold any day from ``first`` to ``last``; none for the others."""
    if rhythm not in REGULAR or last < first:
        return []
    starts = list(_starts(rhythm, first, last))
    return [Span(start, end) for start, end in pairwise(starts) if end > first and start <= last]


def span_of(rhythm: Rhythm, day: date) -> Span | None:
    """The span that holds the day; None for 按阶段 and 办结时一次."""
    return next(iter(spans(rhythm, day, day)), None)


def _starts(rhythm: Rhythm, first: date, last: date) -> Iterator[date]:
    """First days of spans, from one that is not after ``first`` to one that is after ``last``."""
    if rhythm == Rhythm.WEEKLY:
        day = first - timedelta(days=first.weekday())
        while day <= last:
            yield day
            day += WEEK
        yield day
        return
    step = 3 if rhythm == Rhythm.QUARTERLY else 1
    month = first.year * 12 + (first.month - 1) // step * step
    while True:
        for part in PARTS[rhythm]:
            day = date(month // 12, month % 12 + 1, part)
            yield day
            if day > last:
                return
        month += step


def label_of(rhythm: Rhythm, span: Span) -> str:
    """2026年9月上旬; a week says its days, 2026年9月7日至13日当周."""
    start, last = span.start, span.last_day
    place = {"year": start.year, "month": start.month}
    if rhythm == Rhythm.WEEKLY:
        return _week(start, last)
    if rhythm == Rhythm.TEN_DAYS:
        words = {1: _("%(year)s年%(month)s月上旬"), 11: _("%(year)s年%(month)s月中旬")}
        return words.get(start.day, _("%(year)s年%(month)s月下旬")) % place
    if rhythm == Rhythm.HALF_MONTH:
        half = _("%(year)s年%(month)s月上半月") if start.day == 1 else _("%(year)s年%(month)s月下半月")
        return half % place
    if rhythm == Rhythm.QUARTERLY:
        quarters = {
            1: _("%(year)s年第一季度"),
            4: _("%(year)s年第二季度"),
            7: _("%(year)s年第三季度"),
            10: _("%(year)s年第四季度"),
        }
        return quarters[start.month] % place
    return _("%(year)s年%(month)s月") % place


def _week(start: date, last: date) -> str:
    days = {
        "year": start.year,
        "month": start.month,
        "day": start.day,
        "last_year": last.year,
        "last_month": last.month,
        "last_day": last.day,
    }
    if start.year != last.year:
        return _("%(year)s年%(month)s月%(day)s日至%(last_year)s年%(last_month)s月%(last_day)s日当周") % days
    if start.month != last.month:
        return _("%(year)s年%(month)s月%(day)s日至%(last_month)s月%(last_day)s日当周") % days
    return _("%(year)s年%(month)s月%(day)s日至%(last_day)s日当周") % days


def with_due_dates(
    rhythm: Rhythm, found: Iterable[Span], terms: Mapping[date, DeadlineTerms | None], workdays: Workdays
) -> tuple[Period, ...]:
    """When each span is to be reported, by the terms in force on its last day; without terms it is not.

    A rule that was succeeded never asks for a later span before an earlier one.
    """
    periods: list[Period] = []
    for span in found:
        rule = terms.get(span.last_day)
        if rule is None:
            continue
        due = last_day_allowed(span.last_day, rule, workdays)
        if periods:
            due = max(due, periods[-1].due_on)
        periods.append(Period(span.start, span.end, due, rhythm=rhythm))
    return tuple(periods)


def stage_periods(issued_on: date, stages: Sequence[tuple[str, date]]) -> tuple[Period, ...]:
    """阶段: each is to be reported by its own day, and begins after the one before (the first at 交办).

    ``stages`` are names and dates, in any order; those before the matter was issued are none.
    """
    periods, start = [], issued_on
    for name, day in sorted(stages, key=lambda stage: stage[1]):
        if day < issued_on:
            continue
        periods.append(Period(start, day + ONE_DAY, day, name))
        start = day + ONE_DAY
    return tuple(periods)


def owed_periods(
    periods: Iterable[Period],
    issued_on: date,
    *,
    reported_on: date | None = None,
    stopped: Iterable[tuple[date, date]] = (),
) -> tuple[Period, ...]:
    """What a duty issued on that day answers for, from the first span it had half of.

    Nothing that falls due after it reported done, nor while its matter is ``stopped`` (half-open).
    """
    stops = tuple(stopped)
    return tuple(
        period
        for period in periods
        if issued_on <= period.middle
        and (reported_on is None or period.due_on < reported_on)
        and not any(start <= period.due_on < end for start, end in stops)
    )


def unanswered(periods: Iterable[Period], newest: date | None) -> tuple[Period, ...]:
    """Those that began after the newest span that was reported: a later report covers the earlier ones."""
    return tuple(period for period in periods if newest is None or period.start > newest)
