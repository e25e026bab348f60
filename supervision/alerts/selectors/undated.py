"""What has no due date is never reminded; the office sees it listed, so that it can set one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from accounts.models import User
from projects.models import AnnualPlan, Project
from supervision.inspections.models import Rectification, Verification
from supervision.inspections.rules.words import RectificationStatus
from supervision.matters.models import Matter
from supervision.matters.rules.words import MatterStatus

from ..models import Subject
from .inspections import VISITING, WITH_OFFICE

AT_MOST: Final = 200  # of each kind


@dataclass(frozen=True)
class Undated:
    """``page`` and ``key`` as in ``Reminder.leads_to``."""

    subject: str
    title: str
    page: str
    key: int


def without_deadline(user: User, on: date) -> list[Undated]:
    """One statement a kind, whatever the number."""
    return [
        Undated(subject, title, page, key)
        for subject, page, rows in _kinds(user, on)
        for key, title in rows[:AT_MOST]
    ]


def _kinds(user: User, on: date) -> Iterator[tuple[str, str, Any]]:
    unstarted = Project.objects.visible_to(user).filter(
        planned_start__isnull=True,
        actual_start__isnull=True,
        annual_plans__in=AnnualPlan.objects.in_plan(on.year),
    )
    yield Subject.START, "project", unstarted.exclude(stage="cancelled").values_list("pk", "name")
    matters = Matter.objects.visible_to(user).filter(due_on__isnull=True, status=MatterStatus.ISSUED)
    yield Subject.MATTER, "matter", matters.values_list("pk", "title")
    works = Rectification.objects.visible_to(user).filter(step_due_on__isnull=True)
    yield (
        Subject.STEP,
        "rectification",
        works.filter(status__in=[RectificationStatus.ISSUED, *WITH_OFFICE]).values_list("pk", "title"),
    )
    visits = Verification.objects.visible_to(user).filter(due_on__isnull=True, status__in=VISITING)
    yield Subject.VERIFICATION, "verification", visits.values_list("pk", "rectification__title")
