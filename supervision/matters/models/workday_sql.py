"""Workdays and lights as SQL over sorted lists of dates: no calendar row is read for a row of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, DateField, F, Func, IntegerField, TextField, Value, When
from django.db.models.functions import Cast, Least
from django.db.models.lookups import LessThan

from projects.models.figures import DaysBetween
from rulebook.rules import Light, Thresholds, Workdays

from ..rules.lights import first_day_at

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


def steps_of(thresholds: Thresholds) -> Mapping[Decimal, Light]:
    """The lowest margin of each colour, the worst first; below all of them it is red."""
    steps = (
        (thresholds.yellow_at, Light.YELLOW),
        (thresholds.watch_at, Light.WATCH),
        (thresholds.green_at, Light.GREEN),
    )
    return {lowest: light for lowest, light in steps if lowest is not None}


def light_by_days(margin: Any, steps: Mapping[Decimal, Light]) -> ItemAt:
    """The light of a margin in whole days or reports."""
    return ladder(margin, [-(-lowest // 1) for lowest in steps], [*steps.values()])


def light_by_date(day: F, steps: Mapping[Decimal, Light], on: date, workdays: Workdays) -> ItemAt:
    """The light of a last day, with the thresholds in workdays as the first days that reach them."""
    firsts = [first_day_at(lowest, on, workdays) for lowest in steps]
    return ladder(day, firsts, [*steps.values()])


def days_between(workdays: Workdays, start: Any, end: F) -> Least:
    """Workdays after ``start``, a day or an expression, up to ``end``: ``rules.lights.days_until``."""
    if isinstance(start, date):
        before: Any = Value(_number_of(start, workdays))
        start = Value(start)
    else:
        before = _workday_number(start, workdays)
    past = Case(When(LessThan(end, start), then=Value(-1)), output_field=IntegerField())
    return Least(_workday_number(end, workdays) - before, past, output_field=IntegerField())


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
