"""The table of projects behind a report: one row each under its sector's heading."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from rulebook.rules import round_half_up
from supervision.reports.rules.figures import BLANK, number_text
from supervision.reports.rules.inputs import AppendixRow
from supervision.reports.rules.report import Align, Column, RowKind, Table, TableRow
from supervision.reports.rules.words import chinese_numeral

TITLE = "重点项目进展情况表"
NOTE = "单位：万元"
# 225 mm is the width of the type area of a landscape page.
COLUMNS = (
    Column("序号", 10, Align.CENTRE),
    Column("项目名称", 45),
    Column("责任单位", 25),
    Column("包抓领导", 20),
    Column("年度计划", 19, Align.RIGHT),
    Column("累计完成", 19, Align.RIGHT),
    Column("完成率\n（%）", 15, Align.RIGHT),
    Column("与时序差\n（百分点）", 21, Align.RIGHT),
    Column("亮灯", 11, Align.CENTRE),
    Column("形象进度", 40),
)


def projects_table(rows: Sequence[AppendixRow], places: int) -> Table | None:
    """Rows in the order given, numbered through; None without rows."""
    if not rows:
        return None
    lines: list[TableRow] = []
    number = 0
    for section, (sector, members) in enumerate(groupby(rows, key=lambda row: row.sector), 1):
        projects = list(members)
        heading = f"{chinese_numeral(section)}、{sector}（{len(projects)}个）"
        lines.append(TableRow((heading,), kind=RowKind.SECTION))
        for row in projects:
            number += 1
            lines.append(TableRow(_cells(number, row, places), row.source))
    return Table(TITLE, NOTE, COLUMNS, tuple(lines))


def _cells(number: int, row: AppendixRow, places: int) -> tuple[str, ...]:
    return (
        str(number),
        row.name,
        row.unit,
        row.leader,
        _amount(row.planned),
        _amount(row.completed),
        BLANK if row.rate is None else number_text(row.rate, places),
        _signed(row.points, places),
        row.light.label,
        row.progress,
    )


def _amount(value: Decimal | None) -> str:
    """Exactly as reported: 万元 with up to four decimals."""
    return BLANK if value is None else number_text(value, 4)


def _signed(points: Decimal | None, places: int) -> str:
    if points is None:
        return BLANK
    sign = "+" if round_half_up(points, places) > 0 else ""
    return sign + number_text(points, places)
