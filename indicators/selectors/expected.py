"""What an entry is expected to be: the last value, and the range that the past suggests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import User
from indicators.models import Indicator, IndicatorVersion, Observation, ObservationStatus
from indicators.rules import NewObservation, Plausible, plausible_growth, plausible_value
from indicators.rules.series import comparable, stretches
from rulebook.rules import MONTHS, Month
from rulebook.rules.wording import number_text

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

    def questions(self, value: NewObservation) -> tuple[str, ...]:
        """What is unusual about an entry: asked of who enters it, and nothing more."""
        told = []
        if value.status != ObservationStatus.ESTIMATE and not self.version.publishes(value.month):
            told.append(
                _("%(month)s月没有单独公布的数；如是预计数，数据状态请选“预计”。") % {"month": value.month}
            )
        for label, figure, expected in (
            (_("数值"), value.value, self.expected_value(value.year, value.month)),
            (_("增速"), value.growth, self.expected_growth(value.year, value.month)),
        ):
            if figure is not None and expected is not None and not expected.holds(figure):
                place = {"what": label, "low": number_text(expected.low), "high": number_text(expected.high)}
                told.append(
                    _("%(what)s超出常见范围（%(low)s至%(high)s），请核对；确实如此则不必改动。") % place
                )
        return tuple(told)


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


def questions(user: User, value: NewObservation) -> tuple[str, ...]:
    """Raises DoesNotExist for what the user does not see."""
    indicator = Indicator.objects.visible_to(user).get(pk=value.indicator_id)
    known = pasts([indicator.pk], value.year).get(indicator.pk)
    return known.questions(value) if known else ()


def usual_period(user: User, indicator_id: int, newest: Month) -> Month:
    """The latest month not after ``newest`` whose figure is out by then, by the indicator's rhythm and lag.

    Raises DoesNotExist for what the user does not see.
    """
    indicator = Indicator.objects.visible_to(user).get(pk=indicator_id)
    versions = list(indicator.versions.all())
    for index in range(newest.index, newest.index - MONTHS, -1):
        month = Month.from_index(index)
        version = next((one for one in versions if one.is_in_force(month.ends_on)), None)
        if version and version.publishes(month.month) and index + version.lag_months <= newest.index:
            return month
    return newest


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
