"""Builds workbooks as offices make them, for the tests of the reader."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from projects.imports.reader import open_workbook
from projects.imports.tables import Table, read_tables


def sheet_of(rows: Iterable[Any], *, name: str = "Sheet1", merged: str = "") -> Worksheet:
    """One sheet with these rows and merged ranges (“A1:C1 D1:D2”)."""
    book = Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for area in merged.split():
        sheet.merge_cells(area)
    return sheet


def read_back(sheet: Worksheet, folder: Path, **choices: object) -> Table:
    """Save, read through the limited child, and return the first table."""
    path = folder / "book.xlsx"
    sheet.parent.save(path)
    return read_tables(open_workbook(path), **choices)[0]  # type: ignore[arg-type]


def rules(table: Table, severity: str = "") -> list[tuple[str, str]]:
    """(cell or row, rule) of the problems, for exact comparison."""
    return [(p.cell or str(p.row), p.rule) for p in table.problems if severity in ("", p.severity)]
