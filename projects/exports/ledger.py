"""项目台账 as the office prints it: sections by sector with subtotals, two-level head, A3 landscape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, Final

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Upload, User
from projects.exports.carriers import carriers
from projects.exports.columns import COLUMNS, GROUPS, head_of
from projects.exports.keeping import asked_of, keep_workbook
from projects.exports.sheets import (
    UNKNOWN,
    Frame,
    Row,
    numeral,
    print_setup,
    row_height,
    shown,
    stream,
)
from projects.models.plan import PlanKind
from projects.models.project import Level
from projects.selectors import LedgerFilters, LedgerTotals, Totals, ledger_totals, measured_projects
from projects.selectors.ledger import ORDERINGS
from rulebook.rules import Light, Month

HEAD_ROWS: Final = 5
AT_ONCE: Final = 5000
FILLS: Final = {
    Light.GREEN: "#C6EFCE",
    Light.WATCH: "#BDD7EE",
    Light.YELLOW: "#FFEB9C",
    Light.RED: "#FFC7CE",
    Light.EXEMPT: "#D9D9D9",
}
WRAPPED: Final = tuple(
    (index, int(column.width)) for index, column in enumerate(COLUMNS) if not column.is_number and index > 0
)
FIELDS: Final = (
    *("pk", "sector_id", "name", "levels", "kind", "location", "content", "starts_on", "ends_on"),
    *("total_investment", "carried", "planned", "goals", "month_amount", "completed", "completion_rate"),
    *("gap", "since_start", "text", "problem", "next_step", "light", "note"),
)


FROM: Final = {name: index for index, name in enumerate(FIELDS)}
AT: Final = {column.field: index for index, column in enumerate(COLUMNS)}
# Where a column's value stands in a row; None is put into its place afterwards.
SOURCES: Final = [FROM.get(column.field) for column in COLUMNS]
RATES: Final = (AT["completion_rate"], AT["gap"])
NUMBERS: Final = [index for index, column in enumerate(COLUMNS) if column.is_number]


@translation.override("zh-hans")  # the office's own form, whoever takes it out
def export_ledger(
    *, actor: User, period: Month, on: date, filters: LedgerFilters | None = None, now: datetime
) -> Upload:
    """The filtered ledger as a stored workbook. Every export is in the access log."""
    filters = filters or LedgerFilters()
    name = _("%(period)s重点项目台账.xlsx") % {"period": period.label}

    def write(file: IO[bytes]) -> str:
        count = write_ledger(file, actor, period, on, filters, now)
        words = {"name": name, "count": count, "asked": asked_of(filters, usual=(None, "", "sector"))}
        return _("导出%(name)s，%(count)s个项目，条件：%(asked)s") % words

    return keep_workbook(actor=actor, name=name, now=now, write=write)


def write_ledger(
    file: IO[bytes], actor: User, period: Month, on: date, filters: LedgerFilters, now: datetime
) -> int:
    """Write the workbook and say how many projects it has."""
    totals = ledger_totals(actor, period, on, filters)
    frame = _frame(actor, period, now, totals)
    styles = frame.close()
    stream(frame, ledger_rows(actor, period, on, filters, totals, styles), HEAD_ROWS + 1, file)
    return totals.total.projects


def _frame(actor: User, period: Month, now: datetime, totals: LedgerTotals) -> Frame:
    frame = Frame(_("项目台账"))
    sheet, last = frame.sheet, len(COLUMNS) - 1
    plain: dict[str, Any] = {"font_name": "宋体", "font_size": 9, "valign": "vcenter"}
    boxed = {**plain, "border": 1}
    title = frame.style("title", **{**plain, "font_name": "黑体", "font_size": 18, "align": "center"})
    note = frame.style("note", **plain)
    right = frame.style("right", **plain, align="right")
    head = frame.style("head", **boxed, bold=True, align="center", text_wrap=True, bg_color="#F2F2F2")
    body: dict[str, dict[str, Any]] = {
        "text": {"text_wrap": True},
        "centre": {"align": "center", "text_wrap": True},
    }
    body |= {
        "money": {"num_format": "#,##0.##;-#,##0.##;0", "align": "right"},
        "rate": {"num_format": "0.0", "align": "right"},
    }
    for name, more in body.items():
        frame.style(name, **boxed, **more)
        frame.style(f"{name} sum", **boxed, **more, bold=True, bg_color="#F7F7F7")
    for light, fill in FILLS.items():
        frame.style(f"light {light.value}", **boxed, align="center", bg_color=fill)
    sheet.merge_range(
        0,
        0,
        0,
        last,
        _("%(county)s%(year)s年重点项目台账") % {"county": settings.COUNTY_NAME, "year": period.year},
        title,
    )
    sheet.set_row(0, 30)
    sheet.write_string(
        1,
        0,
        _("截至%(period)s，共%(count)s个项目") % {"period": period.label, "count": totals.total.projects},
        note,
    )
    sheet.write_string(1, last, _("单位：万元"), right)
    _write_head(sheet, head)
    sheet.freeze_panes(HEAD_ROWS - 1 + 1, 2)
    print_setup(sheet, actor, now, (2, 3))
    return frame


def _write_head(sheet: Any, head: Any) -> None:
    """Groups over their columns; what has no group stands over two rows."""
    for index, column in enumerate(COLUMNS):
        sheet.set_column(index, index, column.width)
        if not column.group:
            sheet.merge_range(2, index, 3, index, head_of(column), head)
        else:
            sheet.write_string(3, index, head_of(column), head)
    for group, (first, last) in GROUPS.items():
        sheet.merge_range(2, first, 2, last, str(group), head)
    for index in range(len(COLUMNS)):
        sheet.write_number(4, index, index + 1, head)
    sheet.set_row(3, 30)


def ledger_rows(
    actor: User,
    period: Month,
    on: date,
    filters: LedgerFilters,
    totals: LedgerTotals,
    styles: dict[str, int],
) -> Iterator[Row]:
    """The total, then each sector's subtotal and its projects."""
    by_kind = [styles[column.style] for column in COLUMNS]
    summed = [styles[f"{column.style} sum"] for column in COLUMNS]
    lights = {light.value: styles.get(f"light {light.value}", styles["centre"]) for light in Light}
    labels = {light.value: light.label for light in Light}
    of_sector = {sector.sector_id: (number, sector) for number, sector in enumerate(totals.sectors)}
    yield None, summed, _sums("", _("合计（%(count)s个）"), totals.total)
    names = carriers(actor, on)
    current = None
    for serial, row in enumerate(_projects(actor, period, on, filters), start=1):
        if row[FROM["sector_id"]] != current:
            current = row[FROM["sector_id"]]
            number, sector = of_sector[current]
            yield (
                20,
                summed,
                _sums(f"{numeral(number)}、", f"{sector.name} " + _("小计（%(count)s个）"), sector.totals),
            )
        by_kind[AT["light"]] = lights[row[FROM["light"]]]
        line = _line(serial, row, names.get(row[FROM["pk"]], {}), labels)
        yield row_height(line, WRAPPED), by_kind, line


