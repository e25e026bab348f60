"""The table of projects behind a report: one row each under its sector's heading."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from rulebook.rules import round_half_up
from supervision.reports.rules.figures import BLANK, number_text
from supervision.reports.rules.inputs import AppendixRow, ProjectFigures
from supervision.reports.rules.report import Align, Column, RowKind, Table, TableRow
from supervision.reports.rules.words import chinese_numeral

TITLE = "重点项目进展情况表"
NOTE = "单位：万元"
# 225 mm is the width of the type area of a landscape page.
COLUMNS = (
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


def projects_table(rows: Sequence[AppendixRow], total: ProjectFigures, places: int) -> Table | None:
    """The total, then the rows in the order given, numbered through; None without rows."""
    if not rows:
        return None
    lines = [TableRow(("", "合计", "", "", *_figures(total, places), "", ""), total.source)]
    number = 0
    for section, (sector, members) in enumerate(groupby(rows, key=lambda row: row.sector), 1):
        projects = list(members)
        heading = f"{chinese_numeral(section)}、{sector}（{len(projects)}个）"
        lines.append(TableRow((heading,), kind=RowKind.SECTION))
        for row in projects:
            number += 1
            who = (str(number), row.name, row.unit, row.leader)
            lines.append(TableRow((*who, *_figures(row, places), row.light.label, row.progress), row.source))
    return Table(TITLE, NOTE, COLUMNS, tuple(lines))


def _figures(row: AppendixRow | ProjectFigures, places: int) -> tuple[str, str, str, str]:
    rate = BLANK if row.rate is None else number_text(row.rate, places)
    return _amount(row.planned), _amount(row.completed), rate, _signed(row.points, places)


def _amount(value: Decimal | None) -> str:
    """Exactly as reported: 万元 with up to four decimals."""
    return BLANK if value is None else number_text(value, 4)


def _signed(points: Decimal | None, places: int) -> str:
    if points is None:
        return BLANK
    sign = "+" if round_half_up(points, places) > 0 else ""
    return sign + number_text(points, places)
