"""Who sees what of an inspection: each persona, each status, the unannounced one, and the clue."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import AccessEntry, User
from supervision.inspections import services
from supervision.inspections.models import (
    ChecklistItem,
    Clue,
    Conclusion,
    Evidence,
    Finding,
    InspectedUnit,
    Inspection,
    Review,
    Step,
    TeamMember,
)
from tests.inspections.acting import NOW
from tests.inspections.build import (
    make_clue,
    make_conclusion,
    make_designation,
    make_finding,
    make_inspection,
    make_item,
    make_review,
)
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]
COUNTY = {"supervisor", "office_head", "leader", "auditor"}
TEAM = {"nobody"}
UNIT = {"lead_clerk", "lead_head", "api_client", "data_clerk"}


def who_sees(town: Town, row: Any) -> set[str]:
    return {
        name
        for name, user in town.personas().items()
        if type(row).objects.visible_to(User.objects.get(pk=user.pk)).filter(pk=row.pk).exists()
    }


@pytest.mark.parametrize(
    ("status", "announced", "unannounced"),
    [
        ("draft", set(), set()),
        ("submitted", set(), set()),
        ("approved", UNIT, set()),
        ("on_site", UNIT, set()),
        ("finished", UNIT, UNIT),
        ("closed", UNIT, UNIT),
        ("cancelled", set(), set()),
    ],
)
def test_a_unit_knows_of_an_inspection_once_it_is_told(
    town: Town, status: str, announced: set[str], unannounced: set[str]
) -> None:
    for secret, unit in ((False, announced), (True, unannounced)):
        row = make_inspection(town, status=status, is_unannounced=secret)
        seen = COUNTY | TEAM | unit
        assert who_sees(town, row) == seen
        assert who_sees(town, InspectedUnit.objects.get(inspection=row)) == seen
        assert who_sees(town, TeamMember.objects.filter(inspection=row)[0]) == seen


def test_the_department_that_organises_sees_its_own(town: Town) -> None:
    row = make_inspection(
        town, status="draft", organiser=town.helping, designation=make_designation(town, town.helping)
    )
    assert who_sees(town, row) == COUNTY | TEAM | {"helping_clerk"}


def test_the_list_of_what_will_be_looked_at_is_the_teams(town: Town) -> None:
    item = make_item(town, make_inspection(town))
    assert isinstance(item, ChecklistItem)
    assert who_sees(town, item) == COUNTY | TEAM


@pytest.mark.parametrize(
    ("status", "unit"),
    [
        ("draft", set()),
        ("notified", UNIT),
        ("agreed", UNIT),
        ("disputed", UNIT),
        ("upheld", UNIT),
        ("dropped", UNIT),
    ],
)
def test_a_unit_sees_a_finding_once_it_was_asked_and_its_proof_with_it(
    town: Town, status: str, unit: set[str]
) -> None:
    row = make_finding(town, make_inspection(town), status=status)
    assert who_sees(town, row) == COUNTY | TEAM | unit
    assert who_sees(town, Evidence.objects.get(finding=row)) == COUNTY | TEAM | unit


def test_what_was_dropped_before_it_was_told_stays_untold(town: Town) -> None:
    row = make_finding(town, make_inspection(town), status="dropped", notified_on=None)
    assert who_sees(town, row) == COUNTY | TEAM
    assert who_sees(town, make_finding(town, None, status="draft")) == COUNTY


@pytest.mark.parametrize(
    ("status", "unit"),
    [
        ("draft", set()),
        ("submitted", set()),
        ("issued", UNIT),
        ("delivered", UNIT),
        ("replaced", UNIT),
        ("revoked", UNIT),
    ],
)
def test_a_unit_sees_a_conclusion_once_the_government_made_it(
    town: Town, status: str, unit: set[str]
) -> None:
    row = make_conclusion(town, make_inspection(town, status="finished"), status=status)
    assert isinstance(row, Conclusion)
    assert who_sees(town, row) == COUNTY | TEAM | unit


def test_a_reviewer_sees_what_he_reviews(town: Town) -> None:
    conclusion = make_conclusion(town, make_inspection(town, status="finished"))
    review = make_review(town, conclusion)
    seen = COUNTY | TEAM | UNIT | {"stranger"}
    assert isinstance(review, Review)
    assert who_sees(town, review) == who_sees(town, conclusion) == seen
    assert who_sees(town, conclusion.inspection) == seen - {"stranger"}


def test_a_reviewer_sees_what_the_conclusion_rests_on_and_what_takes_its_place(town: Town) -> None:
    inspection = make_inspection(town, status="finished")
    written, other = make_finding(town, inspection), make_finding(town, inspection)
    conclusion = make_conclusion(town, inspection, findings=[written], status="replaced")
    make_review(town, conclusion, status="changed")
    changed = make_conclusion(town, inspection, status="issued", replaces=conclusion)
    seen = COUNTY | TEAM | UNIT | {"stranger"}
    assert who_sees(town, written) == who_sees(town, Evidence.objects.get(finding=written)) == seen
    assert who_sees(town, changed) == seen
    assert who_sees(town, other) == seen - {"stranger"}


def test_the_story_of_the_team_is_not_the_units(town: Town) -> None:
    row = make_inspection(town)
    services.finish_inspection(actor=town.nobody, inspection_id=row.pk, now=NOW)
    assert who_sees(town, Step.objects.get(inspection=row)) == COUNTY | TEAM


def test_a_clue_is_seen_by_who_wrote_it_down_and_the_heads_and_reading_is_kept(town: Town) -> None:
    row = make_clue(town, make_inspection(town), town.nobody)
    assert who_sees(town, row) == {"office_head", "nobody"}
    services.read_clue(actor=town.office_head, clue_id=row.pk, now=NOW)
    entry = AccessEntry.objects.get()
    assert (entry.kind, entry.user, entry.at) == ("read", town.office_head, NOW)
    assert row.summary not in entry.detail
    with pytest.raises(Clue.DoesNotExist):
        services.read_clue(actor=town.supervisor, clue_id=row.pk, now=NOW)
    assert AccessEntry.objects.count() == 1


def test_a_stranger_sees_nothing_at_all(town: Town) -> None:
    inspection = make_inspection(town, status="finished")
    make_conclusion(town, inspection, findings=[make_finding(town, inspection)])
    for model in (Inspection, Finding, Conclusion, Step, Evidence, TeamMember):
        assert not model.objects.visible_to(town.stranger).exists()