def _projects(actor: User, period: Month, on: date, filters: LedgerFilters) -> Iterator[tuple[Any, ...]]:
    """As the driver reads them: Django's own way over every value takes as long as writing the sheet."""
    rows = measured_projects(actor, period, on, replace(filters, order="sector"))
    rows = rows.annotate(
        kind=F("annual__kind"),
        carried=F("annual__carried_in"),
        goals=F("annual__goals"),
        month_amount=F("latest__month_amount"),
        text=F("latest__physical_progress"),
        problem=F("latest__problem"),
        next_step=F("latest__next_step"),
    )
    order = ("sector__order", *(ORDERINGS[filters.order] if filters.order != "sector" else ()), "pk")
    try:
        sql, params = rows.order_by(*order).values_list(*FIELDS).query.sql_with_params()
    except EmptyResultSet:  # who may see nothing has no statement either
        return
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while read := cursor.fetchmany(AT_ONCE):
            yield from read


def _line(serial: int, row: Sequence[Any], names: dict[str, str], labels: dict[int, str]) -> list[Any]:
    """The cells in the order of COLUMNS; the unknown is — in a column of numbers."""
    line: list[Any] = [row[index] if index is not None else None for index in SOURCES]
    line[AT["serial"]] = serial
    levels, kind = tuple(row[FROM["levels"]]), row[FROM["kind"]]
    line[AT["levels"]] = LEVELS[levels] if levels in LEVELS else _levels(levels)
    line[AT["kind"]] = KINDS.get(kind, "") if kind else ""
    line[AT["built"]] = _built(row[FROM["starts_on"]], row[FROM["ends_on"]])
    line[AT["light"]] = labels[row[FROM["light"]]]
    for index in RATES:
        if line[index] is not None:
            line[index] = round(line[index], 1)
    for index in NUMBERS:
        if line[index] is None:
            line[index] = UNKNOWN
    for name, text in names.items():
        line[AT[name]] = text
    return line


KINDS: Final = {value: str(label) for value, label in PlanKind.choices}
LEVELS: dict[tuple[str, ...], str] = {}


def _levels(levels: tuple[str, ...]) -> str:
    """Projects share a handful of combinations."""
    found = LEVELS[levels] = "、".join(str(Level(level).label) for level in levels)
    return found


def _built(first: date | None, last: date | None) -> str:
    if first is None and last is None:
        return ""
    return "—".join(f"{day.year}.{day.month:02d}" if day else "" for day in (first, last))


def _sums(numeral: str, label: str, totals: Totals) -> list[Any]:
    """A row of sums as the engine has them: rates of sums, never sums of rates."""
    one = Decimal("0.1")
    values: dict[str, Any] = {
        "name": numeral + label % {"count": totals.projects},
        "planned": totals.planned,
        "completed": totals.completed,
        "since_start": totals.since_start,
        "completion_rate": None if totals.completion_rate is None else round(totals.completion_rate, 1),
        "gap": None if totals.points is None else totals.points.quantize(one),
    }
    return [
        shown(values[c.field]) if c.is_number and c.field in values else values.get(c.field) for c in COLUMNS
    ]
