"""The workday calendar: whole years from the announced arrangement, single days by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from holidays.countries.china import China

from accounts.models import User
from accounts.services.saving import because

from ..models import CalendarDay, Origin
from ..permissions import require_change
from ..rules.periods import FIRST_YEAR, LAST_YEAR

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
    require_change(actor)
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
    with because(actor, f"fill_calendar {year}"):
        # A day that a person sets meanwhile wins.
        CalendarDay.objects.bulk_create(missing, ignore_conflicts=True)
        CalendarDay.objects.bulk_update(changed, FILLED)
    return Filled(year, len(missing), len(changed), kept, days[0].origin == Origin.ESTIMATE)


@transaction.atomic
def set_calendar_day(*, actor: User, day: date, is_workday: bool, source: str, name: str = "") -> CalendarDay:
    """Decide one day by hand; no filling changes it afterwards. `source` is the notice or the reason."""
    require_change(actor)
    row = CalendarDay(date=day, is_workday=is_workday, name=name, source=source, origin=Origin.PERSON)
    row.clean_fields()
    with because(actor, source):
        CalendarDay.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["date"], update_fields=FILLED
        )
    return row


def _announced(year: int) -> list[CalendarDay]:
    """The year by the State Council's notice; empty while there is none in the library."""
    # Names and sources are data, so they are kept in Chinese whoever fills the calendar.
    source = f"国务院办公厅关于{year}年部分节假日安排的通知"
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
    return chinese if is_off else f"{chinese}调休上班"


def _estimated(year: int) -> list[CalendarDay]:
    """The year's statutory holidays without make-up days; empty outside the library's years."""
    china = China(years=year, language="zh_CN")
    source = "按《全国年节及纪念日放假办法》推算"
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
