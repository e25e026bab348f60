"""年度督查安排: the inspections of a year by month, and how often each unit is visited."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Prefetch

from accounts.models import Unit, User
from rulebook.rules import MONTHS

from ..models import InspectedUnit, Inspection, YearPlan
from .overlap import visits


@dataclass(frozen=True)
class UnitVisits:
    """``over``: more than the year's plan allows."""

    unit: Unit
    times: int
    over: bool


@dataclass(frozen=True)
class YearTable:
    """``months`` has twelve lists, by the first day of the window; each row has its ``inspected`` loaded.

    ``units`` are those that are visited at all, the most often visited first.
    """

    year: int
    plan: YearPlan | None
    months: tuple[tuple[Inspection, ...], ...]
    units: tuple[UnitVisits, ...]


def year_table(user: User, year: int) -> YearTable:
    """What ``user`` sees of the year, without what was cancelled. Five statements."""
    plan = YearPlan.objects.visible_to(user).select_related("approver").filter(year=year).first()
    units = Prefetch("inspected", InspectedUnit.objects.select_related("unit").order_by("unit__pinyin", "pk"))
    rows = Inspection.objects.visible_to(user).standing().filter(starts_on__year=year)
    months: dict[int, list[Inspection]] = defaultdict(list)
    for row in rows.select_related("organiser").prefetch_related(units).order_by("starts_on", "pk"):
        months[row.starts_on.month].append(row)
    times = visits(user, year)
    visited = Unit.objects.filter(pk__in=times).order_by("pinyin", "pk")
    most = None if plan is None else plan.most_per_unit
    counted = [
        UnitVisits(unit, times[unit.pk], most is not None and times[unit.pk] > most) for unit in visited
    ]
    return YearTable(
        year=year,
        plan=plan,
        months=tuple(tuple(months[month]) for month in range(1, MONTHS + 1)),
        units=tuple(sorted(counted, key=lambda one: -one.times)),
    )
