from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.rules import Workdays
from tests.rulebook.arrangements import WORKDAYS, announced

days = st.dates(date(2025, 1, 1), date(2026, 12, 31))
NOTHING_KNOWN = Workdays({})


def test_the_announced_days_agree_with_the_library() -> None:
    assert {day: chinese_calendar.is_workday(day) for day in announced()} == announced()


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2025, 9, 28), True),  # a Sunday worked for the National Day
        (date(2026, 2, 14), True),  # a Saturday worked for the Spring Festival
        (date(2026, 2, 28), True),
        (date(2026, 2, 23), False),  # a Monday off
        (date(2026, 9, 5), False),  # an ordinary Saturday
        (date(2026, 9, 7), True),
    ],
)
def test_days_worked_in_lieu_and_days_off_are_known(day: date, worked: bool) -> None:
    assert WORKDAYS.is_workday(day) is worked


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        (date(2026, 9, 1), 0, date(2026, 9, 1)),
        (date(2026, 9, 1), 3, date(2026, 9, 4)),
        (date(2026, 9, 4), 1, date(2026, 9, 7)),  # over a weekend
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # the Saturday counts
        (date(2026, 2, 13), 2, date(2026, 2, 24)),  # nine days off
        (date(2026, 2, 24), 5, date(2026, 3, 2)),  # 25, 26, 27, Saturday 28, Monday
        (date(2026, 9, 30), 4, date(2026, 10, 12)),  # 8, 9, Saturday 10, Monday 12
        (date(2025, 9, 27), 1, date(2025, 9, 28)),
        (date(2025, 9, 30), 1, date(2025, 10, 9)),
        (date(2025, 12, 31), 1, date(2026, 1, 4)),  # over the New Year, a Sunday worked
        (date(2026, 9, 7), -1, date(2026, 9, 4)),
        (date(2026, 2, 24), -1, date(2026, 2, 14)),
        (date(2026, 9, 12), -3, date(2026, 9, 9)),
    ],
)
def test_workdays_are_added_without_the_day_itself(start: date, amount: int, end: date) -> None:
    assert WORKDAYS.add(start, amount) == end


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (date(2026, 9, 4), date(2026, 9, 7), 1),
        (date(2026, 9, 7), date(2026, 9, 4), -1),
        (date(2026, 9, 7), date(2026, 9, 7), 0),
        (date(2026, 1, 31), date(2026, 2, 28), 16),  # February: 20 less 6 days off, two Saturdays worked
        (date(2025, 9, 30), date(2025, 10, 31), 18),
        (date(2024, 12, 31), date(2025, 12, 31), 248),
        (date(2025, 12, 31), date(2026, 12, 31), 248),
    ],
)
def test_workdays_between_leave_out_the_start_and_count_the_end(start: date, end: date, count: int) -> None:
    assert WORKDAYS.between(start, end) == count


@pytest.mark.parametrize(
    ("day", "shifted"),
    [
        (date(2026, 9, 7), date(2026, 9, 7)),
        (date(2026, 9, 5), date(2026, 9, 7)),
        (date(2026, 2, 14), date(2026, 2, 14)),
        (date(2026, 2, 15), date(2026, 2, 24)),
        (date(2025, 10, 1), date(2025, 10, 9)),
    ],
)
def test_a_day_off_moves_to_the_next_workday(day: date, shifted: date) -> None:
    assert WORKDAYS.next_workday(day) == shifted


@given(days, st.integers(0, 60))
def test_adding_and_counting_agree(day: date, amount: int) -> None:
    assert WORKDAYS.between(day, WORKDAYS.add(day, amount)) == amount


@given(days, st.integers(1, 60))
def test_adding_always_ends_on_a_workday_and_one_by_one_ends_there_too(day: date, amount: int) -> None:
    end = WORKDAYS.add(day, amount)
    assert WORKDAYS.is_workday(end)
    one_by_one = day
    for _ in range(amount):
        one_by_one = WORKDAYS.next_workday(one_by_one + timedelta(days=1))
    assert end == one_by_one


@given(days, days, days)
def test_counts_add_up_over_any_day_between(first: date, second: date, third: date) -> None:
    parts = WORKDAYS.between(first, second) + WORKDAYS.between(second, third)
    assert WORKDAYS.between(first, third) == parts


def test_unknown_days_follow_their_weekday() -> None:
    assert NOTHING_KNOWN.is_workday(date(2027, 1, 1)) is True  # a Friday, and a holiday that nobody announced
    assert NOTHING_KNOWN.is_workday(date(2027, 1, 2)) is False


def test_a_count_into_an_unknown_year_names_that_year() -> None:
    assert WORKDAYS.unknown_years(date(2026, 12, 30), date(2027, 1, 4)) == (2027,)
    assert WORKDAYS.unknown_years(date(2026, 12, 30), date(2026, 12, 31)) == ()
    assert WORKDAYS.unknown_years(date(2026, 12, 31), date(2026, 12, 31)) == ()
    assert NOTHING_KNOWN.unknown_years(date(2026, 12, 31), date(2028, 1, 1)) == (2027, 2028)


def test_a_single_day_set_by_hand_does_not_make_the_year_known() -> None:
    workdays = Workdays({date(2027, 1, 1): False})
    assert workdays.unknown_years(date(2026, 12, 31), date(2027, 1, 1)) == ()
    assert workdays.unknown_years(date(2026, 12, 31), date(2027, 1, 2)) == (2027,)


def test_warnings_tell_missing_years_from_estimated_ones() -> None:
    workdays = Workdays({date(2027, 1, 1): False, date(2027, 1, 2): False}, frozenset({2027}))
    assert workdays.warnings(date(2026, 12, 31), date(2027, 1, 2)) == (
        "2027年节假日安排尚未公布，暂按法定节日推算，未含调休",
    )
    assert workdays.warnings(date(2027, 1, 2), date(2027, 1, 3)) == (
        "2027年节假日安排未导入，暂按周一至周五为工作日推算",
    )
    assert workdays.warnings(date(2027, 1, 2), date(2027, 1, 2)) == ()
