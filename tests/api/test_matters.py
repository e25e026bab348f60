"""Matters through the API: from the draft to 销号 by the services of the web, with ETags and retries."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.conf import settings as conf
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from accounts.models.call import IdempotentCall
from supervision.matters.models import Feedback, Matter, Source, Step
from supervision.matters.selectors.ledger import MatterFilters, matter_ledger
from tests.api.caller import Caller, caller_as, code_of
from tests.matters.build import (
    fill_years,
    helper_of,
    lead_of,
    make_exemption,
    make_feedback,
    make_instruction,
    make_matter,
)
from tests.town import Town, make_user

STORY_DAY = date(2026, 9, 12)
WRITES = "read matters"


@pytest.fixture
def office(town: Town) -> Caller:
    fill_years()
    return caller_as(town.supervisor, WRITES)


def words(town: Town, **values: Any) -> dict[str, Any]:
    return {
        "title": "修复县道塌方",
        "source_id": Source.objects.get(code="instruction").pk,
        "requirement": "月底前恢复通车",
        "basis": "instruction",
        "approver_id": town.leader_post.pk,
        "approved_on": "2026-09-11",
        "duties": [
            {"unit_id": town.lead.pk, "role": "lead", "contact": "路联络 0937-1"},
            {"unit_id": town.helping.pk, "role": "helping", "task": "排查涵洞"},
        ],
        "instructions": [{"post_id": town.leader_post.pk, "given_on": "2026-09-11", "text": "请抓紧"}],
        **values,
    }


class Walk:
    """One matter, each step with the ETag of the answer before."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.callers: dict[str, Caller] = {}

    def by(self, persona: str) -> Caller:
        if persona not in self.callers:
            user = getattr(self.town, persona, None) or make_user(
                persona, "水局长", self.town.helping, Role.UNIT_HEAD
            )
            self.callers[persona] = caller_as(user, WRITES)
        return self.callers[persona]

    def do(self, persona: str, path: str, body: Any = None) -> Any:
        """``POST matters/7/submit/`` with what ``GET matters/7/`` told this caller."""
        caller = self.by(persona)
        thing, key, _rest = path.split("/", 2)
        tag = caller.get(f"{thing}/{key}/").headers["ETag"]
        answer = caller.post(path, body or {}, If_Match=tag)
        assert answer.status_code in (200, 201), answer.content.decode()
        if answer.status_code == 201:
            place = answer.headers["Location"].removeprefix("/api/v1/")
            assert caller.get(place).headers["ETag"] == answer.headers["ETag"]
        return answer.json()


def test_a_matter_goes_from_the_draft_to_its_end(town: Town, office: Caller) -> None:
    walk = Walk(town)
    walk.callers["supervisor"] = office
    made = office.post("matters/", words(town))
    assert (made.status_code, made.json()["state"], made.json()["number"]) == (201, "draft", "")
    key = made.json()["id"]
    assert walk.by("lead_clerk").get(f"matters/{key}/").status_code == 404
    walk.do("supervisor", f"matters/{key}/submit/")
    registered = walk.do("office_head", f"matters/{key}/register/")
    assert registered["number"] == f"{conf.OFFICE_CODE}〔2026〕1号"
    issued = walk.do("supervisor", f"matters/{key}/issue/")
    assert (issued["state"], issued["due_on"], issued["light"]) == ("to_sign", "2026-09-28", "green")
    lead, helper = (next(d["id"] for d in issued["duties"] if d["role"] == r) for r in ("lead", "helping"))
    assert walk.do("lead_clerk", f"duties/{lead}/sign/")["status"] == "signed"
    walk.do("helping_clerk", f"duties/{helper}/sign/")
    draft = walk.do("helping_clerk", f"duties/{helper}/feedbacks/", {"progress": "查完", "kind": "final"})
    walk.do("helping_head", f"feedbacks/{draft['id']}/sign/")
    assert walk.do("lead_clerk", f"duties/{helper}/accept/")["status"] == "accepted"
    final = walk.do("lead_clerk", f"duties/{lead}/feedbacks/", {"progress": "通车", "kind": "final"})
    walk.do("lead_clerk", f"feedbacks/{final['id']}/hand-up/")
    assert walk.do("lead_head", f"feedbacks/{final['id']}/sign/")["signed_by"] == "路局长"
    passed = {"facts_clear": True, "problem_solved": True, "form_right": True, "opinion": "合格"}
    shown = walk.do("supervisor", f"matters/{key}/review/", passed)
    assert (shown["state"], shown["shown_to_id"], shown["light"]) == ("shown", town.leader_post.pk, "green")
    again = {"post_id": town.leader_post.pk, "given_on": "2026-09-12", "text": "再查排水"}
    second = walk.do("leader", f"matters/{key}/instruct-again/", again)
    assert (second["position"], second["follows"]["id"], second["state"]) == (2, key, "to_sign")
    closed = office.get(f"matters/{key}/").json()
    assert (closed["state"], [m["id"] for m in closed["followers"]]) == ("continued", [second["id"]])
    assert [step["verb"] for step in closed["steps"]][:4] == [
        "matter.submit",
        "matter.register",
        "matter.issue",
        "duty.issue",
    ]


