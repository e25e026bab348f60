"""A series over the years: every entry, the values that count, and its charts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from indicators.models import Indicator, IndicatorVersion, Observation
from indicators.rules import ScheduleKind
from indicators.rules.series import comparable, stretches
from rulebook.rules import MONTHS, completion_rate

from .board import IndicatorFigures


@dataclass(frozen=True)
class Entry:
    """``counts``: this is the value that its month stands on."""

    observation: Observation
    counts: bool


@dataclass(frozen=True)
class Chart:
    """``key`` is the figure shown; ``series`` as the chart component takes them."""

    key: str
    title: str
    unit: str
    series: list[dict[str, Any]]
    months: list[int]

    @property
    def data(self) -> dict[str, Any]:
        labels = [_("%(month)s月") % {"month": month} for month in self.months]
        return {"labels": labels, "unit": self.unit, "series": self.series}


def entries(indicator: Indicator, years: tuple[int, int], known_on: date | None = None) -> list[Entry]:
    """Every value ever entered for the years, newest first; as known on a day, if one is asked for."""
    rows = Observation.objects.filter(indicator=indicator, year__range=years)
    counted = {row.pk for row in rows.current(known_on)}
    found = rows.known_on(known_on).select_related(
        "version", "batch", "reported_by__person", "reported_by__unit"
    )
    newest = sorted(found, key=lambda row: (row.year, row.month, row.reported_at, row.pk), reverse=True)
    return [Entry(row, row.pk in counted) for row in newest]


def observation_series(
    indicator: Indicator, years: tuple[int, int], known_on: date | None = None
) -> list[Observation]:
    """Current values of the years, both included, oldest first."""
    rows = Observation.objects.filter(indicator=indicator, year__range=years).current(known_on)
    return sorted(rows.select_related("version"), key=lambda row: (row.year, row.month))


def year_charts(indicator: Indicator, years: tuple[int, int], known_on: date | None = None) -> list[Chart]:
    """Values and growth month by month, a line for each year that has any.

    Only of what can be compared with the newest figure.
    """
    rows = observation_series(indicator, years, known_on)
    if not rows:
        return []
    newest, known_stretches = rows[-1].version, stretches(indicator.versions.all())
    rows = [row for row in rows if comparable(row.version_id, newest.pk, known_stretches)]
    unit, months = newest.measured_in, _months(newest, {row.month for row in rows})
    charts = [Chart("value", _("数值"), unit, [], months), Chart("growth", _("同比增速"), "%", [], months)]
    for chart in charts:
        for year in reversed(range(years[0], years[1] + 1)):
            known = {row.month: getattr(row, chart.key) for row in rows if row.year == year}
            if any(value is not None for value in known.values()):
                name = _("%(year)s年") % {"year": year}
                chart.series.append(_line(months, name, known, dashed=year == years[1] - 1))
    return [chart for chart in charts if chart.series]


def schedule_chart(figures: IndicatorFigures) -> Chart | None:
    """The year so far against each schedule, in percent of the year's target; None without a schedule."""
    ahead, version = figures.outlook, figures.version
    if ahead is None or version is None:
        return None
    known = {p.month.month: p.value for p in figures.trend if p.month.year == figures.year}
    months = _months(version, known)
    lines = []
    if ahead.target:
        rates = {month: completion_rate(value, ahead.target) for month, value in known.items()}
        lines.append(_line(months, _("本年完成率"), rates))
    for kind, label, shares in ahead.courses:
        due = {month: share * 100 for month, share in enumerate(shares, start=1)}
        lines.append(_line(months, label, due, dashed=kind is ScheduleKind.LINEAR))
    return Chart("schedule", _("各月应完成的比例"), "%", lines, months)


def _months(version: IndicatorVersion, known: Collection[int]) -> list[int]:
    """Those that have a figure of their own, so that the line of a quarterly series is drawn through."""
    return [month for month in range(1, MONTHS + 1) if month in known or version.publishes(month)]


def _line(
    months: Sequence[int], name: str, known: Mapping[int, Decimal | None], *, dashed: bool = False
) -> dict[str, Any]:
    values = (known.get(month) for month in months)
    rounded = [None if value is None else float(round(value, 4)) for value in values]
    return {"name": name, "type": "line", "values": rounded, "dashed": dashed}
