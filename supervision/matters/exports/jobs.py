"""The ledger as a job: the page may be left, and the workbook is there when one comes back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from accounts import clock
from accounts.models import Job, User
from accounts.services import JobResult, report_job, start_job
from rulebook.rules import Light

from ..selectors import MatterFilters
from .ledger import SOURCE, export_ledger

KIND: Final = "matters.export"
DAYS: Final = ("due_from", "due_to", "issued_from", "issued_to", "done_from", "done_to")


def start_ledger_export(
    *, actor: User, on: date, filters: MatterFilters | None = None, by: str = "", now: datetime
) -> Job:
    """Export what the page shows; the job's result is the file. ``by`` empty: in sections by source."""
    asked: dict[str, Any] = asdict(filters or MatterFilters())
    asked["light"] = int(asked["light"]) if asked["light"] is not None else None
    for name in DAYS:
        asked[name] = asked[name].isoformat() if asked[name] else None
    return start_job(
        actor=actor,
        kind=KIND,
        title=_("导出督查台账"),
        parameters={"on": on.isoformat(), "by": by or SOURCE, "filters": asked},
        now=now,
    )


def run_export(job: Job) -> JobResult:
    """Safe twice: an export changes nothing, and the same content is stored once."""
    asked = dict(job.parameters["filters"])
    asked["light"] = Light(asked["light"]) if asked["light"] is not None else None
    for name in DAYS:
        asked[name] = date.fromisoformat(asked[name]) if asked.get(name) else None
    report_job(job, 1, 2, _("正在生成工作簿"))
    upload = export_ledger(
        actor=job.started_by,
        on=date.fromisoformat(job.parameters["on"]),
        filters=MatterFilters(**asked),
        by=job.parameters["by"],
        now=clock.now(),
    )
    return JobResult(upload=upload)
