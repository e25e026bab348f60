"""The planned months of a ledger become the plan's curve; what cannot be one is said and leaves it linear."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from projects.models import AnnualPlan
from tests.projects.importing import bring_in, workbook
from tests.town import Town

HEAD = [
    "序号",
    "项目名称",
    "板块",
    "总投资",
    "年度计划投资",
    *(f"{month}月计划投资" for month in range(1, 13)),
]


def plan_of(town: Town, tmp_path: Path, months: list[int]) -> tuple[AnnualPlan, list[str]]:
    rows = [["云岭县2026年重点项目台账"], ["单位：万元"], HEAD]
    rows += [[1, "县医院迁建", town.sector.name, 2400, 1200, *months]]  # type: ignore[list-item]
    batch = bring_in(town.supervisor, workbook(tmp_path, "台账.xlsx", rows))
    return AnnualPlan.objects.get(project__name="县医院迁建"), [f["message"] for f in batch.findings]


def test_planned_months_become_cumulative_shares(town: Town, tmp_path: Path) -> None:
    plan, said = plan_of(town, tmp_path, [0, 0, 120, 120, 120, 120, 120, 120, 120, 120, 120, 120])
    assert plan.curve is not None
    assert (plan.curve[1], plan.curve[2], plan.curve[11]) == (0, Decimal("0.1"), 1)
    assert said == []


@pytest.mark.parametrize("months", [[100] * 11 + [99], [700, -100, 600, *[0] * 9]])
def test_months_that_make_no_plan_are_said(town: Town, tmp_path: Path, months: list[int]) -> None:
    plan, said = plan_of(town, tmp_path, months)
    assert plan.curve is None
    [text] = said
    assert text == f"分月计划合计{sum(months)}万元，与年度计划1200万元不符或有负数，按月均衡计算时序。"