def test_the_list_is_the_ledger_s(town: Town, office: Caller) -> None:
    one = make_matter(town, helping=[town.helping], duty_status="under_way")
    make_feedback(town, lead_of(one), progress="清方完成", percent=60)
    make_instruction(town, one, "请抓紧修复")
    make_matter(town, "另一件", status="closed")
    make_exemption(town, one, "days_left", date(2026, 9, 1), date(2026, 10, 1))
    rows = {row.pk: row for row in matter_ledger(town.supervisor, STORY_DAY)}
    told = office.results("matters/")
    assert [row["id"] for row in told] == sorted(rows)
    names = {"lead_unit", "helping_units", "leader_name", "instruction_text", "latest_progress", "percent"}
    names |= {"state", "days_left", "extension_count", "return_count", "reminder_count", "light_reason"}
    for row in told:
        assert {name: row[name] for name in names} == {n: getattr(rows[row["id"]], n) for n in names}
        assert row["due_on"] == rows[row["id"]].due_on.isoformat()
    assert (told[0]["lead_unit"], told[0]["percent"], told[0]["light"]) == ("交通局", 60, "exempt")
    assert told[1]["light"] == "unknown"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=to_sign", ["甲"]),
        ("state=closed", ["乙"]),
        ("light=red", ["甲", "丙"]),  # not signed in time, past due
        ("source={media}", ["丙"]),
        ("group=document", []),
        ("unit={helping}", ["甲"]),
        ("unit={helping}&role=lead", []),
        ("leader={post}", ["甲", "乙", "丙"]),
        ("text=jia", ["甲"]),
        ("text=乙", ["乙"]),
        ("due_to=2026-09-12", ["丙"]),
        ("due_from=2026-09-30&running=1", ["甲"]),
        ("late=1", ["丙"]),
        ("year=2025", []),
        ("mine=1", ["甲", "乙", "丙"]),
        ("urgency=critical", []),
    ],
)
def test_the_ledger_is_narrowed_by_its_own_choices(
    town: Town, office: Caller, query: str, found: list[str]
) -> None:
    make_matter(town, "甲", helping=[town.helping])
    make_matter(town, "乙", status="closed")
    make_matter(town, "丙", source="media", due_on=date(2026, 9, 10), duty_status="under_way")
    keys = {
        "media": Source.objects.get(code="media").pk,
        "helping": town.helping.pk,
        "post": town.leader_post.pk,
    }
    answer = office.get(f"matters/?{query.format(**keys)}&count=1").json()
    assert ([row["title"] for row in answer["results"]], answer["count"]) == (found, len(found))
    assert len(matter_ledger(town.supervisor, STORY_DAY, MatterFilters(late=True))) == 1


def test_a_unit_sees_what_it_carries_and_a_stranger_nothing(town: Town, office: Caller) -> None:
    seen = make_matter(town, helping=[town.helping])
    make_matter(town, "别人的", lead=town.strange)
    make_matter(town, "还没交办的", status="registered")
    draft = make_feedback(town, lead_of(seen), status="draft")
    for persona in ("lead_clerk", "helping_clerk", "api_client"):
        caller = caller_as(getattr(town, persona), WRITES)
        assert [row["id"] for row in caller.results("matters/?count=1")] == [seen.pk], persona
        assert len(caller.results("duties/")) == 2
        assert len(caller.results("feedbacks/")) == (0 if persona == "helping_clerk" else 1)
    assert [row["id"] for row in office.results("feedbacks/")] == []
    stranger = caller_as(town.stranger, WRITES)
    for path in (f"matters/{seen.pk}/", f"duties/{lead_of(seen).pk}/", f"feedbacks/{draft.pk}/"):
        assert code_of(stranger.get(path)) == (404, "not_found")
        assert stranger.get(path).content == stranger.get("matters/999999999/").content


def test_what_a_caller_does_not_see_is_not_named_by_a_matter_that_it_sees(town: Town) -> None:
    parent = make_matter(town, "上级事项", lead=town.strange)
    child = make_matter(town, parent=parent)
    told = caller_as(town.lead_clerk).get(f"matters/{child.pk}/").json()
    assert (told["parent"], told["steps"]) == (None, [])
    whole = caller_as(town.supervisor).get(f"matters/{parent.pk}/").json()
    assert [row["id"] for row in whole["children"]] == [child.pk]


