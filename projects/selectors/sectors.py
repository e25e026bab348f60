"""The facts behind a report's paragraphs: each sector's projects of the year's plan at the cut-off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import User
from rulebook.rules import Month

from ..models import Receipt, Sector, StabilityAssessment
from ..models.funding import ReceiptStatus
from .ledger import LedgerFilters, measured_projects
from .totals import Totals, folded, light_cells


@dataclass(frozen=True)
class SectorFigures:
    """``schedule_share`` in percent of the plan, due by the cut-off; None without a known plan.

    ``started``, ``finished``: projects whose actual dates lie up to the cut-off; 续建 have started.
    ``promotion_projects`` and ``promotion_received`` (万元, 认定 of the year up to the cut-off) are of
    招商引资 projects in the plan.
    ``assessed``: projects with a 稳评 of the year up to the cut-off.
    """

    sector_id: int
    name: str
    heading: str
    order: int
    totals: Totals
    schedule_share: Decimal | None
    started: int
    finished: int
    new: int
    continued: int
    preparation: int
    promotion_projects: int
    promotion_received: Decimal | None
    assessed: int


@dataclass(frozen=True)
class PlanFigures:
    """The projects of the year's plan together, and every sector in its order, also one without projects."""

    total: Totals
    sectors: tuple[SectorFigures, ...]


def plan_figures(user: User, period: Month, on: date) -> PlanFigures:
    """Five statements whatever the county's size; the sums of all and of each sector are of the same one."""
    plan = measured_projects(user, period, on, LedgerFilters(in_plan=True))
    cells = light_cells(plan, **_counts(period))
    received = _received(plan.values("pk"), period)
    assessed = _assessed(plan.values("pk"), period)
    sectors = tuple(
        _figures(
            sector,
            [cell for cell in cells if cell["sector_id"] == sector.pk],
            received.get(sector.pk),
            assessed.get(sector.pk, 0),
        )
        for sector in Sector.objects.visible_to(user).order_by("order")
    )
    return PlanFigures(folded(cells), sectors)


def _counts(period: Month) -> dict[str, Any]:
    return {
        # As for the light: what is continued has started, whether or not the day is known.
        "started": Count("pk", filter=Q(actual_start__lte=period.ends_on) | Q(annual__kind="continued")),
        "finished": Count("pk", filter=Q(actual_finish__lte=period.ends_on)),
        "new": Count("pk", filter=Q(annual__kind="new")),
        "continued": Count("pk", filter=Q(annual__kind="continued")),
        "preparation": Count("pk", filter=Q(annual__kind="preparation")),
        "promotion_projects": Count("pk", filter=Q(is_promotion=True)),
    }


def _figures(
    sector: Sector, cells: list[dict[str, Any]], received: Decimal | None, assessed: int
) -> SectorFigures:
    totals = folded(cells)
    rate, points = totals.completion_rate, totals.points
    counts = {
        name: sum(cell[name] for cell in cells)
        for name in ("started", "finished", "new", "continued", "preparation", "promotion_projects")
    }
    return SectorFigures(
        sector_id=sector.pk,
        name=sector.name,
        heading=sector.heading,
        order=sector.order,
        totals=totals,
        schedule_share=None if rate is None or points is None else rate - points,
        promotion_received=received,
        assessed=assessed,
        **counts,
    )


def recognised_receipts(projects: Any, period: Month) -> QuerySet[Receipt]:
    """What has arrived for 招商引资 projects and was recognised, from January to the cut-off."""
    return Receipt.objects.filter(
        project__in=projects,
        project__is_promotion=True,
        status=ReceiptStatus.RECOGNISED,
        received_on__range=(date(period.year, 1, 1), period.ends_on),
    )


def assessments_made(projects: Any, period: Month) -> QuerySet[StabilityAssessment]:
    """稳评 of the year up to the cut-off."""
    return StabilityAssessment.objects.filter(
        project__in=projects, assessed_on__range=(date(period.year, 1, 1), period.ends_on)
    )


def _received(projects: Any, period: Month) -> dict[int, Decimal]:
    rows = recognised_receipts(projects, period).order_by().values_list("project__sector")
    return dict(rows.annotate(Sum("recognised")))


def _assessed(projects: Any, period: Month) -> dict[int, int]:
    rows = assessments_made(projects, period).order_by().values_list("project__sector")
    return dict(rows.annotate(Count("project", distinct=True)))
