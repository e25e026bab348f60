"""What the ladder proposes: exactly once a rung, for the affair and the unit, and no more once it is done."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from projects.models.progress import ProgressStatus
from rulebook.models import LadderRung
from supervision.alerts.models import Slip, SlipStep
from supervision.alerts.services import run_cycle
from supervision.alerts.services.slips import dismiss_slip, take_up_slip
from tests.alerts.slips import make_slip, words
from tests.matters.build import at_noon, fill_years, make_matter
from tests.town import Town, accept_month

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def workdays(db: None) -> None:
    fill_years()


def proposals(**conditions: Any) -> list[tuple[str, str, str, date | None, int]]:
    rows = Slip.objects.filter(**{"status": "proposed", **conditions}).order_by("pk")
    return [(row.thing, row.unit.short_name, row.colour, row.due_on, row.rung) for row in rows]


def round_on(day: date) -> int:
    return run_cycle(on=day, now=at_noon(day)).proposed


def reported(town: Town) -> None:
    """Only August is owed, since the 8th."""
    accept_month(town.project, 7, 600)


def test_the_eighth_day_proposes_yellow_the_sixteenth_red_and_each_once(town: Town) -> None:
    reported(town)
    due = date(2026, 9, 7)
    assert round_on(date(2026, 9, 14)) == 0 and proposals() == []
    assert round_on(date(2026, 9, 15)) == 1
    assert proposals() == [("project", "交通局", "yellow", due, 31)]
    assert round_on(date(2026, 9, 22)) == 0
    assert round_on(date(2026, 9, 23)) == 1
    assert proposals() == [("project", "交通局", "red", due, 41)]
    assert proposals(status="lapsed") == [("project", "交通局", "yellow", due, 31)]
    verbs = SlipStep.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["slip.propose", "slip.propose", "slip.lapse"]


def test_what_was_reported_meanwhile_is_proposed_no_longer(town: Town) -> None:
    reported(town)
    round_on(date(2026, 9, 18))
    accept_month(town.project, 8, 700, status=ProgressStatus.SUBMITTED, decided_by=None, decided_at=None)
    assert round_on(date(2026, 9, 19)) == 0
    assert proposals() == [] and len(proposals(status="lapsed")) == 1


def test_a_dismissed_rung_is_not_proposed_again_but_a_higher_one_is(town: Town) -> None:
    reported(town)
    round_on(date(2026, 9, 18))
    row = Slip.objects.get()
    dismiss_slip(actor=town.supervisor, slip_id=row.pk, reason="已在办理", now=at_noon(date(2026, 9, 18)))
    assert round_on(date(2026, 9, 20)) == 0
    assert round_on(date(2026, 9, 27)) == 1
    assert [row[2] for row in proposals()] == ["red"]


def test_while_one_as_strong_is_open_nothing_is_proposed(town: Town) -> None:
    reported(town)
    make_slip(town, "signed", colour="yellow")
    assert round_on(date(2026, 9, 18)) == 0
    assert round_on(date(2026, 9, 27)) == 1
    taken = take_up_slip(
        actor=town.supervisor,
        slip_id=Slip.objects.get(status="proposed").pk,
        words=words(),
        now=at_noon(date(2026, 9, 27)),
    )
    assert taken.follows is not None and taken.follows.colour == "yellow"
    facts = {fact["label"]: fact["value"] for fact in taken.facts}
    assert facts["逾期天数"] == "20天" and facts["已提醒"].startswith("2次（2026年9月18日、2026年9月27日")
    assert round_on(date(2026, 9, 28)) == 0


def test_one_affair_has_one_proposal_whatever_of_it_is_late(town: Town) -> None:
    reported(town)
    make_matter(town, due_on=date(2026, 9, 1), duty_status="under_way", rhythm="monthly")
    round_on(date(2026, 9, 27))
    found = [(thing, unit, colour) for thing, unit, colour, _due, _rung in proposals()]
    assert sorted(found) == [("matter", "交通局", "red"), ("project", "交通局", "red")]


def test_a_ladder_that_asks_for_no_slip_proposes_none(town: Town) -> None:
    reported(town)
    LadderRung.objects.update(proposes_slip=False)
    assert round_on(date(2026, 9, 27)) == 0 and not Slip.objects.exists()


def test_the_number_of_statements_is_the_same_for_one_affair_and_for_twenty(
    town: Town, django_assert_max_num_queries: Any
) -> None:
    from supervision.alerts.services.slips import propose_slips  # noqa: PLC0415

    for number in range(20):
        make_matter(town, f"事项{number}", due_on=date(2026, 9, 1), duty_status="under_way")
    reported(town)
    day = date(2026, 9, 27)
    run_cycle(on=day, now=at_noon(day))
    assert len(proposals()) == 21
    with django_assert_max_num_queries(7):
        propose_slips(on=day, now=at_noon(day))
