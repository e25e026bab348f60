"""Rectifications through the API: handed in by audit, put right by the unit, proved, and closed by others."""

from __future__ import annotations

import base64
import uuid
from datetime import date
from typing import Any

import pytest
from django.conf import settings as conf
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from supervision.inspections.models import Category, Finding, Origin, Rectification
from supervision.inspections.selectors.ledger import RectificationFilters, rectification_ledger
from tests.api.caller import Caller, caller_as, code_of
from tests.inspections.build_rectifications import make_rectification
from tests.matters.build import fill_years
from tests.town import Town, make_user

STORY_DAY = date(2026, 9, 12)
WRITES = "read rectifications"
LAST_STEPS = ["verification.pass", "rectification.verify", "rectification.approve", "rectification.close"]
PDF = base64.b64encode(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n").decode()


@pytest.fixture(autouse=True)
def story(settings: Any, db: None) -> None:
    settings.FIXED_TODAY = STORY_DAY
    fill_years()


@pytest.fixture
def audit(town: Town) -> Caller:
    return caller_as(make_user("audit_system", "审计系统", town.office, Role.API_CLIENT), WRITES)


def said(town: Town, **values: Any) -> dict[str, Any]:
    return {
        "title": "养护资金滞留",
        "problem": "2026年养护资金120万元滞留三个月。",
        "category_id": Category.objects.get(code="money").pk,
        "unit_id": town.lead.pk,
        "amount": "120.0000",
        **values,
    }


def handed_in(town: Town, audit: Caller, **values: Any) -> Any:
    number = {"origin_code": "audit", "external_number": "县审2026-014"}
    return audit.post("received-rectifications/", said(town, **number, **values))


class Walk:
    """One rectification, each step with the ETag of the answer before."""

    def __init__(self, town: Town, key: int) -> None:
        self.town, self.key = town, key
        self.callers: dict[str, Caller] = {}

    def caller(self, who: str) -> Caller:
        if who not in self.callers:
            self.callers[who] = caller_as(getattr(self.town, who), WRITES)
        return self.callers[who]

    def do(self, who: str, verb: str, body: Any = None, *, expect: int = 200, thing: str = "") -> Any:
        caller = self.caller(who)
        place = thing or f"rectifications/{self.key}"
        tag = caller.get(f"{place}/").headers["ETag"]
        answer = caller.post(f"{place}/{verb}/", body, If_Match=tag)
        assert answer.status_code == expect, answer.content.decode()
        return answer.json()


def test_an_outside_number_is_registered_once_and_other_content_is_refused(town: Town, audit: Caller) -> None:
    first, again = handed_in(town, audit), handed_in(town, audit)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    told = first.json()
    assert (told["origin_name"], told["external_number"], told["status"], told["amount"]) == (
        "审计反馈",
        "县审2026-014",
        "draft",
        "120.0000",
    )
    other = handed_in(town, audit, problem="另一件事")
    assert [(error["field"], error["code"]) for error in other.json()["errors"]] == [
        ("external_number", "external_number_taken")
    ]
    assert Rectification.objects.count() == 1
    unknown = audit.post("received-rectifications/", said(town, origin_code="nobody", external_number="1"))
    assert [error["field"] for error in unknown.json()["errors"]] == ["origin_code"]


def test_what_a_system_handed_in_is_put_right_proved_and_closed(town: Town, audit: Caller) -> None:
    walk = Walk(town, handed_in(town, audit).json()["id"])
    issued = walk.do("supervisor", "issue")
    assert (issued["status"], issued["due_on"], issued["step_due_on"]) == (
        "issued",
        "2026-11-11",
        "2026-09-22",
    )
    plan = {
        "problem": "资金滞留",
        "measure": "拨付到施工单位",
        "unit_id": town.lead.pk,
        "person": "路局长",
        "due_on": "2026-09-30",
    }
    planned = walk.do("lead_clerk", "submit-plan", {"measures": [plan]})
    walk.do("supervisor", "approve-plan")
    reported = walk.do(
        "lead_clerk",
        "report",
        {
            "text": "已拨付60万元。",
            "percent": 50,
            "amount_rectified": "60",
            "files": [{"name": "凭证.pdf", "content": PDF}],
        },
    )
    assert (reported["amount_rectified"], reported["percent"]) == ("60.0000", 50)
    assert [row["name"] for row in reported["evidence"]] == ["凭证.pdf"]
    finish(walk, planned["measures"][0]["id"])
    visit(walk)
    closed = walk.do("office_head", "approve", {"opinion": "同意"})
    assert (closed["status"], closed["ended_on"], closed["applied_by"], closed["approved_by"]) == (
        "closed",
        "2026-09-12",
        "路局长",
        "任主事",
    )
    assert [step["verb"] for step in closed["steps"]][-4:] == LAST_STEPS


def finish(walk: Walk, measure_id: int) -> None:
    """The unit ends its work; its head applies, not its clerk."""
    measure = {"measure_id": measure_id, "done_on": "2026-09-12", "outcome": "全部拨付"}
    walk.do("lead_clerk", "finish-measure", measure)
    application = {"text": "全部拨付到位，申请销号。", "amount_rectified": "120"}
    assert code_of_walk(walk, "lead_clerk", "apply", application) == (403, "permission_denied")
    walk.do("lead_head", "apply", application)
    walk.do("supervisor", "check", {"passes": True})


def visit(walk: Walk) -> None:
    """Two people of other units go there and sign."""
    people = [walk.town.helping_clerk.pk, walk.town.stranger.pk]
    assigned = walk.do("supervisor", "verifications", {"user_ids": people}, expect=201)
    place = f"verifications/{assigned['id']}"
    found = {"visited_on": "2026-09-12", "situation": "账实相符", "passes": True}
    walk.do("helping_clerk", "record", found, thing=place)
    signed = walk.do("stranger", "sign", {"opinion": "属实"}, thing=place)
    assert signed["status"] == "passed"
    assert [row["name"] for row in signed["verifiers"]] == ["水联络", "文联络"]


def code_of_walk(walk: Walk, who: str, verb: str, body: Any) -> tuple[int, str]:
    caller = walk.caller(who)
    tag = caller.get(f"rectifications/{walk.key}/").headers["ETag"]
    return code_of(caller.post(f"rectifications/{walk.key}/{verb}/", body, If_Match=tag))


@pytest.mark.parametrize("verb", ["approve", "publish", "close"])
@pytest.mark.parametrize("status", ["issued", "under_way", "applied", "checked"])
def test_nothing_is_closed_before_it_is_proved(town: Town, status: str, verb: str) -> None:
    row = make_rectification(town, status=status)
    office = caller_as(town.office_head, WRITES)
    tag = office.get(f"rectifications/{row.pk}/").headers["ETag"]
    refused = office.post(f"rectifications/{row.pk}/{verb}/", If_Match=tag)
    assert code_of(refused) in {(409, "wrong_step"), (403, "permission_denied")}
    row.refresh_from_db()
    assert row.status == status


def test_a_verifier_of_the_unit_itself_is_refused(town: Town) -> None:
    row = make_rectification(town, status="checked", helping=[town.helping])
    office = caller_as(town.supervisor, WRITES)
    tag = office.get(f"rectifications/{row.pk}/").headers["ETag"]
    for own in (town.lead_clerk, town.helping_clerk):
        body = {"user_ids": [own.pk, town.stranger.pk]}
        refused = office.post(f"rectifications/{row.pk}/verifications/", body, If_Match=tag)
        assert [(error["field"], error["code"]) for error in refused.json()["errors"]] == [
            ("user_ids", "verifier_is_outside")
        ]
    assert not row.verifications.exists()


def test_a_stranger_finds_nothing_and_an_insider_without_the_right_is_refused(town: Town) -> None:
    row = make_rectification(town)
    assert caller_as(town.stranger, WRITES).get(f"rectifications/{row.pk}/").status_code == 404
    unit = caller_as(town.lead_clerk, WRITES)
    tag = unit.get(f"rectifications/{row.pk}/").headers["ETag"]
    assert code_of(unit.post(f"rectifications/{row.pk}/approve-plan/", If_Match=tag))[0] == 403
    assert code_of(unit.post(f"rectifications/{row.pk}/submit-plan/", {"measures": []})) == (400, "invalid")


def test_the_list_is_the_ledger_and_costs_the_same_for_one_and_for_many(town: Town) -> None:
    make_rectification(town, "甲", amount=10)
    unit = caller_as(town.lead_clerk)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            rows = unit.results("rectifications/?severity=general")
        ledger = rectification_ledger(town.lead_clerk, STORY_DAY, RectificationFilters(severity="general"))
        assert sorted(row["id"] for row in rows) == sorted(ledger.values_list("pk", flat=True))
        return len(queries)

    first = asked()
    for number in range(6):
        make_rectification(town, f"乙{number}", status="under_way")
    assert asked() == first


def test_a_finding_sent_twice_from_a_device_is_one(town: Town) -> None:
    office = caller_as(town.supervisor, WRITES)
    body = {
        "client_key": str(uuid.uuid4()),
        "unit_id": town.lead.pk,
        "category_id": Category.objects.get(code="progress").pk,
        "title": "进度滞后",
        "description": "投资完成率低于时序进度。",
    }
    first, again = office.post("findings/", body), office.post("findings/", body)
    assert first.status_code == again.status_code == 201, first.content.decode()
    assert first.json()["id"] == again.json()["id"]
    assert Finding.objects.count() == 1
    claimed = office.post("findings/", body | {"client_key": str(uuid.uuid4()), "figures": []})
    assert [error["field"] for error in claimed.json()["errors"]] == ["figures"]  # ours, never the caller's


def test_the_scope_is_described(settings: Any) -> None:
    scopes: Any = conf.OAUTH2_PROVIDER["SCOPES"]
    assert scopes["rectifications"] == "办理督查整改"
    assert Origin.objects.get(code="environment").needs_notice
