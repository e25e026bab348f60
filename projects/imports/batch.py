"""An import from its file to its end: read, planned, previewed; then written as previewed, or shown anew.

The plan of months is kept from the check to the write. It is written when nothing has changed that it was
made of; otherwise the workbook is read and planned again under lock, and a plan that differs becomes a new
preview.
"""

from __future__ import annotations

import functools
import gc
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import clock
from accounts.models import Job, Upload
from accounts.rules import WORKBOOKS
from accounts.services import JobResult, report_job, store_upload
from projects.imports import kept
from projects.imports.marks import mark_workbook
from projects.imports.planning import plan_tables
from projects.imports.planning.desk import Desk
from projects.imports.planning.plan import MOST_FINDINGS, Plan, as_json
from projects.imports.reader import UnreadableWorkbook, open_workbook
from projects.imports.tables import Problem, Table, read_tables
from projects.models import ImportBatch, NameMapping
from projects.models.imports import BatchState
from projects.services import import_rows, import_undo, imports
from projects.services.import_rows import Work

MARKED_AT_MOST: Final = 5000
MARKED_BYTES: Final = 100 * 1024 * 1024


def without_collector(run: Callable[[Job], JobResult]) -> Callable[[Job], JobResult]:
    """Hundreds of thousands of live rows make the cycle collector walk all of them again and again."""

    @functools.wraps(run)
    def undisturbed(job: Job) -> JobResult:
        gc.disable()
        try:
            return run(job)
        finally:
            gc.enable()

    return undisturbed


@without_collector
def check_batch(job: Job) -> JobResult:
    """The dry run. Safe twice: it writes nothing but the batch itself."""
    batch = _batch(job)
    if batch.state != BatchState.CHECKING:
        return _result(batch)
    report_job(job, 1, 4, _("正在读取工作簿"))
    try:
        tables = read(batch)
    except UnreadableWorkbook as refusal:
        return _refuse(job, batch, refusal)
    report_job(job, 2, 4, _("正在逐行核对"))
    read_from = kept.state_read(batch)
    plan = make_plan(batch, tables, clock.now())
    state = _state(batch, plan)
    values = _previewed(batch, plan, read_from)
    batch = imports.save_check(batch_id=batch.pk, job_id=job.pk, state=state, values=values)
    if plan.findings:
        report_job(job, 3, 4, _("正在标注工作簿"))
        _mark(job, batch, plan.findings)
    return _result(batch)


@without_collector
def write_batch(job: Job) -> JobResult:
    """Write what the preview shows, all or none. Safe twice: the batch knows whether it was written."""
    batch = _batch(job)
    if batch.state != BatchState.WRITING:
        return _result(batch)
    if _write_kept(job, batch):
        return _result(batch)
    report_job(job, 1, 4, _("正在读取工作簿"))
    try:
        tables = read(batch)
    except UnreadableWorkbook as refusal:
        return _refuse(job, batch, refusal)
    with transaction.atomic():
        report_job(job, 2, 4, _("正在核对和写入"))
        batch = imports.lock_batch(batch.pk)
        if _is_mine(job, batch):
            import_rows.hold_projects()
            _write_anew(job, batch, tables, clock.now())
    return _result(batch)


def _is_mine(job: Job, batch: ImportBatch) -> bool:
    return batch.state == BatchState.WRITING and batch.job_id == job.pk


def _write_kept(job: Job, batch: ImportBatch) -> bool:
    """Write what the check has put aside; False when there is nothing, or it may have become untrue."""
    work = kept.kept_work(batch)
    if work is None:
        return False
    with transaction.atomic():
        report_job(job, 2, 4, _("正在核对和写入"))
        batch = imports.lock_batch(batch.pk)
        if _is_mine(job, batch):
            import_rows.hold_projects()
            if not kept.is_current(batch):
                return False
            _write(job, batch, work, clock.now())
    return True


def _write_anew(job: Job, batch: ImportBatch, tables: Sequence[Table], now: datetime) -> None:
    read_from = kept.state_read(batch)
    plan = make_plan(batch, tables, now)
    state = _state(batch, plan)
    if state == BatchState.READY and plan.digest == batch.summary.get("digest"):
        _write(job, batch, plan.work, now)
        return
    values = _previewed(batch, plan, read_from)
    values["summary"]["stale"] = True
    _put(batch, state, values)


def _write(job: Job, batch: ImportBatch, work: Work, now: datetime) -> None:
    reason = batch.options.get("reason") or _("导入 %(file)s") % {"file": batch.upload}
    marks = import_undo.event_marks()
    try:
        with imports.context_of(job, batch, reason) as context:
            import_rows.write_work(batch=batch, work=work, now=now, reason=reason)
    except ValidationError as error:
        _put(batch, BatchState.BLOCKED, _refused(batch, error.messages))
        return
    written = import_undo.events_of(context.id, marks)
    _put(batch, BatchState.WRITTEN, {"written": written, "written_at": now})


