"""The ledger sheet of infrastructure and industry."""

from __future__ import annotations

from . import shapes
from .county import FUNDING_SOURCES, Project, in_sector
from .ledger_lines import LEVELS, OFFICE, leader_cell, sum_line, with_parents
from .page import Book, Column, Page

HIDDEN = "GY19"  # filtered away by someone, still part of the subtotal


WORKS_COLUMNS = (
    Column("序号", 5, "number"),
    Column("项目名称", 26),
    Column("投资项目代码", 25, "center"),
    Column("级别", 7, "center"),
    Column("建设地点", 14, "center"),
    Column("建设性质", 8, "center"),
    Column("建设规模及内容", 30),
    Column("建设年限", 18, "center"),
    Column("总投资", 10, "money"),
    *(Column(source, 9, "money", "资金来源") for source in FUNDING_SOURCES.values()),
    Column("截至2025年底累计完成投资", 12, "money"),
    Column("计划投资", 10, "money", "2026年度计划"),
    Column("建设目标", 20, "text", "2026年度计划"),
    Column("计划开工", 13, "center", "2026年度计划"),
    Column("计划竣工", 13, "center", "2026年度计划"),
    Column("包抓领导", 16, "center", "责任落实"),
    Column("责任单位", 16, "center", "责任落实"),
    Column("帮建部门", 12, "center", "责任落实"),
    Column("业主单位", 12, "center", "责任落实"),
    Column("是否入库", 8, "center"),
    Column("备注", 14),
)


def write(book: Book) -> None:
    """Two-level headers, money by source, leaders and units merged over rows, SUM formulas, a hidden row."""
    page = Page(book, "基础设施和工业", WORKS_COLUMNS)
    page.title("云岭县2026年重点项目台账（基础设施和工业）", OFFICE, "单位：万元")
    page.header()
    fields = {"总投资": "total", "截至2025年底累计完成投资": "before", "计划投资": "plan"}
    subtotals: list[int] = []
    for number, (sector, label) in enumerate((("项目建设投入", "项目建设投入"), ("工业经济", "工业项目")), 1):
        page.section(f"{shapes.numeral(number)}、{label}（{len(in_sector(sector))}个）")
        found = _by_leader(with_parents(sector))
        rows = _works_rows(page, found)
        kept = [row for row, project in zip(rows, found, strict=True) if not project.is_parent]
        page.merge_equal("包抓领导", rows, [leader_cell(p) for p in found])
        page.merge_equal("帮建部门", rows, [p.helper for p in found])
        leafs = [p for p in found if not p.is_parent]
        subtotals.append(sum_line(page, "小　计", kept, leafs, fields))
        page.blank()
    both = in_sector("项目建设投入") + in_sector("工业经济")
    sum_line(page, "合　计", subtotals, both, fields)
    page.foot("审核人：方知微　　填表人：许照溪　　联系电话：0000-5550707　　填报日期：2026年9月7日")
    page.print_on()


def _by_leader(found: list[Project]) -> list[Project]:
    """Projects of one leader together, parents still before their children."""
    order = list(dict.fromkeys(p.leader for p in found))
    return [p for key in order for p in found if p.leader == key]


def _works_rows(page: Page, found: list[Project]) -> list[int]:
    rows, number = [], 0
    for index, p in enumerate(found):
        number += not p.is_parent
        children = sum(1 for other in found if other.parent == p.name)
        rows.append(
            page.line(
                [
                    "" if p.is_parent else number,
                    f"　　{p.name}" if p.parent else p.name,
                    p.approval_code,
                    LEVELS[p.level],
                    p.place,
                    p.kind,
                    p.scale,
                    shapes.span(p, index),
                    "—" if p.is_parent else p.total,
                    *(p.funding.get(s) for s in FUNDING_SOURCES),
                    "—" if p.is_parent or not p.before else p.before,
                    "—" if p.is_parent else p.plan,
                    p.goal,
                    shapes.month(p.begins, index),
                    shapes.month(p.ends, index + 1),
                    leader_cell(p),
                    shapes.unit_list(p.units, index),
                    p.helper,
                    p.owner,
                    "" if p.is_parent else ("已入库" if p.entered_on else "未入库"),
                    f"打包工程，含{children}个子项目" if p.is_parent else "",
                ],
                height=38,
                hidden=p.code == HIDDEN,
            )
        )
    return rows
