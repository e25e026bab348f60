from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.imports.cells import (
    CellError,
    parse_amount,
    parse_int,
    parse_number,
    parse_percent,
    parse_text,
    parse_yes,
)
from projects.imports.kinds import KINDS

ANY_CELL = (
    st.text(max_size=30)
    | st.text(alphabet="0123456789.,-—~年月日底约亿万元%（）、张县长局 \n", max_size=20)
    | st.floats()
    | st.integers()
    | st.booleans()
    | st.datetimes()
    | st.dates()
    | st.times()
    | st.timedeltas()
    | st.none()
)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1,234.5", "1234.5"),
        ("１２３４．５", "1234.5"),
        ("1，234", "1234"),
        ("约1200", "1200"),
        ("1.2亿元", "12000"),
        ("3000万", "3000"),
        ("500元", "0.05"),
        ("￥800万元", "800"),
        ("－35.5", "-35.5"),
        (1234.5600000000002, "1234.56"),
        (12.0, "12"),
        (0.0001, "0.0001"),
        (7, "7"),
    ],
)
def test_an_amount_is_exact_ten_thousands(cell: object, amount: str) -> None:
    assert parse_amount(cell) == Decimal(amount)


@pytest.mark.parametrize(("unit", "amount"), [("亿元", "12345.6789"), ("元", "0.0001"), ("千元", "0.1")])
def test_an_amount_follows_the_unit_of_its_column(unit: str, amount: str) -> None:
    cell = {"亿元": 1.23456789, "元": 1.0, "千元": 1.0}[unit]
    assert parse_amount(cell, unit=unit) == Decimal(amount)


def test_a_unit_in_the_cell_is_stronger_than_that_of_the_column() -> None:
    assert parse_amount("3000万元", unit="亿元") == Decimal(3000)


@pytest.mark.parametrize("cell", ["—", "——", "-", "/", "无", "待定", "", None, "　"])
def test_an_unknown_amount_is_none_and_never_zero(cell: object) -> None:
    assert parse_amount(cell) is None


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        (33.3333333333, "amount_too_precise"),
        ("1.00001", "amount_too_precise"),
        (1e30, "amount_too_large"),
        ("约一千", "not_an_amount"),
        ("1,23", "not_an_amount"),
        ("85%", "not_an_amount"),
        (True, "not_an_amount"),
        (datetime.date(2026, 1, 1), "not_an_amount"),
        (float("nan"), "not_an_amount"),
        (float("inf"), "not_an_amount"),
    ],
)
def test_a_wrong_amount_says_which_rule_it_breaks(cell: object, rule: str) -> None:
    error = parse_amount(cell)
    assert isinstance(error, CellError)
    assert error.rule == rule
    assert error.message
    assert error.remedy


@pytest.mark.parametrize(
    ("cell", "share", "rate"),
    [
        (0.85, "85", "0.85"),
        ("85%", "85", "85"),
        ("85", "85", "85"),
        ("0.5%", "0.5", "0.5"),
        (1.2, "120", "1.2"),
        ("下降3.2%", "-3.2", "-3.2"),
        ("增长7.5%", "7.5", "7.5"),
    ],
)
def test_a_bare_share_is_a_percentage_but_a_bare_growth_rate_is_percent_already(
    cell: object, share: str, rate: str
) -> None:
    assert parse_percent(cell) == Decimal(share)
    assert parse_percent(cell, shares=False) == Decimal(rate)


@pytest.mark.parametrize(
    ("cell", "count"), [("3.2万头", 32000), ("1,200亩", 1200), (12.0, 12), ("约300户", 300), ("—", None)]
)
def test_a_count_is_read_with_its_unit(cell: object, count: int | None) -> None:
    assert parse_int(cell) == count


@pytest.mark.parametrize("cell", ["12.5", 0.5, "许多", True])
def test_a_count_that_is_not_whole_is_refused(cell: object) -> None:
    error = parse_int(cell)
    assert isinstance(error, CellError)
    assert error.rule == "not_a_whole_number"


def test_a_number_of_any_unit_is_read() -> None:
    assert [parse_number(cell) for cell in (12.5, "1,234.5", "88.6亿元", "—")] == [
        Decimal("12.5"),
        Decimal("1234.5"),
        Decimal("88.6"),
        None,
    ]


@pytest.mark.parametrize(
    ("cell", "answer"),
    [("是", True), ("√", True), ("已入库", True), ("否", False), ("未入统", False), ("", None)],
)
def test_yes_and_no_are_read_in_the_words_of_offices(cell: str, answer: bool | None) -> None:
    assert parse_yes(cell) is answer


def test_a_text_keeps_its_lines_and_chinese_punctuation() -> None:
    assert parse_text(" ３号路（一期）　建成 \r\n\r\n 二标段 ") == "3号路（一期） 建成\n二标段"
    assert parse_text(2024.0) == "2024"
    assert parse_text("—") is None


@given(ANY_CELL)
def test_no_parser_of_any_field_raises_on_any_cell(cell: object) -> None:
    for kind in KINDS.values():
        for field in kind.fields:
            field.parse(cell)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_every_amount_of_four_places_survives_as_text(amount: Decimal) -> None:
    assert parse_amount(f"{amount:,}") == amount


@given(st.integers(min_value=-(10**10), max_value=10**10))
def test_every_amount_that_excel_can_hold_survives_as_a_number(units: int) -> None:
    assert parse_amount(float(Decimal(units).scaleb(-4))) == Decimal(units).scaleb(-4)
