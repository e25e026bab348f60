"""Whatever is asked wrongly gets a problem that names it, never a page and never a 500."""

from __future__ import annotations

import json

import pytest

from tests.api.caller import Caller, caller_as, code_of
from tests.town import Town


@pytest.fixture
def caller(town: Town) -> Caller:
    return caller_as(town.lead_clerk)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("projects/?colour=red", "colour"),
        ("projects/?sort=name", "sort"),
        ("projects/?light=blue", "light"),
        ("projects/?sector=999999", "sector"),
        ("projects/?sector=99999999999999999999999", "sector"),
        ("projects/?text=%00", "text"),
        ("projects/?period=2026-13", "period"),
        ("projects/figures/?period=2026", "period"),
        ("projects/figures/?period=99999-01", "period"),
        ("projects/1/?period=%00", "period"),
        ("projects/?fields=name,password", "fields"),
        ("projects/?limit=0", "limit"),
        ("projects/?limit=501", "limit"),
        ("projects/?limit=١", "limit"),
        ("projects/?after=-1", "after"),
        ("projects/?after=abc", "after"),
        ("projects/?after=9223372036854775808", "after"),
        ("projects/?after=" + "9" * 6000, "after"),
        ("projects/?order=name", "order"),
        ("projects/?count=yes", "count"),
        ("progress/?status=late", "status"),
        ("progress/?project=1.5", "project"),
        ("progress/?project=99999999999999999999", "project"),
        ("milestones/?due_before=2026-02-30", "due_before"),
        ("posts/?on=2026-02-30", "on"),
        ("posts/?on=morgen", "on"),
        ("units/1/?expand=people", "expand"),
    ],
)
def test_a_wrong_parameter_is_named(caller: Caller, path: str, field: str) -> None:
    answer = caller.get(path)
    assert code_of(answer) == (400, "invalid")
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert answer.json()["detail"]


@pytest.mark.parametrize("path", ["nothing/", "projects/abc/", "projects/1", "", "units/1/people/"])
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "options"])
def test_an_unknown_address_is_a_problem_for_every_method(caller: Caller, path: str, method: str) -> None:
    send = getattr(caller.client, method)
    answer = send(f"/api/v1/{path}", headers={"Authorization": f"Bearer {caller.token}"})
    assert code_of(answer) == (404, "not_found")


@pytest.mark.parametrize("path", ["projects/99999999999999999999/", "progress/0/"])
def test_a_key_that_cannot_be_is_not_found(caller: Caller, path: str) -> None:
    assert code_of(caller.get(path)) == (404, "not_found")


def test_a_method_that_is_not_offered_names_those_that_are(caller: Caller) -> None:
    answer = caller.post("projects/", {})
    assert code_of(answer) == (405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_only_json_is_offered(caller: Caller) -> None:
    assert code_of(caller.get("projects/", Accept="text/html")) == (406, "not_acceptable")
    assert caller.get("projects/", Accept="text/html, */*;q=0.1").status_code == 200


def test_only_json_is_taken(caller: Caller) -> None:
    answer = caller.post("progress/", "a=1", content_type="text/plain")
    assert code_of(answer) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe",
        b'{"project_id": NaN}',
        b'{"project_id": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b'{"a":' * 100_000,
    ],
    ids=["cut off", "not UTF-8", "NaN", "deep number", "deep list", "deep object"],
)
def test_what_is_no_json_is_refused(caller: Caller, body: bytes) -> None:
    assert code_of(caller.post("progress/", body)) == (400, "parse_error")


@pytest.mark.parametrize("body", [[], 1, None, "text", [{}]])
def test_what_is_no_object_is_refused(caller: Caller, body: object) -> None:
    assert code_of(caller.post("progress/", json.dumps(body).encode())) == (400, "invalid")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"year_to_date": "1e400"}, "year_to_date"),
        ({"year_to_date": 1e300}, "year_to_date"),
        ({"year_to_date": "Infinity"}, "year_to_date"),
        ({"year_to_date": "1.00001"}, "year_to_date"),
        ({"year_to_date": "1234567890123"}, "year_to_date"),
        ({"year_to_date": True}, "year_to_date"),
        ({"physical_progress": "路基\x00完成"}, "physical_progress"),
        ({"physical_progress": "长" * 4001}, "physical_progress"),
        ({"physical_progress": None}, "physical_progress"),
        ({"stage": "dreaming"}, "stage"),
        ({"started_on": "2026-02-30"}, "started_on"),
        ({"project_id": 10**30}, "project_id"),
        ({"project_id": "x"}, "project_id"),
        ({"period": "2026-00"}, "period"),
        ({"period": 202608}, "period"),
        ({"status": "accepted"}, "status"),
    ],
)
def test_a_wrong_value_is_named(town: Town, caller: Caller, values: dict[str, object], field: str) -> None:
    body = {"project_id": town.project.pk, "period": "2026-08"} | values
    answer = caller.post("progress/", json.dumps(body).encode())
    assert code_of(answer) == (400, "invalid")
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_body_beyond_the_limit_is_refused(caller: Caller, settings: object) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000  # type: ignore[attr-defined]
    assert code_of(caller.post("progress/", b"[" + b" " * 1000 + b"]")) == (413, "too_large")
