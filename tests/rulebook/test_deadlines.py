from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.rules import DayUnit, Deadline, DeadlineTerms, Month, deadline
from tests.rulebook.arrangements import WORKDAYS

MONTHLY = DeadlineTerms("月份结束", 5, DayUnit.NATURAL, shift_to_workday=True)
UNSHIFTED = DeadlineTerms("交办", 30, DayUnit.NATURAL)
WORKING = DeadlineTerms("交办", 30, DayUnit.WORKING)
UNKNOWN_2027 = ("2027年节假日安排未导入，暂按周一至周五为工作日推算",)


@pytest.mark.parametrize(
    ("month", "due"),
    [
        (Month(2025, 1), date(2025, 2, 5)),  # the first workday after the Spring Festival
        (Month(2025, 3), date(2025, 4, 7)),  # 5 April lies in 清明
        (Month(2025, 4), date(2025, 5, 6)),
        (Month(2025, 9), date(2025, 10, 9)),  # 国庆 until the 8th
        (Month(2026, 1), date(2026, 2, 5)),
        (Month(2026, 4), date(2026, 5, 6)),
        (Month(2026, 8), date(2026, 9, 7)),  # 5 September is a Saturday
        (Month(2026, 9), date(2026, 10, 8)),
        (Month(2026, 11), date(2026, 12, 7)),
    ],
)
def test_the_monthly_report_is_due_on_the_fifth_or_the_next_workday(month: Month, due: date) -> None:
    assert deadline(month.ends_on, MONTHLY, WORKDAYS) == Deadline(due, "月份结束后5个自然日内，遇休息日顺延")


def test_natural_days_need_no_calendar() -> None:
    assert deadline(date(2026, 12, 20), UNSHIFTED, WORKDAYS) == Deadline(
        date(2027, 1, 19), "交办后30个自然日内"
    )


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (date(2026, 9, 1), date(2026, 10, 19)),
        (date(2026, 2, 2), date(2026, 3, 20)),
        (date(2025, 9, 1), date(2025, 10, 17)),
    ],
)
def test_working_days_step_over_holidays_and_count_days_worked_in_lieu(start: date, due: date) -> None:
    assert deadline(start, WORKING, WORKDAYS) == Deadline(due, "交办后30个工作日内")


def test_a_deadline_over_an_unannounced_new_year_is_given_with_a_warning() -> None:
    result = deadline(date(2026, 12, 31), MONTHLY, WORKDAYS)
    assert (result.on, result.warnings) == (date(2027, 1, 5), UNKNOWN_2027)
    assert deadline(date(2026, 12, 1), WORKING, WORKDAYS).warnings == UNKNOWN_2027


def test_a_deadline_that_ends_before_the_new_year_has_no_warning() -> None:
    assert deadline(date(2026, 11, 19), WORKING, WORKDAYS) == Deadline(
        date(2026, 12, 31), "交办后30个工作日内"
    )


@given(st.dates(date(2025, 1, 1), date(2026, 10, 1)), st.integers(0, 60), st.sampled_from(DayUnit))
def test_shifting_never_shortens_and_ends_on_a_workday(start: date, amount: int, unit: DayUnit) -> None:
    strict = deadline(start, DeadlineTerms("交办", amount, unit), WORKDAYS)
    shifted = deadline(start, DeadlineTerms("交办", amount, unit, shift_to_workday=True), WORKDAYS)
    assert shifted.on >= strict.on >= start
    assert shifted.on - strict.on < timedelta(days=10)
    assert WORKDAYS.is_workday(shifted.on)
