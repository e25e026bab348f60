"""Which unit answers for a project when one name must do."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ..models import Responsibility
from ..models.responsibility import REPORTING


def answering_units(projects: Collection[int], on: date) -> dict[int, str]:
    """Short name by project id: 牵头, else the first 责任, else 业主; absent without a unit."""
    rank = {role: place for place, role in enumerate(REPORTING)}
    rows = (
        Responsibility.objects.in_force(on)
        .filter(project__in=projects, role__in=REPORTING, unit__isnull=False)
        .order_by("position", "pk")
        .values_list("project_id", "role", "unit__short_name")
    )
    units: dict[int, str] = {}
    for project_id, _role, name in sorted(rows, key=lambda row: rank[row[1]]):
        units.setdefault(project_id, name)
    return units
