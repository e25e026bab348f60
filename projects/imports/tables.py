"""From a `Book` to clean tables: every record with its address, every fault with its rule and remedy."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext as _

from projects.imports.cells import CellError, doubt, parse_amount, parse_percent, parse_text, shown
from projects.imports.headers import Column, UnknownColumn, assign, column_letter, impossible_month
from projects.imports.kinds import KINDS, Kind
from projects.imports.kinds.declare import parse_rate
from projects.imports.layout import Cutoff, Layout, lay_out, recognise
from projects.imports.moments import parse_date, parse_end, parse_month, parse_span, parse_start
from projects.imports.reader import Book, Cell, Sheet
from projects.imports.sections import PART, Sorted, find_parents, sort_rows
from projects.imports.totals import Total, check_totals

# Computed by the engine and never taken from a sheet, so a formula that fails in them stops nobody.
DERIVED = frozenset({"share_of_plan", "share_of_total", "share_of_target", "schedule_gap", "light"})
DATED = (parse_date, parse_start, parse_end, parse_month, parse_span)
DOUBTFUL = (parse_amount, parse_percent, parse_rate)
SURE = 0.4
# The sheet that `marks` puts first in a workbook that goes back; not read when it returns.
RESULT_SHEET = "校验结果"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault at one place. `row` counts from 1 and `column` is a letter; 0 and "" mean the whole sheet."""

    sheet: str
    row: int
    column: str
    value: str
    rule: str
    message: str
    remedy: str
    severity: Literal["error", "warning"] = "error"
    field: str = ""

    @property
    def cell(self) -> str:
        return f"{self.column}{self.row}" if self.row and self.column else ""


@dataclass(slots=True)
class Table:
    """The records of one sheet, by column: `data[field][i]` belongs to sheet row `row_numbers[i]` (from 1).

    A cell that was empty, unknown (“—”) or faulty is None; faulty ones are in `problems`. `parents[i]` is a
    position in the same lists. Money is 万元. `kind` is "" for a sheet that was not understood.
    `header_row` is the last row of the headings, from 1.
    """

    kind: str
    sheet: str
    title: str = ""
    cutoff: Cutoff = Cutoff()
    unit: str = ""
    confidence: float = 0.0
    columns: dict[str, Column] = field(default_factory=dict)
    data: dict[str, list[Any]] = field(default_factory=dict)
    row_numbers: list[int] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    parents: list[int | None] = field(default_factory=list)
    hidden: list[bool] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unknown_columns: list[UnknownColumn] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)
    header_row: int = 1

    def __len__(self) -> int:
        return len(self.row_numbers)

    def faulty_rows(self) -> set[int]:
        """Sheet rows (from 1) with at least one error; what a user may choose to skip."""
        return {problem.row for problem in self.problems if problem.severity == "error" and problem.row}

    def records(self) -> Iterator[dict[str, Any]]:
        """The rows as dictionaries, for small tables and for tests."""
        for position in range(len(self)):
            yield {name: values[position] for name, values in self.data.items()}


def read_tables(
    book: Book, *, kind: str | None = None, mapping: Mapping[str, str] | None = None
) -> list[Table]:
    """Every sheet of a book as a table, in order; sheets without any text are left out.

    `kind` is asked of every sheet instead of being recognised. `mapping` gives heading paths their field, or
    "ignore"; it comes before what is recognised. Raises KeyError for a kind that does not exist.
    """
    wanted = KINDS[kind] if kind else None
    return [
        read_sheet(sheet, kind=wanted, mapping=dict(mapping or {}))
        for sheet in book.sheets
        if sheet.name != RESULT_SHEET and any(any(cell != "" for cell in row) for row in sheet.rows)
    ]


