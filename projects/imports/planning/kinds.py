"""Which planner a kind of sheet has, which verb it needs, and in which order kinds are written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from projects.imports.planning.desk import Desk
from projects.imports.planning.duties import plan_responsibilities
from projects.imports.planning.funding import plan_assessments, plan_attraction, plan_receipts
from projects.imports.planning.ledger import plan_ledger
from projects.imports.planning.milestones import plan_milestones
from projects.imports.planning.progress import plan_progress
from projects.imports.planning.roster import plan_roster
from projects.imports.tables import Table

Planner = Callable[[Desk, Table], None]


@dataclass(frozen=True)
class PlannedKind:
    """``verb``: what the actor must be allowed, here or for some project of the actor's units."""

    planner: Planner
    verb: str


PLANNERS: Final[dict[str, PlannedKind]] = {
    "roster": PlannedKind(plan_roster, "roster.import"),
    "ledger": PlannedKind(plan_ledger, "project.register"),
    "responsibilities": PlannedKind(plan_responsibilities, "responsibility.change"),
    "attraction": PlannedKind(plan_attraction, "funding.change"),
    "receipts": PlannedKind(plan_receipts, "receipt.decide"),
    "assessments": PlannedKind(plan_assessments, "project.revise"),
    "milestones": PlannedKind(plan_milestones, "milestone.complete"),
    "progress": PlannedKind(plan_progress, "progress.import"),
}


def register_kind(kind: str, planner: Planner, verb: str) -> None:
    """A room to the right brings its own kind, from its AppConfig's ``ready``."""
    PLANNERS[kind] = PlannedKind(planner, verb)
