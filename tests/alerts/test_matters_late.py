"""Of a matter that is late its units are told, rung by rung, until it is not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from supervision.alerts.models import Reminder
from supervision.alerts.services import run_cycle
from supervision.matters.models import Duty, Matter, Stage
from tests.alerts.of_matters import OFFICE, ON, of_lead, open_rows, told
from tests.matters.build import (
    fill_years,
    lead_of,
    make_duty,
    make_exemption,
    make_feedback,
    make_matter,
    make_suspension,
)
from tests.town import NOON, Town

AUGUST = (date(2026, 8, 1), date(2026, 9, 1))


@pytest.fixture(autouse=True)
def quiet_town(request: Any) -> None:
    """Only matters: the town's project is not in the plan."""
    if "town" in request.fixturenames:
        town: Town = request.getfixturevalue("town")
        town.project.annual_plans.all().delete()
        fill_years()


def test_a_matter_past_its_end_climbs_the_ladder_to_the_lead_alone_and_ends_with_the_report(
    town: Town,
) -> None:
    matter = make_matter(
        town, helping=[town.helping], duty_status="under_way", rhythm="once", due_on=date(2026, 9, 9)
    )
    run_cycle(on=date(2026, 9, 3), now=NOON)
    assert open_rows("matter") == []
    run_cycle(on=ON, now=NOON)
    assert open_rows() == [("matter", "lead_clerk", date(2026, 9, 9), 12)]
    assert told("matter")[1] == {"修复县道塌方：尚未报办结"}
    run_cycle(on=date(2026, 9, 20), now=NOON)
    assert open_rows("matter") == [
        ("matter", "lead_clerk", date(2026, 9, 9), 31),
        ("matter", "lead_head", date(2026, 9, 9), 31),
    ]
    Duty.objects.filter(pk=lead_of(matter).pk).update(status="reported", reported_at=NOON)
    run_cycle(on=date(2026, 9, 20), now=NOON)
    assert open_rows("matter") == []


def test_what_the_lead_refused_is_the_offices_to_hand_on(town: Town) -> None:
    make_matter(town, duty_status="refused", due_on=date(2026, 9, 9))
    run_cycle(on=ON, now=NOON)
    assert told("matter")[0] == OFFICE


@pytest.mark.parametrize(
    ("on", "people"),
    [
        (date(2026, 9, 23), []),
        (date(2026, 9, 24), ["lead_clerk"]),  # the 25th is a holiday
        (date(2026, 9, 28), ["lead_clerk"]),
        (date(2026, 9, 30), ["lead_clerk"]),
    ],
)
def test_three_workdays_before_the_end_the_lead_unit_is_told_once(
    town: Town, on: date, people: list[str]
) -> None:
    make_matter(town, duty_status="under_way", rhythm="once")
    run_cycle(on=on, now=NOON)
    words = {"修复县道塌方：尚未报办结（9月30日到期）"} if people else set()
    assert told("matter") == (people, words)


def test_before_a_holiday_three_workdays_are_more_days(town: Town) -> None:
    """1–7 October is off: the third workday after 30 September is the 10th, a Saturday that is worked."""
    make_matter(town, duty_status="under_way", rhythm="once", due_on=date(2026, 10, 10))
    make_matter(town, duty_status="under_way", rhythm="once", due_on=date(2026, 10, 12))
    run_cycle(on=date(2026, 9, 30), now=NOON)
    assert open_rows("matter") == [("matter", "lead_clerk", date(2026, 10, 10), 11)]


def test_a_missing_feedback_is_told_for_each_period_until_a_later_one_is_given(town: Town) -> None:
    duty = of_lead(town, issued_on=date(2026, 7, 1))
    run_cycle(on=ON, now=NOON)
    assert open_rows() == [
        ("feedback", "lead_clerk", date(2026, 8, 5), 41),
        ("feedback", "lead_clerk", date(2026, 9, 7), 21),
        ("feedback", "lead_head", date(2026, 8, 5), 41),
        ("feedback", "leader", date(2026, 8, 5), 41),
    ]
    assert told("feedback")[1] == {
        "修复县道塌方：2026年7月反馈尚未报送",
        "修复县道塌方：2026年8月反馈尚未报送",
    }
    make_feedback(town, duty, AUGUST, status="sent")
    assert run_cycle(on=ON, now=NOON).settled == 4
    assert open_rows("feedback") == []