def read_sheet(sheet: Sheet, *, kind: Kind | None, mapping: dict[str, str]) -> Table:
    layout = lay_out(sheet)
    if sheet.hidden:
        return _skipped(sheet, "hidden_sheet", _("隐藏的工作表没有读取。"), _("需要导入时请先取消隐藏。"))
    name, confidence = recognise(sheet, layout) if layout else ("", 0.0)
    chosen = kind or (KINDS[name] if confidence >= SURE else None)
    if layout is None or chosen is None:
        table = _skipped(
            sheet,
            "sheet_not_understood",
            _("没有认出这张工作表的表头，没有读取。"),
            _("请核对表头，或为各列指定含义；与导入无关的工作表可以不管。"),
        )
        if layout:
            table.title = layout.title
            table.unknown_columns = [UnknownColumn(i, each.path, ()) for i, each in layout.headings.items()]
        return table
    columns, unknown = assign(layout.headings, chosen, mapping)
    table = Table(chosen.name, sheet.name, layout.title, layout.cutoff, layout.unit or "万元", confidence)
    table.header_row = layout.bottom + 1
    table.columns, table.unknown_columns = columns, unknown
    key = next((columns[each] for each in chosen.keys if each in columns), None)
    if key is None:
        label = str(chosen.by_name[chosen.keys[0]].label)
        table.problems.append(
            Problem(
                sheet.name,
                layout.bottom + 1,
                "",
                "",
                "missing_column",
                _("没有“%(label)s”这一列。") % {"label": label},
                _("请补上这一列，或指定哪一列是“%(label)s”。") % {"label": label},
            )
        )
        return table
    _Reading(sheet, layout, chosen, table, key).read()
    return table


def _skipped(sheet: Sheet, rule: str, message: str, remedy: str) -> Table:
    return Table("", sheet.name, problems=[Problem(sheet.name, 0, "", "", rule, message, remedy, "warning")])


