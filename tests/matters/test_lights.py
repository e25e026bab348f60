"""Lights and states: SQL and plain Python say the same of every matter, whatever happened to it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from supervision.matters.models import Matter, Stage
from supervision.matters.rules.lights import (
    MEASURES,
    DutyFacts,
    MatterFacts,
    Pace,
    days_until,
    judge,
)
from supervision.matters.rules.words import (
    DutyRole,
    DutyStatus,
    MatterStatus,
    Rhythm,
)
from supervision.matters.selectors.pace import matter_pace
from tests.matters.build import (
    at_noon,
    end,
    fill_years,
    make_duty,
    make_exemption,
    make_feedback,
    make_matter,
    make_suspension,
)
from tests.rulebook.arrangements import WORKDAYS
from tests.town import Town, build_town

ON = date(2026, 9, 12)
days = st.dates(date(2025, 6, 1), date(2027, 3, 31))
statuses = st.sampled_from([MatterStatus.ISSUED] * 6 + [MatterStatus.SHOWN, *MatterStatus])
standing = st.sampled_from([status for status in DutyStatus if status != DutyStatus.PLANNED])


@st.composite
def duties(draw: st.DrawFn, role: DutyRole = DutyRole.HELPING) -> DutyFacts:
    lead = role == DutyRole.LEAD
    status = draw(standing.filter(lambda one: one != DutyStatus.RELEASED) if lead else standing)
    issued_on = draw(days)
    done = status in (DutyStatus.REPORTED, DutyStatus.ACCEPTED)
    return DutyFacts(
        role,
        status,
        issued_on,
        issued_on + timedelta(draw(st.integers(0, 20))),
        issued_on + timedelta(draw(st.integers(0, 200))) if done else None,
        draw(st.none() | st.integers(-40, 300).map(lambda n: issued_on + timedelta(n))),
    )


@st.composite
def stops(draw: st.DrawFn) -> tuple[tuple[date, date], ...]:
    ends = sorted(draw(st.lists(days, max_size=4, unique=True)))
    return tuple(zip(ends[::2], ends[1::2], strict=False))


@st.composite
def matters(draw: st.DrawFn) -> MatterFacts:
    issued_on = draw(days)
    near = st.integers(-30, 200).map(lambda n: issued_on + timedelta(n))
    stages = draw(st.lists(near, max_size=4, unique=True))
    return MatterFacts(
        status=draw(statuses),
        rhythm=draw(st.sampled_from(Rhythm)),
        issued_on=issued_on,
        due_on=draw(st.none() | near),
        duties=(draw(duties(DutyRole.LEAD)), *draw(st.lists(duties(), max_size=3))),
        stages=tuple((f"第{n}阶段", day) for n, day in enumerate(stages)),
        stops=draw(stops()),
        exempt=draw(st.frozensets(st.sampled_from(MEASURES))) if draw(st.booleans()) else frozenset(),
    )


def stored(town: Town, facts: MatterFacts, on: date) -> Matter:
    """The same facts as rows, among rows that must not count."""
    status = facts.status if facts.status in (MatterStatus.ISSUED, MatterStatus.SHOWN) else "issued"
    values: dict[str, Any] = {"rhythm": facts.rhythm, "issued_on": facts.issued_on, "due_on": facts.due_on}
    matter = make_matter(town, status=status, **values)
    matter.duties.all().delete()
    units = [town.lead, town.helping, town.strange, town.below_lead]
    for told, unit in zip(facts.duties, units, strict=False):
        stamps: dict[str, Any] = {"sign_by": told.sign_by}
        if told.reported_on:
            stamps["reported_at"] = at_noon(told.reported_on)
        duty = make_duty(
            town, matter, unit, role=told.role, status=told.status, issued_on=told.issued_on, **stamps
        )
        if told.answered:
            first = told.answered
            make_feedback(town, duty, (first - timedelta(90), first - timedelta(60)), status="sent")
            make_feedback(town, duty, (first, first + timedelta(30)))
            make_feedback(town, duty)
        # Beyond all days that are drawn: what was given back answers nothing, however late its period.
        make_feedback(town, duty, (date(2035, 4, 1), date(2035, 5, 1)), status="returned")
    for name, day in facts.stages:
        Stage.objects.create(matter=matter, name=name, due_on=day)
    for start, stop in facts.stops:
        make_suspension(town, matter, start, stop)
    for measure in facts.exempt:
        make_exemption(town, matter, measure, on, on + timedelta(1))
        make_exemption(town, matter, measure, on - timedelta(9), on)
    return matter


class TestTheTwins(TestCase):
    town: Town
    other: Matter

    @classmethod
    def setUpTestData(cls) -> None:
        cls.town = build_town()
        fill_years()
        # A row that must not count: another matter, late in everything.
        cls.other = make_matter(cls.town, "另一事项", issued_on=date(2025, 1, 1), due_on=date(2025, 2, 1))

    @pytest.mark.slow
    @settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(facts=matters(), on=days, data=st.data())
    def test_sql_and_python_agree_on_every_light(
        self, facts: MatterFacts, on: date, data: st.DataObject
    ) -> None:
        left_out = data.draw(st.frozensets(st.sampled_from(MEASURES), max_size=1))
        known = matter_pace(on)
        rules = {measure: rule for measure, rule in known.thresholds.items() if measure not in left_out}
        pace = Pace(on, rules, known.workdays, known.periods)
        matter = stored(self.town, facts, on)
        if facts.status not in (MatterStatus.ISSUED, MatterStatus.SHOWN):
            # Neither column nor constraint matters here, only how the status is read.
            facts = MatterFacts(**{**facts.__dict__, "status": ended_as(self.town, matter, facts.status)})
        told = Matter.objects.with_state(on).with_margins(pace).with_light(pace).get(pk=matter.pk)
        oracle = judge(facts, pace)
        assert told.state == oracle.state
        for measure in MEASURES:
            assert getattr(told, measure) == oracle.margins[measure], measure
            assert getattr(told, f"{measure}_light") == oracle.lights[measure], measure
        assert told.light == oracle.light

    @settings(max_examples=60, deadline=None)
    @given(on=days, due_on=days)
    def test_workdays_are_counted_alike(self, on: date, due_on: date) -> None:
        Matter.objects.filter(pk=self.other.pk).update(due_on=due_on)
        row = Matter.objects.with_margins(matter_pace(on)).get(pk=self.other.pk)
        assert row.days_left == days_until(on, due_on, WORKDAYS)


def ended_as(town: Town, matter: Matter, status: MatterStatus) -> MatterStatus:
    """Ended for good where the row allows it, else withdrawn: one is like another here."""
    if status in (MatterStatus.CLOSED, MatterStatus.LONG_TERM, MatterStatus.CONTINUED):
        end(town, matter, status)
        return status
    if status == MatterStatus.REGISTERED:
        Matter.objects.filter(pk=matter.pk).update(status=status)
        return status
    end(town, matter, MatterStatus.WITHDRAWN)
    return MatterStatus.WITHDRAWN
