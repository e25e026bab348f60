"""Inspections through the API: it tells nobody more than the pages do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from supervision.inspections.models import Category, Step
from tests.api.caller import Caller, caller_as, code_of
from tests.inspections.acting import NOW
from tests.inspections.build import make_conclusion, make_designation, make_inspection, make_recommendation
from tests.town import Town

WRITES = "read rectifications"


@pytest.fixture(autouse=True)
def story(settings: Any, db: None) -> None:
    settings.FIXED_TODAY = date(2026, 9, 12)


def told(user: User, path: str) -> Any:
    answer = caller_as(user, WRITES).get(path)
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def test_what_the_team_will_look_at_is_not_told_to_the_unit(town: Town) -> None:
    row = make_inspection(town, status="approved", checkpoints="防汛物资\n值班记录")
    seen = {
        user: told(user, f"inspections/{row.pk}/")["checkpoints"] for user in (town.lead_clerk, town.nobody)
    }
    assert seen == {town.lead_clerk: "", town.nobody: "防汛物资\n值班记录"}
    assert told(town.supervisor, f"inspections/{row.pk}/")["checkpoints"] == "防汛物资\n值班记录"


def test_recommendations_and_drafting_are_not_told_to_the_unit(town: Town) -> None:
    row = make_conclusion(town, make_inspection(town, status="finished"))
    make_recommendation(town, row, "accountability")
    verbs = ("conclusion.send_back", "conclusion.issue", "recommendation.draft")
    Step.objects.bulk_create(
        Step(inspection=row.inspection, conclusion=row, verb=verb, by=town.office_head, at=NOW)
        for verb in verbs
    )
    for user, count, steps in (
        (town.supervisor, 1, [*verbs]),
        (town.nobody, 1, [*verbs]),
        (town.lead_head, 0, ["conclusion.issue"]),
    ):
        answer = told(user, f"conclusions/{row.pk}/")
        assert len(answer["recommendations"]) == count
        assert [step["verb"] for step in answer["steps"]] == steps


def test_that_there_is_a_clue_is_told_to_nobody_but_its_readers(town: Town) -> None:
    row = make_inspection(town)
    Step.objects.create(inspection=row, verb="clue.transfer", by=town.nobody, at=NOW)
    for user, steps in (
        (town.nobody, ["clue.transfer"]),
        (town.office_head, ["clue.transfer"]),
        (town.supervisor, []),
        (town.auditor, []),
        (town.leader, []),
    ):
        assert [step["verb"] for step in told(user, f"inspections/{row.pk}/")["steps"]] == steps


def test_whether_a_secret_inspection_is_there_is_not_told_either(town: Town) -> None:
    """What one does not see is answered like what is not there."""
    secret = make_inspection(town, status="on_site", is_unannounced=True).pk
    member = make_inspection(town)
    assert member.team.filter(user=town.nobody).exists()
    caller: Caller = caller_as(town.lead_clerk, WRITES)
    for key in (secret, 10**9):
        words = {"inspection_id": key, "unit_id": town.lead.pk, "text": "结论"}
        assert code_of(caller.post("conclusions/", words)) == (403, "permission_denied")
    make_designation(town, town.helping)
    charged = caller_as(town.helping_clerk, WRITES)
    for key in (secret, 10**9):
        words = {"inspection_id": key, "unit_id": town.lead.pk, "text": "结论"}
        assert code_of(charged.post("conclusions/", words)) == (400, "invalid")
    finding: dict[str, Any] = {"unit_id": town.lead.pk, "category_id": Category.objects.all()[0].pk}
    finding |= {"title": "问题", "description": "问题"}
    secret_elsewhere = make_inspection(town, status="on_site", is_unannounced=True, leader=town.supervisor).pk
    outsider: Caller = caller_as(town.nobody, WRITES)
    for key in (secret_elsewhere, 10**9):
        assert code_of(outsider.post("findings/", finding | {"inspection_id": key})) == (400, "invalid")


def test_nobody_names_what_he_does_not_see(town: Town) -> None:
    """The page of a finding says what it concerns by name."""
    row = make_inspection(town)
    words = {"inspection_id": row.pk, "unit_id": town.lead.pk, "title": "问题", "description": "问题"}
    words |= {"category_id": Category.objects.all()[0].pk, "project_id": town.project.pk}
    assert code_of(caller_as(town.nobody, WRITES).post("findings/", words)) == (400, "invalid")
    assert caller_as(town.supervisor, WRITES).post("findings/", words).status_code == 201
