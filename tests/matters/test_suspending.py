"""暂缓 moves the date by the days the clock stood still; 豁免 greys one measure; both until a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from rulebook.rules import Measure
from supervision.matters import services
from supervision.matters.models import Exemption, Matter, Suspension
from tests.history import history_of
from tests.matters.acting import NOON, forbidden, on_day, refused, story
from tests.matters.build import DUE_ON, make_extension, make_matter, make_suspension
from tests.town import Town

UNTIL = date(2026, 9, 22)  # ten days of the story later


@pytest.fixture
def matter(town: Town) -> Matter:
    return make_matter(town, duty_status="under_way")


def suspend(town: Town, matter: Matter, **values: Any) -> Suspension:
    asked: dict[str, Any] = {
        "actor": town.supervisor,
        "matter_id": matter.pk,
        "until": UNTIL,
        "reason": "汛期停工",
        "now": NOON,
    }
    return services.suspend_matter(**(asked | values))


def resume(town: Town, matter: Matter, **values: Any) -> Suspension:
    asked: dict[str, Any] = {"actor": town.supervisor, "matter_id": matter.pk, "now": on_day(9, 15)}
    return services.resume_matter(**(asked | values))


def due(matter: Matter) -> tuple[date | None, date | None]:
    matter.refresh_from_db()
    return matter.due_on, matter.original_due_on


def test_the_date_moves_by_the_days_planned_and_the_original_stays(town: Town, matter: Matter) -> None:
    row = suspend(town, matter)
    assert (row.valid_from, row.valid_to, row.former_due_on) == (date(2026, 9, 12), UNTIL, DUE_ON)
    assert due(matter) == (date(2026, 10, 10), DUE_ON)
    assert story(matter) == [("suspension.begin", "supervisor", "至2026年9月22日：汛期停工")]


def test_resuming_early_moves_it_by_the_days_it_really_stood_still(town: Town, matter: Matter) -> None:
    suspend(town, matter)
    row = resume(town, matter, note="雨停了")
    assert (row.valid_to, row.resumed_by) == (date(2026, 9, 15), town.supervisor)
    assert due(matter) == (date(2026, 10, 3), DUE_ON)
    assert story(matter)[-1] == ("suspension.resume", "supervisor", "雨停了")
    ends = history_of(Suspension, pgh_obj=row.pk).values_list("valid_to", flat=True)
    assert list(ends) == [UNTIL, date(2026, 9, 15)]


def test_resuming_on_the_first_day_gives_the_date_back(town: Town, matter: Matter) -> None:
    suspend(town, matter)
    resume(town, matter, now=NOON)
    assert due(matter) == (DUE_ON, DUE_ON)
    assert suspend(town, matter).former_due_on == DUE_ON  # and it can be suspended anew


def test_two_suspensions_add_up(town: Town, matter: Matter) -> None:
    suspend(town, matter)
    resume(town, matter)  # three days
    second = suspend(town, matter, now=on_day(9, 15), until=date(2026, 9, 20))
    assert second.former_due_on == date(2026, 10, 3)
    assert due(matter) == (date(2026, 10, 8), DUE_ON)


@pytest.mark.usefixtures("workdays")
def test_a_date_that_falls_on_a_holiday_moves_on_where_the_rule_says_so(town: Town) -> None:
    shifting = make_matter(town, duty_status="signed", due_rule="matter_document")
    plain = make_matter(town, duty_status="signed", due_rule="matter_meeting")
    by_hand = make_matter(town, duty_status="signed")
    for matter in (shifting, plain, by_hand):
        suspend(town, matter, until=date(2026, 9, 14))  # 2 October, in the holidays of National Day
    assert due(shifting)[0] == date(2026, 10, 8)
    assert due(plain)[0] == due(by_hand)[0] == date(2026, 10, 2)
    resume(town, shifting, now=NOON)
    assert due(shifting)[0] == DUE_ON


def test_the_planned_end_needs_no_hand(town: Town, matter: Matter) -> None:
    suspend(town, matter)
    refused(lambda: resume(town, matter, now=on_day(9, 22)), "not_suspended")
    assert due(matter)[0] == date(2026, 10, 10)


def test_it_says_why_and_until_a_day_to_come(town: Town, matter: Matter) -> None:
    assert refused(lambda: suspend(town, matter, reason=" "), "reason_missing") == "请写明理由。"
    words = refused(lambda: suspend(town, matter, until=date(2026, 9, 12)), "not_later")
    assert words == "恢复日期应晚于今天。"


def test_nobody_suspends_twice_or_resumes_what_runs(town: Town, matter: Matter) -> None:
    refused(lambda: resume(town, matter), "not_suspended")
    suspend(town, matter)
    assert refused(lambda: suspend(town, matter, now=on_day(9, 13))) == "该事项在这段时间已经暂缓。"


def test_a_request_for_more_time_is_answered_first(town: Town, matter: Matter) -> None:
    make_extension(town, matter, date(2026, 10, 15), status="asked")
    refused(lambda: suspend(town, matter), "extension_open")


def test_a_matter_without_date_has_no_clock_to_stop(town: Town) -> None:
    matter = make_matter(town, duty_status="to_sign", due_on=None, due_basis="")
    refused(lambda: suspend(town, matter), "no_due_date")


@pytest.mark.parametrize("status", ["registered", "shown", "closed", "withdrawn", "long_term"])
def test_only_a_matter_with_the_units_is_suspended(town: Town, status: str) -> None:
    matter = make_matter(town, status=status)
    assert "不能“暂缓”" in refused(lambda: suspend(town, matter), "wrong_step")


def test_the_office_suspends_and_resumes(town: Town, matter: Matter) -> None:
    forbidden(town, lambda user: suspend(town, matter, actor=user), "supervisor", "office_head")
    suspend(town, matter)
    forbidden(town, lambda user: resume(town, matter, actor=user), "supervisor", "office_head")


def grant(town: Town, matter: Matter, **values: Any) -> Exemption:
    asked: dict[str, Any] = {
        "actor": town.office_head,
        "matter_id": matter.pk,
        "measure": Measure.FEEDBACK_MISSING,
        "until": UNTIL,
        "reason": "联络员住院",
        "now": NOON,
    }
    return services.grant_exemption(**(asked | values))


def test_the_head_of_the_office_exempts_one_measure_until_a_day(town: Town, matter: Matter) -> None:
    row = grant(town, matter)
    assert (row.measure, row.valid_from, row.valid_to, row.granted_by) == (
        "feedback_missing",
        date(2026, 9, 12),
        UNTIL,
        town.office_head,
    )
    assert story(matter) == [("exemption.grant", "office_head", "反馈，至2026年9月22日：联络员住院")]
    assert refused(lambda: grant(town, matter)) == "该事项在这段时间已有同一豁免。"
    assert grant(town, matter, measure=Measure.DAYS_LEFT).measure == "days_left"


def test_an_exemption_says_why_and_until_when_and_is_the_heads(town: Town, matter: Matter) -> None:
    refused(lambda: grant(town, matter, reason=""), "reason_missing")
    refused(lambda: grant(town, matter, until=date(2026, 9, 12)))
    forbidden(town, lambda user: grant(town, matter, actor=user), "office_head")
    closed = make_matter(town, status="closed")
    assert "不能“准予豁免”" in refused(lambda: grant(town, closed), "wrong_step")


def test_a_measure_that_matters_do_not_have_is_refused(town: Town, matter: Matter) -> None:
    refused(lambda: grant(town, matter, measure=Measure.INVESTMENT_GAP))


def test_the_database_itself_refuses_two_at_once_and_one_without_end(town: Town, matter: Matter) -> None:
    make_suspension(town, matter, date(2026, 9, 10), UNTIL)
    with pytest.raises(IntegrityError, match="suspension_once_at_a_time"), transaction.atomic():
        make_suspension(town, matter, date(2026, 9, 21), date(2026, 9, 30))
    with pytest.raises(IntegrityError, match="suspension_is_for_a_time"), transaction.atomic():
        make_suspension(town, matter, date(2026, 10, 1), None)  # type: ignore[arg-type]
