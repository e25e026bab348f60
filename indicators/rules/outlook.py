"""From a cumulative value to the year's end: schedules side by side, the run rate still needed, a forecast.

Official yardsticks are mostly linear (month ÷ 12); the season curve is a reference beside it, and each is
labelled with its name. Rates and values at a point of time have neither: they do not add up over a year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from statistics import fmean

from django.utils.translation import gettext as _

from rulebook.rules import MONTHS, gap, round_half_up, schedule_share

from .season import Known, Shares

PLACES = 4
EVEN = tuple(Decimal(month) / MONTHS for month in range(1, MONTHS + 1))


class ScheduleKind(StrEnum):
    LINEAR = "linear"
    DECIDED = "decided"
    SEASON = "season"


@dataclass(frozen=True)
class Schedule:
    """``share`` due by the month and ``gap`` against it, in percent and percentage points.

    ``year_end`` is what the year comes to if it goes on by this schedule.
    """

    kind: ScheduleKind
    label: str
    share: Decimal
    gap: Decimal | None
    year_end: Decimal | None


@dataclass(frozen=True)
class RunRate:
    """A month, in the indicator's unit: on average so far, and needed in each month that is left."""

    so_far: Decimal
    needed: Decimal
    months_left: int

    @property
    def ratio(self) -> Decimal | None:
        """How many times the pace so far is needed."""
        return self.needed / self.so_far if self.so_far > 0 else None


@dataclass(frozen=True)
class Hit:
    """A forecast made in the same month of a past year beside what the year reached.

    ``frozen``: made by the curve that was frozen for that year; else by the curve of the other years.
    ``within``: the year ended inside the range; None when there were too few years for one.
    """

    year: int
    forecast: Decimal
    actual: Decimal
    error: Decimal  # percent of what was reached; positive forecast too much
    within: bool | None
    frozen: bool


class Likelihood(StrEnum):
    REACHED = "reached"
    LIKELY = "likely"
    OPEN = "open"
    UNLIKELY = "unlikely"


@dataclass(frozen=True)
class Forecast:
    """The year's end, between ``low`` and ``high``. ``years``: how many past years the range rests on.

    ``radius`` in percent: the largest error of a forecast made in this month of a past year.
    """

    value: Decimal
    low: Decimal
    high: Decimal
    radius: Decimal
    years: int

    @property
    def coverage(self) -> Decimal:
        """n ÷ (n + 1) in percent: how often such a range holds if the years are alike."""
        return round_half_up(Decimal(100 * self.years) / (self.years + 1), 0)


@dataclass(frozen=True)
class BackTest:
    """Mean absolute error of year-end forecasts over the learned years and months, in percent."""

    season: Decimal
    linear: Decimal
    forecasts: int

    @property
    def season_wins(self) -> bool:
        return self.season < self.linear


Course = tuple[ScheduleKind, str, Sequence[Decimal]]


@dataclass(frozen=True)
class Outlook:
    """``why_linear`` says why there is no season curve; empty when there is one.

    ``courses``: the whole year of each schedule, twelve cumulative shares.
    """

    month: int
    value: Decimal
    target: Decimal | None
    schedules: tuple[Schedule, ...]
    run_rate: RunRate | None
    forecast: Forecast | None
    season: Season | None = None
    why_linear: str = ""
    courses: tuple[Course, ...] = ()

    @cached_property
    def back_test(self) -> BackTest | None:
        """Reckoned when it is asked for: of an indicator that has reached its target a board does not."""
        return back_test(self.season) if self.season else None

    def schedule(self, kind: ScheduleKind) -> Schedule | None:
        return next((one for one in self.schedules if one.kind == kind), None)

    @property
    def is_trusted(self) -> bool:
        """Whether the season forecast past years as well as month ÷ 12, or better; else it judges nothing."""
        tested = self.back_test
        return tested is not None and tested.season <= tested.linear

    @property
    def likelihood(self) -> Likelihood | None:
        """Of reaching the target; None when there is no target, or no forecast that one may go by."""
        if self.target is None:
            return None
        if self.value >= self.target:
            return Likelihood.REACHED
        if self.forecast is None or not self.is_trusted:
            return None
        if self.forecast.low >= self.target:
            return Likelihood.LIKELY
        return Likelihood.OPEN if self.forecast.high >= self.target else Likelihood.UNLIKELY

    @property
    def reach_gap(self) -> Decimal | None:
        """The upper end of the range against the target, in percent: below zero even that falls short."""
        if self.target is None or self.target <= 0:
            return None
        if self.likelihood is Likelihood.REACHED:
            return (self.value / self.target - 1) * 100
        return (self.forecast.high / self.target - 1) * 100 if self.forecast and self.is_trusted else None


