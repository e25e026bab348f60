"""Exports that take a while, as jobs: the page may be left and the file is there when one comes back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Job, User
from accounts.services import JobResult, report_job, start_job
from projects.exports.ledger import export_ledger
from projects.selectors import LedgerFilters
from rulebook.rules import Light, Month

KIND: Final = "projects.export"


def start_ledger_export(
    *, actor: User, period: Month, on: date, filters: LedgerFilters | None = None, now: datetime
) -> Job:
    """Export the filtered ledger in the background; the job's result is the file."""
    asked: dict[str, Any] = asdict(filters or LedgerFilters())
    asked["light"] = int(asked["light"]) if asked["light"] is not None else None
    return start_job(
        actor=actor,
        kind=KIND,
        title=_("导出%(period)s重点项目台账") % {"period": period.label},
        parameters={"year": period.year, "month": period.month, "on": on.isoformat(), "filters": asked},
        now=now,
    )


def run_export(job: Job) -> JobResult:
    """Safe twice: an export changes nothing, and the same content is stored once."""
    asked = dict(job.parameters["filters"])
    asked["light"] = Light(asked["light"]) if asked["light"] is not None else None
    report_job(job, 1, 2, _("正在生成工作簿"))
    upload = export_ledger(
        actor=job.started_by,
        period=Month(job.parameters["year"], job.parameters["month"]),
        on=date.fromisoformat(job.parameters["on"]),
        filters=LedgerFilters(**asked),
        now=timezone.now(),
    )
    return JobResult(upload=upload)
