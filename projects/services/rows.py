"""Projects, plans, responsibilities and milestones of a whole workbook, written together.

Each function is one act inside the caller's transaction, all or none, and obeys the rules of the single
services. Rows that say what is there already change nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import pinyin_key
from rulebook.services import next_number

from .. import rules
from ..models import AnnualPlan, Milestone, Project, ProjectCode
from ..models.plan import PlanChange
from ..permissions import require
from .plans import PlanTerms
from .register import SERIES, ProjectFacts
from .writing import because, readable

Row = TypeVar("Row", bound=models.Model)
BATCH = 1000


@dataclass
class Written:
    """Primary keys: of every row in the order given (``ids``), of the new ones, and of the changed ones
    with the values that they had before."""

    ids: list[int] = field(default_factory=list)
    created: list[int] = field(default_factory=list)
    changed: dict[int, dict[str, Any]] = field(default_factory=dict)
    unchanged: int = 0


@dataclass(frozen=True)
class ProjectRow:
    """``project_id`` None registers a new project; ``codes`` are added to those that are known."""

    project_id: int | None
    facts: ProjectFacts
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlanRow:
    project_id: int
    year: int
    terms: PlanTerms


@dataclass(frozen=True)
class MilestoneRow:
    """A project's milestone is known by its name; ``completed_on`` needs ``completion``."""

    project_id: int
    name: str
    due_on: date
    unit_id: int | None = None
    contact: str = ""
    arrangement: str = ""
    completed_on: date | None = None
    completion: str = ""


@transaction.atomic
def write_projects(*, actor: User, rows: Sequence[ProjectRow], on: date, reason: str = "") -> Written:
    """Register and revise. Raises ValidationError in the words of the field or constraint."""
    require(actor, "project.register")
    require(actor, "project.revise")
    known = lock_projects(row.project_id for row in rows if row.project_id is not None)
    written, new, changed = Written(), [], []
    projects = []
    for row in rows:
        values = _project_values(row.facts)
        if row.project_id is None:
            project = Project(**values)
            project.number = rules.project_number(on.year, next_number(key=SERIES, year=on.year))
            new.append(project)
        else:
            project = known[row.project_id]
            note_change(written, changed, project, values)
        _require_fields(project)
        projects.append(project)
    with because(actor, reason), readable(Project):
        save_all(Project, new, changed, written)
        _add_codes(projects, rows)
    written.ids = [project.pk for project in projects]
    return written


@transaction.atomic
def write_annual_plans(*, actor: User, rows: Sequence[PlanRow], on: date, reason: str = "") -> Written:
    """A first plan is 年初下达; other terms than the current ones are an adjustment, which needs a reason."""
    require(actor, "project.plan")
    lock_projects(row.project_id for row in rows)
    current = {
        (plan.project_id, plan.year): plan
        for plan in AnnualPlan.objects.filter(
            is_current=True, project__in={row.project_id for row in rows}, year__in={row.year for row in rows}
        )
    }
    written, new, former = Written(), [], []
    plans = []
    for row in rows:
        plan = current.get((row.project_id, row.year))
        if plan is None or any(getattr(plan, name) != value for name, value in row.terms.columns().items()):
            if plan is not None:
                former.append(plan)
            plan = _next_version(plan, row, actor, on, reason)
            new.append(plan)
        else:
            written.unchanged += 1
        plans.append(plan)
    with because(actor, reason), readable(AnnualPlan):
        AnnualPlan.objects.filter(pk__in=[plan.pk for plan in former]).update(is_current=False)
        save_all(AnnualPlan, new, [], written)
    written.changed = {plan.pk: {"is_current": True} for plan in former}
    written.ids = [plan.pk for plan in plans]
    return written