def test_a_revision_changes_only_what_it_names(town: Town, office: Caller) -> None:
    made = office.post("matters/", words(town, due_on="2026-09-30", due_basis="领导批示"))
    path, tag = f"matters/{made.json()['id']}/", made.headers["ETag"]
    revised = office.patch(path, {"standard": "双向通行"}, If_Match=tag)
    assert revised.status_code == 200, revised.content.decode()
    told = revised.json()
    changed = {name for name, value in told.items() if value != made.json()[name]}
    assert (changed, told["standard"]) == ({"standard"}, "双向通行")
    by_rule = office.patch(path, {"due_rule": "matter_default"}, If_Match=revised.headers["ETag"]).json()
    assert (by_rule["due_rule"], by_rule["due_on"], by_rule["original_due_on"]) == (
        "matter_default",
        None,
        None,
    )
    by_hand = {"due_on": "2026-10-10", "due_basis": "节后验收", "duties": []}
    again = office.patch(path, by_hand, If_Match="*").json()
    assert (again["due_rule"], again["due_on"], again["duties"]) == ("", "2026-10-10", [])


def test_parts_of_a_matter_become_matters_under_it(town: Town, office: Caller) -> None:
    parent = make_matter(town, duty_status="under_way")
    duties = [{"unit_id": town.helping.pk, "role": "lead"}]
    parts: list[dict[str, Any]] = [
        {"title": "排查涵洞", "requirement": "逐个排查", "duties": duties},
        {"title": "补种行道树", "requirement": "补种40棵"},
    ]
    told = office.post(f"matters/{parent.pk}/split/", {"parts": parts}, If_Match="*").json()
    assert [child["title"] for child in told["children"]] == ["排查涵洞", "补种行道树"]
    child = Matter.objects.get(title="排查涵洞")
    assert (child.status, child.due_on, child.source_id) == ("registered", parent.due_on, parent.source_id)
    wrong: list[dict[str, Any]] = [parts[0] | {"source_id": 10**9}, parts[1] | {"due_rule": "someday"}]
    refused = office.post(f"matters/{parent.pk}/split/", {"parts": wrong}, If_Match="*")
    assert code_of(refused) == (400, "invalid")
    assert [error["field"] for error in refused.json()["errors"]] == ["parts.0.source_id", "parts.1.due_rule"]
    assert Matter.objects.filter(parent=parent).count() == 2


@pytest.mark.parametrize(
    ("headers", "refusal"),
    [({}, (428, "if_match_required")), ({"If_Match": '"old"'}, (412, "changed_meanwhile"))],
)
@pytest.mark.parametrize("verb", ["matters/{}/suspend/", "PATCH matters/{}/", "duties/{}/sign/"])
def test_a_change_must_know_what_it_changes(
    town: Town, office: Caller, verb: str, headers: dict[str, str], refusal: tuple[int, str]
) -> None:
    row = make_matter(town)
    caller = caller_as(town.lead_clerk, WRITES) if "duties" in verb else office
    bodies = {"matters/{}/suspend/": {"until": "2026-09-25", "reason": "汛期"}}
    method, _blank, path = verb.rpartition(" ")
    key = lead_of(row).pk if "duties" in path else row.pk
    send = getattr(caller, method.lower() or "post")
    assert code_of(send(path.format(key), bodies.get(verb, {}), **headers)) == refusal
    assert (Step.objects.count(), lead_of(row).status) == (0, "to_sign")


def test_a_repeated_verb_is_done_once(town: Town, office: Caller) -> None:
    duty = lead_of(make_matter(town))
    caller = caller_as(town.lead_clerk, WRITES)
    first = caller.post(f"duties/{duty.pk}/sign/", {}, If_Match="*", Idempotency_Key="s-1")
    again = caller.post(f"duties/{duty.pk}/sign/", {}, If_Match="*", Idempotency_Key="s-1")
    assert (again.status_code, again.content, again.headers["Idempotent-Replay"]) == (
        200,
        first.content,
        "true",
    )
    assert (Step.objects.count(), IdempotentCall.objects.count()) == (1, 1)
    late = caller.post(f"duties/{duty.pk}/sign/", {}, If_Match="*")
    assert code_of(late) == (409, "wrong_step")
    assert "路联络" in late.json()["detail"]


