"""The ledger as a workbook: the office's form, the engine's figures, and nothing that runs."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from accounts.models import AccessEntry, Unit, User
from accounts.services import run_job
from projects.exports import export_ledger, export_month, start_ledger_export
from projects.imports.reader import open_workbook
from projects.imports.tables import read_tables
from projects.models import MonthlyProgress, Sector
from projects.selectors import LedgerFilters
from rulebook.rules import Month
from tests.conftest import STORY_DAY
from tests.projects.importing import check, confirm
from tests.town import NOON, Town, accept_month, carry, make_project

AUGUST = Month(2026, 8)


@pytest.fixture
def county(town: Town) -> Town:
    accept_month(town.project, 8, 1000, physical_progress='=HYPERLINK("http://x")', problem="a<b&c\x07")
    other = make_project("新水厂", Sector.objects.get(order=6), planned=2400)
    carry(other, "responsible", town.strange)
    accept_month(other, 8, 600)
    return town


def sheet_of(actor: User, **filters: Any) -> Any:
    upload = export_ledger(
        actor=actor, period=AUGUST, on=STORY_DAY, filters=LedgerFilters(**filters), now=NOON
    )
    return load_workbook(io.BytesIO(Path(upload.file.path).read_bytes())).worksheets[0]


def rows_of(sheet: Any) -> list[list[Any]]:
    return [list(row) for row in sheet.iter_rows(min_row=6, values_only=True)]


def test_sections_have_the_engines_subtotals_and_the_whole_its_total(county: Town) -> None:
    rows = rows_of(sheet_of(county.supervisor))
    assert [row[1] for row in rows] == [
        "合计（2个）",
        "一、项目建设 小计（1个）",
        "省道过境段改建",
        "二、民生工程 小计（1个）",
        "新水厂",
    ]
    planned, completed, rate = 9, 12, 13
    assert [row[planned] for row in rows] == [3600, 1200, 1200, 2400, 2400]
    assert [row[completed] for row in rows] == [1600, 1000, 1000, 600, 600]
    assert [row[rate] for row in rows] == [44.4, 83.3, 83.3, 25, 25]


def test_the_form_is_the_offices(county: Town) -> None:
    sheet = sheet_of(county.supervisor)
    assert sheet["A1"].value.endswith("2026年重点项目台账")
    assert sheet["A2"].value == "截至2026年1—8月，共2个项目"
    assert sheet["L3"].value == "完成投资情况"
    assert sheet["L4"].value == "本月完成"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.freeze_panes == "C6"
    assert "杜明察" in sheet.oddHeader.right.text
    assert sheet["I8"].number_format.startswith("#,##0")


def test_lights_have_a_word_and_a_colour(county: Town) -> None:
    sheet = sheet_of(county.supervisor)
    cell = sheet.cell(8, 23)
    assert cell.value in ("绿灯", "红灯", "黄灯", "关注", "未知")
    assert sheet.cell(10, 23).value == "红灯"
    assert sheet.cell(10, 23).fill.start_color.rgb == "FFFFC7CE"


def test_no_text_becomes_a_formula_or_breaks_the_file(county: Town) -> None:
    sheet = sheet_of(county.supervisor)
    cell = sheet.cell(8, 17)
    assert (cell.value, cell.data_type) == ('=HYPERLINK("http://x")', "s") or cell.data_type == "inlineStr"
    assert sheet.cell(8, 21).value == "a<b&c"


def test_a_unit_exports_what_it_sees_and_the_log_says_so(county: Town) -> None:
    rows = rows_of(sheet_of(county.lead_clerk))
    assert [row[1] for row in rows if row[0]] == ["省道过境段改建"]
    assert rows_of(sheet_of(county.nobody))[0][1] == "合计（0个）"
    entry = AccessEntry.objects.filter(user=county.lead_clerk).get()
    assert (entry.kind, "1个项目" in entry.detail) == ("export", True)


def test_filters_hold_for_rows_and_sums_alike(county: Town) -> None:
    rows = rows_of(sheet_of(county.supervisor, text="水厂"))
    assert [row[1] for row in rows] == ["合计（1个）", "一、民生工程 小计（1个）", "新水厂"]


def test_the_reader_understands_our_own_ledger(county: Town, tmp_path: Path) -> None:
    upload = export_ledger(actor=county.supervisor, period=AUGUST, on=STORY_DAY, now=NOON)
    path = tmp_path / "out.xlsx"
    path.write_bytes(Path(upload.file.path).read_bytes())
    (table,) = read_tables(open_workbook(path))
    assert table.kind == "ledger"
    assert table.data["name"] == ["省道过境段改建", "新水厂"]
    assert table.data["planned_investment"] == [Decimal(1200), Decimal(2400)]


def test_a_large_export_runs_as_a_job(county: Town) -> None:
    job = start_ledger_export(actor=county.supervisor, period=AUGUST, on=STORY_DAY, now=NOON)
    run_job(job_id=job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.error
    assert job.result is not None and job.result.name.endswith("重点项目台账.xlsx")


def filled_in(upload: Any, path: Path, amounts: tuple[int, int]) -> Path:
    book: Workbook = load_workbook(io.BytesIO(Path(upload.file.path).read_bytes()))
    sheet = book.worksheets[0]
    sheet["E4"], sheet["F4"], sheet["G4"] = *amounts, "桥面铺装"
    book.save(path)
    return path


def test_a_units_month_is_prefilled_locked_and_comes_back(town: Town, tmp_path: Path) -> None:
    accept_month(town.project, 7, 700, physical_progress="路基完成", problem="缺砂石")
    unit: Unit = town.lead
    upload = export_month(actor=town.lead_clerk, unit=unit, period=AUGUST, on=STORY_DAY, now=NOON)
    sheet = load_workbook(io.BytesIO(Path(upload.file.path).read_bytes())).worksheets[0]
    assert [cell.value for cell in sheet[4]][:9] == [
        *(1, "省道过境段改建", 1200, 700, None, None),
        *("路基完成", "缺砂石", None),
    ]
    assert [cell.protection.locked for cell in sheet[4]] == [True] * 4 + [False] * 6
    assert sheet.protection.sheet and not sheet.protection.password
    untouched = check(town.lead_clerk, Path(upload.file.path), "progress")
    assert untouched.summary["nothing"] and untouched.state == "ready"
    batch = confirm(check(town.lead_clerk, filled_in(upload, tmp_path / upload.name, (100, 800))))
    assert batch.state == "written"
    row = MonthlyProgress.objects.get(month=8)
    assert (row.status, row.year_to_date, row.physical_progress) == ("submitted", 800, "桥面铺装")
