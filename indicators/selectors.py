"""One engine of indicator figures: the board, the report's first paragraph and the API ask here."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from rulebook.rules import MONTHS, Month

from .models import (
    Indicator,
    IndicatorQuerySet,
    IndicatorVersion,
    Observation,
    Target,
    TargetKind,
    ValueKind,
)
from .rules import Standing, standing


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


@dataclass(frozen=True)
class IndicatorFigures:
    """An indicator at a cut-off. ``observation`` is the current one of its own latest month, if any."""

    indicator: Indicator
    version: IndicatorVersion | None
    observation: Observation | None
    previous: Observation | None
    level_target: Target | None
    growth_target: Target | None
    standing: Standing | None

    @property
    def month(self) -> Month | None:
        """The month that the value is of; it may lie before the cut-off (quarterly and lagging series)."""
        return Month(self.observation.year, self.observation.month) if self.observation else None

    @property
    def label(self) -> str:
        """2026年1—8月 of a cumulative value, 2026年8月 of one at a point of time; empty without a value."""
        return _label(self.observation)

    @property
    def previous_label(self) -> str:
        return _label(self.previous)


def _label(row: Observation | None) -> str:
    if row is None:
        return ""
    month = Month(row.year, row.month)
    return month.single.label if row.version.value_kind == ValueKind.POINT else month.label


def indicator_figures(user: User, period: Month, *, in_report: bool | None = None) -> list[IndicatorFigures]:
    """All visible indicators in order, each with its newest value of the year up to the cut-off month."""
    indicators = Indicator.objects.visible_to(user)
    if in_report is not None:
        indicators = indicators.filter(in_report=in_report)
    return _all_figures(indicators, period)


def figures_of(user: User, indicator_id: int, period: Month) -> IndicatorFigures:
    """One indicator as the board shows it. Raises DoesNotExist for what the user does not see."""
    found = _all_figures(Indicator.objects.visible_to(user).filter(pk=indicator_id), period)
    if not found:
        raise Indicator.DoesNotExist
    return found[0]


def _all_figures(indicators: IndicatorQuerySet, period: Month) -> list[IndicatorFigures]:
    wanted = list(indicators.select_related("unit"))
    versions = {
        v.indicator_id: v
        for v in IndicatorVersion.objects.in_force(period.ends_on).filter(indicator__in=wanted)
    }
    series = _series_of_year(wanted, period)
    targets = {
        (t.indicator_id, t.kind): t for t in Target.objects.filter(indicator__in=wanted, year=period.year)
    }
    return [_figures(i, versions.get(i.pk), series[i.pk], targets) for i in wanted]


def entries(indicator: Indicator, years: tuple[int, int]) -> list[Entry]:
    """Every value ever entered for the years, newest first."""
    rows = Observation.objects.filter(indicator=indicator, year__range=years)
    counted = {row.pk for row in rows.current()}
    found = rows.select_related("version", "batch", "reported_by__person", "reported_by__unit")
    newest = sorted(found, key=lambda row: (row.year, row.month, row.reported_at, row.pk), reverse=True)
    return [Entry(row, row.pk in counted) for row in newest]


def year_charts(indicator: Indicator, years: tuple[int, int]) -> list[Chart]:
    """Values and growth month by month, a line for each year that has any."""
    rows = observation_series(indicator, years)
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


def observation_series(indicator: Indicator, years: tuple[int, int]) -> list[Observation]:
    """Current values of the years, both included, oldest first."""
    rows = Observation.objects.filter(indicator=indicator, year__range=years).current()
    rows = rows.select_related("version")
    return sorted(rows, key=lambda row: (row.year, row.month))


def _series_of_year(indicators: list[Indicator], period: Month) -> dict[int, list[Observation]]:
    rows = (
        Observation.objects.filter(indicator__in=indicators, year=period.year, month__lte=period.month)
        .current()
        .select_related("version", "reported_by__person")
    )
    series = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.month):
        series[row.indicator_id].append(row)
    return series


def _figures(
    indicator: Indicator,
    version: IndicatorVersion | None,
    series: list[Observation],
    targets: dict[tuple[int, str], Target],
) -> IndicatorFigures:
    level, growth = (targets.get((indicator.pk, kind)) for kind in (TargetKind.LEVEL, TargetKind.GROWTH))
    newest = series[-1] if series else None
    previous = next((row for row in reversed(series[:-1]) if row.growth is not None), None)
    return IndicatorFigures(
        indicator=indicator,
        version=version,
        observation=newest,
        previous=previous,
        level_target=level,
        growth_target=growth,
        standing=_standing(newest, previous, level, growth) if newest else None,
    )


def _standing(
    newest: Observation, previous: Observation | None, level: Target | None, growth: Target | None
) -> Standing:
    def value_of(target: Target | None) -> Decimal | None:
        return target.value if target else None

    return standing(
        month=newest.month,
        value=newest.value,
        growth=newest.growth,
        previous_growth=previous.growth if previous else None,
        level_target=value_of(level),
        growth_target=value_of(growth),
        curve=level.curve if level else None,
    )