@transaction.atomic
def write_milestones(*, actor: User, rows: Sequence[MilestoneRow], reason: str = "") -> Written:
    """Set and complete milestones; a completed one is not changed back."""
    require(actor, "milestone.change")
    lock_projects(row.project_id for row in rows)
    known = {
        (row.project_id, row.name): row
        for row in Milestone.objects.filter(project__in={row.project_id for row in rows})
    }
    written, new, changed = Written(), [], []
    milestones = []
    for row in rows:
        values = {name: value for name, value in row.__dict__.items() if value not in (None, "")}
        milestone = known.get((row.project_id, row.name))
        if milestone is None:
            milestone = known[row.project_id, row.name] = Milestone(**values)
            new.append(milestone)
        elif milestone.pk is not None:
            note_change(written, changed, milestone, values)
        milestones.append(milestone)
    with because(actor, reason), readable(Milestone):
        save_all(Milestone, new, changed, written)
    written.ids = [milestone.pk for milestone in milestones]
    return written


def lock_projects(ids: Iterable[int]) -> dict[int, Project]:
    """In the order of their keys. Raises ValidationError when one does not exist."""
    wanted = set(ids)
    rows = Project.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    known = {row.pk: row for row in rows}
    if missing := wanted.difference(known):
        raise ValidationError(_("没有编号为%(ids)s的项目。") % {"ids": "、".join(map(str, sorted(missing)))})
    return known


def note_change(written: Written, changed: list[Row], row: Row, values: Mapping[str, Any]) -> None:
    """Set the values that differ, and keep what they were."""
    before = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
    if not before:
        written.unchanged += 1
        return
    for name in before:
        setattr(row, name, values[name])
    written.changed.setdefault(row.pk, {}).update(before)
    changed.append(row)


def save_all(model: type[Row], new: Sequence[Row], changed: Sequence[Row], written: Written) -> None:
    """Changes first: a successor may begin on the day that the former one ends."""
    rows = model._default_manager
    if fields := {name for before in written.changed.values() for name in before}:
        rows.bulk_update(changed, sorted(fields), batch_size=BATCH)
    rows.bulk_create(new, batch_size=BATCH)
    written.created = [row.pk for row in new]


def _project_values(facts: ProjectFacts) -> dict[str, Any]:
    """Relations by their id, so that comparing them asks nothing of the database."""
    values: dict[str, Any] = {}
    for name, value in facts.items():
        related = Project._meta.get_field(name).is_relation
        values[f"{name}_id" if related else name] = getattr(value, "pk", None) if related else value
    if "name" in facts:
        values["pinyin"] = pinyin_key(facts["name"])
    return values


def _require_fields(project: Project) -> None:
    """Lengths, choices and required fields; keys and constraints are the database's to check."""
    relations = [field.name for field in Project._meta.fields if field.is_relation]
    try:
        project.clean_fields(exclude=[*relations, "pinyin"])
    except ValidationError as error:
        texts = [f"{project.name}：{text}" for texts in error.message_dict.values() for text in texts]
        raise ValidationError(texts) from error


def _add_codes(projects: Sequence[Project], rows: Sequence[ProjectRow]) -> None:
    known = set(
        ProjectCode.objects.filter(project__in=[p.pk for p in projects]).values_list("project_id", "code")
    )
    wanted = {(p.pk, code) for p, row in zip(projects, rows, strict=True) for code in row.codes}
    with readable(ProjectCode):
        ProjectCode.objects.bulk_create(
            ProjectCode(project_id=pk, code=code) for pk, code in sorted(wanted - known)
        )


def _next_version(former: AnnualPlan | None, row: PlanRow, actor: User, on: date, reason: str) -> AnnualPlan:
    change = PlanChange.ADJUSTED if former else PlanChange.INITIAL
    if former is not None and former.change == PlanChange.REMOVED:
        change = PlanChange.ADDED
    rules.require_change(former.change if former else None, change)
    return AnnualPlan(
        project_id=row.project_id,
        year=row.year,
        version=former.version + 1 if former else 1,
        change=change,
        reason=reason,
        decided_by=actor,
        decided_on=on,
        **row.terms.columns(),
    )