class _Reading:
    """One sheet on its way to a table."""

    def __init__(self, sheet: Sheet, layout: Layout, kind: Kind, table: Table, key: Column) -> None:
        self.sheet, self.layout, self.kind, self.table, self.key = sheet, layout, kind, table, key
        self.rows = list(sheet.rows)
        self.fields = {name: kind.by_name[name.partition("@")[0]] for name in table.columns}
        self.money = [name for name, each in self.fields.items() if each.parse is parse_amount]
        named = {table.columns[name].unit for name in self.money} - {""}
        self.unit_is_known = bool(layout.unit or named)
        if not layout.unit and len(named) == 1:
            table.unit = next(iter(named))
        self.units = {name: table.columns[name].unit or table.unit for name in self.money}

    def read(self) -> None:
        table = self.table
        self._fill_merged()
        found = sort_rows(self.sheet, self.rows, self.layout, table.columns, self.key.index)
        table.row_numbers = [row + 1 for row in found.records]
        table.sections, table.notes = found.sections, [(row + 1, text) for row, text in found.notes]
        hidden = self.sheet.hidden_rows
        table.hidden = [row in hidden for row in found.records]
        serial = table.columns.get("serial")
        blank: list[Cell] = [""] * len(found.records)
        serials = self._cells(serial, found) if serial else blank
        owner = table.columns.get("parent_name") or table.columns.get("programme")
        owners = self._cells(owner, found) if owner else blank
        table.parents = find_parents(serials, self._cells(self.key, found), found.sections, owners)
        for name, column in table.columns.items():
            table.data[name] = self._values(name, column, found)
        self._say_layout(found)
        self._say_uncomputed(found)
        self._check_totals(found)
        table.problems.sort(key=lambda problem: (problem.row, len(problem.column), problem.column))

    def _fill_merged(self) -> None:
        """Carry a merged leader, unit or text down over its rows. Money stays in the first, to count once."""
        by_index = {column.index: name for name, column in self.table.columns.items()}
        copied: set[int] = set()
        for first_row, first, last_row, _last in self.sheet.merged:
            name = by_index.get(first)
            if (
                first_row <= self.layout.bottom
                or last_row == first_row
                or name is None
                or first_row >= len(self.rows)
            ):
                continue
            value = self.rows[first_row][first]
            if value == "" or name == "serial":
                continue
            if name in self.money:
                self._say(
                    first_row,
                    self.table.columns[name],
                    "merged_amount",
                    _("金额合并了%(rows)s行，只计入第一行。") % {"rows": last_row - first_row + 1},
                    _("请取消合并，逐行填写金额。"),
                    "warning",
                )
                continue
            for row in range(first_row + 1, min(last_row + 1, len(self.rows))):
                if row not in copied:
                    self.rows[row] = list(self.rows[row])
                    copied.add(row)
                self.rows[row][first] = value

    def _cells(self, column: Column, found: Sorted) -> list[Cell]:
        index, rows = column.index, self.rows
        return [rows[row][index] for row in found.records]

    def _values(self, name: str, column: Column, found: Sorted) -> list[Any]:
        """Parse a column, each distinct cell once."""
        cells = self._cells(column, found)
        distinct = set(cells)
        if True in distinct or False in distinct:  # 1.0 == True: keep them apart as texts
            cells = [shown(cell) if type(cell) is bool else cell for cell in cells]
            distinct = set(cells)
        parse = self._parser(name)
        meaning = {cell: parse(cell) for cell in distinct}
        faults = {cell for cell, value in meaning.items() if type(value) is CellError}
        doubts: dict[Cell, CellError] = {}
        if self.fields[name].parse in DOUBTFUL:
            doubts = {cell: said for cell in distinct - faults if (said := doubt(cell))}
        if faults or doubts:
            self._say_cells(column, found, cells, meaning, faults, doubts)
        if name == self.key.field:
            self._say_missing_keys(column, found, cells, meaning)
        return [meaning[cell] for cell in cells]

    def _parser(self, name: str) -> Callable[[Cell], Any]:
        parse = self.fields[name].parse
        if name == self.key.field:
            return parse_name
        if name in self.money:
            return functools.partial(parse_amount, unit=self.units[name])
        if parse in DATED:
            return functools.partial(parse, year=self.table.cutoff.year)
        return parse

    def _say_cells(
        self,
        column: Column,
        found: Sorted,
        cells: list[Cell],
        meaning: dict[Cell, Any],
        faults: set[Cell],
        doubts: dict[Cell, CellError],
    ) -> None:
        for row, cell in zip(found.records, cells, strict=True):
            if cell in faults:
                fault = meaning[cell]
                self._say(row, column, fault.rule, fault.message, fault.remedy)
            elif said := doubts.get(cell):
                self._say(row, column, said.rule, said.message, said.remedy, "warning")
        for cell in faults:
            meaning[cell] = None

    def _say_missing_keys(
        self, column: Column, found: Sorted, cells: list[Cell], meaning: dict[Cell, Any]
    ) -> None:
        if all(meaning.values()):
            return
        label = str(self.fields[column.field].label)
        for row, cell in zip(found.records, cells, strict=True):
            if meaning[cell] is None:
                message = _("“%(label)s”没有填写。") % {"label": label}
                self._say(row, column, "required", message, _("请填写；不是数据的行请删除。"))

    def _say_layout(self, found: Sorted) -> None:
        """Notices about the sheet as a whole: hidden rows, no unit, two periods, no records."""
        for first, last in _runs([row for row in found.records if row in self.sheet.hidden_rows]):
            rows = str(first + 1) if first == last else f"{first + 1}—{last + 1}"
            message = _("第%(rows)s行是隐藏行，也已读取。") % {"rows": rows}
            self._say(first, None, "hidden_rows", message, _("不需要导入的请删除后再上传。"), "warning")
        if self.money and not self.unit_is_known:
            message = _("没有写明金额单位，按万元读取。")
            self._say(
                -1, None, "no_unit", message, _("请在表头上方注明“单位：万元”或“单位：亿元”。"), "warning"
            )
        if self.layout.conflict:
            message = _("标题、表头和工作表名称写的月份不一致：%(months)s。") % {
                "months": self.layout.conflict
            }
            self._say(-1, None, "period_conflict", message, _("请核对后改为一致。"), "warning")
        for column in self.table.columns.values():
            if month := impossible_month(column.header):
                message = _("“%(header)s”写的%(month)s不存在。") % {"header": column.header, "month": month}
                self._say(self.layout.bottom, column, "no_such_month", message, _("请改正表头的月份。"))
        if not found.records:
            self._say(-1, None, "no_records", _("表头下没有数据。"), _("请核对是否选错了工作表。"), "warning")

    def _say_uncomputed(self, found: Sorted) -> None:
        """Cells that show an error, and formulas whose value was never stored: nobody knows their value."""
        records = set(found.records)
        by_index = {column.index: column for column in self.table.columns.values()}
        for places, rule, message, remedy in (
            (self.sheet.errors, "error_value", _("公式出错：%(text)s。"), _("请改正公式或直接填写数值。")),
            (
                self.sheet.uncached,
                "formula_not_computed",
                _("公式“=%(text)s”没有保存计算结果。"),
                _("请用 Excel 或 WPS 打开工作簿，保存后再上传。"),
            ),
        ):
            for (row, index), text in places.items():
                if row in records and (column := by_index.get(index)):
                    derived = column.field.partition("@")[0] in DERIVED
                    self._say(
                        row, column, rule, message % {"text": text}, remedy, "warning" if derived else "error"
                    )

    def _check_totals(self, found: Sorted) -> None:
        table = self.table
        amounts: dict[str, list[Decimal | None]] = {name: table.data[name] for name in self.money}
        table.totals, miscounts = check_totals(
            self.rows, found, table.columns, self.units, amounts, table.parents
        )
        # One cause, one complaint: a column with an unreadable cell cannot add up.
        unreadable = {problem.field for problem in table.problems if problem.severity == "error"}
        for total in table.totals:
            if total.agrees is False and total.column.field not in unreadable:
                message = _("“%(label)s”为%(stated)s万元，各行相加为%(summed)s万元。") % {
                    "label": total.label,
                    "stated": f"{total.stated:f}",
                    "summed": f"{total.summed:f}",
                }
                remedy = _("请核对合计和各行；导入以各行为准。")
                self._say(total.row - 1, total.column, "total_differs", message, remedy)
        for each in miscounts:
            message = _("“%(label)s”写明%(stated)s个，实有%(found)s个。") % {
                "label": each.label,
                "stated": each.stated,
                "found": each.found,
            }
            place = next(i for i, cell in enumerate(self.rows[each.row - 1]) if shown(cell).strip())
            remedy = _("请核对个数；导入以各行为准。")
            self._say(each.row - 1, Column("", place, ""), "count_differs", message, remedy, "warning")

    def _say(
        self,
        row: int,
        column: Column | None,
        rule: str,
        message: str,
        remedy: str,
        severity: Literal["error", "warning"] = "error",
    ) -> None:
        """Note a problem; `row` counts from 0 here, −1 is the whole sheet."""
        value = ""
        if column is not None and 0 <= row < len(self.rows):
            value = shown(self.rows[row][column.index]) or self.sheet.errors.get((row, column.index), "")
        letter, name = (column_letter(column.index), column.field) if column else ("", "")
        self.table.problems.append(
            Problem(self.sheet.name, row + 1, letter, value, rule, message, remedy, severity, name)
        )


def parse_name(value: Cell) -> str | None:
    """The name of a record, without the “其中：” that only says that it is a part."""
    text = parse_text(value)
    return PART.sub("", text, count=1).strip() or None if text and text.startswith("其中") else text


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring numbers as (first, last)."""
    start = None
    for position, number in enumerate(numbers):
        if start is None:
            start = number
        if position + 1 == len(numbers) or numbers[position + 1] != number + 1:
            yield start, number
            start = None
