"""Workdays, steps and owed reports as SQL over sorted lists of dates: no calendar row is read per matter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, DateField, F, Func, IntegerField, TextField, Value, When
from django.db.models.functions import Cast, Least
from django.db.models.lookups import LessThan

from projects.models.figures import DaysBetween
from rulebook.rules import Light, Workdays

from ..rules.lights import Pace
from ..rules.rhythms import REGULAR
from ..rules.words import GIVEN, Rhythm

A_MONDAY: Final = date(1900, 1, 1)
SATURDAY: Final = 5


def listed(items: Iterable[Any]) -> str:
    """A list as PostgreSQL reads it; of numbers and dates alone."""
    return f"{{{','.join(str(item) for item in items)}}}"


def _dates(days: Iterable[date]) -> Cast:
    return Cast(Value(listed(days), output_field=TextField()), ArrayField(DateField()))


def _numbers(numbers: Iterable[Any]) -> Cast:
    whole = listed(int(number) for number in numbers)
    return Cast(Value(whole, output_field=TextField()), ArrayField(IntegerField()))


class Bucket(Func):
    """How many of a sorted list are not greater than the value."""

    function = "width_bucket"
    output_field = IntegerField()


class ItemAt(Func):
    """An element of a list, counted from 0; NULL for NULL."""

    template = "(%(expressions)s + 1]"
    arg_joiner = ")["
    output_field = IntegerField()


def ladder(value: Any, bounds: Sequence[Any], lights: Sequence[Light]) -> ItemAt:
    """Red below all bounds, then the light of the highest bound that is reached. NULL for NULL."""
    steps = _dates(bounds) if bounds and isinstance(bounds[0], date) else _numbers(bounds)
    return ItemAt(_numbers([Light.RED, *lights]), Bucket(value, steps))


def days_between(pace: Pace, start: Any, end: F) -> Least:
    """Workdays after ``start``, a day or an expression, up to ``end``: ``rules.lights.days_until``."""
    if isinstance(start, date):
        before: Any = Value(_number_of(start, pace.workdays))
        start = Value(start)
    else:
        before = _workday_number(start, pace.workdays)
    past = Case(When(LessThan(end, start), then=Value(-1)), output_field=IntegerField())
    return Least(_workday_number(end, pace.workdays) - before, past, output_field=IntegerField())


def _exceptions(workdays: Workdays) -> tuple[list[date], list[date]]:
    """Days off from Monday to Friday, and days worked at weekends."""
    odd = sorted(day for day, worked in workdays.days.items() if worked != (day.weekday() < SATURDAY))
    return [day for day in odd if not workdays.days[day]], [day for day in odd if workdays.days[day]]


def _workday_number(day: Any, workdays: Workdays) -> Any:
    """How many workdays there were, up to and with this day, since a Monday long ago."""
    off, worked = _exceptions(workdays)
    days = DaysBetween(day, Value(A_MONDAY))
    weekdays = days / Value(7) * Value(5) + Least(days % Value(7) + Value(1), Value(5))
    return weekdays - Bucket(day, _dates(off)) + Bucket(day, _dates(worked))


def _number_of(day: date, workdays: Workdays) -> int:
    """``_workday_number`` of a known day."""
    off, worked = _exceptions(workdays)
    weeks, rest = divmod((day - A_MONDAY).days, 7)
    passed = sum(one <= day for one in worked) - sum(one <= day for one in off)
    return weeks * 5 + min(rest + 1, 5) + passed


# Spans are in their order, so those that are answered or were never owed are a prefix of ``k`` spans; of the
# rest, those that fell due during a suspension are taken off. Each list is of spans past due.
REGULAR_REPORTS: Final = """
    (SELECT greatest(0, p.n - k.k) - COALESCE(
                (SELECT sum(greatest(0, width_bucket(s.valid_to - 1, p.dues)
                                        - greatest(width_bucket(s.valid_from - 1, p.dues), k.k)))
                   FROM matters_suspension s WHERE s.matter_id = {matter}), 0)
       FROM (VALUES {lists}) AS p(rhythm, n, starts, middles, dues)
      CROSS JOIN LATERAL (SELECT greatest(
                width_bucket({told} - 1, p.middles),
                width_bucket((SELECT max(f.period_start) FROM matters_feedback f
                               WHERE f.duty_id = {duty} AND f.status IN ({given})), p.starts)) AS k) k
      WHERE p.rhythm = {rhythm})
"""
STAGE_REPORTS: Final = """
    (SELECT count(*)
       FROM (SELECT due_on, COALESCE(lag(due_on) OVER (ORDER BY due_on) + 1, {issued}) AS starts_on
               FROM matters_stage WHERE matter_id = {matter} AND due_on >= {issued}) AS p
      WHERE p.due_on < %s AND {told} <= p.starts_on + (p.due_on + 1 - p.starts_on) / 2
        AND NOT EXISTS (SELECT FROM matters_feedback f WHERE f.duty_id = {duty} AND f.status IN ({given})
                           AND f.period_start >= p.starts_on)
        AND NOT EXISTS (SELECT FROM matters_suspension s WHERE s.matter_id = {matter}
                           AND s.valid_from <= p.due_on AND s.valid_to > p.due_on))
"""


class MissingReports(Func):
    """Of a duty: how many reports it owes that are past due (``rules.lights.missing_periods``)."""

    output_field = IntegerField()

    def __init__(self, pace: Pace) -> None:
        super().__init__(F("pk"), F("issued_on"), F("matter_id"), F("matter__rhythm"), F("matter__issued_on"))
        self.pace = pace

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, **context: Any
    ) -> tuple[str, list[Any]]:
        names = ("duty", "told", "matter", "rhythm", "issued")
        parts = [compiler.compile(part) for part in self.get_source_expressions()]
        columns = {name: sql for name, (sql, _params) in zip(names, parts, strict=True)}
        columns["given"] = ", ".join(f"'{status}'" for status in GIVEN)
        lists, params = self._lists()
        regular = REGULAR_REPORTS.format(lists=lists, **columns)
        stages = STAGE_REPORTS.format(**columns)
        by_stage = f"{columns['rhythm']} = '{Rhythm.BY_STAGE}'"
        sql = f"CASE WHEN {by_stage} THEN {stages} ELSE COALESCE({regular}, 0) END"
        return sql, [self.pace.on, *params]

    def _lists(self) -> tuple[str, list[Any]]:
        """One row for each regular rhythm: the starts, middles and due dates of its spans past due."""
        params: list[Any] = []
        for rhythm in REGULAR:
            spans = self.pace.past_due(rhythm)
            columns = ([getattr(span, name) for span in spans] for name in ("start", "middle", "due_on"))
            params += [rhythm.value, len(spans), *map(listed, columns)]
        return ", ".join(["(%s, %s, %s::date[], %s::date[], %s::date[])"] * len(REGULAR)), params
