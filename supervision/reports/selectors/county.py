"""The county's projects at the cut-off, and of each sector what its paragraph tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F

from accounts.models import User
from projects import selectors as projects
from projects.selectors import LedgerFilters, Totals
from rulebook.rules import Light, Month
from supervision.reports.rules.inputs import (
    AppendixRow,
    AssessmentFigures,
    Highlight,
    MilestoneFigures,
    ProblemLine,
    ProjectFigures,
    ReceiptFigures,
    SectorFigures,
)
from supervision.reports.selectors.sources import project_source, projects_source, rows_source

IN_PLAN = LedgerFilters(in_plan=True)
HIGHLIGHTS = 3


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


def total_figures(known: County) -> ProjectFigures:
    return _figures(
        known.totals,
        projects_source(_plan_of(known), known.rows, known.period),
        started=sum(sector.started for sector in known.sectors),
        finished=sum(sector.finished for sector in known.sectors),
    )


def sector_lines(known: County, milestones: dict[int, MilestoneFigures]) -> tuple[SectorFigures, ...]:
    """Every sector, told as it is; ``milestones`` by sector id."""
    receipts, assessed = _receipt_ids(known), _assessment_ids(known)
    return tuple(
        SectorFigures(
            key=str(sector.order),
            name=sector.name,
            figures=_figures(
                sector.totals,
                projects_source(
                    _plan_of(known, sector.name), known.of_sector(sector.sector_id), known.period
                ),
                started=sector.started,
                finished=sector.finished,
            ),
            highlights=_highlights(known.of_sector(sector.sector_id), known.period),
            receipts=_receipts(sector, receipts[sector.sector_id], known),
            assessments=_assessments(sector, assessed[sector.sector_id], known),
            milestones=milestones.get(sector.sector_id),
        )
        for sector in known.sectors
    )


def problem_lines(known: County, *, late: bool) -> tuple[ProblemLine, ...]:
    """Red before yellow, the furthest behind first. ``late``: the month's reports are overdue."""
    behind = [row for row in known.rows if row.light in (Light.RED, Light.YELLOW)]
    behind.sort(key=lambda row: (-row.light, row.gap is None, row.gap or 0, row.pk))
    return tuple(_problem(row, known, late) for row in behind)


def _problem(row: Any, known: County, late: bool) -> ProblemLine:
    """What lit the light is told; what is no reason for it is not."""
    return ProblemLine(
        project=row.name,
        unit=known.unit_of(row.pk),
        light=Light(row.light),
        points=row.gap if row.investment_gap_light >= Light.YELLOW else None,
        problem=row.problem or "",
        next_step=row.next_step or "",
        source=project_source(row, known.period),
        start_delay=-row.start_delay if row.start_delay_light >= Light.YELLOW else None,
        unreported=known.period.single.short if late and row.report_missing_light >= Light.YELLOW else "",
    )


def appendix_rows(known: County) -> tuple[AppendixRow, ...]:
    return tuple(
        AppendixRow(
            sector=row.sector_name,
            name=row.name,
            unit=row.responsible_units,
            leader=row.leader_name or row.leader_post or "",
            planned=row.planned,
            completed=row.completed,
            rate=row.completion_rate,
            points=row.gap,
            light=Light(row.light),
            progress=row.physical_progress or "",
            source=project_source(row, known.period),
        )
        for row in known.rows
    )


def _figures(totals: Totals, source: str, *, started: int, finished: int) -> ProjectFigures:
    return ProjectFigures(
        projects=totals.projects,
        planned=totals.planned,
        completed=totals.completed,
        rate=totals.completion_rate,
        points=totals.points,
        source=source,
        started=started,
        finished=finished,
        red=totals.lights.get(Light.RED, 0),
        yellow=totals.lights.get(Light.YELLOW, 0),
    )


def _plan_of(known: County, sector: str = "") -> str:
    return f"{known.period.year}年度计划内{f'，板块“{sector}”' if sector else ''}"


def _highlights(rows: Sequence[Any], period: Month) -> tuple[Highlight, ...]:
    """The largest that go well, in this month's words; what is red or yellow is told under the problems."""
    told = [
        row
        for row in rows
        if row.reported_month == period.month and row.physical_progress and row.light < Light.YELLOW
    ]
    told.sort(key=lambda row: (-(row.planned or 0), row.pk))
    return tuple(
        Highlight(row.name, row.physical_progress, project_source(row, period)) for row in told[:HIGHLIGHTS]
    )


def _receipt_ids(known: County) -> dict[int, list[int]]:
    rows = projects.recognised_receipts([row.pk for row in known.rows], known.period)
    return _by_sector(rows.order_by().values_list("project__sector", "pk"))


def _assessment_ids(known: County) -> dict[int, list[int]]:
    rows = projects.assessments_made([row.pk for row in known.rows], known.period)
    return _by_sector(rows.order_by().values_list("project__sector", "pk"))


def _by_sector(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for sector_id, pk in pairs:
        found[sector_id].append(pk)
    return found


def _receipts(sector: projects.SectorFigures, ids: list[int], known: County) -> ReceiptFigures | None:
    """Growth over last year is published or not; it is never computed here."""
    if not sector.promotion_projects:
        return None
    source = rows_source("到位资金", f"已认定，{known.period.label}到账，板块“{sector.name}”", ids)
    return ReceiptFigures(sector.promotion_projects, sector.promotion_received, None, source)


def _assessments(sector: projects.SectorFigures, ids: list[int], known: County) -> AssessmentFigures | None:
    if not sector.assessed:
        return None
    source = rows_source("稳评", f"{known.period.label}，板块“{sector.name}”", ids)
    return AssessmentFigures(sector.assessed, source)
