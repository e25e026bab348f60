from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from projects.imports.layout import Cutoff
from tests.projects.imports.office import read_back, rules, sheet_of


def test_months_side_by_side_are_columns_of_their_own(tmp_path: Path) -> None:
    table = read_back(
        sheet_of(
            [
                ["2026年各月完成投资（单位：万元）"],
                ["序号", "项目名称", "月度完成投资", None, None, "形象进度"],
                [None, None, "1月", "2月", "3月", None],
                [1, "甲", 10, 20, None, "主体施工"],
            ],
            merged="A2:A3 B2:B3 C2:E2 F2:F3",
        ),
        tmp_path,
    )
    assert table.kind == "progress"
    assert {name: values[0] for name, values in table.data.items() if "@" in name} == {
        "completed_in_month@1": Decimal(10),
        "completed_in_month@2": Decimal(20),
        "completed_in_month@3": None,
    }


def test_two_level_headings_are_read_without_merged_cells(tmp_path: Path) -> None:
    table = read_back(
        sheet_of(
            [
                ["序号", "项目名称", "年度计划", None, "建设地点"],
                [None, None, "投资（万元）", "目标", None],
                [1, "甲", 5, "完工", "云溪镇"],
            ]
        ),
        tmp_path,
    )
    assert (table.data["planned_investment"], table.data["annual_goal"]) == ([Decimal(5)], ["完工"])


def test_unknown_columns_are_listed_and_can_be_mapped(tmp_path: Path) -> None:
    sheet = sheet_of(
        [["单位：万元"], ["序号", "项目名称", "总投资规模数", "性质", "心得"], [1, "甲", 5, "新建", "好"]]
    )
    table = read_back(sheet, tmp_path)
    assert [(c.letter, c.header) for c in table.unknown_columns] == [("C", "总投资规模数"), ("E", "心得")]
    assert "total_investment" in table.unknown_columns[0].candidates
    mapped = read_back(sheet, tmp_path, mapping={"总投资规模数": "total_investment", "心得": "ignore"})
    assert mapped.unknown_columns == []
    assert mapped.data["total_investment"] == [Decimal(5)]


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        ("序号 项目名称 建设地点 建设性质 总投资 年度计划投资 包抓领导 责任单位", "ledger"),
        ("序号 项目名称 本月完成投资 年初累计完成投资 形象进度 存在问题 下一步打算", "progress"),
        ("序号 项目名称 包抓县级领导 牵头单位 责任单位 帮建部门 业主单位", "responsibilities"),
        ("序号 项目名称 关键节点 完成时限 责任单位 责任人 完成情况", "milestones"),
        ("序号 指标名称 计量单位 年度目标 1-8月累计完成 同比增长% 全市排名", "indicators"),
        ("序号 单位名称 简称 单位类别 联络员 联系电话", "roster"),
        ("序号 姓名 职务 分管领域 任职时间", "roster"),
    ],
)
def test_the_kind_of_a_sheet_is_known_by_its_headings(headings: str, kind: str, tmp_path: Path) -> None:
    words = headings.split()
    assert read_back(sheet_of([words, ["x"] * len(words)]), tmp_path).kind == kind


def test_a_sheet_that_is_not_understood_is_said_and_not_dropped(tmp_path: Path) -> None:
    table = read_back(sheet_of([["会议签到表"], ["早", "中", "晚"]], name="杂项"), tmp_path)
    assert (table.kind, table.sheet, rules(table)) == ("", "杂项", [("0", "sheet_not_understood")])


def test_months_that_disagree_are_a_warning(tmp_path: Path) -> None:
    rows = [
        ["2026年1—8月项目进展（单位：万元）"],
        ["序号", "项目名称", "1-8月完成投资", "形象进度"],
        [1, "甲", 3, "在建"],
    ]
    table = read_back(sheet_of(rows, name="1-7月"), tmp_path)
    assert table.cutoff == Cutoff(2026, 8, 1)
    assert rules(table) == [("0", "period_conflict")]


def test_a_date_of_signing_is_not_the_period(tmp_path: Path) -> None:
    rows = [
        ["填报日期：2026年9月5日"],
        ["序号", "项目名称", "完成投资（万元）", "形象进度"],
        [1, "甲", 3, "在建"],
    ]
    assert read_back(sheet_of(rows, name="8月"), tmp_path).cutoff.month == 8


def test_last_years_columns_are_never_taken_for_this_years(tmp_path: Path) -> None:
    rows = [
        ["2026年主要指标计划"],
        ["指标名称", "单位", "2025年", None, "2026年目标", None],
        [None, None, "完成数", "增长%", "目标值", "增长%"],
        ["地区生产总值", "亿元", 96.84, 6.1, "—", 6.5],
    ]
    table = read_back(sheet_of(rows, merged="A2:A3 B2:B3 C2:D2 E2:F2"), tmp_path)
    assert {name: values[0] for name, values in table.data.items()} == {
        "indicator": "地区生产总值",
        "unit": "亿元",
        "base_value": Decimal("96.84"),
        "base_growth": Decimal("6.1"),
        "target": None,
        "target_growth": Decimal("6.5"),
    }


def test_a_line_with_maker_and_date_is_no_group_of_headings(tmp_path: Path) -> None:
    rows = [
        ["县统计局", None, "2026年9月20日", None],
        ["指标名称", "计量单位", "1—8月累计", "同比增长（±%）"],
        ["用电量", "万千瓦时", 5, 4.9],
    ]
    table = read_back(sheet_of(rows, name="2026年8月", merged="A1:B1 C1:D1"), tmp_path)
    assert (table.cutoff, table.problems) == (Cutoff(2026, 8, 1), [])
    assert table.columns["value"].header == "1—8月累计"


def test_a_month_that_no_year_has_is_an_error_of_the_heading(tmp_path: Path) -> None:
    rows = [["指标名称", "计量单位", "1—13月累计", "同比增长%"], ["用电量", "万千瓦时", 5, "增长-4.9%"]]
    table = read_back(sheet_of(rows), tmp_path)
    assert rules(table, "error") == [("C1", "no_such_month")]
    assert rules(table, "warning") == [("D2", "sign_contradicts")]
    assert table.data["growth"] == [Decimal("-4.9")]


def test_the_months_of_a_year_side_by_side_contradict_nothing(tmp_path: Path) -> None:
    rows = [
        ["2025年主要经济指标分月完成情况"],
        ["指标名称", "计量单位", "1-2月累计", "1-2月增速", "1-3月累计", "1-3月增速"],
        ["社会消费品零售总额", "亿元", 3.9, 5.2, 5.7, 5.3],
    ]
    table = read_back(sheet_of(rows, name="2025年分月"), tmp_path)
    assert (table.cutoff.year, rules(table)) == (2025, [])
    assert [name for name in table.columns if "@" in name] == ["value@2", "value@3", "growth@2", "growth@3"]
