"""Season curves: learned as documented, refused in words, and forecasts with an honest range."""

from __future__ import annotations

from decimal import Decimal as D
from fractions import Fraction as F

import pytest

from indicators.rules import Likelihood, PastYear, ScheduleKind, Season, learn, outlook
from indicators.rules.outlook import frozen_hit, left_out_hits
from indicators.rules.season import isotonic

EVERY_MONTH = range(1, 13)
MERGED = range(2, 13)
QUARTERS = (3, 6, 9, 12)
# A construction season: little in winter, most from May to October.
SHARES = (2, 4, 9, 16, 26, 38, 50, 62, 74, 86, 94, 100)


def past(year: int, total: int, shares: tuple[int, ...] = SHARES, lacking: tuple[int, ...] = ()) -> PastYear:
    values = tuple(
        None if month in lacking else D(total * share) / 100 for month, share in enumerate(shares, start=1)
    )
    return PastYear(year, values, (year,))


def season_of(*years: PastYear) -> Season:
    curve = learn(years, EVERY_MONTH).curve
    assert curve is not None
    return Season(curve.shares, curve.years, curve.year_shares, curve.errors)


def test_violators_are_pooled_and_the_rest_left_alone() -> None:
    assert isotonic([F(1), F(4), F(2), F(3), F(7)]) == [F(1), F(3), F(3), F(3), F(7)]
    assert isotonic([F(3), F(2), F(1)]) == [F(2)] * 3
    assert isotonic([]) == []


def test_equal_years_give_their_own_shares_whatever_their_size() -> None:
    lesson = learn([past(2024, 300), past(2025, 700)], EVERY_MONTH)
    assert lesson.curve is not None
    assert lesson.curve.shares == tuple(D(share) / 100 for share in SHARES)
    assert (lesson.curve.years, lesson.curve.rows) == ((2024, 2025), (2024, 2025))
    assert all(error == 0 for year in lesson.curve.errors for error in year)


def test_a_refund_does_not_make_the_curve_run_backwards() -> None:
    """The cumulative value fell from 62 to 50 in September of one year: the means 68 and 62 become 65."""
    fell = (2, 4, 9, 16, 26, 38, 50, 62, 50, 86, 94, 100)
    high = (2, 4, 9, 16, 26, 38, 50, 74, 74, 86, 94, 100)
    lesson = learn([past(2024, 100, fell), past(2025, 100, high)], EVERY_MONTH)
    assert lesson.curve is not None and lesson.curve.shares[7:9] == (D("0.65"), D("0.65"))


def test_january_of_a_merged_report_is_half_of_february_and_quarters_are_joined_straight() -> None:
    merged = learn([past(2024, 100, lacking=(1,)), past(2025, 100, lacking=(1,))], MERGED)
    assert merged.curve is not None and merged.curve.shares[:3] == (D("0.02"), D("0.04"), D("0.09"))
    assert merged.curve.year_shares[0][0] is None
    lacking = tuple(month for month in EVERY_MONTH if month % 3)
    quarters = learn([past(2024, 100, lacking=lacking), past(2025, 100, lacking=lacking)], QUARTERS)
    assert quarters.curve is not None and quarters.curve.shares[:3] == (D("0.03"), D("0.06"), D("0.09"))


def test_only_the_latest_five_full_years_teach() -> None:
    years = [past(year, 100) for year in range(2015, 2026)] + [past(2023, 100, lacking=(5,))]
    lesson = learn(years, EVERY_MONTH)
    assert lesson.curve is not None and lesson.curve.years == (2021, 2022, 2023, 2024, 2025)
    assert lesson.passed_over == ("2023年缺5月的数据",)


def test_with_one_full_year_there_is_no_curve_and_the_reason_is_told() -> None:
    lesson = learn([past(2025, 100), past(2024, 100, lacking=(5, 7)), past(2023, 0)], EVERY_MONTH)
    assert lesson.curve is None
    told = "完整的年度只有1个，至少要两个；2024年缺5、7月的数据；2023年全年数不是正数"
    assert lesson.reason == told


def test_both_schedules_stand_side_by_side() -> None:
    """26 of 100 after May: 15.67 points behind 5/12, exactly on the season curve."""
    found = outlook(month=5, value=D(26), target=D(100), season=season_of(past(2024, 90), past(2025, 95)))
    linear, season = found.schedule(ScheduleKind.LINEAR), found.schedule(ScheduleKind.SEASON)
    assert linear is not None and season is not None
    assert (linear.label, season.label) == ("按月均衡", "季节曲线（参考）")
    assert linear.gap is not None and round(linear.gap, 2) == D("-15.67")
    assert (season.share, season.gap, season.year_end) == (D(26), D(0), D(100))
    assert linear.year_end == D("62.4000")


