"""Drawing one sheet the way an office does: title, unit note, merged header, lines, subtotals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell

PAPER_A3, PAPER_A4 = 8, 9
DRAWN_AT = datetime(2026, 9, 7, 9, 30, tzinfo=UTC)  # fixed, so that the same facts give the same file
SONG, HEI, TITLE_FONT, FANG = "宋体", "黑体", "方正小标宋简体", "仿宋_GB2312"


@dataclass(frozen=True)
class Column:
    """A column; neighbours with the same ``group`` share a merged upper header."""

    title: str
    width: float
    style: str = "text"
    group: str = ""


@dataclass(frozen=True)
class Formula:
    """A formula with the value that Excel would show."""

    text: str
    value: Decimal


Cell: TypeAlias = str | int | Decimal | date | Formula | None


class Book:
    """An .xlsx file."""

    def __init__(self, path: Path) -> None:
        self.file = xlsxwriter.Workbook(str(path))
        self.file.set_properties(
            {"title": path.stem, "author": "云岭县人民政府督查办公室", "created": DRAWN_AT}
        )
        self.file.set_size(2400, 1400)
        self._formats: dict[str, Format] = {}

    def close(self) -> None:
        self.file.close()

    def style(self, name: str) -> Format:
        """A named format; see ``STYLES``."""
        if name not in self._formats:
            self._formats[name] = self.file.add_format(STYLES[name])
        return self._formats[name]


_CELL: dict[str, object] = {
    "font_name": SONG,
    "font_size": 10,
    "border": 1,
    "valign": "vcenter",
    "text_wrap": True,
}
_MONEY = {**_CELL, "align": "right", "indent": 1, "num_format": "#,##0.##", "text_wrap": False}
STYLES: dict[str, dict[str, object]] = {
    "title": {"font_name": TITLE_FONT, "font_size": 20, "align": "center", "valign": "vcenter"},
    "note": {"font_name": FANG, "font_size": 11, "valign": "vcenter"},
    "note_right": {"font_name": FANG, "font_size": 11, "align": "right", "valign": "vcenter"},
    "head": {**_CELL, "font_name": HEI, "align": "center"},
    "section": {**_CELL, "font_name": HEI, "font_size": 11, "bg_color": "#F2F2F2"},
    "text": _CELL,
    "center": {**_CELL, "align": "center"},
    "number": {**_CELL, "align": "center", "text_wrap": False},
    "money": {**_MONEY, "num_format": "#,##0"},
    "money2": {**_MONEY, "num_format": "#,##0.00"},
    "yi": {**_MONEY, "num_format": "0.0000"},
    "percent": {**_MONEY, "num_format": "0.0%", "align": "center", "indent": 0},
    "rate": {**_MONEY, "num_format": "0.0", "align": "center", "indent": 0},
    "plain": {**_MONEY, "num_format": "General", "align": "center", "indent": 0},
    "day": {**_CELL, "align": "center", "num_format": 'yyyy"年"m"月"d"日"'},
    "sum_text": {**_CELL, "font_name": HEI, "align": "center"},
    "sum_money": {**_MONEY, "font_name": HEI, "num_format": "#,##0"},
    "sum_money2": {**_MONEY, "font_name": HEI, "num_format": "#,##0.00"},
    "sum_yi": {**_MONEY, "font_name": HEI, "num_format": "0.0000"},
    "sum_percent": {**_MONEY, "font_name": HEI, "num_format": "0.0%", "align": "center", "indent": 0},
}


class Page:
    """A sheet that is filled from top to bottom."""

    def __init__(self, book: Book, name: str, columns: Sequence[Column]) -> None:
        self.book, self.columns = book, columns
        self.sheet = book.file.add_worksheet(name)
        self.row = 0
        for index, column in enumerate(columns):
            self.sheet.set_column(index, index, column.width)

    def index(self, title: str) -> int:
        return next(i for i, column in enumerate(self.columns) if column.title == title)

    def cell(self, row: int, title: str) -> str:
        """The address of a cell in the column of that title, like F12."""
        return xl_rowcol_to_cell(row, self.index(title))

    def title(self, text: str, left: str = "", right: str = "") -> None:
        """The title over the whole width and the note line under it."""
        last = len(self.columns) - 1
        self.sheet.merge_range(self.row, 0, self.row, last, text, self.book.style("title"))
        self.sheet.set_row(self.row, 36)
        self.row += 1
        if left or right:
            half = max(last // 2, 1)
            self.sheet.merge_range(self.row, 0, self.row, half, left, self.book.style("note"))
            if last - half > 1:
                self.sheet.merge_range(
                    self.row, half + 1, self.row, last, right, self.book.style("note_right")
                )
            else:
                self.sheet.write(self.row, last, right, self.book.style("note_right"))
            self.row += 1

    def header(self) -> None:
        """One header row, or two with merged groups; frozen and repeated on every printed page."""
        head, top = self.book.style("head"), self.row
        deep = any(column.group for column in self.columns)
        for group, run in groupby(enumerate(self.columns), key=lambda pair: pair[1].group):
            cells = list(run)
            for index, column in cells:
                if group:
                    self.sheet.write(top + 1, index, column.title, head)
                elif deep:
                    self.sheet.merge_range(top, index, top + 1, index, column.title, head)
                else:
                    self.sheet.write(top, index, column.title, head)
            if len(cells) > 1 and group:
                self.sheet.merge_range(top, cells[0][0], top, cells[-1][0], group, head)
            elif group:
                self.sheet.write(top, cells[0][0], group, head)
        self.row += 2 if deep else 1
        for row in range(top, self.row):
            self.sheet.set_row(row, 30)
        self.sheet.freeze_panes(self.row, min(2, len(self.columns)))
        self.sheet.repeat_rows(top, self.row - 1)

    def section(self, text: str) -> None:
        """A row over the whole width such as “一、工业项目（22个）”."""
        last = len(self.columns) - 1
        self.sheet.merge_range(self.row, 0, self.row, last, text, self.book.style("section"))
        self.sheet.set_row(self.row, 22)
        self.row += 1

    def line(
        self, cells: Iterable[Cell], height: float = 22, hidden: bool = False, bold: bool = False
    ) -> int:
        """One row; returns its index."""
        for index, value in enumerate(cells):
            self._write(index, value, bold)
            if isinstance(value, str) and "\n" in value:
                height = max(height, 15 * (value.count("\n") + 1))
        self.sheet.set_row(self.row, height, None, {"hidden": hidden})
        self.row += 1
        return self.row - 1

    def _write(self, index: int, value: Cell, bold: bool) -> None:
        name = self.columns[index].style
        if isinstance(value, str) and name not in ("text", "center"):
            name = "center"
        amount = value.value if isinstance(value, Formula) else value
        if name == "money" and isinstance(amount, Decimal) and amount % 1:
            name = "money2"
        if bold:
            name = f"sum_{name}" if f"sum_{name}" in STYLES else "sum_text"
        style = self.book.style("day" if isinstance(value, date) else name)
        if value is None or value == "":
            self.sheet.write_blank(self.row, index, None, style)
        elif isinstance(value, Formula):
            self.sheet.write_formula(self.row, index, value.text, style, float(value.value))
        elif isinstance(value, date):
            self.sheet.write_datetime(self.row, index, value, style)
        elif isinstance(value, str):
            self.sheet.write_string(self.row, index, value, style)
        else:
            self.sheet.write_number(self.row, index, float(value), style)

    def merge_equal(self, title: str, rows: Sequence[int], values: Sequence[str]) -> None:
        """Merge neighbouring rows of a column that carry the same words."""
        column = self.index(title)
        style = self.book.style("center")
        for value, run in groupby(zip(rows, values, strict=True), key=lambda pair: pair[1]):
            found = [row for row, _ in run]
            if len(found) > 1 and found[-1] - found[0] == len(found) - 1 and value:
                self.sheet.merge_range(found[0], column, found[-1], column, value, style)

    def blank(self) -> None:
        self.row += 1

    def foot(self, text: str) -> None:
        last = len(self.columns) - 1
        self.sheet.merge_range(self.row, 0, self.row, last, text, self.book.style("note"))
        self.row += 1

    def print_on(self, paper: int = PAPER_A3, landscape: bool = True) -> None:
        """Fit to the paper's width, with page numbers."""
        if landscape:
            self.sheet.set_landscape()
        self.sheet.set_paper(paper)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        self.sheet.set_footer("&C第 &P 页，共 &N 页")


def sum_of(page: Page, title: str, rows: Sequence[int], values: Sequence[Decimal]) -> Formula:
    """=SUM over rows; a range when they are neighbours, else a list of cells."""
    if rows and rows[-1] - rows[0] == len(rows) - 1:
        inner = f"{page.cell(rows[0], title)}:{page.cell(rows[-1], title)}"
    else:
        inner = ",".join(page.cell(row, title) for row in rows)
    return Formula(f"=SUM({inner})", sum(values, Decimal(0)))
