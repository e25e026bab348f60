"""Totals that a sheet states, checked against its records: the records are data, the totals never are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from projects.imports.cells import AMOUNT_UNITS, CellError, normal, parse_amount, shown
from projects.imports.headers import Column
from projects.imports.reader import Cell
from projects.imports.sections import Group, Sorted

Spread = tuple[int, int, str]
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Total:
    """One stated figure of a section or total row, in 万元, beside what the records add up to.

    `summed` is None where nothing could be added, as for “其中” rows. `row` counts from 1, as in Excel.
    """

    row: int
    label: str
    column: Column
    stated: Decimal
    summed: Decimal | None
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class Miscount:
    """A section or total row whose stated number of records is not the number found."""

    row: int
    label: str
    stated: int
    found: int


class Sums:
    """Running sums of the amount columns over all records, over the parents only and over the leaves only."""

    def __init__(self, amounts: dict[str, list[Decimal | None]], parents: list[int | None]) -> None:
        has_child = {parent for parent in parents if parent is not None}
        kept: dict[str, Callable[[int], bool]] = {"all": lambda position: True}
        if has_child:
            kept["roots"] = lambda position: parents[position] is None
            kept["leaves"] = lambda position: position not in has_child
        self.ways = list(reversed(kept)) if not has_child else ["roots", "leaves", "all"]
        self.running = {
            (name, way): list(
                accumulate((v if v and keep(i) else ZERO for i, v in enumerate(values)), initial=ZERO)
            )
            for name, values in amounts.items()
            for way, keep in kept.items()
        }
        self.counts = {
            way: list(accumulate((int(keep(i)) for i in range(len(parents))), initial=0))
            for way, keep in kept.items()
        }

    def of(self, name: str, spread: Spread) -> Decimal:
        start, end, way = spread
        running = self.running[name, way]
        return running[end] - running[start]

    def count(self, spread: Spread) -> int:
        start, end, way = spread
        return self.counts[way][end] - self.counts[way][start]


def check_totals(
    rows: list[list[Cell]],
    sorted_rows: Sorted,
    columns: dict[str, Column],
    units: dict[str, str],
    amounts: dict[str, list[Decimal | None]],
    parents: list[int | None],
) -> tuple[list[Total], list[Miscount]]:
    """Compare every stated figure and count with the records it most plausibly covers.

    Which records a “合计” covers is not written anywhere, so the likely coverings are tried and the one that
    fits most of the row's figures is taken; figures that still differ are reported against it.
    """
    if not sorted_rows.groups:
        return [], []
    sums = Sums(amounts, parents)
    totals: list[Total] = []
    miscounts: list[Miscount] = []
    for group in sorted_rows.groups:
        stated = _stated(rows[group.row], columns, units, amounts)
        if group.sort == "part":
            totals += [
                Total(group.row + 1, group.label, columns[n], v, None, None) for n, v in stated.items()
            ]
            continue
        coverings = _coverings(group, sorted_rows, sums)
        allowed = {name: _tolerance(rows, sorted_rows, columns[name], group, units[name]) for name in stated}
        matches = [len(_fitting(sums, spread, stated, allowed)) for spread in coverings]
        best = coverings[matches.index(max(matches))]
        fitting = _fitting(sums, best, stated, allowed)
        totals += [
            Total(group.row + 1, group.label, columns[n], v, sums.of(n, best), n in fitting)
            for n, v in stated.items()
        ]
        found = [sums.count(spread) for spread in coverings]
        if group.stated is not None and group.stated not in found:
            miscounts.append(Miscount(group.row + 1, group.label, group.stated, found[0]))
    return totals, miscounts


def _fitting(sums: Sums, spread: Spread, stated: dict[str, Decimal], allowed: dict[str, Decimal]) -> set[str]:
    """The columns whose stated figure is what these records add up to."""
    return {name for name, value in stated.items() if abs(sums.of(name, spread) - value) <= allowed[name]}


def _stated(
    row: list[Cell],
    columns: dict[str, Column],
    units: dict[str, str],
    amounts: dict[str, list[Decimal | None]],
) -> dict[str, Decimal]:
    found = {}
    for name in amounts:
        value = parse_amount(row[columns[name].index], unit=units[name])
        if isinstance(value, CellError):
            value = _rounded(row[columns[name].index], units[name])
        if isinstance(value, Decimal):
            found[name] = value
    return found


def _rounded(cell: Cell, unit: str) -> Decimal | None:
    """A computed total may carry more places than money has."""
    if type(cell) is not float or not abs(cell) < 1e11:  # also NaN
        return None
    return round(Decimal(f"{cell:.15g}").scaleb(AMOUNT_UNITS.get(unit, 0)), 4)


def _coverings(group: Group, sorted_rows: Sorted, sums: Sums) -> list[Spread]:
    """Runs of records that this row may sum up, the most plausible first."""
    if group.sort == "section":
        runs = [(group.start, group.end)]
    else:
        every = (0, len(sorted_rows.records))
        above = [g for g in sorted_rows.groups if g.row < group.row and g.sort == "section"]
        named = [
            (g.start, min(g.end, group.start)) for g in reversed(above) if g.label and g.label in group.label
        ]
        around = [
            (g.start, group.start) for g in reversed(above) if g.end >= group.start and g.start < group.start
        ]
        since = max(
            (g.start for g in sorted_rows.groups if g.row < group.row and g.sort == "total"), default=0
        )
        first = [*named, *around, (since, group.start)] if "小计" in group.label else [every]
        below = next((g.row for g in sorted_rows.groups if g.row > group.row and g.sort == "total"), None)
        until = next((g.start for g in sorted_rows.groups if g.row == below), every[1])
        runs = [*first, *named, *around, every, (0, group.start), (since, group.start), (group.start, until)]
    runs = [run for run in dict.fromkeys(runs) if run[0] < run[1]] or [(0, 0)]
    return [(start, end, way) for start, end in runs for way in sums.ways]


def _tolerance(
    rows: list[list[Cell]], sorted_rows: Sorted, column: Column, group: Group, unit: str
) -> Decimal:
    """How far rounded records may lie from a rounded total, in 万元.

    Half a unit of the last written place per record, at most five such units; whole numbers get one unit.
    """
    places = 0
    for row in [*sorted_rows.records[:2000], group.row]:
        text = shown(rows[row][column.index]) if rows[row][column.index] != "" else ""
        places = max(places, min(len(normal(text).partition(".")[2]), 4 + max(0, AMOUNT_UNITS.get(unit, 0))))
    last_place = Decimal(1).scaleb(AMOUNT_UNITS.get(unit, 0) - places)
    if places == 0:
        return min(last_place, Decimal(1))
    return last_place * min(Decimal(len(sorted_rows.records) + 1) / 2, Decimal(5))
