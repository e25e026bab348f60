"""Workbooks as jobs: the page may be left, and the workbook is there when one comes back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _

from accounts import clock
from accounts.models import Job, User
from accounts.services import JobResult, report_job, start_job

from .statistics import export_statistics

STATISTICS: Final = "alerts.statistics"


def start_statistics_export(*, actor: User, on: date, start: date, end: date, now: datetime) -> Job:
    """Reminders raised in ``[start, end)``, by unit and by month."""
    days = {"on": on, "start": start, "end": end}
    return start_job(
        actor=actor,
        kind=STATISTICS,
        title=_("导出催办统计"),
        parameters={name: day.isoformat() for name, day in days.items()},
        now=now,
    )


def run_statistics(job: Job) -> JobResult:
    """Safe twice: an export changes nothing, and the same content is stored once."""
    report_job(job, 1, 2, _("正在生成工作簿"))
    days = {name: date.fromisoformat(job.parameters[name]) for name in ("on", "start", "end")}
    return JobResult(upload=export_statistics(actor=job.started_by, now=clock.now(), **days))
