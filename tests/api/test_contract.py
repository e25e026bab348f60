"""Schemathesis asks of every operation what its description allows, and what it does not: nothing breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from indicators.models import Indicator
from projects.models.progress import ProgressStatus
from supervision.wsgi import application
from tests.alerts.slips import make_slip
from tests.api.caller import caller_as
from tests.api.test_lists import fill
from tests.inspections.build import make_conclusion, make_finding, make_inspection, make_review
from tests.inspections.build_rectifications import (
    make_extension as make_rectification_extension,
)
from tests.inspections.build_rectifications import (
    make_rectification,
    make_verification,
)
from tests.matters.build import lead_of, make_extension, make_feedback, make_matter
from tests.reports.papers import drafted
from tests.town import Town, accept_month

CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
SCOPES = "read progress matters rectifications observations scores documents"
IN_HAND = {"supervisor": ProgressStatus.SUBMITTED, "lead_clerk": ProgressStatus.DRAFT}
TAKES_NOTHING = "/api/v1/feedbacks/owed/"  # so that nothing can be asked wrongly
FEW = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[*HealthCheck],
)


@pytest.fixture
def operations(db: None) -> Iterator[list[Any]]:
    """Called in this process; the test's own transaction outlives each call, as with Django's test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    described = schemathesis.openapi.from_wsgi("/api/schema/", application)
    every: Any = described.get_all_operations()
    yield [found.ok() for found in every]
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def asking_as(persona: str, town: Town) -> Callable[[Case], None]:
    """Ask as this persona, mostly for what is there and for a report that waits for it."""
    report = accept_month(town.project, 8, 700, status=IN_HAND[persona], decided_by=None, decided_at=None)
    matter = make_matter(town, "正在办理的事项", duty_status="under_way", helping=[town.helping])
    inspection = make_inspection(town, status="finished")
    conclusion = make_conclusion(town, inspection)
    rectification = make_rectification(town, status="under_way")
    keys: dict[str, Any] = {
        "units": town.lead,
        "posts": town.leader_post,
        "projects": town.project,
        "indicators": Indicator.objects.first(),
        "progress": report,
        "matters": matter,
        "duties": lead_of(matter),
        "feedbacks": make_feedback(town, lead_of(matter), status="sent"),
        "extensions": make_extension(town, matter, date(2026, 10, 20), status="asked"),
        "inspections": inspection,
        "findings": make_finding(town, inspection, status="notified"),
        "conclusions": conclusion,
        "reviews": make_review(town, conclusion),
        "rectifications": rectification,
        "verifications": make_verification(town, make_rectification(town, status="checked")),
        "rectification-extensions": make_rectification_extension(town, rectification),
    }
    keys["slips"] = make_slip(town, "signed")
    keys["documents"] = drafted(town)
    keys["document-sections"] = keys["documents"].sections.first()
    token = caller_as(getattr(town, persona), SCOPES).token

    def ask(case: Case) -> None:
        row = keys.get(case.path.split("/")[3])
        if row is not None and isinstance(case.path_parameters.get("id"), int):
            case.path_parameters["id"] = row.pk
        if "If-Match" in case.headers:
            case.headers["If-Match"] = "*"
        case.call_and_validate(checks=CHECKS, headers={"Authorization": f"Bearer {token}"})

    return ask


@pytest.mark.slow
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("persona", IN_HAND)
def test_whatever_is_asked_is_answered_as_described(
    town: Town, operations: list[Any], persona: str, mode: GenerationMode
) -> None:
    fill(town, 1)
    ask = asking_as(persona, town)
    assert len(operations) == 214
    for operation in operations:
        if mode == GenerationMode.NEGATIVE and operation.path == TAKES_NOTHING:
            continue
        FEW(given(operation.as_strategy(generation_mode=mode))(ask))()
