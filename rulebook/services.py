"""Writes of the rule book. A rule is never edited in place: the old one ends, the new one begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

import chinese_calendar
import pghistory
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _
from holidays.countries.china import China
from holidays.version import __version__ as holidays_version

from accounts.models import User
from accounts.permissions import require

from . import permissions  # noqa: F401  (names the verb that is required below)
from .models import CalendarDay, DeadlineRule, LightRule, NumberSeries, Origin
from .rules import DayUnit, Measure
from .rules.periods import FIRST_YEAR, LAST_YEAR

RuleT = TypeVar("RuleT", LightRule, DeadlineRule)
FILLED = ("is_workday", "name", "origin", "source")


@dataclass(frozen=True)
class Filled:
    """What `fill_calendar` did to a year; `kept` days had been set by people."""

    year: int
    created: int
    updated: int
    kept: int
    estimated: bool


@transaction.atomic
def fill_calendar(*, actor: User | None, year: int, estimate: bool = False) -> Filled:
    """Fill a year from the announced arrangement; days set by people stay. None acts at the console.

    With `estimate` a year not yet announced gets its statutory holidays, flagged, until it is.
    Raises ValidationError when the year is not known.
    """
    _may_change(actor)
    days = _announced(year) or (_estimated(year) if estimate else [])
    if not days:
        raise ValidationError(_unknown_year(year))
    known = {row.date: row for row in CalendarDay.objects.select_for_update().filter(date__year=year)}
    missing = [day for day in days if day.date not in known]
    kept = sum(row.origin == Origin.PERSON for row in known.values())
    changed = [
        _refill(known[day.date], day)
        for day in days
        if day.date in known and known[day.date].origin != Origin.PERSON and _differs(known[day.date], day)
    ]
    with pghistory.context(reason=f"fill_calendar {year}"):
        # A day that a person sets meanwhile wins.
        CalendarDay.objects.bulk_create(missing, ignore_conflicts=True)
        CalendarDay.objects.bulk_update(changed, FILLED)
    return Filled(year, len(missing), len(changed), kept, days[0].origin == Origin.ESTIMATE)


@transaction.atomic
def set_calendar_day(*, actor: User, day: date, is_workday: bool, source: str, name: str = "") -> CalendarDay:
    """Decide one day by hand; no filling changes it afterwards. `source` is the notice or the reason."""
    _may_change(actor)
    row = CalendarDay(date=day, is_workday=is_workday, name=name, source=source, origin=Origin.PERSON)
    row.clean_fields()
    with pghistory.context(reason=source):
        CalendarDay.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["date"], update_fields=FILLED
        )
    return row


@transaction.atomic
def change_light_rule(
    *,
    actor: User,
    subject: str,
    measure: Measure,
    valid_from: date,
    green_at: Decimal | None,
    watch_at: Decimal | None,
    yellow_at: Decimal | None,
    note: str = "",
) -> LightRule:
    """Judge a measure by new thresholds from a day on, until the next rule that is already planned."""
    _may_change(actor)
    values = {"green_at": green_at, "watch_at": watch_at, "yellow_at": yellow_at, "note": note}
    return _succeed(LightRule, {"subject": subject, "measure": measure}, valid_from, values)


@transaction.atomic
def change_deadline_rule(
    *,
    actor: User,
    key: str,
    valid_from: date,
    start_event: str,
    amount: int,
    unit: DayUnit,
    shift_to_workday: bool,
    note: str = "",
) -> DeadlineRule:
    """Set a deadline by new terms from a day on, until the next rule that is already planned."""
    _may_change(actor)
    values = {
        "start_event": start_event,
        "amount": amount,
        "unit": unit,
        "shift_to_workday": shift_to_workday,
        "note": note,
    }
    return _succeed(DeadlineRule, {"key": key}, valid_from, values)


@transaction.atomic
def next_number(*, key: str, year: int) -> int:
    """The next number of a series, from 1. Gapless: a caller who rolls back gives it back.

    Others who number in the same series wait for the caller's transaction, so call it late.
    """
    NumberSeries.objects.bulk_create([NumberSeries(key=key, year=year)], ignore_conflicts=True)
    series = NumberSeries.objects.select_for_update().get(key=key, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def _may_change(actor: User | None) -> None:
    if actor is not None:
        require(actor, "rulebook.change")


def _succeed(
    model: type[RuleT], same: Mapping[str, Any], valid_from: date, values: Mapping[str, Any]
) -> RuleT:
    """Put a rule in force from `valid_from`; one that began the very same day is corrected instead."""
    _lock(model)
    rules = model.objects.filter(**same)
    current = rules.in_force(valid_from).first()
    following = rules.filter(valid_from__gt=valid_from).order_by("valid_from").first()
    if current is not None and current.valid_from == valid_from:
        rule = current
    else:
        rule = model(**same, valid_from=valid_from)
    for name, value in values.items():
        setattr(rule, name, value)
    rule.valid_to = following.valid_from if following else None
    with pghistory.context(reason=values["note"]):
        if current is not None and current is not rule:
            current.valid_to = valid_from
            current.save(update_fields=["valid_to"])
        rule.full_clean()
        rule.save()
    return rule


def _lock(model: type[RuleT]) -> None:
    """Changes of rules are rare and come one after the other; readers do not wait."""
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(model._meta.db_table)
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def _announced(year: int) -> list[CalendarDay]:
    """The year by the State Council's notice; empty while there is none in the library."""
    source = _("国务院办公厅关于%(year)s年部分节假日安排的通知（chinesecalendar %(version)s）") % {
        "year": year,
        "version": chinese_calendar.__version__,
    }
    try:
        return [
            CalendarDay(
                date=day,
                is_workday=chinese_calendar.is_workday(day),
                name=_announced_name(day),
                origin=Origin.NOTICE,
                source=source,
            )
            for day in _days_of(year)
        ]
    except NotImplementedError:  # how the library says that it has no data for the year
        return []


def _announced_name(day: date) -> str:
    is_off, name = chinese_calendar.get_holiday_detail(day)
    if name is None:
        return ""
    chinese = chinese_calendar.Holiday(name).chinese
    return chinese if is_off else _("%(holiday)s调休上班") % {"holiday": chinese}


def _estimated(year: int) -> list[CalendarDay]:
    """The year's statutory holidays without make-up days; empty outside the library's years."""
    china = China(years=year, language="zh_CN")
    source = _("按《全国年节及纪念日放假办法》推算（holidays %(version)s）") % {"version": holidays_version}
    return [
        CalendarDay(
            date=day,
            is_workday=china.is_working_day(day),
            name=china.get(day, "")[: CalendarDay._meta.get_field("name").max_length],
            origin=Origin.ESTIMATE,
            source=source,
        )
        for day in (_days_of(year) if china else [])
    ]


def _days_of(year: int) -> list[date]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return []
    start = date(year, 1, 1)
    return [start + timedelta(days=n) for n in range((date(year + 1, 1, 1) - start).days)]


def _unknown_year(year: int) -> str:
    return _(
        "%(year)s年节假日安排尚未收录：国务院通知发布后请升级 chinesecalendar 再导入，"
        "或选择“推算”先按法定节日填写，或逐日人工设定。"
    ) % {"year": year}


def _differs(row: CalendarDay, day: CalendarDay) -> bool:
    return any(getattr(row, name) != getattr(day, name) for name in FILLED)


def _refill(row: CalendarDay, day: CalendarDay) -> CalendarDay:
    for name in FILLED:
        setattr(row, name, getattr(day, name))
    return row
