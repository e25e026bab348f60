"""What a month's report is held against, and what a form starts with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from rulebook.rules import Month

from ..models import AnnualPlan, MonthlyProgress, Project
from ..models.progress import OPEN
from ..rules import Finding, ProgressBefore, ProgressEntry, check_progress

ENTRY_FIELDS = tuple(ProgressEntry.__dataclass_fields__)


def entry_of(row: MonthlyProgress) -> ProgressEntry:
    return ProgressEntry(**{name: getattr(row, name) for name in ENTRY_FIELDS})


def progress_before(project: Project, period: Month) -> ProgressBefore:
    """The newest accepted month before this one in the year, the year's plan and the project's total."""
    former = _former(project, period)
    plan = AnnualPlan.objects.in_plan(period.year).filter(project=project).first()
    return ProgressBefore(
        month=former.month if former else None,
        year_to_date=former.year_to_date if former else None,
        physical_progress=former.physical_progress if former else "",
        carried_in=plan.carried_in if plan else None,
        total_investment=project.total_investment,
        actual_start=project.actual_start,
    )


def progress_findings(
    project: Project, period: Month, entry: ProgressEntry, *, on: date
) -> tuple[Finding, ...]:
    """What is wrong or odd about the entry; a form shows it before it is submitted."""
    return check_progress(entry, progress_before(project, period), period, on)


@dataclass(frozen=True)
class ProgressForm:
    """``entry`` is what the form starts with; ``open`` the report that is being worked on, if any."""

    entry: ProgressEntry
    before: ProgressBefore
    open: MonthlyProgress | None
    accepted: MonthlyProgress | None


def progress_form_values(project: Project, period: Month) -> ProgressForm:
    """The open report as it stands, else the accepted one, else last month's values carried forward."""
    rows = list(MonthlyProgress.objects.filter(project=project, year=period.year, month=period.month))
    opened = next((row for row in rows if row.status in OPEN), None)
    accepted = next((row for row in rows if row.status == "accepted"), None)
    before = progress_before(project, period)
    current = opened or accepted
    entry = entry_of(current) if current else _carried_forward(project, period, before)
    return ProgressForm(entry, before, opened, accepted)


def _carried_forward(project: Project, period: Month, before: ProgressBefore) -> ProgressEntry:
    """“No change this month” is one click: the cumulative amounts stand, the month's own is nought.

    The first month of the year starts from nought; what was done before is in the plan's carried-in amount.
    """
    former = _former(project, period)
    if former is not None:
        return replace(entry_of(former), month_amount=Decimal(0), started_on=None, finished_on=None)
    return ProgressEntry(
        month_amount=Decimal(0),
        year_to_date=Decimal(0) if period.month == 1 else None,
        since_start=before.carried_in if period.month == 1 else None,
    )


def _former(project: Project, period: Month) -> MonthlyProgress | None:
    rows = MonthlyProgress.objects.accepted().filter(project=project, year=period.year)
    return rows.filter(month__lt=period.month).order_by("-month").first()
