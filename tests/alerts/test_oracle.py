"""The statements plan and settle what slow, obvious Python does, in any town; and the dry run says so before.

``ORACLE_EXAMPLES`` sets how many random towns are played: 4 by default, 1,000 by ``make test-ladders``.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rulebook.rules.ladder import Rung
from rulebook.selectors import calendar
from supervision.alerts.models import Reminder
from supervision.alerts.services import plan_reminders, settle_reminders
from supervision.alerts.services.rehearsing import preview_ladder
from tests.alerts import oracle
from tests.alerts.random_town import EVENTS, ON, STARTS, Event, Start, begin, build, ladders, switch_on
from tests.matters.build import at_noon
from tests.town import Town

EXAMPLES = int(os.environ.get("ORACLE_EXAMPLES", "4"))


@dataclass(frozen=True)
class Day:
    """A round after days without one: what happened meanwhile, and the ladder when it is a new one."""

    after: int
    happened: frozenset[Event]
    changed: list[Rung] | None
    delivered: int  # every so manyeth of the rows is delivered at noon


DAYS = st.builds(
    Day,
    after=st.integers(1, 9),
    happened=st.frozensets(st.sampled_from(EVENTS), max_size=3),
    changed=st.none() | ladders(),
    delivered=st.integers(1, 4),
)


@pytest.fixture
def house(town: Town) -> Town:
    return build(town)


@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)
@given(start=STARTS, first=ladders(), own=st.booleans(), days=st.lists(DAYS, min_size=1, max_size=2))
def test_a_round_does_what_plain_python_does(
    house: Town, start: Start, first: list[Rung], own: bool, days: list[Day]
) -> None:
    """``own``: only milestones climb the random ladder, else every kind that has none of its own."""
    ladder, subjects = ("milestone", ("milestone",)) if own else ("general", oracle.SUBJECTS)
    with transaction.atomic():
        begin(start)
        rungs, on = first, ON
        _round(ladder, rungs, on, subjects, is_new=True)
        for day in days:
            some = [row.pk for row in Reminder.objects.all() if row.pk % day.delivered == 0]
            Reminder.objects.filter(pk__in=some).update(delivered_at=at_noon(on))
            assert plan_reminders(on=on, now=at_noon(on), ladder=ladder) == 0
            on += timedelta(days=day.after)
            for happen in sorted(day.happened, key=EVENTS.index):
                happen(house, on)
            _settle(on)
            rungs = day.changed or rungs
            _round(ladder, rungs, on, subjects, is_new=day.changed is not None)
        transaction.set_rollback(True)


def _settle(on: date) -> None:
    expected = oracle.to_settle(oracle.Town(on))
    before = set(Reminder.objects.open().values_list("pk", flat=True))
    assert settle_reminders(on=on, now=at_noon(on)) == len(expected)
    found = Reminder.objects.filter(pk__in=before, settled_at__isnull=False)
    assert dict(found.values_list("pk", "outcome")) == expected


def _round(ladder: str, rungs: Sequence[Rung], on: date, subjects: Sequence[str], *, is_new: bool) -> None:
    now: datetime = at_noon(on)
    workdays = calendar(on - timedelta(days=90), on + timedelta(days=90))
    expected = oracle.to_tell(oracle.Town(on), rungs, workdays, subjects)
    if is_new:
        preview = preview_ladder(actor=None, ladder=ladder, valid_from=on, rungs=rungs, now=now)
        assert {_row(line.reminder) for line in preview} == expected
        switch_on(ladder, rungs, on)
    before = _rows()
    assert plan_reminders(on=on, now=now, ladder=ladder) == len(expected)
    assert _rows() - before == expected
    kept = {row for row in before if not any(row[:3] == new[:3] and row[3] < new[3] for new in expected)}
    assert _rows() == kept | expected


def _rows() -> set[oracle.Row]:
    return {_row(row) for row in Reminder.objects.open().select_related("recipient")}


def _row(row: Reminder) -> oracle.Row:
    return (row.subject, row.about_key or 0, row.recipient.username, row.rung)