def _refused(batch: ImportBatch, messages: Sequence[str]) -> dict[str, Any]:
    """What the tables would not take, before what the preview has said already."""
    remedy = _("请核对后重新导入。")
    found = [as_json(Problem("", 0, "", "", "refused", text, remedy)) for text in messages]
    findings = [*found, *batch.findings][:MOST_FINDINGS]
    errors = batch.summary["errors"] + len(found)
    summary = {**batch.summary, "errors": errors, "shown_findings": len(findings)}
    return {"summary": summary, "findings": findings}


def _put(batch: ImportBatch, state: str, values: dict[str, Any]) -> None:
    for name, value in {**values, "state": state}.items():
        setattr(batch, name, value)
    batch.save(update_fields=[*values, "state"])


def read(batch: ImportBatch) -> list[Table]:
    """The sheets in their order, columns named as the user has said. Raises UnreadableWorkbook."""
    rows = NameMapping.objects.filter(unit=batch.unit_id, subject="column")
    mapping = {source: target or "ignore" for source, target in rows.values_list("source", "target")}
    return read_tables(open_workbook(batch.upload.file.path), kind=batch.kind or None, mapping=mapping)


def make_plan(batch: ImportBatch, tables: Sequence[Table], now: datetime) -> Plan:
    desk = Desk(batch.started_by, clock.today(), now, batch.upload.name, batch.options, batch)
    plan_tables(desk, tables)
    return desk.plan


def _state(batch: ImportBatch, plan: Plan) -> str:
    if plan.errors and not batch.options.get("skip_marked_rows"):
        return BatchState.BLOCKED
    return BatchState.READY


def _previewed(batch: ImportBatch, plan: Plan, read_from: dict[str, Any]) -> dict[str, Any]:
    """What the batch keeps of a plan; long lists are cut and their whole length is said."""
    order = {sheet.sheet: number for number, sheet in enumerate(plan.sheets)}
    findings = sorted(plan.findings, key=lambda f: (order.get(f.sheet, 99), f.sheet, f.row, f.column))
    summary = {
        "sheets": [sheet.as_json() for sheet in plan.sheets],
        "created": plan.subjects["create"],
        "changed": plan.subjects["change"],
        "unchanged": sum(sheet.unchanged for sheet in plan.sheets),
        "errors": plan.errors,
        "warnings": len(plan.findings) - plan.errors,
        "shown_findings": min(len(findings), MOST_FINDINGS),
        "cells": plan.cells,
        "hidden_rows": plan.hidden_rows,
        "digest": plan.digest,
        "nothing": not plan.work,
        "skips": bool(batch.options.get("skip_marked_rows")) and plan.errors > 0,
    }
    if _state(batch, plan) == BatchState.READY:
        summary["kept"] = kept.keep(batch, plan.work, read_from)
    return {
        "summary": summary,
        "findings": [as_json(finding) for finding in findings[:MOST_FINDINGS]],
        "changes": plan.changes,
    }


def _refuse(job: Job, batch: ImportBatch, refusal: UnreadableWorkbook) -> JobResult:
    summary = {"refusal": {"code": refusal.code, "message": refusal.message, "remedy": refusal.remedy}}
    imports.save_check(
        batch_id=batch.pk,
        job_id=job.pk,
        state=BatchState.REFUSED,
        values={"summary": summary, "findings": [], "changes": []},
    )
    return JobResult(page=_page(batch), note=f"{refusal.message}{refusal.remedy}"[:300])


def _mark(job: Job, batch: ImportBatch, findings: Sequence[Problem]) -> None:
    """The user's own workbook with its cells marked; where that cannot be made, the list must do."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "marked.xlsx"
        plain = [replace(finding) for finding in findings[:MARKED_AT_MOST]]
        try:
            mark_workbook(batch.upload.file.path, plain, target)
        except UnreadableWorkbook:
            return
        name = f"{Path(batch.upload.name).stem}（校验结果）.xlsx"
        with target.open("rb") as file:
            marked: Upload = store_upload(
                actor=job.started_by,
                file=file,
                name=name,
                now=timezone.now(),
                allowed=WORKBOOKS,
                max_bytes=MARKED_BYTES,
            )
    ImportBatch.objects.filter(pk=batch.pk, job=job).update(marked=marked)


def _batch(job: Job) -> ImportBatch:
    rows = ImportBatch.objects.select_related("upload", "started_by__unit", "started_by__person", "unit")
    return rows.get(pk=job.parameters["batch"])


def _page(batch: ImportBatch) -> str:
    return f"/imports/{batch.pk}/"


def _result(batch: ImportBatch) -> JobResult:
    batch.refresh_from_db(fields=["state"])
    return JobResult(page=_page(batch), note=batch.get_state_display())
