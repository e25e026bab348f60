"""Two ledgers of what is to be put right, as offices keep them: 巡察 and audit, and the office's 四张清单."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from . import shapes
from .county import leader_text, units
from .matters import name_of
from .page import Book, Cell, Column, Page, sum_of
from .rectifications import AUDIT, LISTS, PARTY, Measure, Rectification, in_book

UNTIL = "截至2026年8月31日"
OFFICE = "填报单位：云岭县人民政府督查办公室"


def write_outside(path: Path) -> None:
    """巡察审计反馈问题整改台账.xlsx."""
    book = Book(path)
    _party(book)
    _audit(book)
    book.close()


PARTY_COLUMNS = (
    Column("序号", 5, "number"),
    Column("问题编号", 18, "center", "问题清单"),
    Column("反馈问题", 22, "text", "问题清单"),
    Column("具体表现", 34, "text", "问题清单"),
    Column("问题类别", 12, "center", "问题清单"),
    Column("严重程度", 8, "center", "问题清单"),
    Column("整改目标", 20, "text", "任务清单"),
    Column("整改措施", 30, "text", "任务清单"),
    Column("责任领导", 22, "center", "责任清单"),
    Column("责任单位", 12, "center", "责任清单"),
    Column("配合单位", 14, "center", "责任清单"),
    Column("责任人", 9, "center", "责任清单"),
    Column("联系电话", 14, "center", "责任清单"),
    Column("验收单位", 12, "center", "责任清单"),
    Column("交办日期", 14, "center", "时限清单"),
    Column("措施完成时限", 14, "center", "时限清单"),
    Column("整改时限", 14, "center", "时限清单"),
    Column("整改进展", 30, "text", "整改情况"),
    Column("完成比例", 8, "percent", "整改情况"),
    Column("整改状态", 10, "center", "整改情况"),
    Column("备注", 10),
)
OF_A_MEASURE = ("整改措施", "措施完成时限")


def _party(book: Book) -> None:
    """A row for each measure; all that concerns the problem as a whole is merged over its rows."""
    page = Page(book, "巡察反馈", PARTY_COLUMNS)
    page.title("十四届县委第三轮巡察反馈问题整改“四张清单”台账", OFFICE, UNTIL)
    page.header()
    for serial, each in enumerate(in_book(PARTY), 1):
        whole = _party_cells(each, serial)
        lines = [
            page.line(_with_measure(whole, measure, serial + place), height=34)
            for place, measure in enumerate(each.measures or (Measure("", None),))
        ]
        if len(lines) > 1:
            _merge(page, lines, whole)
    page.blank()
    page.foot("注：整改状态由责任单位自评，销号须经验收单位核查。")
    page.foot("审核：任主事　　　　制表：杜明察　　　　2026年9月1日")
    page.print_on()


def _party_cells(each: Rectification, serial: int) -> list[Cell]:
    return [
        serial,
        each.number,
        each.title,
        each.problem,
        each.category,
        each.severity,
        each.goal,
        "",
        leader_text(each.leader),
        shapes.unit_long(each.unit) if serial % 3 == 0 else each.unit,
        shapes.unit_list(each.helpers, serial),
        units()[each.unit].head,
        units()[each.unit].phone,
        each.accepting,
        shapes.deadline(each.issued, serial) if each.issued else "",
        "",
        each.due,
        each.progress,
        None if each.percent is None else shapes.share(each.percent),
        each.state,
        "",
    ]


def _with_measure(whole: Sequence[Cell], measure: Measure, index: int) -> list[Cell]:
    titles = [column.title for column in PARTY_COLUMNS]
    cells = list(whole)
    cells[titles.index("整改措施")] = measure.text
    cells[titles.index("措施完成时限")] = shapes.deadline(measure.due, index) if measure.due else ""
    return cells


def _merge(page: Page, lines: Sequence[int], whole: Sequence[Cell]) -> None:
    for index, (column, value) in enumerate(zip(PARTY_COLUMNS, whole, strict=True)):
        if column.title not in OF_A_MEASURE:
            style = page.book.style("day" if isinstance(value, date) else column.style)
            page.sheet.merge_range(lines[0], index, lines[-1], index, value or "", style)


AUDIT_COLUMNS = (
    Column("序号", 5, "number"),
    Column("审计问题编号", 18, "center"),
    Column("审计查出问题", 40),
    Column("问题性质", 12, "center"),
    Column("问题等级", 8, "center"),
    Column("问题金额", 11, "money"),
    Column("已整改金额", 11, "money"),
    Column("整改责任单位", 18, "center"),
    Column("配合单位", 14, "center"),
    Column("分管县领导", 10, "center"),
    Column("督促单位", 12, "center"),
    Column("整改标准", 20),
    Column("整改要求及措施", 36),
    Column("移交时间", 14, "center"),
    Column("整改期限", 14, "center"),
    Column("整改情况", 34),
    Column("整改进度", 8, "center"),
    Column("是否完成整改", 9, "center"),
    Column("佐证材料", 10, "center"),
)


def _audit(book: Book) -> None:
    """One row a problem, measures numbered in one cell, deadlines as words, a total of the money."""
    page = Page(book, "审计反馈", AUDIT_COLUMNS)
    page.title(
        "2025年度财政收支审计查出问题整改台账", "云岭县审计整改联席会议办公室", f"{UNTIL}　　单位：万元"
    )
    page.header()
    found = in_book(AUDIT)
    lines = [page.line(_audit_cells(each, number), height=46) for number, each in enumerate(found, 1)]
    sums: list[Cell] = ["" for _column in AUDIT_COLUMNS]
    sums[2] = "合 计"
    for title, amounts in (
        ("问题金额", [each.amount for each in found]),
        ("已整改金额", [each.amount_rectified for each in found]),
    ):
        sums[page.index(title)] = sum_of(page, title, lines, [amount or Decimal(0) for amount in amounts])
    page.line(sums, bold=True)
    page.print_on()


def _audit_cells(each: Rectification, number: int) -> list[Cell]:
    marks = ("{}.{}", "{}、{}", "（{}）{}")[number % 3]
    listed = "\n".join(marks.format(n, measure.text) for n, measure in enumerate(each.measures, 1))
    return [
        number,
        each.number,
        f"{each.title}。{each.problem}",
        each.category,
        each.severity,
        each.amount,
        each.amount_rectified,
        shapes.unit_with_head(each.unit),
        shapes.unit_list(each.helpers, number),
        name_of(each.leader, None),
        each.accepting,
        each.goal,
        listed,
        shapes.deadline(each.issued, number) if each.issued else "",
        each.due,
        each.progress,
        f"{each.percent}%" if each.percent is not None else "",
        {"已完成": "是", "正在整改": "否", "未完成": "否"}.get(each.state, each.state),
        "见附件" if each.percent == 100 else "",
    ]


LISTS_COLUMNS = (
    Column("序号", 5, "number"),
    Column("具体问题", 36, "text", "问题清单"),
    Column("问题概述", 24, "text", "问题清单"),
    Column("严重程度", 8, "center", "问题清单"),
    Column("整改目标", 20, "text", "任务清单"),
    Column("整改措施", 30, "text", "任务清单"),
    Column("责任单位", 14, "center", "责任清单"),
    Column("配合单位", 14, "center", "责任清单"),
    Column("包抓领导", 20, "center", "责任清单"),
    Column("责任人", 9, "center", "责任清单"),
    Column("验收单位", 12, "center", "责任清单"),
    Column("交办时间", 14, "center", "时限清单"),
    Column("完成时限", 20, "center", "时限清单"),
    Column("涉及金额", 10, "money"),
    Column("已纠正金额", 10, "money"),
    Column("整改落实情况", 30),
    Column("完成率", 8, "rate"),
    Column("销号情况", 10, "center"),
)


def write_lists(path: Path) -> None:
    """督查发现问题四张清单.xlsx: measures and their deadlines are numbered lists side by side."""
    book = Book(path)
    page = Page(book, "四张清单", LISTS_COLUMNS)
    page.title("云岭县2026年督查发现问题“四张清单”", OFFICE, f"{UNTIL}　　单位：万元")
    page.header()
    found = sorted(in_book(LISTS), key=lambda each: each.category)
    number = 0
    for place, (category, group) in enumerate(groupby(found, key=lambda each: each.category), 1):
        lines = list(group)
        page.section(f"{shapes.numeral(place)}、{category}（{len(lines)}个）")
        for each in lines:
            number += 1
            page.line(_lists_cells(each, number), height=46)
    page.print_on()
    book.close()


def _lists_cells(each: Rectification, number: int) -> list[Cell]:
    measures = [f"{n}.{measure.text}" for n, measure in enumerate(each.measures, 1)]
    days = [_day(measure, n) for n, measure in enumerate(each.measures, 1)]
    if len(days) == 1:
        measures, days = [each.measures[0].text], []
    return [
        number,
        each.problem,
        each.title,
        each.severity,
        each.goal,
        "\n".join(measures),
        each.unit,
        shapes.unit_list(each.helpers, number),
        leader_text(each.leader),
        units()[each.unit].head,
        each.accepting,
        shapes.deadline(each.issued, number) if each.issued else "",
        "\n".join(days) or each.due,
        each.amount,
        each.amount_rectified,
        each.progress,
        each.percent,
        each.state,
    ]


def _day(measure: Measure, number: int) -> str:
    """“1.6月底前” has no year, as such lists often do."""
    day = measure.due
    if day is None:
        raise ValueError(measure)
    return f"{number}.{day.month}月{day.day}日前"
