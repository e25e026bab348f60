"""The published description is sound, and the answers are what it says."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from jsonschema import Draft202012Validator

from tests.api.caller import caller_as
from tests.api.test_lists import LISTS, fill
from tests.matters.build import (
    lead_of,
    make_extension,
    make_feedback,
    make_instruction,
    make_matter,
    tell,
)
from tests.town import Town, accept_month

DETAILS = {"units/{id}/": "lead", "projects/{id}/": "project", "posts/{id}/": "leader_post"}


@cache
def document() -> dict[str, Any]:
    """Asked for once: to describe two hundred operations takes a second."""
    return Client().get("/api/schema/").json()


def check(path: str, answer: Any) -> None:
    """Hold an answer to what the description promises for its status."""
    described = document()
    operation = described["paths"][f"/api/v1/{path}"]["get"]["responses"][str(answer.status_code)]
    promised = next(iter(operation["content"].values()))["schema"]
    schema = {**promised, "components": described["components"]}
    problems = [error.message for error in Draft202012Validator(schema).iter_errors(answer.json())]
    assert problems == []


@pytest.mark.slow
def test_the_description_is_valid_and_without_a_warning(tmp_path: Any) -> None:
    target = str(tmp_path / "schema.yml")
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", target)


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_as_described(town: Town, path: str) -> None:
    fill(town, 1)
    check(path, caller_as(town.supervisor).get(f"{path}?count=1"))


@pytest.mark.parametrize("path", DETAILS)
def test_a_detail_is_as_described(town: Town, path: str) -> None:
    accept_month(town.project, 8, 700)
    key = getattr(town, DETAILS[path]).pk
    check(path, caller_as(town.supervisor).get(path.replace("{id}", str(key))))


@pytest.mark.parametrize("path", ["matters/{id}/", "duties/{id}/", "feedbacks/{id}/", "extensions/{id}/"])
def test_a_matter_and_what_belongs_to_it_are_as_described(town: Town, path: str) -> None:
    row = make_matter(town, duty_status="under_way", helping=[town.helping])
    make_instruction(town, row)
    lead = lead_of(row)
    keys = {
        "matters": row.pk,
        "duties": lead.pk,
        "feedbacks": make_feedback(town, lead).pk,
        "extensions": make_extension(town, row, date(2026, 10, 20)).pk,
    }
    tell(town, lead, "duty.sign")
    key = keys[path.split("/")[0]]
    check(path, caller_as(town.supervisor).get(path.replace("{id}", str(key))))


@pytest.mark.parametrize("path", ["unit-statistics/", "leader-statistics/", "feedbacks/owed/"])
def test_figures_of_matters_are_as_described(town: Town, path: str) -> None:
    make_matter(town, duty_status="under_way", issued_on=date(2026, 7, 1))
    answer = caller_as(town.lead_clerk).get(path)
    assert len(answer.json()["results"]) == 1
    check(path, answer)


def test_a_report_and_a_refusal_are_as_described(town: Town) -> None:
    row = accept_month(town.project, 8, 700)
    caller = caller_as(town.supervisor)
    check("progress/{id}/", caller.get(f"progress/{row.pk}/"))
    check("progress/{id}/", caller.get("progress/0/"))
    check("projects/", caller.get("projects/?colour=red"))


SHOWN = {
    ("get", "projects/", "200"),
    ("get", "projects/{id}/", "200"),
    ("get", "projects/figures/", "200"),
    ("post", "progress/", "request"),
    ("post", "progress/", "201"),
    ("post", "progress/", "422"),
    ("put", "progress/{id}/", "request"),
    ("put", "progress/{id}/", "412"),
    ("post", "progress/{id}/submit/", "request"),
    ("post", "progress/{id}/submit/", "200"),
    ("post", "progress/{id}/return/", "request"),
    ("post", "progress/{id}/correct/", "request"),
    ("get", "matters/", "200"),
    ("post", "matters/", "request"),
    ("post", "matters/", "201"),
    ("patch", "matters/{id}/", "request"),
    ("post", "matters/{id}/review/", "request"),
    ("post", "duties/{id}/feedbacks/", "request"),
    ("post", "duties/{id}/feedbacks/", "201"),
    ("get", "unit-statistics/", "200"),
}


def test_the_examples_are_themselves_as_described() -> None:
    described, shown = document(), set()
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            bodies = operation["responses"] | {"request": operation.get("requestBody", {})}
            for name, body in bodies.items():
                for content in body.get("content", {}).values():
                    schema = {**content["schema"], "components": described["components"]}
                    for example in content.get("examples", {}).values():
                        Draft202012Validator(schema).validate(example["value"])
                        shown.add((method, path.removeprefix("/api/v1/"), name))
    assert shown >= SHOWN


@pytest.mark.parametrize("path", ["/api/docs/", "/static/js/api-docs.js"])
def test_the_page_of_the_api_needs_nothing_from_elsewhere(path: str) -> None:
    answer = Client().get(path)
    text = answer.getvalue().decode() if answer.streaming else answer.content.decode()
    assert answer.status_code == 200
    assert "http://" not in text and "https://" not in text
    assert "<script>" not in text and "<style" not in text


def test_the_description_names_tokens_scopes_and_every_refusal() -> None:
    described = document()
    assert described["openapi"] == "3.1.0"
    flow = described["components"]["securitySchemes"]["oauth2"]["flows"]["clientCredentials"]
    assert set(flow["scopes"]) == {
        "read",
        "progress",
        "matters",
        "rectifications",
        "observations",
        "scores",
        "documents",
    }
    submit = described["paths"]["/api/v1/progress/{id}/submit/"]["post"]
    assert {"412", "422", "428", "429"} <= set(submit["responses"])
    assert {p["name"] for p in submit["parameters"]} == {"id", "If-Match", "Idempotency-Key"}
    assert "password" not in json.dumps(described["paths"])
