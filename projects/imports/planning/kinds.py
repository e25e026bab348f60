"""Which planner a kind of sheet has, which verb it needs, and in which order kinds are written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from accounts.models import User
from projects.imports.kinds import KINDS, Kind
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


# Subjects of NameMapping that another room knows: what a name may be mapped to, as (name, what is shown).
NAMES: Final[dict[str, Callable[[User, date], list[tuple[str, str]]]]] = {}


def register_names(subject: str, names: Callable[[User, date], list[tuple[str, str]]]) -> None:
    """A room to the right says what its subject may be called, where its kind asks for it."""
    NAMES[subject] = names


# Titles of sheets of figures that our own workbooks have beside their rows.
STATISTICS: Final[set[str]] = set()


def register_statistics(title: str) -> None:
    """A room to the right names the sheet of figures that stands in its exported workbooks."""
    STATISTICS.add(title)


def register_kind(kind: str | Kind, planner: Planner, verb: str) -> None:
    """A room to the right brings its own kind, from its AppConfig's ``ready``: a declared one by its name,
    or one with columns of its own.
    """
    if isinstance(kind, Kind):
        KINDS[kind.name] = kind
        kind = kind.name
    PLANNERS[kind] = PlannedKind(planner, verb)
