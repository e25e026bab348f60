"""Season curves: what would be learned today, what was frozen, and how its forecasts turned out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import User
from indicators.models import Indicator, IndicatorVersion, Observation, ObservationStatus, SeasonCurve
from indicators.rules import Hit, Lesson, PastYear, Season, learn
from indicators.rules.outlook import frozen_hit, left_out_hits
from indicators.rules.season import MOST_YEARS
from indicators.rules.series import comparable, stretches
from rulebook.rules import MONTHS, Month


def as_season(curve: SeasonCurve) -> Season:
    return Season(
        tuple(curve.shares),
        tuple(curve.years),
        tuple(tuple(year) for year in curve.year_shares),
        tuple(tuple(year) for year in curve.errors),
    )


@dataclass(frozen=True)
class SeasonView:
    """``reason`` says why there is no curve; ``revisions`` are all that were frozen, newest first."""

    curve: SeasonCurve | None
    reason: str
    revisions: tuple[SeasonCurve, ...]


def season_of(user: User, indicator_id: int, year: int) -> SeasonView:
    """Raises DoesNotExist for what the user does not see."""
    indicator = Indicator.objects.visible_to(user).get(pk=indicator_id)
    rows = SeasonCurve.objects.filter(indicator=indicator, year=year).select_related("frozen_by__person")
    revisions = tuple(rows.order_by("-revision"))
    if revisions:
        return SeasonView(revisions[0], "", revisions)
    lesson = lessons([indicator.pk], year)[indicator.pk]
    return SeasonView(None, lesson.reason or _("可以学得季节曲线，但本年度尚未冻结"), ())


def lessons(keys: Collection[int], year: int) -> dict[int, Lesson]:
    """What each indicator's years before ``year`` teach, by three statements for any number of them."""
    versions: dict[int, list[IndicatorVersion]] = defaultdict(list)
    for version in IndicatorVersion.objects.filter(indicator__in=keys):
        versions[version.indicator_id].append(version)
    past = _past_years(keys, year)
    return {key: _lesson(versions[key], past.get(key, []), year) for key in keys}


_Value = tuple[int, int, int, Decimal, int]  # year, month, observation, value, version


def _past_years(keys: Collection[int], year: int) -> dict[int, list[_Value]]:
    """What was known of the years before; an estimate (预计) is not yet a figure."""
    rows = (
        Observation.objects.filter(indicator__in=keys, year__lt=year, year__gte=year - 2 * MOST_YEARS)
        .exclude(status=ObservationStatus.ESTIMATE)
        .current()
        .values_list("indicator_id", "year", "month", "pk", "value", "version_id")
    )
    found: dict[int, list[_Value]] = defaultdict(list)
    for key, *values in rows:
        if values[3] is not None:
            found[key].append(tuple(values))
    return found


def _lesson(versions: list[IndicatorVersion], values: list[_Value], year: int) -> Lesson:
    january = Month(year, 1).first_day
    version = next((v for v in versions if v.is_in_force(january)), None)
    if version is None:
        return Lesson(None, _("%(year)s年初没有有效的口径") % {"year": year})
    if not version.is_flow:
        return Lesson(None, _("比率和时点数不按月累加，不用季节曲线"))
    known = stretches(versions)
    published = [month for month in range(1, MONTHS + 1) if version.publishes(month)]
    years: dict[int, dict[int, tuple[Decimal, int]]] = defaultdict(dict)
    broken = set()
    for at, month, pk, value, measured_by in values:
        if not comparable(measured_by, version.pk, known):
            broken.add(at)
        elif month in published:
            years[at][month] = value, pk
    lesson = learn([_past(at, months) for at, months in years.items()], published)
    if lesson.curve is None and broken:
        told = "、".join(str(at) for at in sorted(broken))
        return Lesson(
            None, _("%(reason)s；%(years)s年的口径不可比") % {"reason": lesson.reason, "years": told}
        )
    return lesson


def _past(year: int, months: dict[int, tuple[Decimal, int]]) -> PastYear:
    values = tuple(months[month][0] if month in months else None for month in range(1, MONTHS + 1))
    return PastYear(year, values, tuple(pk for _value, pk in months.values()))


def forecast_hits(user: User, indicator_id: int, period: Month) -> tuple[Hit, ...]:
    """Forecasts of the same month in past years beside what those years reached, the newest first.

    By the curve frozen for the year where there was one; else by the other years', as told on each hit.
    """
    indicator = Indicator.objects.visible_to(user).get(pk=indicator_id)
    curves = {
        curve.year: curve
        for curve in SeasonCurve.objects.filter(indicator=indicator, year__lte=period.year).current()
    }
    known = {
        (year, month): value
        for year, month, _pk, value, _version in _past_years([indicator.pk], period.year)[indicator.pk]
        if month in (period.month, MONTHS)
    }
    totals = {year: value for (year, month), value in known.items() if month == MONTHS}
    hits = {}
    if period.year in curves:
        season = as_season(curves[period.year])
        hits = {hit.year: hit for hit in left_out_hits(period.month, season, totals)}
    for year, curve in curves.items():
        value, total = known.get((year, period.month)), totals.get(year)
        if value is not None and total is not None:
            hit = frozen_hit(period.month, as_season(curve), year, value, total)
            if hit is not None:
                hits[year] = hit
    return tuple(hits[year] for year in sorted(hits, reverse=True))
