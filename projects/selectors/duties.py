"""What must be done about reports: by the units, and by the office."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.models.user import REPORTERS
from rulebook.rules import Month

from ..models import MonthlyProgress, Project, Responsibility
from ..models.progress import OPEN, MonthlyProgressQuerySet
from ..models.responsibility import REPORTING


@dataclass(frozen=True)
class DueReport:
    """``report`` is what there is of the month: a draft, a submitted or returned one, or nothing yet."""

    project: Project
    report: MonthlyProgress | None

    @property
    def status(self) -> str:
        """``missing`` or the report's own status."""
        return self.report.status if self.report else "missing"


def projects_to_report(period: Month) -> Q:
    """In the year's plan from its first month on, not yet accepted for the month, and not finished before."""
    return Q(annual__isnull=False, annual__first_month__lte=period.month) & (
        Q(actual_finish__isnull=True) | Q(actual_finish__gte=period.first_day)
    )


def due_reports(user: User, period: Month) -> list[DueReport]:
    """What this user's units, as 牵头, 责任 or 业主, have still to report of the month. Two statements.

    A submitted report is listed too, as waiting for the office; a month that a later accepted one covers is
    not. The office gets everybody's.
    """
    rows = Project.objects.visible_to(user).with_progress(period)
    accepted = MonthlyProgress.objects.accepted().filter(
        project=OuterRef("pk"), year=period.year, month__gte=period.month
    )
    rows = rows.filter(projects_to_report(period)).exclude(Exists(accepted)).select_related("sector")
    if not user.reach.everything:
        held = Responsibility.objects.in_force(user.reach.on).filter(
            role__in=REPORTING, unit_id__in=user.units_as(*REPORTERS)
        )
        rows = rows.filter(pk__in=held.values("project"))
    projects = list(rows.order_by("sector__order", "pk"))
    open_rows = MonthlyProgress.objects.filter(
        project__in=projects, year=period.year, month=period.month, status__in=OPEN
    )
    by_project = {row.project_id: row for row in open_rows}
    return [DueReport(project, by_project.get(project.pk)) for project in projects]


def progress_queue(user: User) -> MonthlyProgressQuerySet:
    """What waits for the office's decision, the longest waiting first."""
    rows = MonthlyProgress.objects.visible_to(user).waiting()
    return rows.select_related("project__sector", "reported_by__unit", "reported_by__person").order_by(
        "reported_at", "pk"
    )
