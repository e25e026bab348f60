"""反馈频次: how time is cut, what the pieces are called, when each is due, and who owes it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.matters.models import Feedback, Stage
from supervision.matters.rules.rhythms import (
    REGULAR,
    Period,
    Span,
    label_of,
    owed_periods,
    span_of,
    spans,
    stage_periods,
    unanswered,
)
from supervision.matters.rules.words import Rhythm
from supervision.matters.selectors import feedback_owed, owed_feedbacks, report_periods
from supervision.matters.selectors.pace import known_workdays
from tests.matters.build import lead_of, make_feedback, make_matter, make_suspension
from tests.rulebook.arrangements import WORKDAYS
from tests.town import Town

ON = date(2026, 9, 12)
days = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("rhythm", "day", "start", "end", "label"),
    [
        ("weekly", "2026-09-12", "2026-09-07", "2026-09-14", "2026年9月7日至13日当周"),
        ("weekly", "2026-10-01", "2026-09-28", "2026-10-05", "2026年9月28日至10月4日当周"),
        ("weekly", "2027-01-01", "2026-12-28", "2027-01-04", "2026年12月28日至2027年1月3日当周"),
        ("ten_days", "2026-09-10", "2026-09-01", "2026-09-11", "2026年9月上旬"),
        ("ten_days", "2026-09-11", "2026-09-11", "2026-09-21", "2026年9月中旬"),
        ("ten_days", "2026-12-31", "2026-12-21", "2027-01-01", "2026年12月下旬"),
        ("half_month", "2026-02-15", "2026-02-01", "2026-02-16", "2026年2月上半月"),
        ("half_month", "2024-02-29", "2024-02-16", "2024-03-01", "2024年2月下半月"),
        ("monthly", "2026-12-01", "2026-12-01", "2027-01-01", "2026年12月"),
        ("quarterly", "2026-09-30", "2026-07-01", "2026-10-01", "2026年第三季度"),
        ("quarterly", "2026-11-22", "2026-10-01", "2027-01-01", "2026年第四季度"),
    ],
)
def test_a_day_lies_in_its_span(rhythm: str, day: str, start: str, end: str, label: str) -> None:
    span = span_of(Rhythm(rhythm), date.fromisoformat(day))
    assert span == Span(date.fromisoformat(start), date.fromisoformat(end))
    assert label_of(Rhythm(rhythm), span) == label


@pytest.mark.parametrize("rhythm", [Rhythm.BY_STAGE, Rhythm.ONCE])
def test_stages_and_a_single_report_cut_no_time(rhythm: Rhythm) -> None:
    assert spans(rhythm, date(2026, 1, 1), ON) == []
    assert span_of(rhythm, ON) is None


@given(st.sampled_from(REGULAR), days, st.integers(0, 800))
def test_spans_follow_one_another_without_gap_and_hold_every_day(
    rhythm: Rhythm, first: date, length: int
) -> None:
    last = first + timedelta(length)
    found = spans(rhythm, first, last)
    assert found[0].start <= first < found[0].end
    assert found[-1].start <= last < found[-1].end
    assert [span.end for span in found[:-1]] == [span.start for span in found[1:]]


@pytest.mark.parametrize(
    ("rhythm", "start", "due_on"),
    [
        ("weekly", "2026-09-07", "2026-09-14"),  # the workday after Sunday
        ("weekly", "2026-09-14", "2026-09-21"),  # that Sunday is worked, and ends the week
        ("weekly", "2026-09-28", "2026-10-08"),  # 国庆 until the 7th
        ("ten_days", "2026-09-01", "2026-09-14"),  # the 12th is a Saturday
        ("half_month", "2026-04-01", "2026-04-17"),
        ("monthly", "2026-04-01", "2026-05-06"),  # 劳动节 until the 5th
        ("monthly", "2025-12-01", "2026-01-05"),
        ("quarterly", "2026-07-01", "2026-10-08"),
    ],
)
def test_reports_are_due_by_the_rule_over_holidays(
    rhythm: str, start: str, due_on: str, workdays: None
) -> None:
    first = date.fromisoformat(start)
    periods = report_periods(first, first, known_workdays())[Rhythm(rhythm)]
    assert [period.due_on for period in periods] == [date.fromisoformat(due_on)]


def test_odd_days_alone_count_like_the_whole_calendar(workdays: None) -> None:
    known = known_workdays()
    assert len(known.days) == 11 + sum(
        not worked and day.weekday() < 5 for day, worked in WORKDAYS.days.items()
    )
    for offset in range(700):
        day = date(2025, 1, 1) + timedelta(offset)
        assert known.is_workday(day) == WORKDAYS.is_workday(day)


MONTHS = tuple(
    Period(date(2026, month, 1), date(2026, month + 1, 1), date(2026, month + 1, 5), f"{month}月")
    for month in range(5, 10)
)


def named(periods: tuple[Period, ...]) -> list[str]:
    return [period.label for period in periods]


@pytest.mark.parametrize(
    ("issued", "terms", "owed"),
    [
        ("2026-06-16", {}, ["6月", "7月", "8月", "9月"]),  # the middle of June has come, not passed
        ("2026-06-17", {}, ["7月", "8月", "9月"]),
        ("2026-05-01", {"reported_on": date(2026, 8, 5)}, ["5月", "6月"]),  # July was due on that very day
        ("2026-05-01", {"reported_on": date(2026, 8, 6)}, ["5月", "6月", "7月"]),
        ("2026-05-01", {"stopped": [(date(2026, 7, 5), date(2026, 8, 5))]}, ["5月", "7月", "8月", "9月"]),
        ("2026-05-01", {"stopped": [(date(2026, 7, 6), date(2026, 8, 6))]}, ["5月", "6月", "8月", "9月"]),
    ],
)
def test_what_a_duty_answers_for(issued: str, terms: dict[str, Any], owed: list[str]) -> None:
    assert named(owed_periods(MONTHS, date.fromisoformat(issued), **terms)) == owed


def test_a_later_report_covers_the_earlier_ones() -> None:
    assert named(unanswered(MONTHS, date(2026, 7, 1))) == ["8月", "9月"]
    assert named(unanswered(MONTHS, None)) == ["5月", "6月", "7月", "8月", "9月"]


def test_each_stage_is_a_period_up_to_its_own_day() -> None:
    stages = [("验收", date(2026, 9, 30)), ("开工", date(2026, 6, 30)), ("立项", date(2026, 4, 1))]
    assert stage_periods(date(2026, 5, 1), stages) == (
        Period(date(2026, 5, 1), date(2026, 7, 1), date(2026, 6, 30), "开工"),
        Period(date(2026, 7, 1), date(2026, 10, 1), date(2026, 9, 30), "验收"),
    )


def test_a_duty_is_asked_for_what_ended_and_from_three_days_before_for_the_running(
    town: Town, workdays: None
) -> None:
    duty = lead_of(make_matter(town, duty_status="under_way", issued_on=date(2026, 7, 1)))
    assert named(feedback_owed(duty, ON)) == ["2026年7月", "2026年8月"]
    assert named(feedback_owed(duty, date(2026, 9, 27))) == ["2026年7月", "2026年8月"]
    assert named(feedback_owed(duty, date(2026, 9, 28))) == ["2026年7月", "2026年8月", "2026年9月"]


def test_stages_are_asked_for_with_their_names(town: Town) -> None:
    matter = make_matter(town, duty_status="under_way", rhythm="by_stage")
    for name, day in [("清理", date(2026, 9, 8)), ("修复", date(2026, 9, 14)), ("验收", date(2026, 9, 28))]:
        Stage.objects.create(matter=matter, name=name, due_on=day)
    assert named(feedback_owed(lead_of(matter), ON)) == ["清理", "修复"]


def test_each_duty_is_listed_once_with_the_newest_period_and_how_many_were_missed(
    town: Town, workdays: None
) -> None:
    late = lead_of(make_matter(town, duty_status="under_way", issued_on=date(2026, 6, 1)))
    done = lead_of(make_matter(town, "已报的", duty_status="under_way", issued_on=date(2026, 6, 1)))
    make_feedback(town, done, (date(2026, 8, 1), date(2026, 9, 1)))
    lead_of(make_matter(town, "待签收的", issued_on=date(2026, 6, 1)))
    stopped = make_matter(town, "暂缓的", duty_status="under_way", issued_on=date(2026, 6, 1))
    make_suspension(town, stopped, date(2026, 6, 15), date(2026, 12, 1))
    found = owed_feedbacks(town.lead_clerk, ON)
    assert [(owed.duty_id, owed.label, owed.due_on, owed.missed) for owed in found] == [
        (late.pk, "2026年8月", date(2026, 9, 7), 3)
    ]
    assert found[0].is_late(ON)
    assert owed_feedbacks(town.stranger, ON) == owed_feedbacks(town.supervisor, ON) == []
    assert owed_feedbacks(town.supervisor, ON, [town.lead.pk]) == found
    assert owed_feedbacks(town.stranger, ON, [town.lead.pk]) == []
    Feedback.objects.filter(duty=done).update(status="returned", return_reason="补正")
    assert [owed.duty_id for owed in owed_feedbacks(town.lead_clerk, ON)] == [late.pk, done.pk]


@pytest.mark.parametrize("count", [1, 50])
def test_what_is_owed_takes_the_same_statements_for_one_and_for_fifty(
    count: int, town: Town, workdays: None, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        make_matter(town, f"事项{number}", duty_status="under_way", issued_on=date(2026, 7, 1))
    assert town.lead_clerk.reach.unit_ids
    with django_assert_num_queries(5):
        assert len(owed_feedbacks(town.lead_clerk, ON)) == count
