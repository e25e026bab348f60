from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from projects.imports.marks import mark_workbook
from projects.imports.reader import UnreadableWorkbook, open_workbook
from projects.imports.tables import RESULT_SHEET, Problem, read_tables
from tests.projects.imports.office import sheet_of


def problem(
    row: int, column: str, *, value: str = "", severity: str = "error", sheet: str = "台账"
) -> Problem:
    return Problem(sheet, row, column, value, "not_an_amount", "不是金额。", "请填写数字。", severity)  # type: ignore[arg-type]


def ledger() -> Worksheet:
    rows = [
        ["序号", "项目名称", "总投资（万元）", "性质"],
        [1, "甲", "许多", "新建"],
        [2, "乙", "=1+1", "新建"],
        [3, "丙", 4, None],
    ]
    sheet = sheet_of(rows, name="台账", merged="D3:D4")
    sheet["B2"].font = Font(bold=True, name="仿宋")
    return sheet


def marked(folder: Path, problems: list[Problem]) -> Worksheet:
    source, target = folder / "in.xlsx", folder / "out.xlsx"
    ledger().parent.save(source)
    mark_workbook(source, problems, target)
    return load_workbook(target)["台账"]


def test_the_cells_are_filled_and_say_rule_and_remedy(tmp_path: Path) -> None:
    sheet = marked(tmp_path, [problem(2, "C"), problem(4, "B", severity="warning")])
    assert sheet["C2"].comment.text == "不是金额。请填写数字。"
    assert (sheet["C2"].fill.start_color.rgb, sheet["B4"].fill.start_color.rgb) == ("FFFFC7CE", "FFFFEB9C")
    assert sheet["A2"].comment is None


def test_the_users_formatting_and_formulas_stay(tmp_path: Path) -> None:
    sheet = marked(tmp_path, [problem(2, "C")])
    assert (sheet["B2"].font.bold, sheet["B2"].font.name, sheet["C3"].value) == (True, "仿宋", "=1+1")


def test_a_merged_cell_is_marked_where_it_shows(tmp_path: Path) -> None:
    assert marked(tmp_path, [problem(4, "D")])["D3"].comment.text == "不是金额。请填写数字。"


def test_the_first_sheet_lists_every_problem_with_a_link(tmp_path: Path) -> None:
    book = marked(tmp_path, [problem(2, "C", value="许多"), problem(0, "", sheet="台账")]).parent
    listing = book.worksheets[0]
    assert listing.title == RESULT_SHEET
    assert [[cell.value for cell in row] for row in listing.iter_rows()] == [
        ["序号", "级别", "工作表", "单元格", "内容", "问题", "处理办法"],
        [1, "错误", "台账", "C2", "许多", "不是金额。", "请填写数字。"],
        [2, "错误", "台账", "整表", None, "不是金额。", "请填写数字。"],
    ]
    assert listing["D2"].hyperlink.location == "'台账'!C2"


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)"])
def test_a_text_that_looks_like_a_formula_stays_a_text(text: str, tmp_path: Path) -> None:
    cell = marked(tmp_path, [problem(2, "C", value=text)]).parent.worksheets[0]["E2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_marking_twice_does_not_pile_up_and_the_copy_reads_back(tmp_path: Path) -> None:
    marked(tmp_path, [problem(2, "C")])
    mark_workbook(tmp_path / "out.xlsx", [problem(2, "C")], tmp_path / "again.xlsx")
    book = load_workbook(tmp_path / "again.xlsx")
    assert book.sheetnames == [RESULT_SHEET, "台账"]
    assert book["台账"]["C2"].comment.text == "不是金额。请填写数字。"
    assert [table.sheet for table in read_tables(open_workbook(tmp_path / "again.xlsx"))] == ["台账"]


def test_what_cannot_be_read_cannot_be_marked(tmp_path: Path) -> None:
    (tmp_path / "in.xlsx").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(UnreadableWorkbook) as refused:
        mark_workbook(tmp_path / "in.xlsx", [problem(2, "C")], tmp_path / "out.xlsx")
    assert refused.value.code == "broken"
    assert not (tmp_path / "out.xlsx").exists()
