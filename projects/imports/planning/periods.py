"""Which year and month a sheet speaks of, from the user, the sheet or the file's name."""

from __future__ import annotations

import re

from projects.imports.planning.desk import Desk
from projects.imports.tables import Table

YEAR = re.compile(r"(20\d\d)年?")
MONTHLY = ("completed_in_year", "completed_in_month", "completed_since_start")


def year_of(desk: Desk, table: Table) -> int | None:
    """What the user chose, else what the sheet says, else the file's name."""
    if chosen := desk.options.get("year"):
        return int(chosen)
    if table.cutoff.year:
        return table.cutoff.year
    found = YEAR.search(desk.file_name)
    return int(found[1]) if found else None


def months_of(desk: Desk, table: Table) -> list[int]:
    """The months that the sheet's columns hold; usually one."""
    spread = {
        int(month)
        for name in table.columns
        for base, at, month in [name.partition("@")]
        if at and base in MONTHLY
    }
    if spread:
        return sorted(spread)
    if chosen := desk.options.get("month"):
        return [int(chosen)]
    named = [table.columns[name].month for name in MONTHLY if name in table.columns]
    month = next((month for month in named if month), None) or table.cutoff.month
    return [month] if month else []
