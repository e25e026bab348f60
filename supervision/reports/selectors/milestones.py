"""Milestones of the year's projects, as they stand on the day: due by the cut-off, missed, due next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from projects.models import Milestone
from rulebook.rules import Month
from supervision.reports.rules.inputs import DueMilestone, MilestoneFigures, MissedMilestone
from supervision.reports.selectors.county import County
from supervision.reports.selectors.sources import rows_source

COMING = timedelta(days=60)


@dataclass(frozen=True)
class Milestones:
    by_sector: dict[int, MilestoneFigures]
    missed: tuple[MissedMilestone, ...]
    due_next: tuple[DueMilestone, ...]


def milestones(known: County, on: date) -> Milestones:
    """One statement. What an earlier year left undone is due as well."""
    projects = [row.pk for row in known.rows if row.stage != "cancelled"]
    rows = Milestone.objects.filter(project__in=projects).select_related("project", "unit")
    end = known.period.ends_on
    undone = Q(completed_on__isnull=True) | Q(completed_on__gt=on)
    due = Q(due_on__lte=end) & (Q(due_on__year=end.year) | undone)
    first = max(on, known.period.cumulative.until)
    coming = Q(due_on__gte=first, due_on__lte=first + COMING) & undone
    found = list(rows.filter(due | coming).order_by("due_on", "pk"))
    reached = [row for row in found if row.due_on <= end]
    return Milestones(
        by_sector=_by_sector(reached, known.period, on),
        missed=tuple(_missed(row, known, on) for row in reached if _is_missed(row, on)),
        due_next=tuple(
            DueMilestone(row.project.name, _unit(row, known), row.name, row.due_on, _source(row))
            for row in found
            if row.due_on > end
        ),
    )


def _is_done(row: Milestone, on: date) -> bool:
    return row.completed_on is not None and row.completed_on <= on


def _is_missed(row: Milestone, on: date) -> bool:
    """As ``Milestone.objects.missed`` says it: due is ``<``, never ``=``."""
    return row.due_on < on and not _is_done(row, on)


def _by_sector(rows: Sequence[Milestone], period: Month, on: date) -> dict[int, MilestoneFigures]:
    sectors: dict[int, list[Milestone]] = defaultdict(list)
    for row in rows:
        sectors[row.project.sector_id].append(row)
    which = f"{period.cut_off}到期"
    return {
        sector_id: MilestoneFigures(
            due=len(members),
            done=sum(_is_done(row, on) for row in members),
            source=rows_source("关键节点", which, [row.pk for row in members]),
        )
        for sector_id, members in sectors.items()
    }


def _missed(row: Milestone, known: County, on: date) -> MissedMilestone:
    late = (on - row.due_on).days
    return MissedMilestone(row.project.name, _unit(row, known), row.name, row.due_on, late, _source(row))


def _unit(row: Milestone, known: County) -> str:
    return row.unit.short_name if row.unit else known.unit_of(row.project_id)


def _source(row: Milestone) -> str:
    return f"关键节点{row.pk}"
