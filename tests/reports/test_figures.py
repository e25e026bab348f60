"""Figures in words: golden numbers of published reports (domain.md §12) and the table of §5.3."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.alerts.rules.official.figures import (
    growth_text,
    measured_text,
    money_fact,
    money_text,
    number_text,
    percent_text,
    points_text,
    versus_schedule,
    year_on_year_text,
)

figures = st.decimals(-(10**8), 10**8, places=4, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("42800", "4.28亿元"),
        ("3200", "3,200万元"),
        ("3200.5", "3,200.5万元"),
        ("9999.99", "9,999.99万元"),
        ("10000", "1亿元"),
        ("9999.996", "1亿元"),
        ("9999.994", "9,999.99万元"),
        ("12345678", "1,234.57亿元"),
        ("31250", "3.13亿元"),
        ("0.005", "0.01万元"),
        ("0.0034", "34元"),
        ("0", "0万元"),
        ("-3200", "-3,200万元"),
        ("189357.7", "18.94亿元"),
    ],
)
def test_money_changes_to_yi_at_one_yi_and_is_rounded_half_up_once(amount: str, text: str) -> None:
    assert money_text(D(amount)) == text


def test_rounding_first_to_wan_would_have_said_another_yi() -> None:
    # 1.00499996 亿 rounds to 1; rounding to 1.005 亿 first would give 1.01.
    assert money_text(D("10049.9996")) == "1亿元"


@pytest.mark.parametrize(
    ("done", "planned", "places", "text"),
    [
        ("77.57", "63.27", 2, "122.6%"),
        ("28.78", "19", 2, "151.47%"),
        ("26.4", "22.67", 2, "116.45%"),
        ("22.39", "21.6", 2, "103.66%"),
        ("17.3", "85.7", 1, "20.2%"),
        ("18", "23", 1, "78.3%"),
        ("13", "14", 1, "92.9%"),
        ("20", "37", 1, "54.1%"),
        ("6", "22", 0, "27%"),
        ("16", "22", 0, "73%"),
        ("26.65", "20.5", 1, "130%"),
        ("4.28", "17.68", 2, "24.21%"),
        ("189357.7", "391818.41", 1, "48.3%"),
    ],
)
def test_published_rates_come_out_as_published(done: str, planned: str, places: int, text: str) -> None:
    assert percent_text(D(done) / D(planned) * 100, places) == text


def test_a_rate_of_75_in_october_is_8_3_points_below_schedule() -> None:
    assert versus_schedule(D(75) - D(10) / 12 * 100) == "低于时序进度8.3个百分点"


def test_jianghua_grew_by_30_6_percent() -> None:
    assert year_on_year_text(D("11.004") / (D("46.939") - D("11.004")) * 100, 1) == "同比增长30.6%"


def test_official_growth_is_said_and_not_the_ratio_of_the_levels() -> None:
    assert year_on_year_text(D("1.6")) == "同比增长1.6%"


@pytest.mark.parametrize(
    ("points", "text"),
    [
        ("2.1", "高于时序进度2.1个百分点"),
        ("-35.25", "低于时序进度35.3个百分点"),
        ("0", "与时序进度持平"),
        ("0.04", "与时序进度持平"),
        ("-0.04", "与时序进度持平"),
        ("-0.05", "低于时序进度0.1个百分点"),
    ],
)
def test_the_gap_to_the_schedule_is_above_below_or_level(points: str, text: str) -> None:
    assert versus_schedule(D(points)) == text


@pytest.mark.parametrize(
    ("growth", "text"),
    [("5.3", "增长5.3%"), ("-3", "下降3%"), ("0", "持平"), ("-0.001", "持平"), ("5.30", "增长5.3%")],
)
def test_growth_says_its_direction_in_words(growth: str, text: str) -> None:
    assert growth_text(D(growth)) == text


def test_no_growth_is_level_with_last_year() -> None:
    assert year_on_year_text(D("0.00")) == "与去年同期持平"


@given(figures)
def test_growth_and_points_never_carry_a_minus(value: D) -> None:
    assert "-" not in growth_text(value) + points_text(value) + versus_schedule(value)


@given(figures)
def test_a_number_has_no_idle_zeros_and_no_negative_zero(value: D) -> None:
    text = number_text(value)
    assert text != "-0"
    assert "." not in text or text[-1] not in "0."
    assert abs(D(text.replace(",", "")) - value) <= D("0.005")


def test_a_value_in_yi_and_the_same_value_in_wan_are_said_alike() -> None:
    assert measured_text(D("3.86124"), "亿元") == measured_text(D("38612.4"), "万元") == "3.86亿元"


def test_other_units_stay_as_they_are() -> None:
    assert measured_text(D("21345"), "元") == "21,345元"
    assert measured_text(D("6224"), "亩") == "6,224亩"


def test_an_unknown_figure_is_said_to_be_missing() -> None:
    fact = money_fact("total.completed", None, "projects")
    assert (fact.text, fact.value) == ("暂无数据", None)
