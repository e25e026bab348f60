from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from rulebook.models import MONTHLY_PROGRESS, CalendarDay, DeadlineRule, Origin
from rulebook.rules import Deadline
from rulebook.selectors import calendar, calendar_warnings, due_date, rule_warnings
from rulebook.services import Filled, fill_calendar, set_calendar_day
from tests.rulebook.arrangements import announced
from tests.rulebook.history import history_of

pytestmark = pytest.mark.django_db
MISSING_2027 = "2027年节假日安排未导入，暂按周一至周五为工作日推算"


def test_two_years_are_filled_as_announced(administrator: User) -> None:
    assert fill_calendar(actor=administrator, year=2025) == Filled(2025, 365, 0, 0, estimated=False)
    assert fill_calendar(actor=administrator, year=2026) == Filled(2026, 365, 0, 0, estimated=False)
    assert calendar(date(2025, 1, 1), date(2026, 12, 31)).days == announced()


def test_days_carry_their_chinese_name_and_source(administrator: User) -> None:
    fill_calendar(actor=administrator, year=2026)
    worked, off, plain = (
        CalendarDay.objects.get(date=day) for day in (date(2026, 2, 14), date(2026, 2, 17), date(2026, 9, 12))
    )
    assert (worked.name, off.name, plain.name) == ("春节调休上班", "春节", "")
    assert worked.origin == Origin.NOTICE
    assert worked.source == "国务院办公厅关于2026年部分节假日安排的通知"
    assert str(worked) == "2026-02-14 工作日 春节调休上班"
    assert str(plain) == "2026-09-12 休息日"


def test_filling_again_changes_nothing_and_writes_no_history(administrator: User) -> None:
    fill_calendar(actor=administrator, year=2026)
    assert fill_calendar(actor=administrator, year=2026) == Filled(2026, 0, 0, 0, estimated=False)
    assert apps.get_model("rulebook.CalendarDayEvent")._default_manager.count() == 365


def test_a_day_set_by_a_person_survives_every_filling(administrator: User) -> None:
    day = date(2026, 9, 14)
    set_calendar_day(actor=administrator, day=day, is_workday=False, source="县人民政府放假通知", name="县庆")
    assert fill_calendar(actor=administrator, year=2026) == Filled(2026, 364, 0, 1, estimated=False)
    kept = CalendarDay.objects.get(date=day)
    assert (kept.is_workday, kept.origin, kept.name) == (False, Origin.PERSON, "县庆")


def test_a_person_overrides_a_filled_day_and_both_stay_in_the_history(administrator: User) -> None:
    fill_calendar(actor=administrator, year=2026)
    row = set_calendar_day(
        actor=administrator, day=date(2026, 9, 14), is_workday=False, source="县人民政府放假通知"
    )
    assert CalendarDay.objects.filter(date__year=2026).count() == 365
    history = history_of(CalendarDay.objects.get(date=row.date))
    assert [(event.pgh_label, event.is_workday) for event in history] == [("insert", True), ("update", False)]
    assert [event.pgh_context for event in history] == [
        {"user": administrator.pk, "name": str(administrator), "reason": "fill_calendar 2026"},
        {"user": administrator.pk, "name": str(administrator), "reason": "县人民政府放假通知"},
    ]


def test_a_day_without_a_source_is_refused(administrator: User) -> None:
    with pytest.raises(ValidationError):
        set_calendar_day(actor=administrator, day=date(2026, 9, 14), is_workday=False, source="")
    assert not CalendarDay.objects.exists()


def test_a_year_not_yet_announced_is_refused_with_the_remedy(administrator: User) -> None:
    with pytest.raises(ValidationError) as refusal:
        fill_calendar(actor=administrator, year=2027)
    assert refusal.value.messages == [
        "2027年节假日安排尚未收录：国务院通知发布后请升级 chinesecalendar 再导入，"
        "或选择“推算”先按法定节日填写，或逐日人工设定。"
    ]
    assert not CalendarDay.objects.exists()


@pytest.mark.parametrize("year", [0, 1899, 3000, 12026])
def test_a_year_out_of_range_is_refused_and_not_a_crash(administrator: User, year: int) -> None:
    with pytest.raises(ValidationError):
        fill_calendar(actor=administrator, year=year, estimate=True)


