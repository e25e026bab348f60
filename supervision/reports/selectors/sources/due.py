"""Milestones of the year's projects as they stand on the day: due by the cut-off, and due next."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import Q

from projects.models import Milestone
from supervision.reports.selectors.gathered import Gathered

COMING: Final = timedelta(days=60)


@dataclass(frozen=True)
class DueMilestones:
    by_sector: dict[int, list[Milestone]]
    missed: list[Milestone]
    coming: list[Milestone]


def milestones_of(known: Gathered) -> DueMilestones:
    """One statement, asked once for a document. What an earlier year left undone is due as well."""
    if "milestones" not in known.kept:
        known.kept["milestones"] = _found(known)
    found: DueMilestones = known.kept["milestones"]
    return found


def _found(known: Gathered) -> DueMilestones:
    on, end = known.on, known.period.ends_on
    projects = known.county.plan.exclude(stage="cancelled")
    if known.sector_id is not None:
        projects = projects.filter(sector=known.sector_id)
    undone = Q(completed_on__isnull=True) | Q(completed_on__gt=on)
    due = Q(due_on__lte=end) & (Q(due_on__year=end.year) | undone)
    first = max(on, known.period.cumulative.until)
    soon = Q(due_on__gte=first, due_on__lte=first + COMING) & undone
    rows = Milestone.objects.filter(due | soon, project__in=projects.values("pk")).select_related(
        "project", "unit"
    )
    found = list(rows.order_by("due_on", "pk"))
    by_sector: dict[int, list[Milestone]] = defaultdict(list)
    reached = [row for row in found if row.due_on <= end]
    for row in reached:
        by_sector[row.project.sector_id].append(row)
    missed = [row for row in reached if row.due_on < on and not (row.completed_on and row.completed_on <= on)]
    return DueMilestones(by_sector, missed, [row for row in found if row.due_on > end])
