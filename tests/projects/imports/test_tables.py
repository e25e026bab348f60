from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from projects.imports.layout import Cutoff
from projects.imports.names import LeaderName, UnitName
from projects.imports.reader import Book, Sheet, open_workbook
from projects.imports.tables import Table, read_tables
from tests.projects.imports.office import read_back, rules, sheet_of

LEADER = "张某某（县委常委、常务副县长）"
LEDGER_ROWS = [
    ["云岭县2026年重点项目台账"],
    ["截至2026年8月底", None, None, None, None, None, None, "单位：亿元"],
    ["序号", "项目名称", "建设起止年限", "总投资", "年度计划", None, "责任分工", None],
    [None, None, None, None, "投资", "目标", "包抓领导", "责任单位"],
    ["总计", None, None, 5.5, 2.2, None, None, None],
    ["一", "工业项目（2个）", None, 3.5, 1.2, None, None, None],
    [1, "光伏组件厂", "2024.03—2026.10", 2, "8000万元", "主体完工", LEADER, "县工信局（王某某）、云溪镇"],
    [2, "建材产业园", "2025-2026", 1.5, 0.4, "投产", None, "县发改局"],
    [None, "小计", None, 3.5, 1.2, None, None, None],
    ["序号", "项目名称", "建设起止年限", "总投资", "年度计划", None, "责任分工", None],
    [None, None, None, None, "投资", "目标", "包抓领导", "责任单位"],
    ["二", "城镇建设（3个）", None, None, None, None, None, None],
    ["（一）续建（3个）"],
    [1, "过境段改造", "2024年3月至2026年底", 2, 1, "通车", "副县长李某", "县交通局；县住建局"],
    [1.1, "过境段路基", "2024年", 1.2, 0.6, "—", None, None],
    [1.2, "过境段路面", None, 0.8, 0.4, None, None, None],
    [],
    ["注：投资以批复为准。"],
    ["填报人：赵某", None, None, "审核人：钱某"],
]  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path) -> Table:
    merged = "A1:H1 A3:A4 B3:B4 C3:C4 D3:D4 E3:F3 G3:H3 G7:G8 A13:H13 A10:A11 B10:B11 E10:F10"
    return read_back(sheet_of(LEDGER_ROWS, name="台账", merged=merged), tmp_path)


def test_a_messy_ledger_becomes_clean_columns(ledger: Table) -> None:
    assert (ledger.kind, ledger.confidence, ledger.title, ledger.unit) == (
        "ledger", 1.0, "云岭县2026年重点项目台账", "亿元",
    )  # fmt: skip
    assert ledger.cutoff == Cutoff(2026, 8, 1)
    assert {name: column.letter for name, column in ledger.columns.items()} == {
        "serial": "A", "name": "B", "built": "C", "total_investment": "D",
        "planned_investment": "E", "annual_goal": "F", "leader": "G", "responsible_units": "H",
    }  # fmt: skip
    assert ledger.columns["planned_investment"].header == "年度计划/投资"
    assert ledger.row_numbers == [7, 8, 14, 15, 16]
    assert ledger.data["total_investment"] == [Decimal(v) for v in (20000, 15000, 20000, 12000, 8000)]
    assert ledger.data["planned_investment"] == [Decimal(v) for v in (8000, 4000, 10000, 6000, 4000)]
    assert ledger.data["annual_goal"] == ["主体完工", "投产", "通车", None, None]
    assert ledger.data["responsible_units"][0] == (UnitName("县工信局", "王某某"), UnitName("云溪镇"))


def test_sections_stand_at_every_row_and_children_know_their_parent(ledger: Table) -> None:
    assert ledger.sections == ["工业项目"] * 2 + ["城镇建设/续建"] * 3
    assert ledger.parents == [None, None, None, 2, 2]


def test_a_merged_leader_holds_for_all_its_rows(ledger: Table) -> None:
    both = (LeaderName("张某某", ("县委常委", "常务副县长")),)
    assert ledger.data["leader"] == [both, both, (LeaderName("李某", ("副县长",)),), None, None]


def test_totals_that_agree_are_no_problem_and_no_data(ledger: Table) -> None:
    assert ledger.problems == []
    assert [(t.row, t.label, t.column.field, t.stated, t.agrees) for t in ledger.totals] == [
        (5, "总计", "total_investment", Decimal(55000), True),
        (5, "总计", "planned_investment", Decimal(22000), True),
        (6, "工业项目", "total_investment", Decimal(35000), True),
        (6, "工业项目", "planned_investment", Decimal(12000), True),
        (9, "小计", "total_investment", Decimal(35000), True),
        (9, "小计", "planned_investment", Decimal(12000), True),
    ]


