"""The sample county's workbooks are read as they are: every column understood, every total right."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects.imports.reader import UnreadableWorkbook, open_workbook
from projects.imports.tables import Table, read_tables
from tests.projects.imports.office import rules

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
GOOD = {
    "2026年1—5月重点项目进展.xlsx": {"progress"},
    "2026年6月重点项目进度表.xlsx": {"progress"},
    "2026年7月各单位上报进展.xlsx": {"progress"},
    "2026年8月重点项目进展.xls": {"progress"},
    "2026年重点项目台账.xlsx": {"", "ledger", "attraction", "receipts", "assessments"},
    "关键节点.xlsx": {"milestones"},
    "包抓责任一览表.xlsx": {"responsibilities"},
    "机构人员名册.xlsx": {"roster"},
    "经济指标.xlsx": {"indicators"},
}


def tables(name: str) -> list[Table]:
    return read_tables(open_workbook(SAMPLES / name))


@pytest.mark.parametrize("name", GOOD)
def test_every_sample_is_understood_whole(name: str) -> None:
    found = tables(name)
    assert {table.kind for table in found} == GOOD[name]
    for table in found:
        assert rules(table, "error") == []
        assert table.kind == "" or table.unknown_columns == []
        assert all(total.agrees is not False for total in table.totals)


def test_every_error_made_on_purpose_is_found_where_it_is() -> None:
    ledger, progress, indicators, scraps = tables("错误示例.xlsx")
    assert rules(ledger) == [
        ("A4", "count_differs"),
        ("F6", "not_an_amount"),
        ("E7", "no_such_date"),
        ("E11", "span_backwards"),
        ("B13", "required"),
        ("G16", "total_differs"),
    ]
    assert [column.header for column in ledger.unknown_columns] == ["领导满意度"]
    assert rules(progress) == [
        ("E6", "not_an_amount"),
        ("G9", "not_a_percentage"),
        ("E16", "error_value"),
        ("F17", "total_differs"),
    ]
    assert rules(indicators) == [
        ("C3", "no_such_month"),
        ("D5", "not_a_percentage"),
        ("D6", "sign_contradicts"),
    ]
    assert rules(scraps) == [("0", "sheet_not_understood")]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("加密.xlsx", "encrypted"),
        ("含宏.xlsm", "macros"),
        ("残缺.xlsx", "broken"),
        ("改名的文本.xlsx", "not_a_workbook"),
    ],
)
def test_bad_files_are_refused_politely(name: str, code: str) -> None:
    with pytest.raises(UnreadableWorkbook) as refused:
        open_workbook(SAMPLES / "坏文件" / name)
    assert refused.value.code == code
