"""2026年政府工作报告任务分解表.xlsx: long tasks without numbers, sections by sector, signed once for all."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from . import shapes
from .county import leader
from .matters import BREAKDOWN, Matter, in_book, name_of
from .page import Book, Cell, Column, Page

NUMERALS = "一二三四五六七八"
COLUMNS = (
    Column("序号", 5, "number"),
    Column("重点任务", 36),
    Column("牵头县领导", 14, "center"),
    Column("牵头单位", 14, "center"),
    Column("责任单位", 18, "center"),
    Column("完成时限", 16, "center"),
    Column("签发领导", 10, "center"),
    Column("签发日期", 14, "center"),
    Column("下达日期", 14, "center"),
    Column("签收时间", 14, "center"),
    Column("反馈时间", 12, "center"),
    Column("截至8月底进展情况", 36),
    Column("完成比例", 9, "center"),
    Column("存在困难", 22),
    Column("下步打算", 22),
    Column("落实状态", 10, "center"),
    Column("办结时间", 14, "center"),
    Column("备注", 10),
)


def write(path: Path) -> None:
    book = Book(path)
    page = Page(book, "任务分解表", COLUMNS)
    page.foot("附件1")
    page.title("2026年《政府工作报告》重点任务分解表", "云岭县人民政府办公室印发", "2026年3月")
    page.header()
    number, rows, shown = 0, [], []
    for place, (sector, run) in enumerate(groupby(in_book(BREAKDOWN), key=lambda m: m.sector)):
        found = list(run)
        page.section(f"{NUMERALS[place]}、{sector}（{len(found)}项）")
        lines = []
        for m in found:
            number += 1
            lines.append(page.line(_cells(m, number), height=36))
        page.merge_equal("牵头县领导", lines, [_led_by(m) for m in found])
        for title in ("签发领导", "签发日期", "下达日期"):
            page.merge_equal(title, lines, [str(_signed(m)[title]) for m in found])
        rows += lines
        shown += found
    page.blank()
    page.foot("说明：1.牵头单位对任务负总责；2.没有写明责任单位的由牵头单位独立承担。")
    page.print_on()
    book.close()


def _led_by(m: Matter) -> str:
    holder = leader(m.leader, shapes.END_OF_AUGUST)
    return f"{holder.person}（{holder.post.split('（')[0]}）"


def _signed(m: Matter) -> dict[str, Cell]:
    return {
        "签发领导": name_of(m.approver, m.approved_on),
        "签发日期": shapes.deadline(m.approved_on, 2) if m.approved_on else "",
        "下达日期": shapes.deadline(m.issued, 1) if m.issued else "",
    }


def _cells(m: Matter, number: int) -> list[Cell]:
    signed = _signed(m)
    return [
        number,
        f"　{m.requirement}" if number % 6 == 0 else f"{m.requirement}。",
        _led_by(m),
        shapes.unit_long(m.lead),
        "\n".join(m.helpers),
        _due(m, number),
        signed["签发领导"],
        signed["签发日期"],
        signed["下达日期"],
        "2026.3.10",
        "" if m.closed else "8月31日",
        m.progress,
        f"{m.percent}%" if number % 2 else f" {m.percent} % ",
        m.problem or "/",
        m.next_step or "—",
        "已完成" if m.closed else ("进展滞后" if m.story == "逾" else "正常推进"),
        shapes.deadline(m.closed, number) if m.closed else "",
        "",
    ]


def _due(m: Matter, number: int) -> Cell:
    """“12月底”, “2026年10月底”, “9月15日前”: the year only now and then."""
    if m.due is None:
        return ""
    if m.due.day >= 30:
        return f"{m.due.month}月底" if number % 2 else f"{m.due.year}年{m.due.month}月底前"
    return f"{m.due.month}月{m.due.day}日前"