def test_footnotes_and_signatures_are_notes(ledger: Table) -> None:
    assert ledger.notes == [(18, "注：投资以批复为准。"), (19, "填报人：赵某  审核人：钱某")]


def test_a_wrong_total_and_a_wrong_count_are_named_with_their_cells(tmp_path: Path) -> None:
    table = read_back(
        sheet_of(
            [
                ["单位：万元"],
                ["序号", "项目名称", "总投资", "建设地点"],
                ["一、农业项目（3个）"],
                [1, "甲", 100.5, "云溪镇"],
                [2, "乙", 200.25, "云溪镇"],
                ["合计", None, 310.75],
            ],
            merged="A3:D3",
        ),
        tmp_path,
    )
    assert table.data["total_investment"] == [Decimal("100.5"), Decimal("200.25")]
    assert rules(table, "warning") == [("A3", "count_differs")]
    assert rules(table, "error") == [("C6", "total_differs")]
    assert table.problems[1].message == "“合计”为310.75万元，各行相加为300.75万元。"


def test_a_total_is_not_judged_where_a_cell_could_not_be_read(tmp_path: Path) -> None:
    rows = [
        ["序号", "项目名称", "总投资（万元）", "性质"],
        [1, "甲", "许多", "新建"],
        [2, "乙", 2, "新建"],
        ["合计", None, 9],
    ]
    assert rules(read_back(sheet_of(rows), tmp_path)) == [("C2", "not_an_amount")]


def test_a_total_may_differ_by_rounding(tmp_path: Path) -> None:
    rows = [["序号", "项目名称", "总投资（亿元）", "建设地点"]]
    rows += [[n, f"项目{n}", 1.33, "云溪镇"] for n in (1, 2, 3)]  # type: ignore[list-item]
    table = read_back(sheet_of([*rows, ["合计", None, 4]]), tmp_path)
    assert [total.agrees for total in table.totals] == [True]


def test_every_faulty_cell_is_told_at_once(tmp_path: Path) -> None:
    table = read_back(
        sheet_of(
            [
                ["单位：万元"],
                ["序号", "项目名称", "总投资", "开工时间", "建设性质"],
                [1, "甲", "许多", "2026.13", "新建"],
                [2, None, 5, "2026.3", "新建"],
                [3, "丙", 1 / 3, 2026.1, "续建"],
                [4, "丁", "约50", "2026年3月", "续建"],
            ]
        ),
        tmp_path,
    )
    assert rules(table, "error") == [
        ("C3", "not_an_amount"),
        ("D3", "no_such_date"),
        ("B4", "required"),
        ("C5", "amount_too_precise"),
        ("D5", "ambiguous_month"),
    ]
    assert rules(table, "warning") == [("C6", "approximate_amount")]
    assert table.problems[0].value == "许多"
    assert table.faulty_rows() == {3, 4, 5}
    assert table.data["total_investment"] == [None, Decimal(5), None, Decimal(50)]


def test_hidden_rows_are_read_and_said(tmp_path: Path) -> None:
    sheet = sheet_of(
        [
            ["单位：万元"],
            ["序号", "项目名称", "总投资", "性质"],
            *[[n, f"项目{n}", n, "新建"] for n in range(1, 5)],
        ]
    )
    sheet.row_dimensions[4].hidden = True
    sheet.row_dimensions[5].hidden = True
    table = read_back(sheet, tmp_path)
    assert table.hidden == [False, True, True, False]
    assert [(p.row, p.rule, p.message) for p in table.problems] == [
        (4, "hidden_rows", "第4—5行是隐藏行，也已读取。")
    ]


def test_formulas_without_a_value_and_error_values_are_errors(tmp_path: Path) -> None:
    sheet = sheet_of(
        [
            ["单位：万元"],
            ["序号", "项目名称", "总投资", "占年度计划%"],
            [1, "甲", "=1+1", 0.5],
            [2, "乙", "#DIV/0!", "#REF!"],
        ]
    )
    sheet["C4"].data_type = "e"
    sheet["D4"].data_type = "e"
    table = read_back(sheet, tmp_path)
    assert rules(table, "error") == [("C3", "formula_not_computed"), ("C4", "error_value")]
    assert rules(table, "warning") == [("D4", "error_value")]


