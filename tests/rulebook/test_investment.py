from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from rulebook.rules import check_curve, completion_rate, gap, round_half_up, schedule_share

SEASON = [Decimal(percent) / 100 for percent in (0, 0, 5, 12, 22, 34, 46, 58, 70, 82, 94, 100)]
money = st.decimals(0, 10**12, places=4)
plans = st.decimals(Decimal("0.0001"), 10**12, places=4)


def test_without_a_curve_every_month_is_due_a_twelfth() -> None:
    assert schedule_share(8) == Fraction(2, 3)
    assert schedule_share(12) == 1


def test_a_curve_gives_its_cumulative_share() -> None:
    assert schedule_share(2, SEASON) == 0
    assert schedule_share(8, SEASON) == Fraction(58, 100)


@pytest.mark.parametrize("month", [0, 13])
def test_a_month_outside_the_year_is_refused(month: int) -> None:
    with pytest.raises(ValueError, match=f"^月份{month}超出范围，应为1至12$"):
        schedule_share(month)


@pytest.mark.parametrize(
    ("curve", "message"),
    [
        (SEASON[:11], "分月计划应有12个月，现有11个"),
        ([*SEASON[:5], Decimal("0.1"), *SEASON[6:]], "分月计划6月的累计比例低于上月，请按累计数填写"),
        ([Decimal("-0.1"), *SEASON[1:]], "分月计划1月的累计比例低于上月，请按累计数填写"),
        ([*SEASON[:11], Decimal("0.95")], "分月计划12月的累计比例应为100%，现为95.00%"),
    ],
)
def test_a_curve_that_falls_or_does_not_end_at_one_is_refused(curve: list[Decimal], message: str) -> None:
    with pytest.raises(ValueError) as refusal:
        check_curve(curve)
    assert str(refusal.value) == message


def test_three_quarters_by_october_is_short_of_schedule_by_a_published_8_3_points() -> None:
    short = gap(Decimal(75), Decimal(100), schedule_share(10))
    assert short is not None
    assert round_half_up(short, 1) == Decimal("-8.3")


def test_rates_are_percent_of_the_plan() -> None:
    rate = completion_rate(Decimal("47000.0000"), Decimal("60000"))
    assert rate is not None
    assert round_half_up(rate, 2) == Decimal("78.33")


@pytest.mark.parametrize(
    ("done", "plan"), [(None, Decimal(100)), (Decimal(5), None), (Decimal(5), Decimal(0)), (None, None)]
)
def test_a_rate_of_an_unknown_or_zero_plan_is_unknown(done: Decimal | None, plan: Decimal | None) -> None:
    assert completion_rate(done, plan) is None
    assert gap(done, plan, schedule_share(8)) is None


def test_nothing_done_is_zero_and_not_unknown() -> None:
    assert completion_rate(Decimal(0), Decimal(100)) == 0
    assert gap(Decimal(0), Decimal(100), schedule_share(6)) == -50


@given(plans, st.integers(1, 12))
def test_who_did_exactly_what_was_due_has_a_gap_of_exactly_zero(twelfth: Decimal, month: int) -> None:
    assert gap(twelfth * month, twelfth * 12, schedule_share(month)) == 0


@given(money, plans, st.integers(1, 12))
def test_the_gap_is_the_rate_less_the_schedule(done: Decimal, plan: Decimal, month: int) -> None:
    rate, difference = completion_rate(done, plan), gap(done, plan, schedule_share(month))
    assert rate is not None
    assert difference is not None
    exact = Fraction(rate) - Fraction(month * 100, 12)
    assert abs(Fraction(difference) - exact) < Fraction(1, 10**20)


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("0.5", 0, "1"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("2.675", 2, "2.68"),
        ("8.25", 1, "8.3"),
        ("-8.25", 1, "-8.3"),
        ("-0.04", 1, "0.0"),
        ("123456789012345678901234.56785", 4, "123456789012345678901234.5679"),
        ("1250", -2, "1300"),
    ],
)
def test_halves_are_rounded_away_from_zero(value: str, places: int, rounded: str) -> None:
    result = round_half_up(Decimal(value), places)
    assert result == Decimal(rounded)
    assert not (result.is_zero() and result.is_signed())


@pytest.mark.django_db
def test_postgresql_rounds_alike() -> None:
    halves = [Decimal(n) / 8 for n in range(-100, 101)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(round(v, 1) ORDER BY v) FROM unnest(%s::numeric[]) AS v", [halves])
        assert cursor.fetchone()[0] == [round_half_up(value, 1) for value in halves]
