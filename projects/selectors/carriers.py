"""Which units carry a project, and which answers for it when one name must do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from ..models import Project, Responsibility
from ..models.responsibility import REPORTING, ResponsibilityRole


@dataclass(frozen=True)
class Carriers:
    """Short names by project id, absent without a unit.

    ``answering``: 牵头, else the first 责任, else 业主; ``responsible``: as in the ledger, 交通局、水务局.
    """

    answering: dict[int, str]
    responsible: dict[int, str]


def carriers(projects: QuerySet[Project], on: date) -> Carriers:
    """One statement, whatever the number of projects."""
    answering: dict[int, str] = {}
    responsible: dict[int, list[str]] = defaultdict(list)
    for project_id, role, unit in _carried(projects.values("pk"), on, "unit__short_name"):
        answering.setdefault(project_id, unit)
        if role != ResponsibilityRole.OWNER:
            responsible[project_id].append(unit)
    return Carriers(answering, {pk: "、".join(units) for pk, units in responsible.items()})


def answering_unit_id(project_id: int, on: date) -> int | None:
    """Of one project, as a key."""
    return next((unit_id for _project, _role, unit_id in _carried([project_id], on, "unit_id")), None)


def _carried(projects: Any, on: date, column: str) -> Iterator[tuple[int, str, Any]]:
    """(project, role, unit), of each project 牵头 first, then 责任 in their order, then 业主."""
    rank = {role: place for place, role in enumerate(REPORTING)}
    rows = (
        Responsibility.objects.in_force(on)
        .filter(project__in=projects, role__in=REPORTING, unit__isnull=False)
        .order_by("position", "pk")
        .values_list("project_id", "role", column)
    )
    yield from sorted(rows, key=lambda row: rank[row[1]])
