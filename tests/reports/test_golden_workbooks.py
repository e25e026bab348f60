"""Golden figures of published reports (domain.md §12), all the way: workbook → import → engine → sentence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest

from projects.models import Project
from projects.selectors import light_thresholds
from rulebook.rules import Month, round_half_up
from tests.projects.importing import bring_in, workbook
from tests.reports.papers import Preview
from tests.town import Town

# Plan and completed in 亿元 as printed, the percentage, and the points against the schedule of August (8/12).
PUBLISHED = [
    ("沁水工业项目", "19", "28.78", "151.47", "84.8"),
    ("沁水农业项目", "22.67", "26.4", "116.45", "49.8"),
    ("沁水三产项目", "21.6", "22.39", "103.66", "37.0"),
    ("灌南重点工程", "85.7", "17.3", "20.19", "-46.5"),
    ("洛南重点工程", "20.5", "26.65", "130.00", "63.3"),
    ("连南重点工程", "17.68", "4.28", "24.21", "-42.5"),
]
# The same in 万元 with decimals, and a year nearly over.
SEVEN_TENS = ("七个十工程", "391,818.41", "189,357.70", "48.33")


def ledger(tmp_path: Path, unit: str, plans: dict[str, str]) -> Path:
    rows: list[list[Any]] = [["2026年重点项目台账"], [f"单位：{unit}"]]
    rows.append(["序号", "项目名称", "板块", "年度类型", "总投资", "年度计划投资", "责任单位"])
    for number, (name, planned) in enumerate(plans.items(), start=1):
        rows.append(
            [number, name, "项目建设投入", "续建", "500000" if unit == "万元" else "500", planned, "交通局"]
        )
    return workbook(tmp_path, "台账.xlsx", rows)


def months(tmp_path: Path, unit: str, month: int, done: dict[str, str]) -> Path:
    rows: list[list[Any]] = [[f"2026年{month}月重点项目进展"], [f"单位：{unit}"]]
    rows.append(["序号", "项目名称", f"1—{month}月累计完成投资", "形象进度"])
    rows += [
        [number, name, amount, "主体施工"] for number, (name, amount) in enumerate(done.items(), start=1)
    ]
    return workbook(tmp_path, f"{month}月进展.xlsx", rows)


@pytest.fixture
def empty_town(town: Town) -> Town:
    """Only what comes from the workbooks counts."""
    town.project.annual_plans.all().delete()
    type(town.sector).objects.filter(pk=town.sector.pk).update(name="项目建设投入")
    return town


def figures(month: int, on: date) -> dict[str, Any]:
    rows = Project.objects.with_light(Month(2026, month), on, light_thresholds(on))
    return {row.name: row for row in rows}


def test_published_percentages_survive_the_way_from_workbook_to_sentence(
    empty_town: Town, tmp_path: Path
) -> None:
    office = empty_town.supervisor
    bring_in(office, ledger(tmp_path, "亿元", {name: plan for name, plan, *_ in PUBLISHED}))
    bring_in(office, months(tmp_path, "亿元", 8, {name: done for name, _, done, *_ in PUBLISHED}))
    on = date(2026, 9, 12)
    told = figures(8, on)
    for name, plan, done, rate, points in PUBLISHED:
        row = told[name]
        assert (row.planned, row.completed) == (D(plan) * 10000, D(done) * 10000)
        assert round_half_up(row.completion_rate, 2) == D(rate), name
        assert round_half_up(row.gap, 1) == D(points), name
    text = Preview(office).plain()
    # 63.27 + 85.7 + 20.5 + 17.68 planned; 77.57 + 17.3 + 26.65 + 4.28 completed.
    assert "实施重点项目6个，年度计划投资187.15亿元，累计完成投资125.8亿元，占年度计划的67.2%" in text
    assert "高于时序进度0.6个百分点" in text


def test_the_whole_of_qinshui_is_the_sum_of_its_parts(empty_town: Town, tmp_path: Path) -> None:
    office, parts = empty_town.supervisor, PUBLISHED[:3]
    bring_in(office, ledger(tmp_path, "亿元", {name: plan for name, plan, *_ in parts}))
    bring_in(office, months(tmp_path, "亿元", 8, {name: done for name, _, done, *_ in parts}))
    report = Preview(office)
    assert "年度计划投资63.27亿元，累计完成投资77.57亿元，占年度计划的122.6%" in report.plain()


def test_amounts_in_wan_with_thousands_marks_and_decimals_are_exact(empty_town: Town, tmp_path: Path) -> None:
    office, (name, plan, done, rate) = empty_town.supervisor, SEVEN_TENS
    bring_in(office, ledger(tmp_path, "万元", {name: plan}))
    bring_in(office, months(tmp_path, "万元", 8, {name: done}))
    row = figures(8, date(2026, 9, 12))[name]
    assert (row.planned, row.completed) == (D("391818.41"), D("189357.70"))
    assert round_half_up(row.completion_rate, 2) == D(rate)


def test_ten_months_and_three_quarters_of_the_plan_are_8_3_points_behind(
    empty_town: Town, tmp_path: Path, settings: Any
) -> None:
    settings.FIXED_TODAY = date(2026, 11, 12)
    office = empty_town.supervisor
    bring_in(office, ledger(tmp_path, "万元", {"年度投资计划": "10000"}))
    bring_in(office, months(tmp_path, "万元", 10, {"年度投资计划": "7500"}))
    on = date(2026, 11, 12)
    assert round_half_up(figures(10, on)["年度投资计划"].gap, 1) == D("-8.3")
    text = Preview(office, on, period=Month(2026, 10)).plain()
    assert "占年度计划的75%，低于时序进度8.3个百分点" in text
