"""Documents through the API: out with every fact's rows, edited under If-Match, decided on, verified."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.services import run_job
from projects.models import MonthlyProgress
from supervision.reports.models import Document
from tests.api.caller import Caller, caller_as, code_of
from tests.reports.conftest import Told
from tests.reports.papers import drafted, issued

pytestmark = pytest.mark.django_db
SCOPES = "read documents"
READERS = {"supervisor", "office_head", "leader", "auditor"}
OFFICE = {"supervisor", "office_head"}
NOTE = {"note": "试"}


@pytest.fixture
def document(told: Told) -> Document:
    return drafted(told.town)


def done(caller: Caller, document: Document, verb: str, body: Any = None, match: str = "*") -> Any:
    return caller.post(f"documents/{document.pk}/{verb}/", body, If_Match=match)


def test_a_fact_is_told_with_value_definition_rows_revisions_and_hash(told: Told, document: Document) -> None:
    caller = caller_as(told.town.leader, SCOPES)
    (fact,) = caller.results(f"document-facts/?document={document.pk}&key=sector.2.completed")
    row = document.facts.select_related("basis").get(key="sector.2.completed")
    month = MonthlyProgress.objects.get(project=told.halls)
    assert fact == {
        "id": row.pk,
        "document_id": document.pk,
        "key": "sector.2.completed",
        "value": "3000.5000",
        "unit": "万元",
        "definition": row.definition,
        "as_of": "2026-09-12",
        "filters": row.filters,
        "rows": row.basis.rows,
        "digest": row.basis.digest,
        "hash": row.hash,
    }
    assert list(fact["rows"]["projects.monthlyprogress"]) == [str(month.pk)]


def test_a_document_is_told_with_its_sections_and_its_file(told: Told, document: Document) -> None:
    document = issued(told.town, document)
    caller = caller_as(told.town.auditor, SCOPES)
    (listed,) = caller.results("documents/?kind=report&status=issued&year=2026&month=8")
    assert (listed["number_word"], listed["number_year"], listed["number"]) == ("督报", 2026, 1)
    answer = caller.get(f"documents/{document.pk}/").json()
    assert (answer["approved_by"], answer["sources_annex"]) == ("任主事", "plain")
    assert [part["order"] for part in answer["sections"]] == [s.order for s in document.sections.all()]
    assert answer["steps"][-1]["verb"] == "document.issue"
    file = caller.get(f"documents/{document.pk}/file/").json()
    assert document.file is not None
    assert hashlib.sha256(base64.b64decode(file["content"])).hexdigest() == document.file.sha256
    assert file["sha256"] == document.file.sha256


def test_a_section_is_edited_on_the_version_that_was_read_and_a_hand_is_marked(
    told: Told, document: Document
) -> None:
    caller = caller_as(told.town.supervisor, SCOPES)
    section = document.sections.get(order=1)
    place = f"document-sections/{section.pk}"
    answer = caller.get(f"{place}/")
    tag, paragraphs = answer.headers["ETag"], answer.json()["paragraphs"]
    same = caller.post(
        f"{place}/edit/", {"paragraphs": [dict(p) | {} for p in _asked(paragraphs)]}, If_Match=tag
    )
    assert same.status_code == 200, same.content.decode()
    assert same.json()["paragraphs"] == paragraphs
    stale = caller.post(f"{place}/edit/", {"paragraphs": _asked(paragraphs)}, If_Match=tag)
    assert code_of(stale) == (412, "changed_meanwhile")
    changed = _asked(paragraphs)
    token = next(t for t in changed[0]["body"] if isinstance(t, dict) and t.get("fact") == "total.completed")
    token["hand"] = "5,300万元"
    changed[0]["body"].append("另有2项。")
    saved = caller.post(f"{place}/edit/", {"paragraphs": changed}, If_Match=same.headers["ETag"]).json()
    assert saved["paragraphs"][0]["hand"] is True
    assert {"hand": "2"} in saved["paragraphs"][0]["body"]
    for made_up in (
        {"fact": "made.up", "text": "9"},
        {"fact": "made.up", "quote": "9"},
        {"hand": "9"},
        9,
        None,
    ):
        body = {"paragraphs": [{"rule": "", "body": [made_up]}]}
        assert caller.post(f"{place}/edit/", body, If_Match="*").status_code == 400, made_up
    anew = caller.post(f"{place}/regenerate/", If_Match="*").json()
    assert anew["paragraphs"][0] == saved["paragraphs"][0]


def _asked(paragraphs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {name: list(p[name]) if name != "rule" else p[name] for name in ("rule", "lead", "body")}
        for p in paragraphs
    ]


def test_the_annex_of_sources_is_chosen_and_stays_where_nothing_is_said(
    told: Told, document: Document
) -> None:
    caller = caller_as(told.town.supervisor, SCOPES)
    for body, choice in (({"sources_annex": "marked"}, "marked"), ({"closing": "完。"}, "marked")):
        assert done(caller, document, "describe", body).status_code == 200
        document.refresh_from_db()
        assert document.sources_annex == choice
    assert done(caller, document, "describe", {"sources_annex": "sometimes"}).status_code == 400
    document.refresh_from_db()
    assert (document.sources_annex, document.closing) == ("marked", "完。")


def test_a_document_goes_its_way_and_is_verified(told: Told) -> None:
    office = caller_as(told.town.supervisor, SCOPES)
    head = caller_as(told.town.office_head, SCOPES)
    words = {"kind": "circular", "period": "2026-08"}
    made = office.post("documents/", words, Idempotency_Key="a")
    assert (made.status_code, made.json()["status"], made.json()["as_of"]) == (201, "draft", None)
    assert office.post("documents/", words, Idempotency_Key="a").json()["id"] == made.json()["id"]
    document = Document.objects.get()
    run_job(job_id=document.job_id or 0)
    steps = ((office, "submit"), (head, "approve"), (head, "issue"))
    for caller, verb in steps:
        assert done(caller, document, verb).status_code == 200
    assert code_of(done(office, document, "submit")) == (409, "wrong_step")
    found = office.get(f"documents/{document.pk}/verification/").json()
    assert (found["ok"], found["file_same"], found["differing"]) == (True, True, [])
    MonthlyProgress.objects.filter(project=told.halls).update(year_to_date=3100, since_start=3100)
    found = office.get(f"documents/{document.pk}/verification/").json()
    assert found["ok"] is False
    rows = {row["name"] for fact in found["differing"] for row in fact["revised"]}
    assert any("标准厂房" in name for name in rows)
    assert done(head, document, "withdraw", NOTE).json()["status"] == "withdrawn"


@pytest.mark.parametrize(
    ("verb", "body", "may"),
    [
        ("describe", {"closing": "完。"}, OFFICE),
        ("draft-anew", None, OFFICE),
        ("submit", None, OFFICE),
        ("discard", NOTE, OFFICE),
        ("send-back", NOTE, {"office_head"}),
        ("approve", None, {"office_head"}),
        ("issue", None, {"office_head"}),
        ("withdraw", NOTE, {"office_head"}),
    ],
)
def test_each_verb_is_refused_to_the_wrong_persona(
    told: Told, document: Document, verb: str, body: Any, may: set[str]
) -> None:
    for name, user in told.town.personas().items():
        if name in may:
            continue
        expected = 403 if name in READERS else 404
        assert done(caller_as(user, SCOPES), document, verb, body).status_code == expected, name
    document.refresh_from_db()
    assert (document.status, document.revision) == ("draft", 1)
    reader = caller_as(told.town.lead_clerk, "read")
    assert code_of(done(reader, document, verb, body)) == (403, "scope_missing")


@pytest.mark.parametrize("place", ["documents/", "document-sections/", "document-facts/"])
def test_units_and_clients_see_none_and_lists_cost_the_same(
    told: Told, document: Document, place: str
) -> None:
    for name, user in told.town.personas().items():
        assert bool(caller_as(user, SCOPES).results(place)) is (name in READERS), name
    caller = caller_as(told.town.leader, "read")
    caller.results(place)

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            caller.results(place)
        return len(captured)

    before = statements()
    drafted(told.town)
    assert statements() == before
