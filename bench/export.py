"""100,000 ledger rows to .xlsx in the office's form.

The limit is the same writer with the same cells as bare tuples, so what is measured is the query, the
figures, the lights and the names. Of the time beyond it, two thirds are PostgreSQL's: the totals stand above
the rows and need a statement of their own, then the rows with their figures. The writer alone takes less than
either, so 1.5 would need figures that are stored, and stored figures go stale.
"""

from __future__ import annotations

import io
import resource
from collections.abc import Iterator
from datetime import UTC, date, datetime

from bench import data
from bench.clock import medians
from projects.exports.ledger import HEAD_ROWS, _frame, ledger_rows, write_ledger
from projects.exports.sheets import stream
from projects.selectors import LedgerFilters, ledger_totals
from rulebook.rules import Month

PROJECTS = 100_000
ON, PERIOD, NOW = date(2026, 9, 12), Month(2026, 8), datetime(2026, 9, 12, 4, tzinfo=UTC)


def run() -> Iterator[tuple[str, float]]:
    data.build_county(projects=PROJECTS, years=1)
    office, filters = data.office(), LedgerFilters()
    totals = ledger_totals(office, PERIOD, ON, filters)
    styles = _frame(office, PERIOD, NOW, totals).close()
    source = ledger_rows(office, PERIOD, ON, filters, totals, styles)
    rows = [(height, tuple(kinds), tuple(values)) for height, kinds, values in source]

    size = 0

    def export() -> None:
        nonlocal size
        with io.BytesIO() as file:
            assert write_ledger(file, office, PERIOD, ON, filters, NOW) == PROJECTS
            size = file.tell()

    def bare() -> None:
        frame = _frame(office, PERIOD, NOW, totals)
        frame.close()
        with io.BytesIO() as file:
            stream(frame, rows, HEAD_ROWS + 1, file)

    taken = medians({"export": export, "same writer, bare tuples": bare}, rounds=3)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {size / 1e6:.0f} MB of workbook; peak of the whole run {peak:.0f} MB")
    yield "export", taken["export"] / taken["same writer, bare tuples"]
