"""Workbooks as jobs: the page may be left, and the workbook is there when one comes back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from accounts import clock
from accounts.models import Job, User
from accounts.services import JobResult, report_job, start_job
from rulebook.rules import Light

from ..rules.ages import AgeBand
from ..selectors.ledger import RectificationFilters
from .ledger import ORIGIN, export_ledger
from .statistics import export_statistics

LEDGER: Final = "inspections.export"
STATISTICS: Final = "inspections.statistics"
DAYS: Final = ("due_from", "due_to", "issued_from", "issued_to", "closed_from", "closed_to")
NUMBERED: Final[dict[str, Any]] = {"light": Light, "age": AgeBand}


def start_ledger_export(
    *, actor: User, on: date, filters: RectificationFilters | None = None, by: str = "", now: datetime
) -> Job:
    """Export what the page shows; the job's result is the file. ``by`` empty: in sections by origin."""
    asked: dict[str, Any] = asdict(filters or RectificationFilters())
    for name in NUMBERED:
        asked[name] = int(asked[name]) if asked[name] is not None else None
    for name in DAYS:
        asked[name] = asked[name].isoformat() if asked[name] else None
    return start_job(
        actor=actor,
        kind=LEDGER,
        title=_("导出整改台账"),
        parameters={"on": on.isoformat(), "by": by or ORIGIN, "filters": asked},
        now=now,
    )


def run_ledger(job: Job) -> JobResult:
    """Safe twice: an export changes nothing, and the same content is stored once."""
    asked = dict(job.parameters["filters"])
    for name, kind in NUMBERED.items():
        asked[name] = kind(asked[name]) if asked.get(name) is not None else None
    for name in DAYS:
        asked[name] = date.fromisoformat(asked[name]) if asked.get(name) else None
    report_job(job, 1, 2, _("正在生成工作簿"))
    upload = export_ledger(
        actor=job.started_by,
        on=date.fromisoformat(job.parameters["on"]),
        filters=RectificationFilters(**asked),
        by=job.parameters["by"],
        now=clock.now(),
    )
    return JobResult(upload=upload)


def start_statistics_export(*, actor: User, on: date, start: date, end: date, now: datetime) -> Job:
    """Every breakdown of ``[start, end)``, a sheet each."""
    days = {"on": on, "start": start, "end": end}
    return start_job(
        actor=actor,
        kind=STATISTICS,
        title=_("导出整改统计"),
        parameters={name: day.isoformat() for name, day in days.items()},
        now=now,
    )


def run_statistics(job: Job) -> JobResult:
    report_job(job, 1, 2, _("正在生成工作簿"))
    days = {name: date.fromisoformat(job.parameters[name]) for name in ("on", "start", "end")}
    return JobResult(upload=export_statistics(actor=job.started_by, now=clock.now(), **days))
