"""The ledger sheets that the farming and the housing bureau keep."""

from __future__ import annotations

from . import shapes
from .county import FUNDING_SOURCES, Project, in_sector
from .ledger_lines import leader_cell, total, with_parents
from .page import Book, Cell, Column, Page, sum_of

FARMING_COLUMNS = (
    Column("序号", 5, "number"),
    Column("项目", 30),
    Column("所属工程", 20),
    Column("项目级别", 8, "center"),
    Column("实施地点", 16, "center"),
    Column("建设内容", 28),
    Column("起止年限", 20, "center"),
    Column("计划总投资", 12, "money"),
    Column("其中：当年计划投资", 12, "money"),
    Column("到上年底完成投资", 12, "money"),
    Column("年度目标任务", 22),
    Column("资金来源", 26),
    Column("挂点领导", 16, "center"),
    Column("承办单位（责任人）", 26),
    Column("帮扶部门", 14, "center"),
    Column("建设性质", 8, "center"),
    Column("备注", 18),
)


def write_farming(book: Book) -> None:
    """Synonyms in the header, money typed by hand in many shapes, typed totals, a column for the parent."""
    page = Page(book, "农业农村", FARMING_COLUMNS)
    page.title("云岭县2026年新农村建设重点项目一览表", "填报单位：县农业农村局（盖章）", "计量单位：万元、个")
    page.header()
    found = with_parents("新农村建设")
    page.section(f"三、农业农村项目（{len(in_sector('新农村建设'))}个）")
    number = 0
    for index, p in enumerate(found):
        number += not p.is_parent
        page.line(_farming_cells(p, index, number), height=48)
    sums: list[Cell] = [""] * len(page.columns)
    sums[1] = "合计"
    for title, field in (
        ("计划总投资", "total"),
        ("其中：当年计划投资", "plan"),
        ("到上年底完成投资", "before"),
    ):
        sums[page.index(title)] = total(in_sector("新农村建设"), field)
    page.line(sums, bold=True)
    page.print_on()


def _farming_cells(p: Project, index: int, number: int) -> list[Cell]:
    money = "、".join(f"{FUNDING_SOURCES[s]}{amount}万元" for s, amount in p.funding.items())
    return [
        "" if p.is_parent else number,
        p.name,
        p.parent,
        p.level,
        p.place,
        p.scale,
        shapes.span(p, index),
        "" if p.is_parent else shapes.amount(p.total, index),
        "" if p.is_parent else shapes.amount(p.plan, index + 3),
        "" if p.is_parent else (shapes.amount(p.before, index) if p.before else "—"),
        p.goal,
        money,
        leader_cell(p),
        "\n".join(shapes.unit_with_head(u) for u in p.units),
        p.helper or "—",
        p.kind,
        "整体打包，投资见子项目" if p.is_parent else "",
    ]


TOWN_COLUMNS = (
    Column("序号", 6, "center"),
    Column("项目名称", 28),
    Column("级别", 10, "center"),
    Column("建设性质", 8, "center"),
    Column("建设规模及主要内容", 30),
    Column("建设起止时间", 20, "center"),
    Column("总投资", 11, "yi", "投资情况"),
    Column("截至上年底累计", 11, "yi", "投资情况"),
    Column("2026年计划", 11, "yi", "投资情况"),
    Column("年度目标", 22),
    Column("包抓领导", 18, "center"),
    Column("牵头单位", 14, "center", "责任单位"),
    Column("配合单位", 18, "center", "责任单位"),
    Column("帮建单位", 12, "center", "责任单位"),
    Column("项目业主", 14, "center"),
)


def write_town(book: Book) -> None:
    """In 亿元; the parent carries the sum of its children by formula and they are numbered （1）（2）…"""
    page = Page(book, "城镇建设", TOWN_COLUMNS)
    page.title("云岭县2026年城镇建设重点项目台账", "填报单位：县住房和城乡建设局", "单位：亿元")
    page.header()
    found = with_parents("城镇建设")
    leafs = in_sector("城镇建设")
    page.section(f"四、城镇建设项目（{len(leafs)}个）")
    titles = {"总投资": "total", "截至上年底累计": "before", "2026年计划": "plan"}
    children, rows, number, child = [p for p in leafs if p.parent], [], 0, 0
    for index, p in enumerate(found):
        number += not p.parent
        child += bool(p.parent)
        money: list[Cell] = [shapes.yi(p.total), shapes.yi(p.before), shapes.yi(p.plan)]
        if p.is_parent:
            below = list(range(page.row + 1, page.row + 1 + len(children)))
            money = [
                sum_of(page, t, below, [shapes.yi(getattr(c, f)) for c in children])
                for t, f in titles.items()
            ]
        rows.append(
            page.line(_town_cells(p, index, f"（{child}）" if p.parent else str(number), money), height=38)
        )
    page.merge_equal("包抓领导", rows, [leader_cell(p) for p in found])
    kept = [row for row, p in zip(rows, found, strict=True) if not p.is_parent]
    sums: list[Cell] = [""] * len(page.columns)
    sums[1] = "合计"
    for title, field in titles.items():
        sums[page.index(title)] = sum_of(page, title, kept, [shapes.yi(getattr(p, field)) for p in leafs])
    page.line(sums, bold=True)
    page.foot("注：“338”县城扩建工程按子项目统计个数和投资，不重复计算。")
    page.print_on()


def _town_cells(p: Project, index: int, number: str, money: list[Cell]) -> list[Cell]:
    return [
        number,
        p.name,
        f"{p.level}重点",
        p.kind,
        p.scale,
        shapes.span(p, index + 1),
        *money,
        p.goal,
        leader_cell(p),
        p.units[0],
        shapes.unit_list(p.units[1:], index) if p.units[1:] else "",
        p.helper,
        p.owner,
    ]
