"""Scores through the API: a unit's own sheet with the rows of every point, and its appeal."""

from __future__ import annotations

import base64

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from supervision.reports.models import ScoreAppeal
from supervision.reports.services import scoring
from tests.api.caller import caller_as, code_of
from tests.reports.conftest import Told
from tests.reports.scoring import bring, make_round, sheet_of
from tests.town import NOON, make_user

pytestmark = pytest.mark.django_db
SCOPES = "read scores"


def test_a_unit_reads_its_sheet_with_every_points_rows_and_appeals(told: Told) -> None:
    town = told.town
    other = make_user("second", "孙督查", town.office, Role.SUPERVISOR)
    row = make_round(town, until="checking")
    sheet = sheet_of(row, town.lead)
    clerk = caller_as(town.lead_clerk, SCOPES)
    listed = clerk.get("score-sheets/").json()["results"]
    assert {one["unit"]: one["total"] for one in listed} == {"交通局": "82.00", "公路段": "79.00"}
    answer = clerk.get(f"score-sheets/{sheet.pk}/")
    event = answer.json()["events"][0]
    assert (event["rule"], event["points"], event["value"]) == ("重点项目年度投资完成率", "42.00", "70.0000")
    assert [one["project_id"] for one in event["evidence"]] == [told.road.pk]
    assert caller_as(town.stranger, SCOPES).get(f"score-sheets/{sheet.pk}/").status_code == 404
    words = {
        "event_id": event["id"],
        "reason": "8月补报的60万元没有计入。",
        "files": [{"name": "佐证.pdf", "content": base64.b64encode(b"%PDF-1.7\n%%EOF\n").decode()}],
    }
    filed = clerk.post(
        f"score-sheets/{sheet.pk}/appeals/", words, If_Match=answer.headers["ETag"], Idempotency_Key="1"
    )
    assert (filed.status_code, filed.json()["status"]) == (201, "filed")
    assert ScoreAppeal.objects.get().files.count() == 1
    address = f"score-appeals/{filed.json()['id']}/uphold/"
    verdict = {"decision": "经核实，成立。", "points": "3"}
    own = caller_as(town.supervisor, SCOPES).post(address, verdict, If_Match="*", Idempotency_Key="2")
    assert code_of(own) == (409, "score_appeal_decided_by_another")
    assert clerk.post(address, verdict, If_Match="*", Idempotency_Key="3").status_code == 403
    upheld = caller_as(other, SCOPES).post(address, verdict, If_Match="*", Idempotency_Key="4")
    assert upheld.json()["status"] == "upheld"
    assert clerk.get(f"score-sheets/{sheet.pk}/").json()["total"] == "85.00"


def test_lists_cost_the_same_for_few_and_for_many(told: Told) -> None:
    town = told.town
    row = make_round(town, until="checking")
    caller = caller_as(town.helping_clerk, SCOPES)
    places = ["score-schemes/", "score-rounds/", "score-sheets/", "score-appeals/", "score-lists/"]

    def statements() -> list[int]:
        counts = []
        for place in places:
            with CaptureQueriesContext(connection) as captured:
                caller.results(place)
            counts.append(len(captured))
        return counts

    statements()  # the first call also counts the caller's rate
    before = statements()
    for last in (5, 6, 7):
        more = scoring.open_round(
            actor=town.supervisor, scheme_id=row.scheme_id, first_month=1, last_month=last, now=NOON
        )
        bring(town, more, "checking")
    assert len(caller.results("score-sheets/")) == 4
    assert statements() == before
