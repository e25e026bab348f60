"""What is late is raised once, at the highest rung, to the people of the unit that owes it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from accounts.models import Person, Role, RoleGrant, User
from indicators.services import NewObservation, define_indicator, record_observations
from projects.models import AnnualPlan, Exemption, Milestone, MonthlyProgress, Responsibility
from projects.models.responsibility import ResponsibilityRole
from rulebook.models import INDICATOR_VALUE, MONTHLY_PROGRESS, DeadlineRule
from rulebook.rules import Month
from supervision.alerts import selectors
from supervision.alerts.models import Digest, Reminder
from supervision.alerts.rules import pause_after
from supervision.alerts.services import plan_reminders, run_cycle, settle_reminders
from tests.matters.build import fill_years
from tests.town import NOON, SINCE, Town, accept_month, build_town, carry, make_project

# August's report was due on Monday 7 September: the 5th was a Saturday.
DUE = date(2026, 9, 7)
STORY_DAY = date(2026, 9, 12)


@pytest.fixture(autouse=True)
def known_years(request: Any) -> None:
    """The office is not told of a missing calendar."""
    if "town" in request.fixturenames:
        request.getfixturevalue("town")
        fill_years()


def reported_until(town: Town, month: int) -> None:
    for number in range(1, month + 1):
        accept_month(town.project, number, number * 100)


def raised(**conditions: Any) -> list[tuple[str, date, int]]:
    rows = Reminder.objects.filter(**conditions).order_by("due_on", "recipient__username")
    return [(row.recipient.username, row.due_on, row.rung) for row in rows]


def test_pauses_between_attempts_double() -> None:
    assert [pause_after(attempt) for attempt in (1, 2, 3, 4)] == [10, 20, 40, 80]


@pytest.mark.parametrize("on", [date(2026, 9, 5), DUE])
def test_nothing_is_late_on_the_day_that_it_is_due(town: Town, on: date) -> None:
    reported_until(town, 7)
    assert plan_reminders(on=on, now=NOON) == 0


def test_a_missing_report_is_told_to_the_clerk_of_the_unit_that_owes_it(town: Town) -> None:
    reported_until(town, 7)
    assert plan_reminders(on=STORY_DAY, now=NOON) == 1
    assert raised() == [("lead_clerk", DUE, 21)]
    assert Reminder.objects.get().text == "省道过境段改建：2026年1—8月进展尚未报送"


def test_eight_days_late_and_three_of_patience_the_head_of_the_unit_is_told_too(town: Town) -> None:
    reported_until(town, 7)
    plan_reminders(on=date(2026, 9, 18), now=NOON)
    assert raised() == [("lead_clerk", DUE, 31), ("lead_head", DUE, 31)]


def test_the_same_round_again_raises_nothing(town: Town) -> None:
    plan_reminders(on=STORY_DAY, now=NOON)
    before = Reminder.objects.count()
    assert plan_reminders(on=STORY_DAY, now=NOON) == 0
    assert Reminder.objects.count() == before


def test_after_days_without_beat_one_reminder_at_the_highest_rung_is_raised(town: Town) -> None:
    reported_until(town, 7)
    plan_reminders(on=date(2026, 9, 30), now=NOON)
    assert raised(recipient=town.lead_clerk) == [("lead_clerk", DUE, 41)]


def test_each_missing_month_of_the_year_is_raised_with_its_own_due_date(town: Town) -> None:
    reported_until(town, 6)
    plan_reminders(on=STORY_DAY, now=NOON)
    assert raised(recipient=town.lead_clerk) == [
        ("lead_clerk", date(2026, 8, 5), 41),
        ("lead_clerk", DUE, 21),
    ]


@pytest.mark.parametrize(
    ("on", "due_on"),
    [
        (date(2027, 2, 1), [date(2027, 1, 5)]),
        (date(2027, 3, 31), [date(2027, 1, 5)]),
        (date(2027, 4, 1), []),
    ],
)
def test_december_is_still_owed_in_the_first_months_of_the_next_year(
    town: Town, on: date, due_on: list[date]
) -> None:
    reported_until(town, 11)
    plan_reminders(on=on, now=NOON)
    assert [due for _who, due, _rung in raised(recipient=town.lead_clerk)] == due_on


def test_the_deadlines_of_a_year_are_read_in_two_queries(town: Town, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        months = selectors.months_due(STORY_DAY, MONTHLY_PROGRESS, STORY_DAY)
    assert (len(months), months[-1]) == (8, (Month(2026, 8), DUE))


def test_a_submitted_report_is_not_late(town: Town) -> None:
    reported_until(town, 7)
    accept_month(town.project, 8, 800, status="submitted", decided_by=None, decided_at=None)
    assert plan_reminders(on=STORY_DAY, now=NOON) == 0


def test_an_exempted_project_is_left_in_peace(town: Town) -> None:
    reported_until(town, 7)
    Exemption.objects.create(
        project=town.project,
        measure="report_missing",
        reason="汛期停工",
        granted_by=town.office_head,
        valid_from=SINCE,
        valid_to=date(2026, 12, 31),
    )
    assert plan_reminders(on=STORY_DAY, now=NOON) == 0


def test_without_a_clerk_the_head_is_told_at_once(town: Town) -> None:
    reported_until(town, 7)
    RoleGrant.objects.filter(user=town.lead_clerk).update(valid_to=STORY_DAY)
    plan_reminders(on=STORY_DAY, now=NOON)
    assert raised() == [("lead_head", DUE, 21)]


def test_without_clerk_and_head_the_office_is_told_and_of_whom(town: Town) -> None:
    reported_until(town, 7)
    RoleGrant.objects.filter(user=town.lead_clerk).update(valid_to=STORY_DAY)
    User.objects.filter(pk=town.lead_head.pk).update(is_active=False)
    plan_reminders(on=STORY_DAY, now=NOON)
    assert raised() == [("office_head", DUE, 21), ("supervisor", DUE, 21)]
    assert Reminder.objects.earliest("pk").text == (
        "省道过境段改建：2026年1—8月进展尚未报送（交通局没有联络员和负责人账号，请督查办转告）"
    )


def test_a_project_that_nobody_carries_is_told_to_the_office(town: Town) -> None:
    reported_until(town, 7)
    town.project.responsibilities.all().delete()
    Milestone.objects.create(project=town.project, name="路基完工", due_on=date(2026, 9, 10))
    plan_reminders(on=STORY_DAY, now=NOON)
    assert raised(recipient=town.supervisor) == [
        ("supervisor", DUE, 21),
        ("supervisor", date(2026, 9, 10), 11),
    ]
    assert Reminder.objects.earliest("pk").text.endswith("（没有责任单位，请督查办落实）")
    assert set(Reminder.objects.values_list("recipient__username", flat=True)) == {
        "supervisor",
        "office_head",
    }


def test_once_a_clerk_is_appointed_those_who_stood_in_are_left_in_peace(town: Town) -> None:
    reported_until(town, 7)
    RoleGrant.objects.filter(user=town.lead_clerk).update(valid_to=STORY_DAY)
    run_cycle(on=STORY_DAY, now=NOON)
    RoleGrant.objects.filter(user=town.lead_clerk).update(valid_to=None)
    assert (run_cycle(on=STORY_DAY, now=NOON).settled, raised(settled_at=None)) == (
        1,
        [("lead_clerk", DUE, 21)],
    )


def test_the_board_names_the_units_that_have_no_clerk(town: Town) -> None:
    assert list(selectors.units_without_clerk(town.supervisor, STORY_DAY)) == []
    User.objects.filter(pk=town.lead_clerk.pk).update(is_active=False)
    [unit] = selectors.units_without_clerk(town.supervisor, STORY_DAY)
    assert (unit, unit.has_head) == (town.lead, True)


def test_who_is_clerk_and_head_and_carries_in_two_roles_is_told_once(town: Town) -> None:
    reported_until(town, 7)
    carry(town.project, ResponsibilityRole.LEAD, town.lead)
    RoleGrant.objects.create(user=town.lead_clerk, role=Role.UNIT_HEAD, unit=town.lead, valid_from=SINCE)
    plan_reminders(on=date(2026, 9, 18), now=NOON)
    assert raised() == [("lead_clerk", DUE, 31), ("lead_head", DUE, 31)]


def test_a_project_moved_out_of_the_plan_is_left_in_peace(town: Town) -> None:
    AnnualPlan.objects.update(change="removed", reason="暂缓实施")
    assert plan_reminders(on=STORY_DAY, now=NOON) == 0


def test_a_milestone_is_left_in_peace_once_its_project_is_moved_out_of_this_years_plan(town: Town) -> None:
    reported_until(town, 8)
    Milestone.objects.create(project=town.project, name="路基完工", due_on=date(2026, 9, 10))
    run_cycle(on=STORY_DAY, now=NOON)
    AnnualPlan.objects.update(change="removed", reason="暂缓实施", year=2025)
    assert run_cycle(on=STORY_DAY, now=NOON).settled == 0
    AnnualPlan.objects.update(year=2026)
    assert run_cycle(on=STORY_DAY, now=NOON).settled == 1
    assert raised(outcome="excused") == [("lead_clerk", date(2026, 9, 10), 11)]


def test_after_a_hand_over_the_successor_is_told_and_the_former_left_in_peace(town: Town) -> None:
    reported_until(town, 7)
    run_cycle(on=STORY_DAY, now=NOON)
    Responsibility.objects.filter(unit=town.lead).update(unit=town.strange)
    again = run_cycle(on=STORY_DAY, now=NOON)
    assert (again.settled, raised(settled_at=None)) == (1, [("stranger", DUE, 21)])
    assert raised(outcome="reassigned") == [("lead_clerk", DUE, 21)]


def test_a_returned_report_is_owed_again_and_told_again(town: Town) -> None:
    reported_until(town, 7)
    run_cycle(on=STORY_DAY, now=NOON)
    report = accept_month(town.project, 8, 800, status="submitted", decided_by=None, decided_at=None)
    run_cycle(on=STORY_DAY, now=NOON)
    MonthlyProgress.objects.filter(pk=report.pk).update(
        status="returned", return_reason="形象进度未填", decided_by=town.supervisor, decided_at=NOON
    )
    assert run_cycle(on=STORY_DAY, now=NOON).raised == 1
    assert raised(settled_at=None) == [("lead_clerk", DUE, 21)]
    assert [row.outcome for row in Reminder.objects.order_by("pk")] == ["done", ""]


def test_a_missed_milestone_is_told_to_its_own_unit(town: Town) -> None:
    reported_until(town, 8)
    Milestone.objects.create(
        project=town.project, name="路基完工", due_on=date(2026, 9, 1), unit=town.helping
    )
    plan_reminders(on=STORY_DAY, now=NOON)
    # 水务局 has no head: the county has neither, so that the office hears of it
    assert raised() == [
        ("helping_clerk", date(2026, 9, 1), 31),
        ("office_head", date(2026, 9, 1), 31),
        ("supervisor", date(2026, 9, 1), 31),
    ]


def test_a_milestone_without_a_unit_is_told_to_those_who_carry_the_project(town: Town) -> None:
    reported_until(town, 8)
    Milestone.objects.create(project=town.project, name="路基完工", due_on=date(2026, 9, 10))
    plan_reminders(on=STORY_DAY, now=NOON)
    assert raised() == [("lead_clerk", date(2026, 9, 10), 11)]


def test_a_missing_indicator_value_is_told_to_the_unit_that_answers_for_it(town: Town) -> None:
    reported_until(town, 8)
    indicator = define_indicator(
        actor=town.supervisor,
        code="fixed-assets",
        name="固定资产投资",
        measured_in="亿元",
        since=SINCE,
        unit=town.strange,
        skips_january=True,
    )
    record_observations(
        actor=town.supervisor,
        values=[
            NewObservation(indicator.pk, 2026, month, "4_returned", value=Decimal(month))
            for month in range(2, 7)
        ],
        now=NOON,
    )
    plan_reminders(on=STORY_DAY, now=NOON)
    # July's value was due on 25 August; August's is not due before 25 September. Red, and of those who are
    # not on the lowest rung the patience of yellow is over.
    assert raised() == [(who, date(2026, 8, 25), 41) for who in ("office_head", "stranger", "supervisor")]


def test_a_series_that_lags_is_due_as_much_later(town: Town) -> None:
    reported_until(town, 8)
    define_indicator(
        actor=town.supervisor,
        code="gdp",
        name="地区生产总值",
        measured_in="亿元",
        since=SINCE,
        unit=town.strange,
        frequency="quarterly",
        lag_months=1,
    )
    RoleGrant.objects.filter(user=town.stranger).update(role=Role.DATA_CLERK)
    plan_reminders(on=date(2026, 8, 26), now=NOON)
    # The first half's value comes out in July, by 25 August; the data clerk enters it.
    assert raised(due_on__gt=date(2026, 6, 1)) == [("stranger", date(2026, 8, 25), 11)]


def test_what_was_done_meanwhile_is_withdrawn_and_stays_in_the_ledger(town: Town) -> None:
    reported_until(town, 7)
    plan_reminders(on=STORY_DAY, now=NOON)
    assert settle_reminders(on=STORY_DAY, now=NOON) == 0
    accept_month(town.project, 8, 800)
    assert settle_reminders(on=STORY_DAY, now=NOON) == 1
    row = Reminder.objects.get()
    assert (row.settled_at, row.outcome) == (NOON, "done")


def test_an_extended_milestone_starts_its_ladder_anew(town: Town) -> None:
    reported_until(town, 8)
    milestone = Milestone.objects.create(project=town.project, name="路基完工", due_on=date(2026, 9, 1))
    run_cycle(on=STORY_DAY, now=NOON)
    Milestone.objects.filter(pk=milestone.pk).update(due_on=date(2026, 9, 11))
    again = run_cycle(on=STORY_DAY, now=NOON)
    assert (again.raised, again.settled) == (1, 2)
    assert raised(settled_at=None) == [("lead_clerk", date(2026, 9, 11), 11)]
    assert raised(outcome="moved") == [
        ("lead_clerk", date(2026, 9, 1), 31),
        ("lead_head", date(2026, 9, 1), 31),
    ]


def test_a_person_gets_one_letter_a_day(town: Town) -> None:
    reported_until(town, 6)
    assert (
        run_cycle(on=STORY_DAY, now=NOON).bundled == 4
    )  # to the clerk two months, of them to head and leader one
    letters = Digest.objects.order_by("recipient__username")
    assert [(d.recipient.username, d.on, d.lines.count()) for d in letters] == [
        ("lead_clerk", STORY_DAY, 2),
        ("lead_head", STORY_DAY, 1),
        ("leader", STORY_DAY, 1),
    ]


def test_what_is_raised_after_the_letter_left_waits_for_tomorrow(town: Town) -> None:
    reported_until(town, 7)
    run_cycle(on=STORY_DAY, now=NOON)
    Digest.objects.update(attempts=1, sent_at=NOON)
    Milestone.objects.create(project=town.project, name="路基完工", due_on=date(2026, 9, 1), unit=town.lead)
    assert run_cycle(on=STORY_DAY, now=NOON).bundled == 1  # the head's letter of today, not the clerk's
    assert run_cycle(on=date(2026, 9, 13), now=NOON).bundled == 1


def test_a_person_without_an_address_is_told_in_app_only(town: Town) -> None:
    reported_until(town, 7)
    Person.objects.filter(user=town.lead_clerk).update(email="")
    planned = run_cycle(on=STORY_DAY, now=NOON)
    assert (planned.raised, planned.bundled, Digest.objects.count()) == (1, 0, 0)


def test_a_round_costs_the_same_for_one_project_and_for_fifty(town: Town) -> None:
    run_cycle(on=date(2026, 9, 11), now=NOON)  # from now on the kinds that have something open are settled
    with CaptureQueriesContext(
        connection,
    ) as one:
        run_cycle(on=STORY_DAY, now=NOON)
    for number in range(50):
        project = make_project(f"村道硬化{number}", town.sector)
        carry(project, ResponsibilityRole.RESPONSIBLE, town.lead)
    with CaptureQueriesContext(connection) as fifty:
        run_cycle(on=date(2026, 9, 13), now=NOON)
    assert len(fifty) == len(one)
    assert Reminder.objects.filter(recipient=town.lead_clerk).count() == 51 * 8


def plan_at_once(barrier: Barrier) -> None:
    barrier.wait()
    plan_reminders(on=STORY_DAY, now=NOON)
    connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_eight_rounds_at_once_raise_each_reminder_once() -> None:
    town = build_town()
    DeadlineRule.objects.all().delete()
    for key, amount in ((MONTHLY_PROGRESS, 5), (INDICATOR_VALUE, 25)):
        DeadlineRule.objects.create(
            key=key,
            start_event="月份结束",
            amount=amount,
            unit="natural",
            shift_to_workday=True,
            valid_from=SINCE,
        )
    for number in range(25):
        carry(make_project(f"村道硬化{number}", town.sector), ResponsibilityRole.RESPONSIBLE, town.lead)
    barrier = Barrier(8)
    threads = [Thread(target=plan_at_once, args=(barrier,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Reminder.objects.filter(recipient=town.lead_clerk).count() == 26 * 8
    assert Responsibility.objects.filter(role=ResponsibilityRole.RESPONSIBLE).count() == 26
    assert RoleGrant.objects.filter(role=Role.UNIT_CLERK, unit=town.lead).count() == 1
