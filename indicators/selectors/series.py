"""A series over the years: every entry, the values that count, and its charts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from indicators.models import Indicator, Observation
from rulebook.rules import MONTHS


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

    @property
    def data(self) -> dict[str, Any]:
        labels = [_("%(month)s月") % {"month": month} for month in range(1, MONTHS + 1)]
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
    """Values and growth month by month, a line for each year that has any."""
    rows = observation_series(indicator, years, known_on)
    unit = rows[-1].version.measured_in if rows else ""
    charts = [Chart("value", _("数值"), unit, []), Chart("growth", _("同比增速"), "%", [])]
    for chart in charts:
        for year in reversed(range(years[0], years[1] + 1)):
            known = {row.month: getattr(row, chart.key) for row in rows if row.year == year}
            if any(value is not None for value in known.values()):
                chart.series.append(_year_line(year, known, newest=year == years[1]))
    return [chart for chart in charts if chart.series]


def _year_line(year: int, known: dict[int, Decimal | None], *, newest: bool) -> dict[str, Any]:
    values = [known.get(month) for month in range(1, MONTHS + 1)]
    return {
        "name": _("%(year)s年") % {"year": year},
        "type": "line",
        "values": [None if value is None else float(value) for value in values],
        "dashed": not newest,
    }
