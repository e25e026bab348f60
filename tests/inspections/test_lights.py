"""Lights of rectifications: SQL and plain Python say the same, whatever the dates and the step."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from rulebook.rules import Light
from supervision.inspections.models import Rectification
from supervision.inspections.rules.lights import MEASURES, Pace, RectificationFacts, judge
from supervision.inspections.rules.words import ENDED, WITH_UNIT, RectificationStatus
from supervision.inspections.selectors import rectification_pace
from tests.inspections.build_rectifications import make_rectification
from tests.matters.build import fill_years
from tests.town import Town, build_town

ON = date(2026, 9, 12)  # a Saturday
X = RectificationStatus
days = st.dates(date(2025, 6, 1), date(2027, 3, 31))
running = [status for status in X if status not in (*ENDED, X.DRAFT)]


def told(town: Town, status: str = X.UNDER_WAY, *, on: date = ON, **dates: Any) -> Any:
    """(days left, its light), (days for the step, its light), the light."""
    values: dict[str, Any] = {"due_on": date(2026, 12, 31), "step_due_on": date(2026, 12, 31)}
    row = make_rectification(town, status=status, **(values | dates))
    pace = rectification_pace(on)
    found: Any = Rectification.objects.with_margins(pace).with_light(pace).get(pk=row.pk)
    return (
        (found.days_left, Light(found.days_left_light)),
        (found.step_days_left, Light(found.step_days_left_light)),
        Light(found.light),
    )


@pytest.mark.parametrize(
    ("due_on", "left", "light"),
    [
        (date(2026, 9, 20), 6, Light.GREEN),  # a Sunday, worked
        (date(2026, 9, 19), 5, Light.YELLOW),
        (date(2026, 9, 12), 0, Light.YELLOW),
        (date(2026, 9, 11), -1, Light.RED),
        (date(2026, 9, 4), -5, Light.RED),
    ],
)
def test_the_unit_has_six_workdays_of_green(
    due_on: date, left: int, light: Light, town: Town, workdays: None
) -> None:
    assert told(town, due_on=due_on)[0] == (left, light)


@pytest.mark.parametrize(
    ("step_due_on", "left", "light"),
    [
        (date(2026, 9, 14), 1, Light.GREEN),
        (date(2026, 9, 13), 0, Light.YELLOW),
        (date(2026, 9, 11), -1, Light.RED),
    ],
)
@pytest.mark.parametrize("status", [X.ISSUED, X.CHECKED, X.LONG_TERM])
def test_the_next_step_is_judged_whoever_owes_it(
    status: str, step_due_on: date, left: int, light: Light, town: Town, workdays: None
) -> None:
    found = told(town, status, step_due_on=step_due_on)
    assert found[1] == (left, light)
    assert found[2] == max(light, Light.EXEMPT if status == X.LONG_TERM else Light.GREEN)


def test_what_was_applied_for_in_time_is_green_ever_after(town: Town, workdays: None) -> None:
    dates = {"due_on": date(2026, 9, 9), "applied_on": date(2026, 9, 9)}
    assert told(town, X.APPLIED, **dates)[0] == (0, Light.GREEN)
    dates["applied_on"] = date(2026, 9, 10)
    assert told(town, X.VERIFIED, on=date(2026, 12, 1), **dates)[0] == (-1, Light.RED)


def test_what_was_sent_back_is_judged_by_today_again(town: Town, workdays: None) -> None:
    dates: dict[str, Any] = {"due_on": date(2026, 9, 9), "applied_on": date(2026, 9, 8)}
    dates |= {"applied_by": town.lead_head}
    assert told(town, X.UNDER_WAY, **dates)[0] == (-2, Light.RED)


def test_the_date_of_what_is_long_term_is_grey_until_it_is_closed(town: Town, workdays: None) -> None:
    late = {"due_on": date(2026, 9, 1)}
    assert told(town, X.LONG_TERM, **late)[0] == (None, Light.EXEMPT)
    assert told(town, X.APPLIED, end_reason="须常年管护", **late)[0] == (None, Light.EXEMPT)


@pytest.mark.parametrize("status", [X.DRAFT, X.CLOSED, X.WITHDRAWN])
def test_what_is_not_handed_out_or_has_ended_is_not_judged(status: str, town: Town, workdays: None) -> None:
    nothing = (None, Light.UNKNOWN)
    dates: dict[str, Any] = {} if status != X.DRAFT else {"due_on": None, "step_due_on": None}
    assert told(town, status, **dates) == (nothing, nothing, Light.UNKNOWN)


class TestTheTwins(TestCase):
    rows: dict[RectificationStatus, Rectification]

    @classmethod
    def setUpTestData(cls) -> None:
        town = build_town()
        fill_years()
        cls.rows = {status: make_rectification(town, status=status) for status in X}
        connection.check_constraints()  # now: their dates are moved later past what proves them

    @pytest.mark.slow
    @settings(max_examples=250, deadline=None)
    @given(status=st.sampled_from(running), on=days, data=st.data())
    def test_sql_and_python_agree_on_every_light(
        self, status: RectificationStatus, on: date, data: st.DataObject
    ) -> None:
        near = st.integers(-40, 40).map(lambda n: on + timedelta(n))
        due_on, step_due_on = data.draw(days | near), data.draw(st.none() | days | near)
        applied_on: date | None = data.draw(days | near)
        if status in (*WITH_UNIT, X.LONG_TERM) and data.draw(st.booleans()):
            applied_on = None
        reason = "须常年管护" if status == X.LONG_TERM or data.draw(st.booleans()) else ""
        values = {"due_on": due_on, "step_due_on": step_due_on, "applied_on": applied_on}
        Rectification.objects.filter(pk=self.rows[status].pk).update(**values, end_reason=reason)
        left_out = data.draw(st.frozensets(st.sampled_from(MEASURES)))
        known = rectification_pace(on)
        rules = {measure: rule for measure, rule in known.thresholds.items() if measure not in left_out}
        pace = Pace(on, rules, known.workdays)
        oracle = judge(RectificationFacts(status, due_on, step_due_on, applied_on, reason), pace)
        self.compare(self.rows[status].pk, pace, oracle)

    @given(on=days, status=st.sampled_from([*ENDED, X.DRAFT]))
    @settings(max_examples=12, deadline=None)
    def test_sql_and_python_agree_on_what_does_not_run(self, on: date, status: RectificationStatus) -> None:
        row, pace = self.rows[status], rectification_pace(on)
        facts = RectificationFacts(status, row.due_on, row.step_due_on, row.applied_on, row.end_reason)
        self.compare(row.pk, pace, judge(facts, pace))

    def compare(self, pk: int, pace: Pace, oracle: Any) -> None:
        found: Any = Rectification.objects.with_margins(pace).with_light(pace).get(pk=pk)
        for measure in MEASURES:
            assert getattr(found, measure) == oracle.margins[measure], measure
            assert getattr(found, f"{measure}_light") == oracle.lights[measure], measure
        assert found.light == oracle.light
