"""方案版次: the plan as it was approved, with all its parts, as JSON that nothing changes afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User

from ..models import Inspection, PlanVersion, Step
from .writing import because, insert

AMENDED = "inspection.amend"


def freeze_plan(
    actor: User, inspection: Inspection, approved_on: date, warnings: Sequence[str], now: datetime
) -> PlanVersion:
    """Keep this revision. ``warnings``: what of REG art. 15 was told and overridden."""
    amended = Step.objects.filter(inspection=inspection, verb=AMENDED).order_by("-pk").first()
    with because(actor, _("批准方案")):
        return insert(
            PlanVersion(
                inspection=inspection,
                revision=inspection.revision,
                plan=plan_as_json(inspection, warnings),
                reason=amended.note if amended and inspection.revision > 1 else "",
                approver_id=inspection.approver_id,
                approved_on=approved_on,
                recorded_by=actor,
                recorded_at=now,
            )
        )


def plan_as_json(inspection: Inspection, warnings: Sequence[str]) -> dict[str, Any]:
    """Codes and ids with the names that they had; days in ISO 8601."""
    return {
        "number": inspection.number,
        "title": inspection.title,
        "kind": inspection.kind,
        "content_category": inspection.content_category,
        "content": inspection.content,
        "scope": inspection.scope,
        "methods": list(inspection.methods),
        "checkpoints": inspection.checkpoints.splitlines(),
        "sector": _named(inspection.sector),
        "starts_on": inspection.starts_on.isoformat(),
        "ends_on": inspection.ends_on.isoformat(),
        "is_unannounced": inspection.is_unannounced,
        "organiser": _named(inspection.organiser),
        "designation": _named(inspection.designation),
        "year_plan": _named(inspection.year_plan),
        "unplanned_reason": inspection.unplanned_reason,
        "overlap_reason": inspection.overlap_reason,
        "warnings": list(warnings),
        "basis": inspection.basis,
        "basis_document": inspection.basis_document,
        "approver": _named(inspection.approver),
        "units": [_named(row.unit) for row in inspection.inspected.select_related("unit")],
        "team": [
            {
                "user": member.user_id,
                "name": member.name,
                "employer": member.employer,
                "kind": member.kind,
                "role": member.role,
            }
            for member in inspection.team.all()
        ],
    }


def _named(row: Any) -> dict[str, Any] | None:
    return None if row is None else {"id": row.pk, "name": str(row)}
