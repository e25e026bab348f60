"""月度进展 from draft to accepted, and corrections. Each step is a row with a name and a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from rulebook.rules import Month

from .. import rules
from ..models import MonthlyProgress, ProgressStep, Project
from ..models.progress import OPEN, MonthlyProgressQuerySet, ProgressStatus
from ..permissions import require
from ..rules import ProgressEntry
from ..selectors.entry import entry_of, progress_findings
from .facts import carry_facts
from .writing import because, change, insert, lock_project


@transaction.atomic
def save_progress(
    *, actor: User, project_id: int, period: Month, entry: ProgressEntry, now: datetime
) -> MonthlyProgress:
    """Keep a draft of the month's report, or change the one that is open. Nothing is checked but shapes."""
    project = lock_project(project_id)
    require(actor, "progress.report", project)
    rows = _of_month(project, period)
    row = rows.filter(status__in=OPEN).first()
    if row is not None:
        rules.require_editable(row.status)
        return change(row, **asdict(entry), reported_by=actor, reported_at=now)
    if rows.filter(status=ProgressStatus.ACCEPTED).exists():
        raise ValidationError(_("该月已有采用的进展，更正须作为新的修订报送。"), code="progress_one_accepted")
    return _open(actor, project, period, entry, now, revision=1)


@transaction.atomic
def correct_progress(
    *, actor: User, project_id: int, period: Month, entry: ProgressEntry, reason: str, now: datetime
) -> MonthlyProgress:
    """Open a new revision of an accepted month, as a draft that is submitted and decided like any other."""
    project = lock_project(project_id)
    require(actor, "progress.report", project)
    former = _of_month(project, period).order_by("-revision").first()
    if former is None or former.status != ProgressStatus.ACCEPTED:
        raise ValidationError(_("该月没有已采用的进展可更正，或已有在办的填报。"), code="nothing_to_correct")
    return _open(actor, project, period, entry, now, revision=former.revision + 1, reason=reason)


@transaction.atomic
def submit_progress(
    *, actor: User, progress_id: int, now: datetime, reasons: Mapping[str, str] | None = None
) -> MonthlyProgress:
    """Hand the report to the office. ``reasons``: finding code → why the unit stands by an odd figure.

    Raises ValidationError with one error for every finding that cannot be, or was not, confirmed.
    """
    row = _locked(progress_id)
    require(actor, "progress.report", row.project)
    rules.require_step(row.status, ProgressStatus.SUBMITTED)
    period = Month(row.year, row.month)
    findings = progress_findings(row.project, period, entry_of(row), on=timezone.localdate(now))
    warnings = rules.confirmed(findings, reasons or {})
    change(row, status=ProgressStatus.SUBMITTED, warnings=warnings, reported_by=actor, reported_at=now)
    return _told(row, actor, now, "；".join(w["reason"] for w in warnings))


@transaction.atomic
def return_progress(*, actor: User, progress_id: int, reason: str, now: datetime) -> MonthlyProgress:
    """Give the report back to the unit, which is told why and submits it again."""
    row = _locked(progress_id)
    require(actor, "progress.decide", row.project)
    rules.require_step(row.status, ProgressStatus.RETURNED)
    with because(actor, reason):
        change(
            row,
            status=ProgressStatus.RETURNED,
            return_reason=reason.strip(),
            decided_by=actor,
            decided_at=now,
        )
        return _told(row, actor, now, reason)


@transaction.atomic
def accept_progress(*, actor: User, progress_id: int, now: datetime) -> MonthlyProgress:
    """Let the report's figures count. The revision that counted until now is superseded.

    The project's stage and its actual start and finish follow when the report states them and no later
    month was accepted; a report that says nothing about them changes nothing.
    """
    row = _locked(progress_id)
    require(actor, "progress.decide", row.project)
    rules.require_step(row.status, ProgressStatus.ACCEPTED)
    former = _of_month(row.project, Month(row.year, row.month)).filter(status=ProgressStatus.ACCEPTED).first()
    with because(actor, row.reason):
        if former is not None:
            change(former, status=ProgressStatus.SUPERSEDED, decided_by=actor, decided_at=now)
            _told(former, actor, now, row.reason)
        change(row, status=ProgressStatus.ACCEPTED, decided_by=actor, decided_at=now)
        carry_facts([row.pk])
    return _told(row, actor, now)


def _of_month(project: Project, period: Month) -> MonthlyProgressQuerySet:
    return MonthlyProgress.objects.filter(project=project, year=period.year, month=period.month)


def _locked(progress_id: int) -> MonthlyProgress:
    """The report as it is once its project is ours. Raises MonthlyProgress.DoesNotExist."""
    project_id = MonthlyProgress.objects.values_list("project_id", flat=True).get(pk=progress_id)
    project = lock_project(project_id)
    row = MonthlyProgress.objects.get(pk=progress_id)
    row.project = project
    return row


def _open(
    actor: User,
    project: Project,
    period: Month,
    entry: ProgressEntry,
    now: datetime,
    *,
    revision: int,
    reason: str = "",
) -> MonthlyProgress:
    row = MonthlyProgress(
        project=project,
        year=period.year,
        month=period.month,
        revision=revision,
        reason=reason.strip(),
        reported_by=actor,
        reported_at=now,
        **asdict(entry),
    )
    return _told(insert(row), actor, now, reason)


def _told(row: MonthlyProgress, actor: User, now: datetime, note: str = "") -> MonthlyProgress:
    limit = ProgressStep._meta.get_field("note").max_length
    row.steps.create(status=row.status, by=actor, at=now, note=note.strip()[:limit])
    return row
