"""The services of a rectification with ordinary words."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any, Final

from accounts.models import User
from supervision.inspections import services
from supervision.inspections.models import Rectification, Verification
from supervision.inspections.rules.entries import MeasureWords
from tests.inspections.acting import NOW
from tests.inspections.build_rectifications import DUE_ON
from tests.town import Town

PDF: Final = b"%PDF-1.4\n%%EOF\n"


def file_of(name: str = "整改报告.pdf", more: bytes = b"") -> tuple[str, Any]:
    return name, BytesIO(PDF + more)


def measure_words(town: Town, **values: Any) -> MeasureWords:
    said: dict[str, Any] = {
        "problem": "排口未封堵",
        "measure": "封堵排口，接入管网",
        "unit_id": town.lead.pk,
        "person": "路联络",
        "due_on": DUE_ON,
    }
    return MeasureWords(**said | values)


def submit(town: Town, row: Rectification, *measures: MeasureWords, **values: Any) -> Rectification:
    asked: dict[str, Any] = {"actor": town.lead_clerk, "rectification_id": row.pk, "now": NOW} | values
    return services.submit_plan(measures=measures or [measure_words(town)], **asked)


def report(town: Town, row: Rectification, **values: Any) -> Any:
    asked: dict[str, Any] = {
        "actor": town.lead_clerk,
        "rectification_id": row.pk,
        "text": "已封堵三处",
        "now": NOW,
    }
    return services.report_progress(**asked | values)


def attach(town: Town, row: Rectification, *files: tuple[str, Any], **values: Any) -> Any:
    asked: dict[str, Any] = {"actor": town.lead_clerk, "rectification_id": row.pk, "now": NOW}
    return services.attach_evidence(files=files or [file_of()], **asked | values)


def apply(town: Town, row: Rectification, **values: Any) -> Rectification:
    asked: dict[str, Any] = {
        "actor": town.lead_head,
        "rectification_id": row.pk,
        "text": "已整改到位",
        "now": NOW,
    }
    return services.apply_for_closing(**asked | {"files": [file_of()]} | values)


def check(town: Town, row: Rectification, **values: Any) -> Rectification:
    asked: dict[str, Any] = {"actor": town.supervisor, "rectification_id": row.pk, "passes": True, "now": NOW}
    return services.check_papers(**asked | values)


def assign(town: Town, row: Rectification, *users: User, **values: Any) -> Verification:
    asked: dict[str, Any] = {"actor": town.supervisor, "rectification_id": row.pk, "now": NOW} | values
    sent = users or (town.supervisor, town.nobody)
    return services.assign_verification(user_ids=[user.pk for user in sent], **asked)


def record(town: Town, row: Verification, **values: Any) -> Verification:
    asked: dict[str, Any] = {
        "actor": town.supervisor,
        "verification_id": row.pk,
        "visited_on": date(2026, 9, 12),
        "situation": "排口已封堵",
        "passes": True,
        "now": NOW,
    }
    return services.record_verification(**asked | values)


def sign(town: Town, row: Verification, **values: Any) -> Verification:
    asked: dict[str, Any] = {"actor": town.nobody, "verification_id": row.pk, "now": NOW}
    return services.sign_verification(**asked | values)


def approve(town: Town, row: Rectification, **values: Any) -> Rectification:
    asked: dict[str, Any] = {"actor": town.office_head, "rectification_id": row.pk, "now": NOW}
    return services.approve_closing(**asked | values)


def send_back(town: Town, row: Rectification, **values: Any) -> Rectification:
    asked: dict[str, Any] = {
        "actor": town.supervisor,
        "rectification_id": row.pk,
        "reason": "仍有渗漏",
        "now": NOW,
    }
    return services.send_back_rectification(**asked | values)


def look_back(town: Town, row: Rectification, **values: Any) -> services.LookedBack:
    asked: dict[str, Any] = {
        "actor": town.supervisor,
        "rectification_id": row.pk,
        "on": date(2026, 9, 12),
        "holds": False,
        "situation": "排口又被打开",
        "now": NOW,
    }
    return services.look_back(**asked | values)


def again(row: Any) -> Any:
    """As it stands in the database."""
    return type(row).objects.get(pk=row.pk)
