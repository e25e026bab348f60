"""Values from a workbook: all that is wrong is told at once with its place, and nothing is half written."""

from __future__ import annotations

from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Role
from indicators.models import Indicator, Observation
from indicators.selectors import figures_of
from rulebook.rules import Month
from tests.projects.importing import bring_in, check, errors, workbook
from tests.town import Town, make_user

HEAD = ["指标名称", "计量单位", "1—8月累计", "同比增长（±%）"]


def sheet(folder: Path, *rows: list[Any]) -> Path:
    title = ["云岭县2026年1—8月主要经济指标完成情况"]
    return workbook(folder, "指标.xlsx", [title, HEAD, *rows], title="2026年8月")


def test_a_month_from_a_workbook_stands_on_the_board_under_its_source(
    town: Town, freight: Indicator, tmp_path: Path
) -> None:
    batch = bring_in(town.lead_clerk, sheet(tmp_path, ["货运量", "万吨", 250.5, 7.5]))
    row = Observation.objects.get()
    assert (row.value, row.growth, row.month, row.status, row.batch) == (
        D("250.5"),
        D("7.5"),
        8,
        "3_preliminary",
        batch,
    )
    assert row.source_document == "云岭县2026年1—8月主要经济指标完成情况"
    found = figures_of(town.leader, freight.pk, Month(2026, 8))
    assert found.observation == row and found.label == "2026年1—8月"


def test_a_repeated_workbook_writes_nothing_and_a_better_one_revises(
    town: Town, freight: Indicator, tmp_path: Path
) -> None:
    bring_in(town.lead_clerk, sheet(tmp_path, ["货运量", "万吨", 250.5, 7.5]))
    check(town.lead_clerk, sheet(tmp_path, ["货运量", "万吨", 250.5, 7.5]))
    assert Observation.objects.count() == 1
    bring_in(town.lead_clerk, sheet(tmp_path, ["货运量", "万吨", 251, 7.5]))
    assert list(Observation.objects.order_by("pk").values_list("revision", "value")) == [
        (1, D("250.5")),
        (2, D(251)),
    ]


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_written(
    town: Town, freight: Indicator, tmp_path: Path
) -> None:
    wrong = sheet(
        tmp_path,
        ["货运量", "吨", 250.5, 7.5],
        ["货运里程", "万公里", 1, 2],
        ["货运量", "万吨", "二百五十", 7.5],
        ["货运量", "万吨", 250.5, "较快"],
    )
    batch = check(town.lead_clerk, wrong)
    told = errors(batch)
    assert batch.state == "blocked"
    assert told == [
        ("2026年8月", "B3", "unit_differs", "计量单位“吨”与指标定义的“万吨”不符。"),
        ("2026年8月", "A4", "unknown_indicator", "没有找到指标“货运里程”。"),
        ("2026年8月", "C5", "not_a_number", "不是数字。"),
        ("2026年8月", "D6", "not_a_percentage", "不是百分比。"),
    ]
    assert all(finding["remedy"] for finding in batch.findings)
    assert not Observation.objects.exists()


def test_another_units_indicator_is_not_there_for_who_does_not_see_it(
    town: Town, freight: Indicator, tmp_path: Path
) -> None:
    rows = sheet(tmp_path, ["货运量", "万吨", 250.5, 7.5])
    batch = check(make_user("strange_data", "游统计", town.strange, Role.DATA_CLERK), rows)
    assert [rule for _sheet, _cell, rule, _message in errors(batch)] == ["unknown_indicator"]
    with pytest.raises(PermissionDenied):
        check(town.nobody, rows)
    assert not Observation.objects.exists()
