"""Sums over a whole filter, per sector and together, by one statement. The unknown is counted apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum

from accounts.models import User
from rulebook.rules import Light, Month, completion_rate

from ..models.figures import ProjectQuerySet
from ..rules import points_behind
from .ledger import LedgerFilters, measured_projects


@dataclass(frozen=True)
class Totals:
    """万元, percent, percentage points. A sum is None when none of its amounts is known.

    The rate and the points compare what was completed with what was planned of the same projects:
    those whose plan is known. ``unknown_*`` count the projects that a sum leaves out.
    """

    projects: int = 0
    planned: Decimal | None = None
    completed: Decimal | None = None
    since_start: Decimal | None = None
    completion_rate: Decimal | None = None
    points: Decimal | None = None
    unknown_planned: int = 0
    unknown_completed: int = 0
    unknown_since_start: int = 0
    lights: Mapping[Light, int] = field(default_factory=dict)


@dataclass(frozen=True)
class SectorTotals:
    sector_id: int
    name: str
    totals: Totals


@dataclass(frozen=True)
class LedgerTotals:
    total: Totals
    sectors: tuple[SectorTotals, ...]


def ledger_totals(user: User, period: Month, on: date, filters: LedgerFilters | None = None) -> LedgerTotals:
    cells = light_cells(measured_projects(user, period, on, filters or LedgerFilters()))
    names = {cell["sector_id"]: cell["sector_name"] for cell in cells}
    return LedgerTotals(
        total=folded(cells),
        sectors=tuple(
            SectorTotals(pk, name, folded(cell for cell in cells if cell["sector_id"] == pk))
            for pk, name in names.items()
        ),
    )


MEASURED = Q(planned__gt=0)


def light_cells(rows: ProjectQuerySet, **more: Any) -> list[dict[str, Any]]:
    """Sums per sector and light, sectors in their order; ``more`` are further aggregates of each cell."""
    cells = (
        rows.annotate(sector_name=F("sector__name"), sector_order=F("sector__order"))
        .order_by()
        .values("sector_order", "sector_id", "sector_name", "light")
        .annotate(
            projects=Count("pk"),
            sum_planned=Sum("planned"),
            sum_completed=Sum("completed"),
            sum_since_start=Sum("since_start"),
            known_planned=Count("planned"),
            known_completed=Count("completed"),
            known_since_start=Count("since_start"),
            measured_completed=Sum("completed", filter=MEASURED),
            measured_due=Sum("due_twelfths", filter=MEASURED),
            **more,
        )
    )
    return sorted(cells, key=lambda cell: (cell["sector_order"], cell["light"]))


def folded(cells: Iterable[Mapping[str, Any]]) -> Totals:
    cells = list(cells)
    projects = sum(cell["projects"] for cell in cells)
    planned = added(cells, "sum_planned")
    measured = added(cells, "measured_completed")
    lights: dict[Light, int] = {}
    for cell in cells:
        light = Light(cell["light"])
        lights[light] = lights.get(light, 0) + cell["projects"]
    return Totals(
        projects=projects,
        planned=planned,
        completed=added(cells, "sum_completed"),
        since_start=added(cells, "sum_since_start"),
        completion_rate=completion_rate(measured, planned),
        points=points_behind(planned, measured, added(cells, "measured_due") or Decimal(0)),
        unknown_planned=projects - sum(cell["known_planned"] for cell in cells),
        unknown_completed=projects - sum(cell["known_completed"] for cell in cells),
        unknown_since_start=projects - sum(cell["known_since_start"] for cell in cells),
        lights=lights,
    )


def added(cells: Iterable[Mapping[str, Any]], name: str) -> Decimal | None:
    known = [cell[name] for cell in cells if cell[name] is not None]
    return sum(known, Decimal(0)) if known else None
