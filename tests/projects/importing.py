"""How tests import a workbook: through the services and runners that users' uploads take."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from accounts.models import User
from accounts.rules import WORKBOOKS
from accounts.services import run_job, store_upload
from projects.models import ImportBatch
from projects.services import imports
from tests.town import NOON

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def run(batch: ImportBatch) -> ImportBatch:
    """What the worker does with the batch's job."""
    assert batch.job is not None
    run_job(job_id=batch.job.pk)
    batch = ImportBatch.objects.get(pk=batch.pk)
    assert batch.job is not None
    assert batch.job.state == "done", batch.job.error
    return batch


def check(actor: User, path: Path, kind: str = "", **options: Any) -> ImportBatch:
    with path.open("rb") as file:
        upload = store_upload(actor=actor, file=file, name=path.name, now=NOON, allowed=WORKBOOKS)
    return run(imports.start_import(actor=actor, upload=upload, kind=kind, options=options, now=NOON))


def confirm(batch: ImportBatch, reason: str = "") -> ImportBatch:
    return run(imports.confirm_import(actor=batch.started_by, batch_id=batch.pk, now=NOON, reason=reason))


def bring_in(actor: User, path: Path, **options: Any) -> ImportBatch:
    """Check and write; the test fails with the findings when the workbook has errors."""
    batch = check(actor, path, **options)
    assert batch.state == "ready", errors(batch)
    return confirm(batch)


def errors(batch: ImportBatch) -> list[tuple[str, str, str, str]]:
    return [
        (f["sheet"], f["cell"], f["rule"], f["message"]) for f in batch.findings if f["severity"] == "error"
    ]


def workbook(tmp_path: Path, name: str, rows: list[list[Any]], title: str = "Sheet1") -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    path = tmp_path / name
    path.write_bytes(stream.getvalue())
    return path
