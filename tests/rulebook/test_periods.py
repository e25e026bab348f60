from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.rules import Month, Period, PeriodKind
from rulebook.rules.periods import PER_YEAR

days = st.dates(date(1901, 1, 1), date(2998, 12, 31))
periods = st.builds(Period.containing, st.sampled_from(PeriodKind), days)


@pytest.mark.parametrize(
    ("period", "label", "short", "starts_on", "ends_on"),
    [
        (Period(PeriodKind.MONTH, 2026, 8), "2026年8月", "8月", date(2026, 8, 1), date(2026, 8, 31)),
        (Period(PeriodKind.CUMULATIVE, 2026, 8), "2026年1—8月", "1—8月", date(2026, 1, 1), date(2026, 8, 31)),
        (Period(PeriodKind.CUMULATIVE, 2026, 1), "2026年1月", "1月", date(2026, 1, 1), date(2026, 1, 31)),
        (Period(PeriodKind.QUARTER, 2026, 1), "2026年一季度", "一季度", date(2026, 1, 1), date(2026, 3, 31)),
        (
            Period(PeriodKind.QUARTER, 2026, 4),
            "2026年四季度",
            "四季度",
            date(2026, 10, 1),
            date(2026, 12, 31),
        ),
        (Period(PeriodKind.HALF, 2026, 1), "2026年上半年", "上半年", date(2026, 1, 1), date(2026, 6, 30)),
        (Period(PeriodKind.HALF, 2026, 2), "2026年下半年", "下半年", date(2026, 7, 1), date(2026, 12, 31)),
        (Period(PeriodKind.YEAR, 2026, 1), "2026年", "全年", date(2026, 1, 1), date(2026, 12, 31)),
        (
            Period(PeriodKind.TEN_DAYS, 2026, 22),
            "2026年8月上旬",
            "8月上旬",
            date(2026, 8, 1),
            date(2026, 8, 10),
        ),
        (
            Period(PeriodKind.TEN_DAYS, 2026, 23),
            "2026年8月中旬",
            "8月中旬",
            date(2026, 8, 11),
            date(2026, 8, 20),
        ),
        (
            Period(PeriodKind.TEN_DAYS, 2026, 6),
            "2026年2月下旬",
            "2月下旬",
            date(2026, 2, 21),
            date(2026, 2, 28),
        ),
    ],
)
def test_a_period_is_written_as_offices_write_it(
    period: Period, label: str, short: str, starts_on: date, ends_on: date
) -> None:
    assert (period.label, period.short, str(period)) == (label, short, label)
    assert (period.starts_on, period.ends_on) == (starts_on, ends_on)
    assert period.until == ends_on + timedelta(days=1)


def test_a_leap_year_lengthens_february() -> None:
    assert Period(PeriodKind.CUMULATIVE, 2028, 2).ends_on == date(2028, 2, 29)
    assert Period(PeriodKind.TEN_DAYS, 2028, 6).ends_on == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (Period(PeriodKind.CUMULATIVE, 2026, 8), "截至2026年8月底"),
        (Period(PeriodKind.QUARTER, 2026, 3), "截至2026年9月底"),
        (Period(PeriodKind.YEAR, 2026, 1), "截至2026年12月底"),
        (Period(PeriodKind.TEN_DAYS, 2026, 22), "截至2026年8月10日"),
        (Period(PeriodKind.TEN_DAYS, 2026, 24), "截至2026年8月底"),
    ],
)
def test_the_cut_off_names_the_end_of_the_period(period: Period, text: str) -> None:
    assert period.cut_off == text


@given(periods)
def test_next_and_previous_are_each_others_reverse(period: Period) -> None:
    assert period.next().previous() == period
    assert period.previous().next() == period


@given(periods.filter(lambda period: period.kind is not PeriodKind.CUMULATIVE))
def test_the_next_period_begins_where_this_one_ends(period: Period) -> None:
    assert period.next().starts_on == period.until


@given(st.sampled_from(PeriodKind), days)
def test_a_day_lies_in_the_period_that_contains_it(kind: PeriodKind, day: date) -> None:
    period = Period.containing(kind, day)
    assert period.starts_on <= day < period.until


@pytest.mark.parametrize("kind", PeriodKind)
def test_a_number_beyond_the_year_is_refused_with_the_right_range(kind: PeriodKind) -> None:
    with pytest.raises(ValueError, match=f"应为1至{PER_YEAR[kind]}$"):
        Period(kind, 2026, PER_YEAR[kind] + 1)
    with pytest.raises(ValueError, match="^序号0超出范围"):
        Period(kind, 2026, 0)


def test_a_month_speaks_of_the_months_since_january() -> None:
    month = Month(2026, 8)
    assert month.label == "2026年1—8月"
    assert month.short == "1—8月"
    assert month.cut_off == "截至2026年8月底"
    assert month.single.label == "2026年8月"
    assert (month.first_day, month.ends_on) == (date(2026, 8, 1), date(2026, 8, 31))
    assert str(month) == "2026-08"
    assert month.index == 24320


def test_months_cross_the_new_year() -> None:
    assert Month(2026, 12).next() == Month(2027, 1)
    assert Month(2026, 1).previous() == Month(2025, 12)


def test_months_are_ordered_in_time() -> None:
    assert sorted([Month(2026, 2), Month(2025, 12), Month(2026, 1)]) == [
        Month(2025, 12),
        Month(2026, 1),
        Month(2026, 2),
    ]


@given(days)
def test_a_month_survives_text_and_index(day: date) -> None:
    month = Month.of(day)
    assert Month.parse(str(month)) == month
    assert Month.from_index(month.index) == month
    assert month.next().index == month.index + 1


@pytest.mark.parametrize(
    "text", ["2026-8", "2026-13", "2026-00", "", "2026年8月", "０２０２-08", "0000-01", "2026-08\n"]
)
def test_a_text_that_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="报告期|超出范围"):
        Month.parse(text)


def test_the_refusal_says_how_to_write_it() -> None:
    with pytest.raises(ValueError) as refusal:
        Month.parse("8月")
    assert str(refusal.value) == "“8月”不是报告期，请写成“2026-08”的样子"