def test_an_estimate_is_made_only_when_asked_and_is_flagged(administrator: User) -> None:
    assert fill_calendar(actor=administrator, year=2027, estimate=True) == Filled(
        2027, 365, 0, 0, estimated=True
    )
    assert set(CalendarDay.objects.values_list("origin", flat=True)) == {Origin.ESTIMATE}
    new_year, ordinary = date(2027, 1, 1), date(2027, 1, 4)
    workdays = calendar(new_year, ordinary)
    assert (workdays.is_workday(new_year), workdays.is_workday(ordinary)) == (False, True)
    assert workdays.estimated == {2027}


def test_an_announced_year_replaces_its_estimate(administrator: User) -> None:
    CalendarDay.objects.create(
        date=date(2026, 2, 14), is_workday=False, origin=Origin.ESTIMATE, source="按法定节日推算"
    )
    assert fill_calendar(actor=administrator, year=2026, estimate=True) == Filled(
        2026, 364, 1, 0, estimated=False
    )
    replaced = CalendarDay.objects.get(date=date(2026, 2, 14))
    assert (replaced.is_workday, replaced.origin) == (True, Origin.NOTICE)


def test_the_command_fills_several_years() -> None:
    out = StringIO()
    call_command("fill_calendar", "2025", "2026", stdout=out)
    assert out.getvalue().splitlines() == [
        "2025年：新增365天，更正0天，保留人工设定0天",
        "2026年：新增365天，更正0天，保留人工设定0天",
    ]


def test_the_command_names_an_unknown_year() -> None:
    with pytest.raises(CommandError, match="^2027年节假日安排尚未收录"):
        call_command("fill_calendar", "2027")


def test_a_due_date_takes_the_rule_and_the_calendar_in_two_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    fill_calendar(actor=None, year=2026)
    with django_assert_num_queries(2):
        due = due_date(MONTHLY_PROGRESS, start=date(2026, 8, 31))
    assert due == Deadline(date(2026, 9, 7), "月份结束后5个自然日内，遇休息日顺延")


def test_december_s_report_is_due_with_a_warning_while_2027_is_missing() -> None:
    fill_calendar(actor=None, year=2026)
    due = due_date(MONTHLY_PROGRESS, start=date(2026, 12, 31))
    assert due is not None
    assert (due.on, due.warnings) == (date(2027, 1, 5), (MISSING_2027,))


def test_december_s_report_says_that_2027_is_estimated() -> None:
    fill_calendar(actor=None, year=2027, estimate=True)
    due = due_date(MONTHLY_PROGRESS, start=date(2026, 12, 31))
    assert due is not None
    assert due.warnings == ("2027年节假日安排尚未公布，暂按法定节日推算，未含调休",)


def test_without_a_rule_there_is_no_deadline_and_the_office_is_told() -> None:
    assert due_date("reply", start=date(2026, 9, 1)) is None
    assert rule_warnings(date(2026, 9, 12)) == ()
    DeadlineRule.objects.filter(key=MONTHLY_PROGRESS).update(valid_to=date(2026, 9, 1))
    assert due_date(MONTHLY_PROGRESS, start=date(2026, 9, 30)) is None
    assert rule_warnings(date(2026, 9, 12)) == (
        "2026-09-12没有生效的“月报报送”时限规则，系统无法判断逾期，也不会催办，请在规则库中设置",
    )


def test_the_office_is_told_of_a_missing_year() -> None:
    assert calendar_warnings(date(2026, 9, 12)) == ("2026年节假日安排未导入",)
    fill_calendar(actor=None, year=2026)
    assert calendar_warnings(date(2026, 9, 12)) == ()


def test_from_november_on_the_office_is_told_of_the_coming_year(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    fill_calendar(actor=None, year=2026)
    assert calendar_warnings(date(2026, 10, 31)) == ()
    with django_assert_num_queries(1):
        assert calendar_warnings(date(2026, 11, 1)) == ("2027年节假日安排未导入",)
    fill_calendar(actor=None, year=2027, estimate=True)
    assert calendar_warnings(date(2026, 11, 1)) == ("2027年节假日安排尚未公布，暂按法定节日推算，未含调休",)


def test_a_year_with_a_single_missing_day_is_missing() -> None:
    fill_calendar(actor=None, year=2026)
    CalendarDay.objects.filter(date=date(2026, 7, 1)).delete()
    assert calendar_warnings(date(2026, 9, 12)) == ("2026年节假日安排未导入",)
