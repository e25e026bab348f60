"""The county's projects at the cut-off: the ledger of the year's plan, its sectors, its sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F

from accounts.models import User
from projects import selectors as projects
from projects.selectors import LedgerFilters, Totals
from rulebook.rules import Month

IN_PLAN = LedgerFilters(in_plan=True)


@dataclass(frozen=True)
class County:
    """``rows``: the ledger of the year's plan, sector by sector; ``units``: who answers for each."""

    period: Month
    rows: Sequence[Any]
    units: dict[int, str]
    sectors: tuple[projects.SectorFigures, ...]
    totals: Totals

    def of_sector(self, sector_id: int) -> list[Any]:
        return [row for row in self.rows if row.sector_id == sector_id]

    def unit_of(self, project_id: int) -> str:
        return self.units.get(project_id, "")


def county(user: User, period: Month, on: date) -> County:
    ledger = projects.ledger(user, period, on, IN_PLAN)
    rows = list(ledger.annotate(plan_id_used=F("annual__id"), month_id_used=F("latest__id")))
    return County(
        period=period,
        rows=rows,
        units=projects.answering_units([row.pk for row in rows], on),
        sectors=projects.sector_figures(user, period, on),
        totals=projects.ledger_totals(user, period, on, IN_PLAN).total,
    )
