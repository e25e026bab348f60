"""The county's projects at the cut-off: the ledger of the year's plan, its sectors, its sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Final, NamedTuple

from django.db.models import F, QuerySet

from accounts.models import User
from projects import selectors as projects
from projects.models import Project
from projects.selectors import Carriers, LedgerFilters, SectorFigures, Totals
from rulebook.rules import Month

IN_PLAN: Final = LedgerFilters(in_plan=True)


class PlannedProject(NamedTuple):
    """A row of the ledger as plain values: of ten thousand, what a document may tell and nothing else.

    ``annual_key`` and ``month_key`` name the annual plan and the accepted month that its figures are of.
    """

    pk: int
    name: str
    sector_id: int
    sector_name: str
    annual_key: int
    month_key: int | None
    planned: Decimal | None
    completed: Decimal | None
    completion_rate: Decimal | None
    gap: Decimal | None
    reported_month: int | None
    actual_finish: date | None
    start_delay: int | None
    investment_gap_light: int
    start_delay_light: int
    report_missing_light: int
    leader_post: str | None
    leader_name: str | None
    physical_progress: str | None
    problem: str | None
    next_step: str | None

    @property
    def light(self) -> int:
        """Of three columns, rather than a fourth that PostgreSQL would reckon from all of them again."""
        return max(self.investment_gap_light, self.start_delay_light, self.report_missing_light)


@dataclass(frozen=True)
class County:
    """``plan``: the projects that the year's plan holds, for further questions about them."""

    period: Month
    plan: QuerySet[Project]
    rows: Sequence[PlannedProject]
    carriers: Carriers
    sectors: tuple[SectorFigures, ...]
    totals: Totals

    @cached_property
    def _by_sector(self) -> dict[int, list[PlannedProject]]:
        found: dict[int, list[PlannedProject]] = defaultdict(list)
        for row in self.rows:
            found[row.sector_id].append(row)
        return found

    def of_sector(self, sector_id: int | None) -> Sequence[PlannedProject]:
        """In the ledger's order; None is every sector."""
        return self.rows if sector_id is None else self._by_sector.get(sector_id, [])

    def unit_of(self, project_id: int) -> str:
        return self.carriers.answering.get(project_id, "")

    def units_of(self, project_id: int) -> str:
        """牵头 and 责任 together."""
        return self.carriers.responsible.get(project_id, "")


def county(user: User, period: Month, on: date) -> County:
    ledger = projects.ledger(user, period, on, IN_PLAN)
    columns = ledger.annotate(annual_key=F("annual__id"), month_key=F("latest__id"))
    values = columns.values_list(*PlannedProject._fields)
    plan = Project.objects.visible_to(user).in_plan(period.year)
    figures = projects.plan_figures(user, period, on)
    return County(
        period=period,
        plan=plan,
        rows=[PlannedProject._make(row) for row in values],
        carriers=projects.carriers(plan, on),
        sectors=figures.sectors,
        totals=figures.total,
    )