def test_an_open_feedback_is_changed_by_put_and_a_sent_one_is_not(town: Town, office: Caller) -> None:
    duty = lead_of(make_matter(town, duty_status="under_way"))
    caller = caller_as(town.lead_head, WRITES)
    draft = caller.post(f"duties/{duty.pk}/feedbacks/", {"progress": "清方"}, If_Match="*")
    second = caller.post(f"duties/{duty.pk}/feedbacks/", {"progress": "清方"}, If_Match="*")
    assert code_of(second) == (409, "feedback_one_open")
    path = f"feedbacks/{draft.json()['id']}/"
    assert path in second.json()["detail"]
    changed = caller.put(path, {"progress": "清方完成", "percent": 60}, If_Match=draft.headers["ETag"])
    assert (changed.json()["progress"], changed.json()["percent"]) == ("清方完成", 60)
    sent = caller.post(f"{path}sign/", {}, If_Match=changed.headers["ETag"])
    assert sent.json()["status"] == "sent"
    refused = caller.put(path, {"progress": "改"}, If_Match=sent.headers["ETag"])
    assert code_of(refused) == (409, "wrong_step")
    assert [row.progress for row in Feedback.objects.all()] == ["清方完成"]


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("matters/", {"classification": "secret"}, "classification"),
        ("matters/", {"requirement": "（机密）"}, "requirement"),
        ("matters/", {"source_id": 10**9}, "source_id"),
        ("matters/", {"approver_id": 10**9}, "approver_id"),
        ("matters/", {"due_on": "2026-09-30"}, "due_basis"),
        ("matters/", {"colour": "red"}, "colour"),
        ("matters/", {"title": ""}, "title"),
        ("matters/{}/suspend/", {"until": "2026-09-01", "reason": "汛期"}, "until"),
        ("matters/{}/merge/", {"into_id": 10**9, "reason": "x", "approver_id": 1}, ""),
        ("matters/{}/exempt/", {"measure": "gap", "reason": "x", "until": "2026-10-01"}, "measure"),
    ],
)
def test_a_wrong_value_is_named_as_the_request_names_it(
    town: Town, office: Caller, path: str, body: dict[str, Any], field: str
) -> None:
    row = make_matter(town)
    whole = words(town) | body if path == "matters/" else body
    caller = caller_as(town.office_head, WRITES)
    answer = caller.post(path.format(row.pk), whole, If_Match="*")
    assert code_of(answer) == (400, "invalid"), answer.content.decode()
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert Matter.objects.count() == 1


def test_writing_needs_the_scope_of_matters(town: Town, office: Caller) -> None:
    duty = lead_of(make_matter(town))
    reader = caller_as(town.lead_head, "read progress")
    assert code_of(reader.post(f"duties/{duty.pk}/sign/", {}, If_Match="*")) == (403, "scope_missing")
    assert reader.get(f"duties/{duty.pk}/").status_code == 200


def test_two_who_merge_into_each_other_lock_in_one_order(town: Town, office: Caller) -> None:
    one, two = make_matter(town, "甲"), make_matter(town, "乙")
    head = caller_as(town.office_head, WRITES)
    body = {"into_id": one.pk, "reason": "同一件事", "approver_id": town.leader_post.pk}
    with CaptureQueriesContext(connection) as captured:
        assert head.post(f"matters/{two.pk}/merge/", body, If_Match="*").status_code == 200
    locks = [q["sql"] for q in captured if "matters_matter" in q["sql"] and "FOR NO KEY UPDATE" in q["sql"]]
    assert [f'"id" = {pk}' in locks[place] for place, pk in enumerate((one.pk, two.pk))] == [True, True]


def test_the_statistics_and_what_is_owed_are_the_selectors(town: Town, office: Caller) -> None:
    row = make_matter(town, duty_status="under_way", helping=[town.helping], issued_on=date(2026, 8, 3))
    told = office.get("unit-statistics/?start=2026-08-01&end=2026-10-01").json()["results"]
    assert [(unit["unit"], unit["received"], unit["owed"]) for unit in told] == [
        ("交通局", 1, 1),
        ("水务局", 1, 1),
    ]
    own = caller_as(town.helping_clerk, "read")
    assert [unit["unit"] for unit in own.get("unit-statistics/").json()["results"]] == ["水务局"]
    owed = own.get("feedbacks/owed/").json()["results"]
    assert [(one["duty_id"], one["period_start"]) for one in owed] == [(helper_of(row).pk, "2026-08-01")]
    leaders = office.get("leader-statistics/").json()["results"]
    assert [(one["holder"], one["received"], one["running"]) for one in leaders] == [("常县长", 1, 1)]
    assert code_of(caller_as(town.stranger).get("unit-statistics/?start=x")) == (400, "invalid")
    assert code_of(caller_as(town.nobody).get("unit-statistics/")) == (403, "permission_denied")
