"""50,000 rows of monthly progress from a workbook to the tables, history included.

The limit reads the same file with the fastest reader and COPYs the same rows, in one transaction, into equal
tables with the same triggers. Measured is what a user waits for: the check with its preview, and the writing
of what the check has found; both together are the way from the file to the rows. When somebody has written
about a project in between, the writing reads and checks all again and takes as much longer.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import python_calamine
from django.db import connection, transaction
from xlsxwriter import Workbook

from accounts.models import User
from accounts.rules import WORKBOOKS
from accounts.services import run_job, store_upload
from bench import data
from projects.models import ImportBatch
from projects.services import confirm_import, start_import

PROJECTS, ROUNDS = 50_000, 3
HEAD = [
    *("序号", "项目名称", "责任单位", "板块", "包抓领导", "年度计划投资", "8月完成投资", "1—8月累计完成投资"),
    *("占年度计划%", "形象进度", "阶段", "存在问题", "下一步措施", "填报人", "备注"),
]
NOW = datetime(2026, 9, 3, 4, tzinfo=UTC)
TABLES = ("projects_monthlyprogress", "projects_progressstep")
PLANS = """
    INSERT INTO projects_annualplan
           (project_id, year, version, is_current, kind, change, planned_investment, carried_in, first_month,
            goals, reason, decided_by_id, decided_on)
    SELECT id, 2026, 1, true, 'continued', 'initial', 1000 + id %% 500, 100, 1, '', '', %s, '2026-01-01'
      FROM projects_project
"""


def run() -> Iterator[tuple[str, float]]:
    data.build_county(projects=PROJECTS)
    office = data.office()
    with connection.cursor() as cursor:
        cursor.execute(PLANS, [office.pk])
        cursor.execute("VACUUM ANALYZE projects_annualplan")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "2026年8月重点项目进展.xlsx"
        write_workbook(path)
        print(f"  workbook of {PROJECTS} rows × {len(HEAD)}: {path.stat().st_size / 1e6:.1f} MB")
        rounds = [(*import_workbook(office, path), *limit(path)) for _ in range(ROUNDS)]
    checked, written, read, copied = (statistics.median(times) for times in zip(*rounds, strict=True))
    print(f"  check {checked:.2f} s, write {written:.2f} s")
    print(f"  limit: read {read:.2f} s, COPY {copied:.2f} s")
    yield "import-write", written / (read + copied)
    yield "import-check-and-write", (checked + written) / (read + copied)


def write_workbook(path: Path) -> None:
    with Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("8月")
        sheet.write_row(0, 0, ["云岭县2026年1—8月重点项目进展情况表"])
        sheet.write_row(1, 0, ["单位：万元"])
        sheet.write_row(2, 0, HEAD)
        for i in range(1, PROJECTS + 1):
            plan, done = 1000 + i % 500, 600 + i % 97
            text = f"完成路基{i % 90}%，正在铺筑第{i % 7}标段"
            row = [
                i,
                f"重点项目第{i}号",
                f"第{i % 100 + 1}局",
                "项目建设",
                "某某（副县长）",
                plan,
                80 + i % 13,
                done,
            ]
            sheet.write_row(2 + i, 0, [*row, f"{done / plan:.1%}", text, "主体", "", "继续推进", "某某", ""])


def import_workbook(office: User, path: Path) -> tuple[float, float]:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE projects_monthlyprogress, projects_monthlyprogressevent CASCADE")
    with path.open("rb") as file:
        upload = store_upload(actor=office, file=file, name=path.name, now=NOW, allowed=WORKBOOKS)
    batch = start_import(actor=office, upload=upload, now=NOW)
    checked = timed(batch)
    batch.refresh_from_db()
    assert batch.state == "ready", (batch.state, batch.findings[:3])
    assert batch.summary["created"] == PROJECTS
    batch = confirm_import(actor=office, batch_id=batch.pk, now=NOW)
    written = timed(batch)
    batch.refresh_from_db()
    assert batch.state == "written", (batch.state, batch.findings[-3:])
    return checked, written


def timed(batch: ImportBatch) -> float:
    assert batch.job is not None
    began = time.perf_counter()
    run_job(job_id=batch.job.pk)
    return time.perf_counter() - began


def limit(path: Path) -> tuple[float, float]:
    """The fastest reader alone, then COPY of what the import wrote into the emptied tables."""
    began = time.perf_counter()
    rows = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    read = time.perf_counter() - began
    assert len(rows) == PROJECTS + 3
    with tempfile.TemporaryDirectory() as folder, connection.cursor() as cursor:
        files = [Path(folder) / table for table in TABLES]
        for table, file in zip(TABLES, files, strict=True):
            with file.open("w") as out:
                cursor.copy_expert(f"COPY {table} TO STDOUT", out)  # noqa: S608
        cursor.execute("DELETE FROM projects_progressstep; DELETE FROM projects_monthlyprogress")
        cursor.execute("VACUUM ANALYZE projects_monthlyprogress")
        cursor.execute("VACUUM ANALYZE projects_progressstep")
        began = time.perf_counter()
        with transaction.atomic():
            for table, file in zip(TABLES, files, strict=True):
                with file.open() as lines:
                    cursor.copy_expert(f"COPY {table} FROM STDIN", lines)  # noqa: S608
        return read, time.perf_counter() - began
