"""The ladder as dates, and what becomes of what was told when it changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation

from accounts.models import Person, Post, Role, RoleGrant, Tenure
from projects.models import Milestone
from rulebook.models import LadderRung
from rulebook.rules import DayUnit, Workdays
from rulebook.rules.ladder import Addressee, Colour, Rung
from rulebook.services import change_ladder
from supervision.alerts.models import Reminder
from supervision.alerts.rules.steps import steps_of
from supervision.alerts.services import plan_reminders, run_cycle
from supervision.alerts.templatetags.alerts_ui import rung_day
from tests.matters.build import fill_years
from tests.town import NOON, SINCE, Town, make_user

ON = date(2026, 9, 12)


def rung(colour: Colour, offset: int, *people: Addressee, patience: int = 3) -> Rung:
    return Rung(colour, 1, offset, DayUnit.NATURAL, people, patience=patience)


@pytest.fixture
def quiet(town: Town) -> Town:
    fill_years()
    town.project.annual_plans.all().delete()
    return town


def late_since(town: Town, due_on: date) -> Milestone:
    return Milestone.objects.create(project=town.project, name="路基完工", due_on=due_on, unit=town.lead)


def told() -> list[tuple[str, int]]:
    return sorted(Reminder.objects.open().values_list("recipient__username", "rung"))


def test_a_thing_stands_on_one_step_of_each_addressee_and_only_those_above_wait() -> None:
    ladder = [
        rung(Colour.NOTE, 1, Addressee.CLERK),
        rung(Colour.YELLOW, 8, Addressee.CLERK, Addressee.UNIT_HEAD),
        rung(Colour.RED, 20, Addressee.UNIT_HEAD, patience=0),
    ]
    found = [
        (step.addressee, step.level, step.after, step.reached, step.sure)
        for step in steps_of(ladder, ON, Workdays({}))
    ]
    eleventh, fourth, first = date(2026, 9, 11), date(2026, 9, 4), date(2026, 9, 1)
    red = date(2026, 8, 23)
    assert found == [
        ("clerk", 11, fourth, eleventh, date.max),
        ("clerk", 31, date.min, fourth, date.max),
        ("unit_head", 31, red, fourth, first),
        ("unit_head", 41, date.min, red, first),
    ]


def test_who_is_on_the_lowest_rung_is_told_at_once_and_others_after_a_day_on_which_it_was_delivered(
    quiet: Town,
) -> None:
    late_since(quiet, date(2026, 9, 3))
    assert (plan_reminders(on=ON, now=NOON), told()) == (1, [("lead_clerk", 31)])
    assert plan_reminders(on=ON, now=NOON) == 0
    Reminder.objects.update(delivered_at=NOON)
    assert plan_reminders(on=ON, now=NOON) == 0
    next_day = ON + timedelta(days=1)
    assert (plan_reminders(on=next_day, now=NOON), told()) == (1, [("lead_clerk", 31), ("lead_head", 31)])


def test_when_nothing_is_delivered_others_are_told_once_their_patience_is_over(quiet: Town) -> None:
    late_since(quiet, date(2026, 9, 3))
    plan_reminders(on=ON, now=NOON)
    assert plan_reminders(on=ON + timedelta(days=1), now=NOON) == 0
    assert plan_reminders(on=ON + timedelta(days=2), now=NOON) == 1
    assert told() == [("lead_clerk", 31), ("lead_head", 31)]


def test_after_days_without_a_round_each_is_told_once_on_the_highest_rung(quiet: Town) -> None:
    """Red for a day; the head's patience on yellow is over, the leader's on red is not."""
    late_since(quiet, date(2026, 8, 26))
    assert plan_reminders(on=ON, now=NOON) == 2
    assert told() == [("lead_clerk", 41), ("lead_head", 41)]
    Reminder.objects.update(delivered_at=NOON)
    assert plan_reminders(on=ON + timedelta(days=1), now=NOON) == 1
    assert told() == [("lead_clerk", 41), ("lead_head", 41), ("leader", 41)]
    assert plan_reminders(on=ON + timedelta(days=1), now=NOON) == 0


def test_who_sits_on_the_lowest_rung_and_higher_up_too_gets_the_higher_one_at_once(quiet: Town) -> None:
    RoleGrant.objects.filter(user=quiet.lead_clerk).update(valid_to=ON)
    ladder = [rung(Colour.NOTE, 1, Addressee.CLERK), rung(Colour.YELLOW, 8, Addressee.UNIT_HEAD)]
    change_ladder(actor=None, ladder="milestone", valid_from=ON, rungs=ladder)
    late_since(quiet, date(2026, 9, 3))
    assert (plan_reminders(on=ON, now=NOON), told()) == (1, [("lead_head", 31)])


def test_who_was_told_climbs_at_once_though_nothing_was_delivered(quiet: Town) -> None:
    late_since(quiet, date(2026, 8, 31))
    plan_reminders(on=ON, now=NOON)
    assert told() == [("lead_clerk", 31), ("lead_head", 31)]
    assert plan_reminders(on=date(2026, 9, 16), now=NOON) == 2
    assert told() == [("lead_clerk", 41), ("lead_head", 41)]
    assert Reminder.objects.filter(rung=31, outcome="superseded").count() == 2


def test_a_changed_ladder_neither_settles_nor_repeats_what_was_told(quiet: Town) -> None:
    late_since(quiet, date(2026, 9, 1))
    run_cycle(on=ON, now=NOON)
    before = told()
    assert before == [("lead_clerk", 31), ("lead_head", 31)]
    later = [rung(Colour.NOTE, 1, Addressee.CLERK), rung(Colour.YELLOW, 30, Addressee.UNIT_HEAD)]
    change_ladder(actor=None, ladder="milestone", valid_from=ON, rungs=later)
    planned = run_cycle(on=ON, now=NOON)
    assert (planned.raised, planned.settled, told()) == (0, 0, before)


def test_a_vacant_post_goes_up_to_the_chief_and_the_text_says_so(quiet: Town) -> None:
    post = Post.objects.create(name="县长", unit=quiet.county, is_county_leader=True, is_chief=True, order=0)
    chief = make_user("chief", "甄县长", quiet.county, Role.LEADER)
    Tenure.objects.create(post=post, person=Person.objects.get(user=chief), valid_from=SINCE)
    Tenure.objects.filter(post=quiet.leader_post).update(valid_to=ON)
    late_since(quiet, date(2026, 8, 1))
    plan_reminders(on=ON, now=NOON)
    assert told() == [("chief", 41), ("lead_clerk", 41), ("lead_head", 41)]
    row = Reminder.objects.get(recipient=chief)
    assert row.text.endswith("尚未完成（常务副县长暂无在任领导的账号，请阅处）")


@pytest.mark.parametrize(
    ("offset", "unit", "said"),
    [
        (-1, "working", "1 working day before the due date"),
        (-3, "working", "3 working days before the due date"),
        (0, "natural", "On the due date"),
        (1, "natural", "1 day after the due date"),
        (8, "natural", "8 days after the due date"),
        (1, "working", "1 working day after the due date"),
        (-1, "natural", "1 day before the due date"),
    ],
)
def test_one_day_is_not_several_in_english(offset: int, unit: str, said: str) -> None:
    with translation.override("en"):
        assert rung_day(LadderRung(offset=offset, unit=unit)) == said
