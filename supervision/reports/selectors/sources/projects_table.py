"""The table of projects behind a report: one row each under its sector's heading."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from rulebook.rules import Light, round_half_up
from supervision.alerts.rules.official import Align, Column, RowKind, Table, TableRow, chinese_numeral
from supervision.alerts.rules.official.figures import BLANK, number_text
from supervision.reports.selectors.county import PlannedProject
from supervision.reports.selectors.gathered import Gathered
from supervision.reports.selectors.sources.projects import project_rows
from supervision.reports.selectors.sources.registry import source

TITLE: Final = "重点项目进展情况表"
# 225 mm is the width of the type area of a landscape page.
COLUMNS: Final = (
    Column("序号", 10, Align.CENTRE),
    Column("项目名称", 42),
    Column("责任单位", 23),
    Column("包抓领导", 21),
    Column("年度计划", 24, Align.RIGHT),
    Column("累计完成", 24, Align.RIGHT),
    Column("完成率\n（%）", 14, Align.RIGHT),
    Column("与时序差\n（百分点）", 21, Align.RIGHT),
    Column("亮灯", 11, Align.CENTRE),
    Column("形象进度", 35),
)


@source("projects_table", _("重点项目进展情况表"), {"table": _("附表，不写句式")})
def projects_table(known: Gathered, _settings: Mapping[str, Any]) -> dict[str, Any]:
    """The total, then the rows in the ledger's order, numbered through; no table without rows."""
    chosen = known.county.of_sector(known.sector_id)
    if not chosen:
        return {}
    lines = [_total(known)] if known.sector_id is None else []
    labels = [light.label for light in Light]
    number = 0
    for section, (sector, members) in enumerate(groupby(chosen, key=lambda row: row.sector_name), 1):
        rows = list(members)
        heading = f"{chinese_numeral(section)}、{sector}（{len(rows)}个）"
        lines.append(TableRow((heading,), kind=RowKind.SECTION))
        for row in rows:
            number += 1
            lines.append(_row(number, row, known.county.units_of(row.pk), labels[row.light]))
    basis = known.basis(f"{known.period.year}年度计划内重点项目", project_rows(chosen))
    return {"table": Table(TITLE, "单位：万元", COLUMNS, tuple(lines)), "basis": basis}


def _total(known: Gathered) -> TableRow:
    totals = known.county.totals
    figures = _figures(totals.planned, totals.completed, totals.completion_rate, totals.points)
    return TableRow(("", "合计", "", "", *figures, "", ""), "合计")


def _row(number: int, row: PlannedProject, units: str, light: str) -> TableRow:
    who = (str(number), row.name, units, row.leader_name or row.leader_post or "")
    figures = _figures(row.planned, row.completed, row.completion_rate, row.gap)
    return TableRow((*who, *figures, light, row.physical_progress or ""), f"项目{row.pk}")


def _figures(planned: Any, completed: Any, rate: Any, points: Any) -> tuple[str, str, str, str]:
    """万元 exactly as reported, with up to four decimals."""
    exact = [BLANK if value is None else number_text(value, 4) for value in (planned, completed)]
    sign = "+" if points is not None and round_half_up(points, 1) > 0 else ""
    return (
        *exact,
        BLANK if rate is None else number_text(rate, 1),
        BLANK if points is None else sign + number_text(points, 1),
    )  # type: ignore[return-value]