def test_the_pace_still_needed_is_told_by_the_month() -> None:
    rate = outlook(month=8, value=D(60), target=D(100)).run_rate
    assert rate is not None and (rate.so_far, rate.needed, rate.months_left) == (D("7.5"), D(10), 4)
    assert rate.ratio is not None and round(rate.ratio, 2) == D("1.33")
    done = outlook(month=8, value=D(110), target=D(100)).run_rate
    assert done is not None and done.needed == 0
    assert outlook(month=12, value=D(90), target=D(100)).run_rate is None


def test_the_range_is_as_wide_as_the_worst_forecast_of_the_same_month() -> None:
    """Halves of 40, 50 and 50 %: left out, they were forecast by 50, 45 and 45 — the first is 25 % off."""
    years = [past(y, 100, (5, 10, 15, 20, 30, june, 60, 70, 80, 90, 95, 100)) for y, june in HALVES]
    found = outlook(month=6, value=D(70), target=D(150), season=season_of(*years)).forecast
    assert found is not None
    assert (found.value, found.years, found.coverage) == (D("149.9999"), 3, D(75))
    assert found.radius == D(25)
    assert (found.low, found.high) == (D("112.4999"), D("187.4999"))


HALVES = ((2023, 40), (2024, 50), (2025, 50))


@pytest.mark.parametrize(
    ("value", "target", "likelihood"),
    [
        (100, 90, Likelihood.REACHED),
        (70, 110, Likelihood.LIKELY),
        (70, 150, Likelihood.OPEN),
        (70, 200, Likelihood.UNLIKELY),
    ],
)
def test_how_likely_the_target_is_reached(value: int, target: int, likelihood: Likelihood) -> None:
    years = [past(y, 100, (5, 10, 15, 20, 30, june, 60, 70, 80, 90, 95, 100)) for y, june in HALVES]
    found = outlook(month=6, value=D(value), target=D(target), season=season_of(*years))
    assert found.likelihood is likelihood
    assert found.reach_gap is not None and (found.reach_gap < 0) is (likelihood is Likelihood.UNLIKELY)


def test_without_a_curve_it_is_said_why_and_nothing_is_forecast() -> None:
    found = outlook(month=6, value=D(50), target=D(100), why_linear="本年度没有冻结季节曲线")
    assert (found.forecast, found.likelihood, found.why_linear) == (None, None, "本年度没有冻结季节曲线")
    assert [one.kind for one in found.schedules] == [ScheduleKind.LINEAR]


def test_a_seasonal_series_is_forecast_better_by_its_season_and_an_even_one_is_not_judged_by_it() -> None:
    seasonal = outlook(month=6, value=D(1), season=season_of(past(2024, 90), past(2025, 95))).back_test
    assert seasonal is not None and (seasonal.season, seasonal.season_wins) == (D(0), True)
    wobbling = [
        past(2024, 1200, tuple(range(9, 101, 8))[:11] + (100,)),
        past(2025, 1200, tuple(range(7, 100, 8))[:11] + (100,)),
    ]
    even = outlook(month=6, value=D(500), target=D(2000), season=season_of(*wobbling))
    assert even.back_test is not None and even.back_test.season_wins is False
    assert even.forecast is not None and even.forecast.high < 2000
    assert (even.is_trusted, even.likelihood, even.reach_gap) == (False, None, None)
    reached = outlook(month=6, value=D(2000), target=D(2000), season=season_of(*wobbling))
    assert (reached.likelihood, reached.reach_gap) == (Likelihood.REACHED, 0)


def test_hits_of_past_forecasts() -> None:
    years = [past(y, 100, (5, 10, 15, 20, 30, june, 60, 70, 80, 90, 95, 100)) for y, june in HALVES]
    hits = left_out_hits(6, season_of(*years), {year: D(100) for year, _june in HALVES})
    assert [(hit.year, hit.forecast, round(hit.error, 2), hit.within) for hit in hits] == [
        (2023, D(80), D(-20), False),
        (2024, D("111.1111"), D("11.11"), True),
        (2025, D("111.1111"), D("11.11"), True),
    ]
    assert not any(hit.frozen for hit in hits)
    frozen = frozen_hit(6, season_of(*years), 2026, D(70), D(160))
    assert frozen is not None and (frozen.frozen, frozen.within) == (True, True)
