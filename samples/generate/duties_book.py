"""包抓责任一览表.xlsx: leaders and their projects; helping departments and theirs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from . import shapes
from .county import leader, leaves, tenures, units
from .page import Book, Column, Page
from .story import milestones, with_milestones

BEGUN_ON, ADJUSTED_ON = date(2026, 1, 5), date(2026, 9, 1)


def write(path: Path) -> None:
    book = Book(path)
    _by_leader(book)
    _by_helper(book)
    book.close()


BY_LEADER_COLUMNS = (
    Column("序号", 5, "number"),
    Column("包抓领导", 12, "center"),
    Column("职务", 18, "center"),
    Column("包抓项目", 34),
    Column("牵头单位", 14, "center"),
    Column("配合单位", 20, "center"),
    Column("责任人", 12, "center"),
    Column("联系电话", 16, "center"),
    Column("帮建部门", 14, "center"),
    Column("起始时间", 14, "center"),
)


def _by_leader(book: Book) -> None:
    page = Page(book, "县级领导包抓", BY_LEADER_COLUMNS)
    page.title("云岭县2026年县级领导包抓重点项目责任一览表", "", "2026年9月1日调整")
    page.header()
    for number, key in enumerate(dict.fromkeys(t.key for t in tenures()), 1):
        holder = leader(key, ADJUSTED_ON)
        found = [p for p in leaves() if p.leader == key]
        start = shapes.deadline(max(holder.since, BEGUN_ON), 2)
        rows = [
            page.line(
                [
                    number,
                    holder.person,
                    holder.title,
                    p.name,
                    p.units[0],
                    shapes.unit_list(p.units[1:], index) if p.units[1:] else "",
                    units()[p.units[0]].head,
                    units()[p.units[0]].phone,
                    p.helper,
                    start,
                ]
            )
            for index, p in enumerate(found)
        ]
        page.merge_equal("包抓领导", rows, [holder.person] * len(rows))
        page.merge_equal("职务", rows, [holder.title] * len(rows))
        page.merge_equal("序号", rows, [str(number)] * len(rows))
    page.foot("注：5月15日后分管城建工作的副县长由祁连岳调整为白砚舟，原包抓项目一并移交。")
    page.print_on()


BY_HELPER_COLUMNS = (
    Column("帮建部门", 20, "center"),
    Column("帮建项目", 36),
    Column("责任单位", 20, "center"),
    Column("联络员", 12, "center"),
    Column("联系电话", 16, "center"),
)


def _by_helper(book: Book) -> None:
    page = Page(book, "部门帮建", BY_HELPER_COLUMNS)
    page.title("2026年部门帮建重点项目一览表")
    page.header()
    found = sorted((p for p in leaves() if p.helper), key=lambda p: list(units()).index(p.helper))
    rows = [
        page.line(
            [
                shapes.unit_long(p.helper),
                p.name,
                shapes.unit_list(p.units, index),
                units()[p.helper].clerk,
                units()[p.helper].phone,
            ],
            height=28,
        )
        for index, p in enumerate(found)
    ]
    for title, values in {
        "帮建部门": [shapes.unit_long(p.helper) for p in found],
        "联络员": [units()[p.helper].clerk for p in found],
        "联系电话": [units()[p.helper].phone for p in found],
    }.items():
        page.merge_equal(title, rows, values)
    page.print_on(landscape=False)


MILESTONES_COLUMNS = (
    Column("序号", 5, "number"),
    Column("项目名称", 32),
    Column("关键节点", 22),
    Column("完成时限", 16, "center"),
    Column("责任单位", 14, "center"),
    Column("责任人", 12, "center"),
    Column("是否完成", 10, "center"),
    Column("实际完成时间", 16, "center"),
    Column("完成情况", 40),
)


def write_milestones(path: Path) -> None:
    """关键节点.xlsx: three nodes a project, the project's cell merged over them."""
    book = Book(path)
    page = Page(book, "关键节点", MILESTONES_COLUMNS)
    page.title("云岭县2026年省市县重点项目关键节点完成情况", "填报单位：县政府督查办", "截至2026年8月31日")
    page.header()
    for number, p in enumerate(with_milestones(), 1):
        rows = []
        for index, node in enumerate(milestones(p)):
            done = shapes.deadline(node.done_on, number + 2 * index) if node.done_on else "—"
            rows.append(
                page.line(
                    [
                        number,
                        p.name,
                        node.name,
                        shapes.deadline(node.due, number + index),
                        p.units[0],
                        units()[p.units[0]].head,
                        "是" if node.done_on else "否",
                        done,
                        node.note,
                    ],
                    height=24,
                )
            )
        for title, value in {"序号": str(number), "项目名称": p.name, "责任单位": p.units[0]}.items():
            page.merge_equal(title, rows, [value] * len(rows))
    page.print_on(landscape=True)
    book.close()