@pytest.mark.parametrize(("issued_on", "late"), [(date(2026, 8, 16), 1), (date(2026, 8, 17), 0)])
def test_whoever_was_told_in_the_second_half_of_a_period_owes_no_feedback_for_it(
    town: Town, issued_on: date, late: int
) -> None:
    of_lead(town, issued_on=issued_on)
    run_cycle(on=ON, now=NOON)
    assert len(open_rows("feedback")) == late


def test_a_helping_unit_is_told_of_its_own_feedback_and_only_the_newest_periods(town: Town) -> None:
    matter = make_matter(
        town, helping=[town.helping], duty_status="under_way", rhythm="weekly", issued_on=date(2026, 6, 1)
    )
    make_feedback(town, lead_of(matter), (date(2026, 8, 31), date(2026, 9, 7)))
    run_cycle(on=ON, now=NOON)
    assert open_rows("feedback") == [
        ("feedback", "helping_clerk", date(2026, 8, 24), 41),
        ("feedback", "helping_clerk", date(2026, 8, 31), 31),
        ("feedback", "helping_clerk", date(2026, 9, 7), 21),
        ("feedback", "leader", date(2026, 8, 24), 41),
        # 水务局 has no head
        ("feedback", "office_head", date(2026, 8, 24), 41),
        ("feedback", "office_head", date(2026, 8, 31), 31),
        ("feedback", "supervisor", date(2026, 8, 24), 41),
        ("feedback", "supervisor", date(2026, 8, 31), 31),
    ]


def test_a_stage_that_was_not_reported_is_told_with_its_name(town: Town) -> None:
    matter = of_lead(town, rhythm="by_stage").matter
    for name, day in (("完成勘察", 5), ("完成设计", 10), ("开工", 20)):
        Stage.objects.create(matter=matter, name=name, due_on=date(2026, 9, day))
    run_cycle(on=ON, now=NOON)
    assert open_rows("feedback") == [
        ("feedback", "lead_clerk", date(2026, 9, 5), 21),
        ("feedback", "lead_clerk", date(2026, 9, 10), 11),
    ]
    assert "修复县道塌方：阶段“完成设计”反馈尚未报送" in told("feedback")[1]
    make_feedback(town, lead_of(matter), (date(2026, 9, 1), date(2026, 9, 6)))
    run_cycle(on=ON, now=NOON)
    assert open_rows("feedback") == [("feedback", "lead_clerk", date(2026, 9, 10), 11)]


LATE = {"signature": "to_sign", "feedback": "under_way", "matter": "under_way"}
MEASURES = {"signature": "signature_delay", "feedback": "feedback_missing", "matter": "days_left"}


@pytest.mark.parametrize("subject", LATE)
def test_what_is_suspended_or_exempted_or_ended_is_not_late(town: Town, subject: str) -> None:
    def late() -> Matter:
        return make_matter(
            town, duty_status=LATE[subject], due_on=date(2026, 9, 9), issued_on=date(2026, 8, 1)
        )

    matters = [late() for _number in range(4)]
    run_cycle(on=ON, now=NOON)
    assert len({row.leads_to for row in Reminder.objects.open().about().filter(subject=subject)}) == 4
    make_suspension(town, matters[0], date(2026, 9, 12), date(2026, 9, 20))
    make_exemption(town, matters[1], MEASURES[subject], date(2026, 9, 12), date(2026, 9, 20))
    Matter.objects.filter(pk=matters[2].pk).update(
        status="withdrawn", ended_on=ON, end_reason="领导同意", end_approver=town.leader_post
    )
    run_cycle(on=ON, now=NOON)
    rows = Reminder.objects.open().about().filter(subject=subject)
    assert {row.leads_to for row in rows} == {("matter", matters[3].pk)}


def test_after_a_reassignment_the_former_unit_is_left_in_peace(town: Town) -> None:
    matter = make_matter(town, rhythm="once")
    run_cycle(on=ON, now=NOON)
    assert {who for _subject, who, _due, _rung in open_rows()} == {"lead_clerk"}
    former = lead_of(matter)
    Duty.objects.filter(pk=former.pk).update(status="released")
    make_duty(
        town, matter, town.helping, role="lead", replaces=former, issued_on=ON, sign_by=date(2026, 9, 15)
    )
    run_cycle(on=ON, now=NOON)
    assert open_rows() == [("assigned", "helping_clerk", ON, 0)]
