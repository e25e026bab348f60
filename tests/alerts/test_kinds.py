"""Kinds that no room's own story tells: a decision that waits, a signature, a slip, next year's calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import Deputy
from rulebook.services import fill_calendar
from supervision.alerts.models import Reminder
from supervision.alerts.services import run_cycle
from supervision.matters.models import Extension
from tests.alerts.of_matters import OFFICE, of_lead, open_rows, to_sign, told
from tests.alerts.slips import make_slip
from tests.matters.build import at_noon, fill_years, make_extension
from tests.town import Town

pytestmark = pytest.mark.django_db
UNIT = ["lead_clerk"]


@pytest.fixture(autouse=True)
def quiet_town(request: Any) -> None:
    """The years are known and the town's project is not in the plan."""
    town: Town = request.getfixturevalue("town")
    town.project.annual_plans.all().delete()
    fill_years()


def round_on(day: date) -> None:
    run_cycle(on=day, now=at_noon(day))


def climbs(subject: str, due_on: date, days: list[int]) -> list[list[tuple[str, int]]]:
    """Who stands on which rung that many days after the due date; each day's round is played alone."""
    seen = []
    for day in days:
        round_on(due_on + timedelta(days=day))
        seen.append([(who, rung) for _subject, who, _due, rung in open_rows(subject)])
    return seen


def test_a_signature_is_asked_of_its_unit_until_it_is_given(town: Town) -> None:
    duty = to_sign(town)
    assert duty.sign_by is not None
    clerk = [("lead_clerk", 11)]
    assert climbs("signature", duty.sign_by, [0, 1, 3, 4, 10, 11]) == [
        [],
        clerk,
        clerk,
        [("lead_clerk", 21)],  # who is on the lowest rung waits for nobody
        [("lead_clerk", 31)],
        [("lead_clerk", 31), ("lead_head", 31)],  # nothing was delivered: three days of patience
    ]
    assert told("signature")[1] == {"修复县道塌方：尚未签收"}
    type(duty).objects.filter(pk=duty.pk).update(
        status="signed", signed_at=at_noon(duty.sign_by), signed_by=town.lead_clerk
    )
    round_on(duty.sign_by + timedelta(days=11))
    assert open_rows("signature") == []
    outcomes = Reminder.objects.filter(subject="signature").values_list("rung", "outcome")
    assert set(outcomes) == {(11, "superseded"), (21, "superseded"), (31, "done")}


def test_a_request_for_more_time_is_the_offices_to_decide_within_the_days_of_the_rule_book(
    town: Town,
) -> None:
    """Asked on Saturday 5 September; three workdays end on Wednesday the 9th."""
    matter = of_lead(town).matter
    make_extension(town, matter, date(2026, 10, 20), status="asked")
    round_on(date(2026, 9, 9))
    assert open_rows("extension") == []
    round_on(date(2026, 9, 10))
    words = {"修复县道塌方：第1次延期申请尚未审批"}
    assert told("extension") == (OFFICE, words)
    assert {row[2] for row in open_rows("extension")} == {date(2026, 9, 9)}
    Extension.objects.update(
        status="approved", decided_by=town.office_head, decided_at=at_noon(date(2026, 9, 10)), decision="同意"
    )
    round_on(date(2026, 9, 11))
    assert open_rows("extension") == []
    assert set(Reminder.objects.filter(subject="extension").values_list("outcome", flat=True)) == {"done"}


def test_a_second_request_is_the_leaders_in_charge(town: Town) -> None:
    matter = of_lead(town, leader=town.leader_post).matter
    make_extension(town, matter, date(2026, 10, 20), status="asked", ordinal=2)
    round_on(date(2026, 9, 10))
    assert told("extension") == (["leader"], {"修复县道塌方：第2次延期申请尚未审批"})


def test_a_slip_is_asked_for_its_signature_and_its_answer_and_tells_whoever_waits(town: Town) -> None:
    slip = make_slip(town, "issued")  # to sign by the 14th, to answer by the 18th
    round_on(date(2026, 9, 12))
    assert told("slip_issued") == (UNIT, {f"{slip.number} 省道过境段改建：请签收并按时反馈"})
    assert open_rows("slip_signature") == open_rows("slip_answer") == []
    round_on(date(2026, 9, 15))
    assert told("slip_signature") == (UNIT, {f"{slip.number} 省道过境段改建：督查单尚未签收"})
    type(slip).objects.update(
        status="signed", signed_at=at_noon(date(2026, 9, 15)), signed_by=town.lead_clerk
    )
    round_on(date(2026, 9, 16))
    assert open_rows("slip_signature") == []
    round_on(date(2026, 9, 20))
    assert told("slip_answer") == (UNIT, {f"{slip.number} 省道过境段改建：督查单尚未反馈"})
    type(slip).objects.update(status="escalated", ended_on=date(2026, 9, 20))
    round_on(date(2026, 9, 20))
    assert open_rows("slip_answer") == []
    outcome = Reminder.objects.filter(subject="slip_answer").values_list("outcome", flat=True)
    assert set(outcome) == {"excused"}


def test_next_years_calendar_is_asked_of_the_office_once_it_was_announced(town: Town) -> None:
    round_on(date(2026, 10, 31))
    assert open_rows("calendar") == []
    round_on(date(2026, 11, 20))
    assert open_rows("calendar") == []
    round_on(date(2026, 11, 21))
    people, words = told("calendar")
    assert (people, len(words)) == (OFFICE, 1)
    assert words == {"2027年节假日安排尚未导入，工作日暂按周一至周五推算"}
    fill_calendar(actor=None, year=2027, estimate=True)
    round_on(date(2026, 11, 22))
    assert open_rows("calendar") == []


def test_whoever_stands_in_is_told_instead_and_the_row_says_for_whom(town: Town) -> None:
    duty = to_sign(town)
    Deputy.objects.create(
        user=town.lead_clerk,
        deputy=town.stranger,
        valid_from=duty.sign_by,
        valid_to=duty.sign_by + timedelta(days=2),
    )
    late = duty.sign_by + timedelta(days=1)
    round_on(late)
    [row] = Reminder.objects.open().filter(subject="signature")
    assert (row.recipient, row.stands_in_for, row.unit) == (town.stranger, town.lead_clerk, town.lead)
    round_on(late + timedelta(days=1))  # back again
    [row] = Reminder.objects.open().filter(subject="signature")
    assert (row.recipient, row.stands_in_for) == (town.lead_clerk, None)
    assert set(Reminder.objects.filter(recipient=town.stranger).values_list("outcome", flat=True)) == {
        "reassigned"
    }
