"""The part of `marks` that runs in the limited child: openpyxl keeps the user's own formatting."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

FILLS = {
    "error": PatternFill("solid", start_color="FFFFC7CE", end_color="FFFFC7CE"),
    "warning": PatternFill("solid", start_color="FFFFEB9C", end_color="FFFFEB9C"),
}
WIDTHS = (6, 8, 18, 10, 24, 44, 44)
# Excel slows down badly with more comments than this; further cells are filled and listed all the same.
MOST_COMMENTS = 3000
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def carry_out(order: dict[str, Any], values: dict[str, Any] | None) -> dict[str, Any]:
    """Mark and save. `values` is the file as read, for files that openpyxl cannot keep as they are."""
    book = _values_book(values) if values else _own_book(order["path"])
    mark_cells(book, order)
    list_problems(book, order)
    book.save(order["target"])
    return {"marked": len(order["problems"])}


def _own_book(path: str) -> Workbook:
    with open(path, "rb") as file:
        return load_workbook(file, keep_links=False)


def _values_book(values: dict[str, Any]) -> Workbook:
    """A new workbook of plain values with the merged cells of the old one."""
    book = Workbook()
    book.remove(book.active)
    for raw in values["sheets"]:
        sheet = book.create_sheet(raw["name"])
        sheet.sheet_state = "hidden" if raw["hidden"] else "visible"
        moments = {(row, column): text for row, column, _kind, text in raw["moments"]}
        for row, cells in enumerate(raw["rows"]):
            for column, value in enumerate(cells):
                value = moments.get((row, column), value)
                if value != "":
                    put(sheet.cell(row + 1, column + 1), value)
        for first_row, first, last_row, last in raw["merged"]:
            sheet.merge_cells(
                start_row=first_row + 1, start_column=first + 1, end_row=last_row + 1, end_column=last + 1
            )
        for row in raw["hidden_rows"]:
            sheet.row_dimensions[row + 1].hidden = True
    return book


def put(cell: Cell, value: object) -> None:
    """Write a value; a text that a program would run as a formula stays a text."""
    if not isinstance(value, str):
        cell.value = value
        return
    text = ILLEGAL_CHARACTERS_RE.sub("", value)[:32_000]
    cell.value = text
    if text.startswith(FORMULA_STARTS):
        cell.data_type = "s"
        cell.quotePrefix = True


def mark_cells(book: Workbook, order: dict[str, Any]) -> None:
    places: dict[tuple[str, int, int], list[tuple[str, str, str]]] = {}
    for sheet, row, column, _value, message, remedy, severity in order["problems"]:
        if row and column and sheet in book.sheetnames:
            place = _top_left(book[sheet], row, column_index_from_string(column))
            places.setdefault((sheet, *place), []).append((message, remedy, severity))
    for number, ((sheet, row, column), said) in enumerate(places.items()):
        cell = book[sheet].cell(row, column)
        worst = "error" if any(severity == "error" for _message, _remedy, severity in said) else "warning"
        cell.fill = FILLS[worst]
        if number < MOST_COMMENTS:
            _comment(cell, [f"{message}{remedy}" for message, remedy, _severity in said], order["author"])


def _comment(cell: Cell, lines: Iterable[str], author: str) -> None:
    """Add to the user's own comment, never over it; our earlier one is replaced."""
    own = cell.comment.text if cell.comment and cell.comment.author != author else ""
    text = "\n".join([*([own] if own else []), *dict.fromkeys(lines)])
    cell.comment = Comment(text[:2000], author, width=320, height=40 + 20 * min(len(text) // 20 + 1, 10))


def _top_left(sheet: Worksheet, row: int, column: int) -> tuple[int, int]:
    """The cell that shows: for a merged cell the first of its range."""
    if isinstance(sheet._cells.get((row, column)), MergedCell):
        for merged in sheet.merged_cells.ranges:
            if merged.min_row <= row <= merged.max_row and merged.min_col <= column <= merged.max_col:
                return merged.min_row, merged.min_col
    return row, column


def list_problems(book: Workbook, order: dict[str, Any]) -> None:
    """The first sheet: one row per problem, each with a link to its cell."""
    if order["result_sheet"] in book.sheetnames:
        book.remove(book[order["result_sheet"]])
    listing = book.create_sheet(order["result_sheet"], 0)
    listing.append(order["headings"])
    for number, (sheet, row, column, value, message, remedy, severity) in enumerate(
        order["problems"], start=1
    ):
        place = f"{column}{row}" if row and column else (str(row) if row else order["whole_sheet"])
        texts = (number, order["severities"][severity], sheet, place, value, message, remedy)
        for index, text in enumerate(texts, start=1):
            put(listing.cell(number + 1, index), text)
        if sheet in book.sheetnames:
            link = listing.cell(number + 1, 4)
            target = sheet.replace("'", "''")
            link.hyperlink = Hyperlink(link.coordinate, location=f"'{target}'!{column or 'A'}{row or 1}")
            link.font = Font(color="FF0563C1", underline="single")
        listing.cell(number + 1, 2).fill = FILLS[severity]
    for index, width in enumerate(WIDTHS):
        listing.column_dimensions[chr(65 + index)].width = width
    for cell in listing[1]:
        cell.font = Font(bold=True)
    if len(order["problems"]) <= MOST_COMMENTS:
        for cells in listing.iter_rows(min_row=2, min_col=5, max_col=7):
            for cell in cells:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    listing.freeze_panes = "A2"
    listing.page_setup.orientation = "landscape"
    listing.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    listing.page_setup.fitToHeight = 0
    listing.auto_filter.ref = listing.dimensions
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
