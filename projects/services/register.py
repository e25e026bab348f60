"""Registering and revising projects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from django.db import transaction

from accounts.models import User
from accounts.rules import pinyin_key
from rulebook.services import next_number

from .. import rules
from ..models import Plan, Programme, Project, ProjectCode, Sector
from ..permissions import require
from .writing import because, change, insert, lock_project

SERIES = "project"


class ProjectFacts(TypedDict, total=False):
    """What is known of a project; money in 万元. What is not named stays as it is."""

    name: str
    sector: Sector
    parent: Project | None
    programme: Programme | None
    plan: Plan | None
    levels: list[str]
    nature: str
    stage: str
    is_promotion: bool
    location: str
    content: str
    total_investment: Decimal | None
    funding_note: str
    owner_name: str
    contact: str
    starts_on: date | None
    ends_on: date | None
    planned_start: date | None
    planned_finish: date | None
    actual_start: date | None
    actual_finish: date | None
    note: str


@transaction.atomic
def register_project(
    *, actor: User, on: date, codes: Sequence[str] = (), **facts: Unpack[ProjectFacts]
) -> Project:
    """Enter a project under the year's next number (2026-0007). ``name`` and ``sector`` are required.

    ``codes`` are 投资项目代码; an unusual shape is a warning of ``rules.code_warning``, never refused.
    """
    require(actor, "project.register")
    project = Project(**facts, pinyin=pinyin_key(facts.get("name", "")))
    project.clean_fields(exclude=["number", "pinyin"])
    project.number = rules.project_number(on.year, next_number(key=SERIES, year=on.year))
    insert(project)
    for code in codes:
        insert(ProjectCode(project=project, code=code))
    return project


@transaction.atomic
def revise_project(
    *,
    actor: User,
    project_id: int,
    reason: str = "",
    codes: Sequence[str] | None = None,
    **facts: Unpack[ProjectFacts],
) -> Project:
    """Change the named facts; the history keeps what they were. ``codes``, when given, replaces them all."""
    project = lock_project(project_id)
    require(actor, "project.revise", project)
    values: dict[str, object] = {**facts}
    if "name" in facts:
        values["pinyin"] = pinyin_key(facts["name"])
    with because(actor, reason):
        change(project, **values)
        if codes is not None:
            _replace_codes(project, codes)
    return project


def _replace_codes(project: Project, codes: Sequence[str]) -> None:
    known = project.codes.filter(kind="investment")
    known.exclude(code__in=codes).delete()
    present = set(known.values_list("code", flat=True))
    for code in dict.fromkeys(codes):
        if code not in present:
            insert(ProjectCode(project=project, code=code))
