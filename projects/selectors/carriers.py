"""Which unit answers for a project when one name must do."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from ..models import Responsibility
from ..models.responsibility import REPORTING


def answering_units(projects: Collection[int], on: date) -> dict[int, str]:
    """Short name by project id: 牵头, else the first 责任, else 业主; absent without a unit."""
    return _answering(projects, on, "unit__short_name")


def answering_unit_id(project_id: int, on: date) -> int | None:
    """The same of one project, as a key."""
    return _answering([project_id], on, "unit_id").get(project_id)


def _answering(projects: Collection[int], on: date, column: str) -> dict[int, Any]:
    rank = {role: place for place, role in enumerate(REPORTING)}
    rows = (
        Responsibility.objects.in_force(on)
        .filter(project__in=projects, role__in=REPORTING, unit__isnull=False)
        .order_by("position", "pk")
        .values_list("project_id", "role", column)
    )
    units: dict[int, Any] = {}
    for project_id, _role, unit in sorted(rows, key=lambda row: rank[row[1]]):
        units.setdefault(project_id, unit)
    return units
