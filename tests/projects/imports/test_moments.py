from __future__ import annotations

import datetime

import pytest

from projects.imports.cells import CellError
from projects.imports.moments import Span, When, parse_date, parse_end, parse_month, parse_span


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("cell", "first", "last", "precision"),
    [
        ("2024.3", "2024-03-01", "2024-03-31", "month"),
        (2024.3, "2024-03-01", "2024-03-31", "month"),
        (2024.12, "2024-12-01", "2024-12-31", "month"),
        ("2024.1", "2024-01-01", "2024-01-31", "month"),
        ("2024.10", "2024-10-01", "2024-10-31", "month"),
        ("2024年3月底", "2024-03-31", "2024-03-31", "month"),
        ("2024年6月底前", "2024-06-30", "2024-06-30", "month"),
        ("2025-12", "2025-12-01", "2025-12-31", "month"),
        ("２０２５年２月", "2025-02-01", "2025-02-28", "month"),
        ("2024/3/5", "2024-03-05", "2024-03-05", "day"),
        ("2024年3月15日", "2024-03-15", "2024-03-15", "day"),
        ("20240315", "2024-03-15", "2024-03-15", "day"),
        (202403.0, "2024-03-01", "2024-03-31", "month"),
        (45352.0, "2024-03-01", "2024-03-01", "day"),
        ("45352", "2024-03-01", "2024-03-01", "day"),
        (2024.0, "2024-01-01", "2024-12-31", "year"),
        ("2026年底", "2026-12-31", "2026-12-31", "year"),
        ("2026年上半年", "2026-01-01", "2026-06-30", "half"),
        ("2026年二季度", "2026-04-01", "2026-06-30", "quarter"),
        ("2026年3月下旬", "2026-03-21", "2026-03-31", "part"),
        (datetime.datetime.fromisoformat("2026-03-04T05:00"), "2026-03-04", "2026-03-04", "day"),
    ],
)
def test_a_date_begins_with_the_first_day_and_ends_with_the_last(
    cell: object, first: str, last: str, precision: str
) -> None:
    assert parse_date(cell) == When(day(first), precision)  # type: ignore[arg-type]
    assert parse_end(cell) == When(day(last), precision)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        (2024.1, "ambiguous_month"),
        ("2024.13", "no_such_date"),
        ("2025年2月29日", "no_such_date"),
        ("9月底", "no_year"),
        ("尽快", "not_a_date"),
        (12.0, "not_a_date"),
        (True, "not_a_date"),
    ],
)
def test_a_wrong_date_says_why(cell: object, rule: str) -> None:
    error = parse_date(cell)
    assert isinstance(error, CellError)
    assert error.rule == rule


def test_a_date_without_a_year_takes_the_year_of_the_sheet() -> None:
    assert parse_end("9月底", year=2026) == When(day("2026-09-30"), "month")
    assert parse_end("9月15日", year=2026) == When(day("2026-09-15"), "day")


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2024.03—2026.10", "2024-03-01", "2026-10-31"),
        ("2024年3月至2026年10月", "2024-03-01", "2026-10-31"),
        ("2024-03-2026-10", "2024-03-01", "2026-10-31"),
        ("2024-2026年", "2024-01-01", "2026-12-31"),
        ("2024.3-10", "2024-03-01", "2024-10-31"),
        ("2024年3-10月", "2024-03-01", "2024-10-31"),
        ("2024年3月～2026年底", "2024-03-01", "2026-12-31"),
        ("2024年", "2024-01-01", "2024-12-31"),
        (2024.0, "2024-01-01", "2024-12-31"),
    ],
)
def test_a_span_of_time_is_read_from_first_to_last_day(cell: object, first: str, last: str) -> None:
    span = parse_span(cell)
    assert isinstance(span, Span)
    assert span.first and span.first.on == day(first)
    assert span.last and span.last.on == day(last)


def test_a_span_may_be_open_and_may_not_run_backwards() -> None:
    assert parse_span("2024.3起") == Span(When(day("2024-03-01"), "month"), None)
    error = parse_span("2026.10—2024.3")
    assert isinstance(error, CellError)
    assert error.rule == "span_backwards"


@pytest.mark.parametrize("cell", ["2026年8月", "2026-08", "2026年1—8月", "截至2026年8月底", "8月", "1-8月"])
def test_a_month_is_the_last_one_of_its_period(cell: str) -> None:
    assert parse_month(cell, year=2026) == day("2026-08-01")