@dataclass(frozen=True)
class Season:
    """A frozen curve as the arithmetic needs it (fields of SeasonCurve)."""

    shares: Shares
    years: tuple[int, ...]
    year_shares: tuple[Known, ...]
    errors: tuple[Known, ...]


def outlook(
    *,
    month: int,
    value: Decimal,
    target: Decimal | None = None,
    decided: Sequence[Decimal] | None = None,
    season: Season | None = None,
    why_linear: str = "",
) -> Outlook:
    """For a value that adds up over the year; ``decided`` is the curve set with the target, if any."""
    courses: list[Course] = [(ScheduleKind.LINEAR, _("按月均衡"), EVEN)]
    if decided is not None:
        courses.append((ScheduleKind.DECIDED, _("分月计划"), decided))
    if season is not None:
        courses.append((ScheduleKind.SEASON, _("季节曲线（参考）"), season.shares))
    return Outlook(
        month=month,
        value=value,
        target=target,
        schedules=tuple(
            _schedule(kind, label, _due(kind, shares, month), value, target)
            for kind, label, shares in courses
        ),
        run_rate=_run_rate(month, value, target),
        forecast=_forecast(month, value, season) if season else None,
        season=season,
        why_linear="" if season else why_linear,
        courses=tuple(courses),
    )


def _due(kind: ScheduleKind, shares: Sequence[Decimal], month: int) -> Fraction:
    """Month ÷ 12 exactly, which no decimal is."""
    return schedule_share(month) if kind is ScheduleKind.LINEAR else Fraction(shares[month - 1])


def _schedule(
    kind: ScheduleKind, label: str, share: Fraction, value: Decimal, target: Decimal | None
) -> Schedule:
    return Schedule(
        kind=kind,
        label=label,
        share=_decimal(share * 100),
        gap=gap(value, target, share),
        year_end=_decimal(Fraction(value) / share) if share else None,
    )


def _run_rate(month: int, value: Decimal, target: Decimal | None) -> RunRate | None:
    """None without a target, and after the last month."""
    left = MONTHS - month
    if target is None or not left:
        return None
    needed = max(Fraction(target) - Fraction(value), Fraction(0)) / left
    return RunRate(_decimal(Fraction(value) / month), _decimal(needed), left)


def _forecast(month: int, value: Decimal, season: Season) -> Forecast | None:
    share = season.shares[month - 1]
    known = [year[month - 1] for year in season.errors]
    errors = [abs(error) for error in known if error is not None]
    if share <= 0 or not errors:
        return None
    radius = max(errors)
    middle = Fraction(value) / Fraction(share)
    low, high = sorted([middle * (1 - Fraction(radius)), middle * (1 + Fraction(radius))])
    return Forecast(_decimal(middle), _decimal(low), _decimal(high), radius * 100, len(errors))


def back_test(season: Season) -> BackTest | None:
    """Each month but the last of each learned year, forecast by the other years' curve and by month ÷ 12."""
    by_season, by_line = [], []
    for shares, errors in zip(season.year_shares, season.errors, strict=True):
        for month in range(1, MONTHS):
            share, error = shares[month - 1], errors[month - 1]
            if share is not None and error is not None:
                by_season.append(abs(1 / (1 + float(error)) - 1))
                by_line.append(abs(float(share) * MONTHS / month - 1))
    if not by_season:
        return None
    return BackTest(_percent(fmean(by_season)), _percent(fmean(by_line)), len(by_season))


def left_out_hits(month: int, season: Season, totals: dict[int, Decimal]) -> tuple[Hit, ...]:
    """For each learned year whose total is known, what the other years would have forecast in this month."""
    found = []
    for place, year in enumerate(season.years):
        error, total = season.errors[place][month - 1], totals.get(year)
        if error is None or total is None or error <= -1:
            continue
        others = [row[month - 1] for at, row in enumerate(season.errors) if at != place]
        known = [abs(one) for one in others if one is not None]
        within = abs(error) <= max(known) if len(known) > 1 else None
        made = total / (1 + error)
        found.append(Hit(year, _short(made), total, (made / total - 1) * 100, within, frozen=False))
    return tuple(found)


def frozen_hit(month: int, season: Season, year: int, value: Decimal, total: Decimal) -> Hit | None:
    """The forecast that the curve frozen for that very year gave, against what the year reached."""
    made = _forecast(month, value, season)
    if made is None or total <= 0:
        return None
    within = made.low <= total <= made.high
    return Hit(year, made.value, total, (made.value / total - 1) * 100, within, frozen=True)


def _percent(share: float) -> Decimal:
    return round_half_up(Decimal(str(share * 100)), 2)


def _short(value: Decimal) -> Decimal:
    return round_half_up(value, PLACES)


def _decimal(value: Fraction) -> Decimal:
    return round_half_up(Decimal(value.numerator) / Decimal(value.denominator), PLACES)