def test_a_percentage_is_read_as_it_is_shown(tmp_path: Path) -> None:
    sheet = sheet_of(
        [
            ["指标名称", "1-8月完成", "同比增长%"],
            ["地区生产总值", 88.6, 0.068],
            ["固定资产投资", 40.2, 1.2],
            ["用电量", 9, "-3.5%"],
        ]
    )
    sheet["C2"].number_format = "0.0%"
    table = read_back(sheet, tmp_path)
    assert table.kind == "indicators"
    assert table.data["growth"] == [Decimal("6.8"), Decimal("1.2"), Decimal("-3.5")]
    assert table.cutoff == Cutoff(None, 8, 1)


def test_children_are_known_by_brackets_and_by_dates_that_excel_made_of_numbers(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["序号", "项目名称", "总投资（万元）", "性质"],
        [1, "甲", 3, "新建"],
        ["（1）", "甲一", 1, "新建"],
    ]
    rows += [[datetime.date(2026, 1, 2), "甲二", 2, "新建"], [2, "乙", 1, "新建"]]
    assert read_back(sheet_of(rows), tmp_path).parents == [None, 0, 0, None]


def test_money_that_is_merged_over_rows_counts_once(tmp_path: Path) -> None:
    rows = [
        ["序号", "项目名称", "总投资（万元）", "性质"],
        [1, "甲", 30, "新建"],
        [2, "乙", None, "新建"],
        ["合计", None, 30],
    ]
    table = read_back(sheet_of(rows, merged="C2:C3 D2:D3"), tmp_path)
    assert table.data["total_investment"] == [Decimal(30), None]
    assert table.data["nature"] == ["新建", "新建"]
    assert rules(table) == [("C2", "merged_amount")]


def test_hidden_sheets_are_said_and_our_own_list_of_problems_is_left_out() -> None:
    rows: list[list[object]] = [["序号", "项目名称"], [1.0, "甲"]]
    book = Book("xlsx", [Sheet("校验结果", False, rows), Sheet("旧", True, rows)])  # type: ignore[arg-type]
    assert [(t.sheet, rules(t)) for t in read_tables(book)] == [("旧", [("0", "hidden_sheet")])]


def test_an_old_workbook_is_read_as_the_new_one_is(tmp_path: Path) -> None:
    import shutil
    import subprocess

    if not shutil.which("soffice"):
        pytest.skip("LibreOffice makes the .xls")
    sheet = sheet_of(LEDGER_ROWS, name="台账", merged="A3:A4 B3:B4 C3:C4 D3:D4 E3:F3 G3:H3 G7:G8")
    sheet.row_dimensions[8].hidden = True
    sheet.parent.save(tmp_path / "old.xlsx")
    order = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/office",
        "--headless",
        "--convert-to",
        "xls",
        "old.xlsx",
    ]
    subprocess.run(order, cwd=tmp_path, check=True, capture_output=True)
    new, old = (read_tables(open_workbook(tmp_path / name))[0] for name in ("old.xlsx", "old.xls"))
    assert old.data == new.data
    assert (old.sections, old.parents, old.hidden) == (new.sections, new.parents, new.hidden)
    assert old.hidden == [False, True, False, False, False]


def test_children_are_known_by_indenting_by_words_and_by_a_column(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["序号", "项目名称", "所属工程", "总投资（万元）"],
        ["一、农业（5个）"],
        [None, "公路畅通工程", None, None],
        [1, "　　石门镇道路", None, 30],
        [2, "　　柳河镇道路", None, 20],
        [None, "职教中心", None, None],
        [3, "其中：教学区", None, 5],
        [4, "水厂", None, 1],
        [None, "整村推进", None, None],
        [5, "上坪村", "整村推进", 4],
        ["合计", None, None, 60],
    ]
    table = read_back(sheet_of(rows), tmp_path)
    assert table.parents == [None, 0, 0, None, 3, None, None, 6]
    assert table.data["name"][1:5:3] == ["石门镇道路", "教学区"]
    assert table.problems == []


def test_money_by_source_has_a_column_for_each_source(tmp_path: Path) -> None:
    rows = [
        ["序号", "项目名称", "资金来源（万元）", None, "性质"],
        [None, None, "银行贷款", "企业自筹", None],
        [1, "甲", 5, 7, "新建"],
    ]
    table = read_back(sheet_of(rows, merged="A1:A2 B1:B2 C1:D1 E1:E2"), tmp_path)
    assert table.data["funding_line@银行贷款"] == [Decimal(5)]
    assert table.data["funding_line@企业自筹"] == [Decimal(7)]
