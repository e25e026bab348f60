"""The office's form: title, note, two-level head, boxed rows; the same for the ledger and the statistics."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from projects.exports.ledger import FILLS
from projects.exports.sheets import Frame

from .columns import LedgerColumn, groups_of

# Title, note, two rows of headings, the numbers of the columns.
HEAD_ROWS: Final = 5
HEAD: Final = (2, 3)
EPOCH: Final = date(1899, 12, 30)
PLAIN: Final[dict[str, Any]] = {"font_name": "宋体", "font_size": 9, "valign": "vcenter"}
BOXED: Final[dict[str, Any]] = {**PLAIN, "border": 1}
BODY: Final[dict[str, dict[str, Any]]] = {
    "text": {"text_wrap": True},
    "centre": {"align": "center", "text_wrap": True},
    "date": {"align": "center", "num_format": "yyyy-mm-dd"},
    "count": {"align": "center", "num_format": "0"},
    "share": {"align": "center", "num_format": "0.0"},
}


def add_styles(frame: Frame) -> None:
    frame.style("title", **{**PLAIN, "font_name": "黑体", "font_size": 18, "align": "center"})
    frame.style("note", **PLAIN)
    frame.style("right", **PLAIN, align="right")
    frame.style("head", **BOXED, bold=True, align="center", text_wrap=True, bg_color="#F2F2F2")
    for name, more in BODY.items():
        frame.style(name, **BOXED, **more)
        frame.style(f"{name} sum", **BOXED, **more, bold=True, bg_color="#F7F7F7")
    for light, fill in FILLS.items():
        frame.style(f"light {light.value}", **BOXED, align="center", bg_color=fill)


def draw_head(
    frame: Frame,
    sheet: Any,
    columns: tuple[LedgerColumn, ...],
    title: str,
    note: str,
    right: str,
    across: int | None = None,
) -> None:
    """``across``: over how many columns the title stands, all unless told."""
    last, styles = (across or len(columns)) - 1, frame.formats
    sheet.merge_range(0, 0, 0, last, title, styles["title"])
    sheet.set_row(0, 30)
    sheet.write_string(1, 0, note, styles["note"])
    sheet.write_string(1, last, right, styles["right"])
    _draw_columns(sheet, columns, styles["head"])
    sheet.freeze_panes(HEAD_ROWS, 3 if len(columns) > 20 else 2)


def _draw_columns(sheet: Any, columns: tuple[LedgerColumn, ...], head: Any) -> None:
    """Groups over their columns; what has no group stands over two rows."""
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        if column.group:
            sheet.write_string(HEAD[1], index, str(column.head), head)
        else:
            sheet.merge_range(HEAD[0], index, HEAD[1], index, str(column.head), head)
        sheet.write_number(HEAD_ROWS - 1, index, index + 1, head)
    for group, (first, last) in groups_of(columns).items():
        sheet.merge_range(HEAD[0], first, HEAD[0], last, str(group), head)
    sheet.set_row(HEAD[1], 30)


def as_number(day: date | None) -> int | None:
    """A date as Excel counts days."""
    return None if day is None else (day - EPOCH).days
