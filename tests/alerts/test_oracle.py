"""The one statement plans what the slow, obvious Python plans, whatever the ladder; and the dry run says so.

``ORACLE_EXAMPLES`` sets how many random ladders are tried: 4 by default, 1,000 in the slow run.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Deputy, Post, Role, Tenure
from projects.models import Milestone
from rulebook.rules import DayUnit
from rulebook.rules.ladder import Addressee, Channel, Colour, Rung
from rulebook.selectors import calendar
from rulebook.services import change_ladder
from supervision.alerts.models import Reminder
from supervision.alerts.services import plan_reminders, settle_reminders
from supervision.alerts.services.rehearsing import preview_ladder
from tests.alerts import oracle
from tests.matters.build import fill_years
from tests.town import NOON, SINCE, Town, make_user

ON = date(2026, 9, 12)
EXAMPLES = int(os.environ.get("ORACLE_EXAMPLES", "4"))
PEOPLE = st.sets(st.sampled_from(list(Addressee)), min_size=1, max_size=3).map(sorted)
LEVELS = st.sets(st.tuples(st.sampled_from(list(Colour)), st.integers(1, 2)), min_size=1, max_size=5)


@st.composite
def ladders(draw: st.DrawFn) -> list[Rung]:
    levels = sorted(draw(LEVELS), key=lambda level: (level[0].rank, level[1]))
    offsets = sorted(draw(st.sets(st.integers(-6, 20), min_size=len(levels), max_size=len(levels))))
    return [
        Rung(
            colour,
            step,
            offset,
            draw(st.sampled_from(list(DayUnit))),
            tuple(draw(PEOPLE)),
            (Channel.EMAIL,),
            patience=draw(st.integers(0, 6)),
        )
        for (colour, step), offset in zip(levels, offsets, strict=True)
    ]


@pytest.fixture
def many(town: Town) -> Town:
    """Units with and without staff, a deputy, a chief, and things due from three weeks ago to next week."""
    fill_years()
    town.project.annual_plans.all().delete()
    chief = make_user("chief", "甄县长", town.county, Role.LEADER)
    assert chief.person is not None
    post = Post.objects.create(name="县长", unit=town.county, is_county_leader=True, is_chief=True, order=0)
    Tenure.objects.create(post=post, person=chief.person, valid_from=SINCE)
    Deputy.objects.create(user=town.lead_head, deputy=town.stranger, valid_from=SINCE)
    Deputy.objects.create(user=town.stranger, deputy=town.helping_clerk, valid_from=ON)
    units = [None, town.lead, town.below_lead, town.strange, town.office]
    for number in range(15):
        due_on = ON + timedelta(days=(number * 7) % 28 - 20)
        Milestone.objects.create(
            project=town.project, name=f"节点{number}", due_on=due_on, unit=units[number % 5]
        )
    return town


def open_rows() -> set[oracle.Row]:
    rows = Reminder.objects.open().filter(subject="milestone")
    return set(rows.values_list("milestone", "recipient__username", "rung"))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=ladders(), second=ladders(), told=st.integers(1, 4))
def test_the_plan_is_what_plain_python_plans(
    many: Town, first: list[Rung], second: list[Rung], told: int
) -> None:
    """One round by the first ladder; some of it is delivered; days later one by the second."""
    with transaction.atomic():
        _round(first, ON)
        some = [row.pk for row in Reminder.objects.all() if row.pk % told == 0]
        Reminder.objects.filter(pk__in=some).update(delivered_at=NOON)
        assert settle_reminders(on=ON, now=NOON) == 0
        _round(second, ON + timedelta(days=3))
        transaction.set_rollback(True)


def _round(ladder: Sequence[Rung], on: date) -> None:
    foretold = {
        (line.reminder.milestone_id, line.reminder.recipient.username, line.reminder.rung)
        for line in preview_ladder(actor=None, ladder="milestone", valid_from=on, rungs=ladder, now=NOON)
    }
    expected = oracle.to_tell(ladder, on, calendar(on - timedelta(days=90), on + timedelta(days=90)))
    before = open_rows()
    change_ladder(actor=None, ladder="milestone", valid_from=on, rungs=ladder)
    raised = plan_reminders(on=on, now=NOON, ladder="milestone")
    assert open_rows() - before == expected == foretold
    assert raised == len(expected)
    kept = {row for row in before if not any(row[:2] == new[:2] and row[2] < new[2] for new in expected)}
    assert open_rows() == kept | expected
    assert plan_reminders(on=on, now=NOON, ladder="milestone") == 0
