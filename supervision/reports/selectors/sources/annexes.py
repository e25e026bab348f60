"""附表: matters, rectifications, units and indicators as tables for the annexes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from rulebook.rules import Light
from rulebook.rules.wording import number_text
from supervision.alerts.rules.official import Align, Column, RowKind, Table, TableRow, chinese_numeral
from supervision.alerts.rules.official.figures import BLANK
from supervision.alerts.rules.official.words import excerpt
from supervision.inspections.rules.words import RECTIFICATION_STATUSES, SEVERITIES, RectificationStatus
from supervision.matters.rules.words import STATES, State
from supervision.reports.rules.figures import Figure
from supervision.reports.rules.forms import said_as
from supervision.reports.selectors.gathered import Gathered
from supervision.reports.selectors.sources.matters import matter_rows, running_matters
from supervision.reports.selectors.sources.rectifications import (
    rectification_rows,
    running_rectifications,
)
from supervision.reports.selectors.sources.registry import SOURCES, source
from supervision.reports.selectors.sources.units import unit_lines

FIELDS: Final = {"table": _("附表，不写句式；设置 all 为 true 时列出全部在办，否则只列亮红灯、黄灯的")}
# 225 mm is the width of the type area of a landscape page.
MATTERS: Final = (
    Column("序号", 11, Align.CENTRE),
    Column("督办事项", 58),
    Column("牵头单位", 24),
    Column("包抓领导", 22),
    Column("办结时限", 26, Align.CENTRE),
    Column("亮灯", 12, Align.CENTRE),
    Column("环节", 20, Align.CENTRE),
    Column("进展情况", 52),
)
RECTIFICATIONS: Final = (
    Column("序号", 11, Align.CENTRE),
    Column("问题", 66),
    Column("责任单位", 26),
    Column("严重程度", 18, Align.CENTRE),
    Column("整改时限", 28, Align.CENTRE),
    Column("亮灯", 14, Align.CENTRE),
    Column("环节", 30, Align.CENTRE),
    Column("包抓领导", 32),
)
UNITS: Final = (
    Column("序号", 10, Align.CENTRE),
    Column("单位", 32),
    Column("承办\n（件）", 13, Align.RIGHT),
    Column("应反馈\n（次）", 15, Align.RIGHT),
    Column("按时反馈\n（次）", 18, Align.RIGHT),
    Column("办结\n（件）", 13, Align.RIGHT),
    Column("按时办结\n（件）", 18, Align.RIGHT),
    Column("超期未结\n（件）", 18, Align.RIGHT),
    Column("整改超期\n（个）", 19, Align.RIGHT),
)
INDICATORS: Final = (
    Column("序号", 12, Align.CENTRE),
    Column("指标", 56),
    Column("单位", 20, Align.CENTRE),
    Column("期间", 30, Align.CENTRE),
    Column("累计值", 26, Align.RIGHT),
    Column("同比\n（%）", 18, Align.RIGHT),
    Column("年度目标", 26, Align.RIGHT),
    Column("完成率\n（%）", 18, Align.RIGHT),
    Column("亮灯", 19, Align.CENTRE),
)


@source("matters_table", _("督办事项办理情况表"), FIELDS)
def matters_table(known: Gathered, settings: Mapping[str, Any]) -> dict[str, Any]:
    rows = _shown(running_matters(known), settings)
    rows.sort(key=lambda row: row.source_order)
    lines = _grouped(
        rows,
        lambda row: row.source_name,
        "件",
        lambda number, row: TableRow(
            (
                str(number),
                row.title,
                row.lead_unit or BLANK,
                row.leader_name or row.leader_post or "",
                _day(row.due_on),
                Light(row.light).label,
                str(STATES[State(row.state)]),
                excerpt(row.latest_progress or ""),
            ),
            f"督办事项{row.pk}",
        ),
    )
    title = "督办事项办理情况表"
    return _table(known, title, "", MATTERS, lines, "在办的督办事项", matter_rows(rows))


@source("rectifications_table", _("问题整改情况表"), FIELDS)
def rectifications_table(known: Gathered, settings: Mapping[str, Any]) -> dict[str, Any]:
    rows = _shown(running_rectifications(known), settings)
    rows.sort(key=lambda row: row.origin.order)
    lines = _grouped(
        rows,
        lambda row: row.origin.name,
        "个",
        lambda number, row: TableRow(
            (
                str(number),
                row.title,
                row.unit.short_name,
                str(SEVERITIES[row.severity]),
                _day(row.due_on),
                Light(row.light).label,
                str(RECTIFICATION_STATUSES[RectificationStatus(row.status)]),
                row.leader.name if row.leader else "",
            ),
            f"整改{row.pk}",
        ),
    )
    title = "问题整改情况表"
    return _table(known, title, "", RECTIFICATIONS, lines, "在办的整改问题", rectification_rows(rows))


@source("units_table", _("各单位办理情况表"), {"table": _("附表，不写句式")})
def units_table(known: Gathered, _settings: Mapping[str, Any]) -> dict[str, Any]:
    names = ("received", "owed", "fed_back", "done", "in_time", "late", "overdue")
    units = unit_lines(known)
    lines = [
        TableRow(
            (str(n), unit["name"].text, *(f"{unit[name].value:,}" for name in names)), f"单位{unit['pk']}"
        )
        for n, unit in enumerate(units, 1)
    ]
    rows: dict[str, list[int | None]] = {}
    for unit in units:
        for name in names:
            for label, pks in unit[name].basis.rows:
                rows.setdefault(label, []).extend(pks)
    return _table(known, "各单位办理情况表", "", UNITS, lines, "各单位承办的督办事项和超期的整改问题", rows)


@source("indicators_table", _("主要指标监测表"), {"table": _("附表，不写句式")})
def indicators_table(known: Gathered, _settings: Mapping[str, Any]) -> dict[str, Any]:
    found = SOURCES["bulletin"].data(known, {})["indicators"]
    lines = [_indicator(number, line, known) for number, line in enumerate(found, 1)]
    rows: dict[str, list[int | None]] = {}
    for line in found:
        for label, pks in line["target"].basis.rows:
            rows.setdefault(label, []).extend(pks)
    return _table(known, "主要指标监测表", "", INDICATORS, lines, "主要指标与其目标", rows)


def _indicator(number: int, line: Mapping[str, Any], known: Gathered) -> TableRow:
    exact = (line["value"], line["growth"], line["target"], line["target_rate"])
    value, growth, target, rate = (
        _plain(figure, places) for figure, places in zip(exact, (4, 2, 4, 1), strict=True)
    )
    when = line["own_period"] or known.period.cumulative.short
    cells = (str(number), line["name"].text, line["value"].unit, when, value, growth, target, rate)
    light = Light(line["weight"])
    return TableRow((*cells, light.label), line["name"].source)


def _plain(figure: Figure, places: int) -> str:
    return said_as(figure, "plain", places) if figure.known else BLANK


def _day(day: date | None) -> str:
    return BLANK if day is None else f"{day.year}.{day.month}.{day.day}"


def _shown(rows: Sequence[Any], settings: Mapping[str, Any]) -> list[Any]:
    return [row for row in rows if settings.get("all") or row.light >= Light.YELLOW]


def _grouped(rows: Sequence[Any], name: Any, unit: str, line: Any) -> list[TableRow]:
    """Numbered through, each group under its heading; more groups than words have numbers go without."""
    lines: list[TableRow] = []
    number = 0
    for place, (heading, members) in enumerate(groupby(rows, key=name), 1):
        group = list(members)
        count = f"（{number_text(len(group))}{unit}）"
        mark = f"{chinese_numeral(place)}、" if place < 100 else ""
        lines.append(TableRow((f"{mark}{heading}{count}",), kind=RowKind.SECTION))
        for row in group:
            number += 1
            lines.append(line(number, row))
    return lines


def _table(
    known: Gathered,
    title: str,
    note: str,
    columns: tuple[Column, ...],
    lines: Sequence[TableRow],
    filters: str,
    rows: Mapping[str, Sequence[int | None]],
) -> dict[str, Any]:
    """No table without rows."""
    if not lines:
        return {}
    return {"table": Table(title, note, columns, tuple(lines)), "basis": known.basis(filters, rows)}
