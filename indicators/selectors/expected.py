"""What an entry is expected to be: the last value, and the range that the past suggests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from indicators.models import Indicator, IndicatorVersion, Observation
from indicators.rules import Plausible, plausible_growth, plausible_value
from indicators.rules.series import comparable, stretches

YEARS_BACK = 5


@dataclass(frozen=True)
class Expected:
    """``last``: the newest current value before the month; None where the past says too little."""

    value: Plausible | None
    growth: Plausible | None
    last: Observation | None


@dataclass(frozen=True)
class Past:
    """The comparable figures of an indicator by (year, month), and its definition."""

    version: IndicatorVersion
    values: dict[tuple[int, int], Decimal]
    growths: dict[tuple[int, int], Decimal]

    def expected_value(self, year: int, month: int) -> Plausible | None:
        return plausible_value(self.values, year, month, adds_up=self.version.is_flow)

    def expected_growth(self, year: int, month: int) -> Plausible | None:
        return plausible_growth(self.growths, year, month)


def plausible(user: User, indicator_id: int, year: int, month: int) -> Expected:
    """Raises DoesNotExist for what the user does not see."""
    indicator = Indicator.objects.visible_to(user).get(pk=indicator_id)
    known = pasts([indicator.pk], year).get(indicator.pk)
    before = Observation.objects.filter(indicator=indicator, year__lte=year).exclude(
        year=year, month__gte=month
    )
    rows = sorted(before.current().select_related("version"), key=lambda row: (row.year, row.month))
    return Expected(
        known.expected_value(year, month) if known else None,
        known.expected_growth(year, month) if known else None,
        rows[-1] if rows else None,
    )


def pasts(keys: Collection[int], newest_year: int) -> dict[int, Past]:
    """Of the last years, by the newest definition of each; two statements for any number."""
    versions: dict[int, list[IndicatorVersion]] = defaultdict(list)
    for version in IndicatorVersion.objects.filter(indicator__in=keys).order_by("valid_from"):
        versions[version.indicator_id].append(version)
    found = {key: Past(mine[-1], {}, {}) for key, mine in versions.items()}
    known = stretches(version for mine in versions.values() for version in mine)
    years = range(newest_year - YEARS_BACK, newest_year + 1)
    rows = Observation.objects.filter(indicator__in=keys, year__in=years).current()
    columns = ("indicator_id", "version_id", "year", "month", "value", "growth")
    for key, version_id, year, month, value, growth in rows.values_list(*columns):
        past = found[key]
        if not comparable(version_id, past.version.pk, known):
            continue
        if value is not None:
            past.values[year, month] = value
        if growth is not None:
            past.growths[year, month] = growth
    return found
