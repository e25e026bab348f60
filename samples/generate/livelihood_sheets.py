"""The ledger sheets of tourism and livelihood, of stability and the Party."""

from __future__ import annotations

from itertools import groupby

from . import shapes
from .county import Project, in_sector
from .ledger_lines import LEVELS, OFFICE, leader_cell, sum_line, with_parents
from .page import Book, Cell, Column, Page

TOURISM_AND_LIVELIHOOD_COLUMNS = (
    Column("序号", 5, "number"),
    Column("项目名称", 30),
    Column("项目级别", 9, "center"),
    Column("建设地点", 14, "center"),
    Column("建设规模及内容", 30),
    Column("建设年限", 20, "center"),
    Column("总投资（万元）", 13, "money"),
    Column("2025年底前已完成（万元）", 13, "money"),
    Column("2026年计划投资（万元）", 13, "money"),
    Column("年度建设目标", 24),
    Column("包抓县级领导", 18, "center"),
    Column("责任单位", 20, "center"),
    Column("帮建部门", 12, "center"),
    Column("业主", 14, "center"),
)


def write_tourism_and_livelihood(book: Book) -> None:
    """Sections within sections by 年度类型 instead of a column, blank rows, “其中：” before children."""
    page = Page(book, "旅游三产和民生", TOURISM_AND_LIVELIHOOD_COLUMNS)
    page.title("云岭县2026年旅游三产、民生工程重点项目台账", OFFICE, "2026年9月")
    page.header()
    fields = {
        "总投资（万元）": "total",
        "2025年底前已完成（万元）": "before",
        "2026年计划投资（万元）": "plan",
    }
    subtotals: list[int] = []
    for number, sector in ((5, "旅游三产"), (6, "民生工程")):
        page.section(f"{shapes.numeral(number)}、{sector}项目（{len(in_sector(sector))}个）")
        rows = _kind_sections(page, sector)
        subtotals.append(sum_line(page, "小计", rows, _in_kind_order(sector), fields))
        page.blank()
        page.blank()
    sum_line(page, "总计", subtotals, _in_kind_order("旅游三产") + _in_kind_order("民生工程"), fields)
    page.print_on()


def _in_kind_order(sector: str) -> list[Project]:
    return [p for kind in ("续建", "新建", "前期") for p in in_sector(sector) if p.kind == kind]


def _kind_sections(page: Page, sector: str) -> list[int]:
    kept, number = [], 0
    everything = sorted(with_parents(sector), key=lambda p: ("续建", "新建", "前期").index(p.kind))
    for part, (kind, run) in enumerate(groupby(everything, key=lambda p: p.kind), 1):
        found = list(run)
        count = sum(1 for p in found if not p.is_parent)
        page.section(f"（{shapes.numeral(part)}）{kind}项目（{count}个）")
        rows = []
        for index, p in enumerate(found):
            number += not p.is_parent
            rows.append(page.line(_kind_cells(p, index, number), height=38))
        page.merge_equal("包抓县级领导", rows, [leader_cell(p) for p in found])
        kept += [row for row, p in zip(rows, found, strict=True) if not p.is_parent]
    return kept


def _kind_cells(p: Project, index: int, number: int) -> list[Cell]:
    money: list[Cell] = [value or "—" for value in (p.total, p.before, p.plan)]
    return [
        "" if p.is_parent else number,
        f"其中：{p.name}" if p.parent else p.name,
        p.level,
        p.place,
        p.scale,
        shapes.span(p, index + 2),
        *money,
        p.goal,
        leader_cell(p),
        shapes.unit_list(p.units, index),
        p.helper,
        p.owner,
    ]


STABILITY_AND_PARTY_COLUMNS = (
    Column("序号", 5, "number"),
    Column("板块", 12, "center"),
    Column("项目名称", 30),
    Column("级别", 8, "center"),
    Column("年度类型", 9, "center"),
    Column("建设地点", 16, "center"),
    Column("主要建设内容", 26),
    Column("开工时间", 14, "center"),
    Column("竣工时间", 14, "center"),
    Column("总投资", 10, "money"),
    Column("上年底累计", 10, "money"),
    Column("年度计划投资", 12, "money"),
    Column("年度目标", 18),
    Column("包抓领导", 20, "center"),
    Column("责任单位", 20, "center"),
    Column("帮建部门", 12, "center"),
)


def write_stability_and_party(book: Book) -> None:
    """A plain list with a column for the sector and one for the contact."""
    page = Page(book, "社会稳定和党建", STABILITY_AND_PARTY_COLUMNS)
    page.title("云岭县2026年社会稳定、党的建设重点项目", "", "金额单位：万元")
    page.header()
    for index, p in enumerate(in_sector("社会稳定") + in_sector("党的建设"), 1):
        page.line(
            [
                index,
                p.sector,
                p.name,
                LEVELS[p.level],
                p.kind,
                p.place,
                p.scale,
                shapes.month(p.begins, index),
                shapes.month(p.ends, index + 1),
                p.total,
                p.before or "—",
                p.plan,
                p.goal,
                leader_cell(p),
                shapes.unit_list(p.units, index),
                p.helper,
            ],
            height=36,
        )
    page.print_on()
