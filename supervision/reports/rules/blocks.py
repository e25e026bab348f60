"""Tables and pictures as JSON for the section that keeps them."""

from __future__ import annotations

import base64
from typing import Any, Final

from supervision.alerts.rules.official import Align, Column, Picture, RowKind, Table, TableRow

UPRIGHT_MM: Final = 156.5  # wider tables go on a turned page


def kept_table(table: Table, digest: str) -> dict[str, Any]:
    return {
        "title": table.title,
        "note": table.note,
        "columns": [[column.heading, column.width_mm, column.align.value] for column in table.columns],
        "rows": [[row.cells, row.source, row.kind.value] for row in table.rows],
        "basis": digest,
    }


def table_of(kept: dict[str, Any]) -> Table:
    return Table(
        kept["title"],
        kept["note"],
        tuple(Column(heading, width, Align(align)) for heading, width, align in kept["columns"]),
        tuple(TableRow(tuple(cells), source, RowKind(kind)) for cells, source, kind in kept["rows"]),
    )


def is_wide(kept: dict[str, Any]) -> bool:
    return bool(kept) and sum(width for _heading, width, _align in kept["columns"]) > UPRIGHT_MM


def kept_picture(picture: Picture, digest: str) -> dict[str, Any]:
    return {
        "png": base64.b64encode(picture.png).decode(),
        "alt": picture.alt,
        "width_mm": picture.width_mm,
        "height_mm": picture.height_mm,
        "title": picture.title,
        "basis": digest,
    }


def picture_of(kept: dict[str, Any]) -> Picture:
    png = base64.b64decode(kept["png"])
    return Picture(png, kept["alt"], kept["width_mm"], kept["height_mm"], kept["title"])
