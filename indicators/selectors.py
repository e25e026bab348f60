"""One engine of indicator figures: the board, the report's first paragraph and the API ask here."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from rulebook.rules import Month

from .models import Indicator, IndicatorVersion, Observation, Target, TargetKind
from .rules import Standing, standing


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


def indicator_figures(user: User, period: Month, *, in_report: bool | None = None) -> list[IndicatorFigures]:
    """All visible indicators in order, each with its newest value of the year up to the cut-off month."""
    indicators = Indicator.objects.visible_to(user).select_related("unit")
    if in_report is not None:
        indicators = indicators.filter(in_report=in_report)
    wanted = list(indicators)
    versions = {
        v.indicator_id: v
        for v in IndicatorVersion.objects.in_force(period.ends_on).filter(indicator__in=wanted)
    }
    series = _series_of_year(wanted, period)
    targets = {
        (t.indicator_id, t.kind): t for t in Target.objects.filter(indicator__in=wanted, year=period.year)
    }
    return [_figures(i, versions.get(i.pk), series[i.pk], targets) for i in wanted]


def observation_series(indicator: Indicator, years: tuple[int, int]) -> list[Observation]:
    """Current values of the years, both included, oldest first."""
    rows = Observation.objects.filter(indicator=indicator, year__range=years).current()
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
        standing=newest and _standing(newest, previous, level, growth),
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
