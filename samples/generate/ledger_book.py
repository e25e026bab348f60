"""2026年重点项目台账.xlsx: a summary, five sheets of five habits, three annexes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from . import attraction_sheets, livelihood_sheets, shapes, town_sheets, works_sheet
from .county import SECTORS, Project, in_sector, leaves
from .ledger_lines import OFFICE, total
from .page import Book, Cell, Column, Formula, Page
from .story import months


def write(path: Path) -> None:
    book = Book(path)
    _summary(book)
    works_sheet.write(book)
    town_sheets.write_farming(book)
    town_sheets.write_town(book)
    livelihood_sheets.write_tourism_and_livelihood(book)
    livelihood_sheets.write_stability_and_party(book)
    attraction_sheets.write(book)
    book.close()


def _summary(book: Book) -> None:
    page = Page(
        book,
        "汇总表",
        [
            Column("序号", 6, "number"),
            Column("板块", 22),
            Column("项目数（个）", 14, "plain"),
            Column("总投资", 16, "money"),
            Column("截至2025年底累计完成", 20, "money"),
            Column("2026年计划投资", 18, "money"),
            Column("1—8月完成投资", 18, "money"),
            Column("占年度计划（%）", 16, "percent"),
        ],
    )
    page.title("云岭县2026年重点项目汇总表", OFFICE, "单位：万元")
    page.header()
    rows = []
    for number, sector in enumerate(SECTORS, 1):
        found = in_sector(sector)
        cells = _summary_cells(page, found)
        rows.append(page.line([shapes.numeral(number), sector, *cells]))
    sums = [
        Formula(f"=SUM({page.cell(rows[0], c.title)}:{page.cell(rows[-1], c.title)})", value)
        for c, value in zip(page.columns[2:7], _summary_values(leaves()), strict=True)
    ]
    rate = _summary_cells(page, leaves())[-1]
    page.line(["", "合　计", *sums, rate], bold=True)
    page.foot("注：8月份有5个项目未报送，1—8月完成投资未含其8月数；打包工程按子项目统计，不重复计算。")
    page.print_on()


def _summary_values(found: list[Project]) -> list[Decimal]:
    done = sum(
        (months(p)[-1].year_to_date or months(p)[-2].year_to_date or Decimal(0) for p in found), Decimal(0)
    )
    return [Decimal(len(found)), total(found, "total"), total(found, "before"), total(found, "plan"), done]


def _summary_cells(page: Page, found: list[Project]) -> list[Cell]:
    values = _summary_values(found)
    plan, done = page.cell(page.row, "2026年计划投资"), page.cell(page.row, "1—8月完成投资")
    return [*values, Formula(f"={done}/{plan}", values[4] / values[3])]
