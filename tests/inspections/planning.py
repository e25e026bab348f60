"""What the office does with a plan, by its services, with ordinary words."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import User
from supervision.inspections import services
from supervision.inspections.models import Inspection
from tests.inspections.acting import NOW
from tests.inspections.build import plan_words, team_words
from tests.town import Town


def drafted(town: Town, **values: Any) -> Inspection:
    return services.draft_inspection(
        actor=values.pop("actor", town.supervisor),
        words=plan_words(**values),
        unit_ids=[town.lead.pk, town.helping.pk],
        team=team_words(town),
        now=NOW,
    )


def submitted(town: Town, **values: Any) -> Inspection:
    row = drafted(town, **values)
    return services.submit_inspection(actor=town.supervisor, inspection_id=row.pk, now=NOW)


def approve(town: Town, row: Inspection, **values: Any) -> Inspection:
    asked: dict[str, Any] = {
        "actor": town.office_head,
        "inspection_id": row.pk,
        "basis": "proposal",
        "basis_document": "请示〔2026〕5号",
        "approver_id": town.leader_post.pk,
        "approved_on": date(2026, 9, 11),
        "now": NOW,
    }
    return services.approve_inspection(**asked | values)


def act(town: Town, row: Inspection, verb: str, actor: User, now: Any = NOW) -> Any:
    """A step of the table with ordinary words."""
    words: dict[str, Any] = {"actor": actor, "inspection_id": row.pk, "now": now}
    if verb in ("send_back", "amend", "cancel"):
        words["reason"] = "县政府决定"
    if verb == "approve":
        words |= {"basis": "decision", "approver_id": town.leader_post.pk, "approved_on": date(2026, 9, 11)}
    return getattr(services, f"{verb}_inspection")(**words)
