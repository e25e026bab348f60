"""The current values of this year and the last as plain numbers, and which of them are compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from indicators.models import IndicatorVersion, Observation
from indicators.rules import NewObservation, computed_growth
from indicators.rules.series import comparable, stretches
from rulebook.rules import MONTHS, Month

COLUMNS = ("pk", "version_id", "year", "month", "status", "value", "growth", "rank")


@dataclass(frozen=True)
class Point:
    """``row`` only of an entry that is not written yet, whose ``pk`` is 0."""

    pk: int
    version_id: int
    year: int
    month: int
    status: str
    value: Decimal | None
    growth: Decimal | None
    rank: int | None
    is_computed: bool = False
    row: Observation | None = None


class Points:
    def __init__(
        self, versions: dict[int, IndicatorVersion], series: dict[int, list[Point]], year: int
    ) -> None:
        self.versions, self.year = versions, year
        self._stretches = stretches(versions.values())
        self._series = {key: self._with_growth(points) for key, points in series.items()}

    def series(self, key: int) -> list[Point]:
        """Oldest first, from last January on."""
        return self._series.get(key, [])

    @property
    def entered(self) -> list[Point]:
        return [point for points in self._series.values() for point in points if point.row is not None]

    def of(self, key: int) -> tuple[Point | None, Point | None, Point | None]:
        """The newest of the year, the one published before, and the one of the same month a year ago."""
        points = self.series(key)
        newest = points[-1] if points and points[-1].year == self.year else None
        if newest is None:
            return None, None, None
        return newest, self._previous(points, newest), self._year_before(points, newest)

    def told(self, key: int) -> list[Point]:
        return [point for point in self.of(key) if point is not None]

    def _previous(self, points: list[Point], newest: Point) -> Point | None:
        earlier = [p for p in points if p.year == self.year and p.month < newest.month]
        if not earlier:
            earlier = [p for p in points if (p.year, p.month) == (self.year - 1, MONTHS)]
        known = (p for p in reversed(earlier) if p.growth is not None and self._comparable(p, newest))
        return next(known, None)

    def _year_before(self, points: list[Point], newest: Point) -> Point | None:
        same = (p for p in points if (p.year, p.month) == (newest.year - 1, newest.month))
        return next((p for p in same if self._comparable(p, newest)), None)

    def _comparable(self, one: Point, other: Point) -> bool:
        return comparable(one.version_id, other.version_id, self._stretches)

    def _with_growth(self, points: list[Point]) -> list[Point]:
        """Growth that was not published, where the definition says that it may be computed."""
        return [self._computed(points, p) if p.growth is None else p for p in points]

    def _computed(self, points: list[Point], point: Point) -> Point:
        if not self.versions[point.version_id].growth_computable:
            return point
        before = self._year_before(points, point)
        growth = computed_growth(point.value, before.value if before else None)
        return point if growth is None else replace(point, growth=growth, is_computed=True)


def points_of(
    keys: Collection[int], period: Month, known_on: date | None = None, entered: NewObservation | None = None
) -> Points:
    """``entered`` is put over its month as if it had been written last; a stronger status stands above it."""
    versions = {v.pk: v for v in IndicatorVersion.objects.filter(indicator__in=keys)}
    rows = Observation.objects.filter(indicator__in=keys, year__in=[period.year - 1, period.year]).exclude(
        year=period.year, month__gt=period.month
    )
    series: dict[int, list[Point]] = defaultdict(list)
    for key, *values in rows.current(known_on).values_list("indicator_id", *COLUMNS):
        series[key].append(Point(*values))
    if entered is not None:
        _put_over(series[entered.indicator_id], entered, versions)
    for points in series.values():
        points.sort(key=lambda point: (point.year, point.month))
    return Points(versions, series, period.year)


def _put_over(points: list[Point], entered: NewObservation, versions: dict[int, IndicatorVersion]) -> None:
    on = Month(entered.year, entered.month).ends_on
    version = next((v for v in versions.values() if v.is_in_force(on)), None)
    standing = next((p for p in points if (p.year, p.month) == (entered.year, entered.month)), None)
    if version is None or (standing is not None and standing.status > entered.status):
        return
    row = Observation(
        indicator_id=entered.indicator_id,
        version=version,
        year=entered.year,
        month=entered.month,
        status=entered.status,
        value=entered.value,
        growth=entered.growth,
        rank=entered.rank,
        rank_of=entered.rank_of,
        rank_scope=entered.rank_scope,
        peer_growth=entered.peer_growth,
    )
    points[:] = [p for p in points if p is not standing]
    figures = row.year, row.month, row.status, row.value, row.growth, row.rank
    points.append(Point(0, version.pk, *figures, row=row))
