"""办结时限: hand-made tables over the holidays and make-up Saturdays of 2025 and 2026, and over year ends."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from rulebook.models import CalendarDay, DeadlineRule
from rulebook.rules import DayUnit, DeadlineTerms
from supervision.matters.rules.due import (
    Days,
    basis_of,
    due_date_of,
    moved_by,
    score_due_on,
    start_of,
    stopped_days,
)
from supervision.matters.selectors import matter_deadline
from tests.matters.build import fill_years
from tests.rulebook.arrangements import WORKDAYS

UNKNOWN_2027 = "2027年节假日安排未导入，暂按周一至周五为工作日推算"
ON = date(2026, 9, 12)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("key", "issued", "due"),
    [
        # 特急: the next workday
        ("matter_critical", "2025-01-27", "2025-02-05"),  # over 春节
        ("matter_critical", "2025-02-07", "2025-02-08"),  # a Saturday worked in lieu
        ("matter_critical", "2025-09-27", "2025-09-28"),  # a Sunday worked in lieu
        ("matter_critical", "2025-10-10", "2025-10-11"),
        ("matter_critical", "2026-02-13", "2026-02-14"),
        ("matter_critical", "2026-02-14", "2026-02-24"),
        ("matter_critical", "2026-05-08", "2026-05-09"),
        ("matter_critical", "2026-09-30", "2026-10-08"),
        # 急件: five natural days, a day off moves it on
        ("matter_instruction_urgent", "2025-04-01", "2025-04-07"),  # 清明, the 4th to the 6th
        ("matter_instruction_urgent", "2025-09-23", "2025-09-28"),  # ends on a worked Sunday
        ("matter_instruction_urgent", "2026-01-22", "2026-01-27"),
        ("matter_instruction_urgent", "2026-02-10", "2026-02-24"),
        ("matter_instruction_urgent", "2026-06-15", "2026-06-22"),  # 端午
        # 一般批示: fifteen natural days
        ("matter_instruction", "2025-01-14", "2025-02-05"),  # the 29th lies in 春节
        ("matter_instruction", "2025-09-20", "2025-10-09"),
        ("matter_instruction", "2026-09-16", "2026-10-08"),  # 1 October
        ("matter_instruction", "2026-09-12", "2026-09-28"),  # 27 September lies in 中秋
        # 公文: thirty natural days
        ("matter_document", "2025-12-02", "2026-01-04"),  # 1 January is off, Sunday the 4th is worked
        ("matter_document", "2026-01-20", "2026-02-24"),  # 19 February lies in 春节
        # 会议议定: thirty workdays
        ("matter_meeting", "2025-01-02", "2025-02-19"),
        ("matter_meeting", "2025-09-01", "2025-10-17"),
        ("matter_meeting", "2026-02-02", "2026-03-20"),
        ("matter_meeting", "2026-09-01", "2026-10-19"),
        ("matter_meeting", "2025-11-28", "2026-01-12"),  # over the year end; Sunday the 4th is worked
        ("matter_signature", "2026-09-18", "2026-09-21"),  # Friday: Sunday the 20th is the first of two
    ],
)
def test_dates_counted_from_the_day_of_issue(key: str, issued: str, due: str, workdays: None) -> None:
    found = matter_deadline(key, day(issued), Days(issued_on=day(issued)))
    assert found is not None
    assert (found.on, found.warnings) == (day(due), ())


def test_a_meeting_starts_the_clock_on_its_own_day(workdays: None) -> None:
    days = Days(issued_on=day("2026-09-14"), met_on=day("2026-09-08"))
    found = matter_deadline("matter_minutes", ON, days)
    assert found is not None
    assert (found.on, found.rule) == (day("2026-09-28"), "会议后20个自然日内，遇休息日顺延")


def test_without_the_day_of_the_meeting_the_date_is_asked_for(db: None) -> None:
    with pytest.raises(ValidationError, match="请填写会议日期") as refused:
        matter_deadline("matter_minutes", ON, Days(issued_on=ON))
    assert refused.value.code == "start_missing"


def test_until_it_is_signed_there_is_no_date_and_then_it_counts_from_the_signature(workdays: None) -> None:
    issued = Days(issued_on=day("2026-09-14"))
    assert matter_deadline("matter_from_signature", ON, issued) is None
    signed = Days(issued_on=day("2026-09-14"), signed_on=day("2026-09-16"))
    found = matter_deadline("matter_from_signature", ON, signed)
    assert found is not None
    assert (found.on, found.rule) == (day("2026-10-13"), "签收后15个工作日内")


@pytest.mark.parametrize(
    ("key", "issued", "due", "warnings"),
    [
        ("matter_instruction", "2026-12-20", "2027-01-04", (UNKNOWN_2027,)),
        ("matter_meeting", "2026-12-01", "2027-01-12", (UNKNOWN_2027,)),
        ("matter_critical", "2026-12-31", "2027-01-01", (UNKNOWN_2027,)),  # nobody knows of 元旦 yet
        ("matter_instruction", "2026-12-16", "2026-12-31", ()),
        ("matter_meeting", "2026-11-19", "2026-12-31", ()),
    ],
)
def test_over_the_year_end_a_missing_calendar_is_said_clearly(
    key: str, issued: str, due: str, warnings: tuple[str, ...], workdays: None
) -> None:
    found = matter_deadline(key, day(issued), Days(issued_on=day(issued)))
    assert found is not None
    assert (found.on, found.warnings) == (day(due), warnings)


def test_the_doubt_is_kept_with_the_date(workdays: None) -> None:
    found = matter_deadline("matter_instruction", ON, Days(issued_on=day("2026-12-20")))
    assert found is not None
    assert basis_of(found) == f"交办后15个自然日内，遇休息日顺延；{UNKNOWN_2027}"


def test_without_any_calendar_the_year_is_named_and_weekdays_are_counted(db: None) -> None:
    found = matter_deadline("matter_meeting", ON, Days(issued_on=day("2026-09-01")))
    assert found is not None
    assert found.on == day("2026-10-13")
    assert found.warnings == ("2026年节假日安排未导入，暂按周一至周五为工作日推算",)


def test_a_day_set_by_hand_moves_the_date(workdays: None) -> None:
    CalendarDay.objects.filter(date=day("2026-10-08")).update(is_workday=False)
    found = matter_deadline("matter_instruction", ON, Days(issued_on=day("2026-09-16")))
    assert found is not None and found.on == day("2026-10-09")


def test_a_rule_that_starts_with_an_unknown_event_is_refused_with_the_words_that_are_known(db: None) -> None:
    DeadlineRule.objects.filter(key="matter_default").update(start_event="盖章")
    with pytest.raises(ValidationError, match="“盖章”，督办事项只认“交办”“签收”“会议”") as refused:
        matter_deadline("matter_default", ON, Days(issued_on=ON))
    assert refused.value.code == "unknown_start"


def test_without_a_rule_in_force_the_person_is_told_to_set_a_date_by_hand(db: None) -> None:
    with pytest.raises(ValidationError, match="没有生效的时限规则“matter_lost”") as refused:
        matter_deadline("matter_lost", ON, Days(issued_on=ON))
    assert refused.value.code == "no_rule"


def test_the_calendar_of_the_library_is_the_one_that_was_typed_in(db: None) -> None:
    fill_years()
    known = dict(CalendarDay.objects.values_list("date", "is_workday"))
    assert known == WORKDAYS.days


WORKING = DeadlineTerms("签收", 3, DayUnit.WORKING)


def test_the_signature_alone_may_still_be_missing() -> None:
    assert start_of(WORKING, Days()) is None
    assert due_date_of(WORKING, Days(issued_on=ON), WORKDAYS) is None
    with pytest.raises(ValidationError) as refused:
        start_of(DeadlineTerms("交办", 3, DayUnit.WORKING), Days(signed_on=ON))
    assert refused.value.code == "start_missing"


def test_suspended_days_move_a_date_and_never_onto_a_day_off() -> None:
    stops = [(day("2026-09-01"), day("2026-09-11")), (day("2026-10-01"), day("2026-10-02"))]
    assert stopped_days(stops) == 11
    assert moved_by(day("2026-09-23"), 10) == day("2026-10-03")
    assert moved_by(day("2026-09-23"), 10, WORKDAYS) == day("2026-10-08")


@pytest.mark.parametrize(
    ("due", "stops", "extended", "counts"),
    [
        ("2026-10-31", [], True, "2026-09-30"),  # an extension does not help
        ("2026-09-30", [], False, "2026-09-30"),
        ("2026-10-08", [("2026-09-01", "2026-09-04")], False, "2026-10-08"),  # moved past 国庆
        ("2026-10-31", [("2026-09-01", "2026-09-04")], True, "2026-10-03"),
    ],
)
def test_the_date_that_counts(due: str, stops: list[tuple[str, str]], extended: bool, counts: str) -> None:
    stopped = [(day(start), day(end)) for start, end in stops]
    assert score_due_on(day("2026-09-30"), day(due), stopped, extended=extended) == day(counts)
    assert score_due_on(None, None, stopped, extended=extended) is None
