"""督查台账 as the office prints it: the rows of the page in sections with sums, and the units' figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import IO, Any, Final

from django.conf import settings
from django.db.models import F, OrderBy
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Upload, User
from projects.exports.keeping import asked_of, keep_workbook
from projects.exports.sheets import Frame, Row, numeral, print_setup, row_height, stream
from rulebook.rules import Light

from ..permissions import can
from ..rules.lights import Pace
from ..rules.words import RHYTHMS, STATES
from ..selectors import (
    ORDERINGS,
    LedgerGroup,
    MatterFilters,
    MatterTotals,
    ledger_groups,
    ledger_totals,
    matter_ledger,
    matter_pace,
)
from .columns import LEDGER
from .form import HEAD, HEAD_ROWS, add_styles, as_number, draw_head
from .statistics import draw_statistics

AT_ONCE: Final = 2000
SOURCE: Final = "source"
# by: what of a row tells its group, and what the groups are sorted by
SECTIONS: Final = {
    "source": ("source_id", OrderBy(F("source_order"))),
    "unit": ("lead_unit_id", OrderBy(F("lead_unit_pinyin"), nulls_last=True)),
    "leader": ("in_charge", OrderBy(F("in_charge_order"), nulls_last=True)),
    "light": ("light", OrderBy(F("light"), descending=True)),
}
FIELDS: Final = (
    *("number", "title", "source_id", "source_name", "source_number", "source_title", "source_date"),
    *("instruction_post", "instruction_text", "requirement", "standard", "lead_unit_id", "lead_unit"),
    *("helping_units", "in_charge", "leader_post", "leader_name", "contact", "issued_on", "signed_on"),
    *("due_on", "days_left", "rhythm", "latest_progress", "percent", "problem", "next_step", "light"),
    *("light_reason", "reminder_count", "extension_count", "return_count", "state", "status", "ended_on"),
    "note",
)
AT: Final = {column.field: index for index, column in enumerate(LEDGER)}
WRAPPED: Final = tuple(
    (index, int(column.width))
    for index, column in enumerate(LEDGER)
    if index and column.style in ("text", "centre")
)


@translation.override("zh-hans")  # the office's own form, whoever takes it out
def export_ledger(
    *, actor: User, on: date, filters: MatterFilters | None = None, by: str = SOURCE, now: datetime
) -> Upload:
    """The filtered ledger as a stored workbook; ``by`` as the page groups it. Each is in the access log."""
    filters = filters or MatterFilters()
    name = _("督查台账%(on)s.xlsx") % {"on": on.isoformat()}

    def write(file: IO[bytes]) -> str:
        count = write_ledger(file, actor, on, filters, by if by in SECTIONS else SOURCE, now)
        words = {"name": name, "count": count, "asked": asked_of(filters)}
        return _("导出%(name)s，%(count)s件督办事项，条件：%(asked)s") % words

    return keep_workbook(actor=actor, name=name, now=now, write=write)


def write_ledger(
    file: IO[bytes], actor: User, on: date, filters: MatterFilters, by: str, now: datetime
) -> int:
    """Write the workbook and say how many matters it has."""
    pace = matter_pace(on)
    totals = ledger_totals(actor, on, filters, pace)
    frame = _frame(actor, on, now, totals)
    if can(actor, "matter.view_statistics"):
        draw_statistics(frame, actor, on, now, _year(filters, on))
    styles = frame.close()
    stream(frame, ledger_rows(actor, on, filters, by, pace, totals, styles), HEAD_ROWS + 1, file)
    return totals.count


def _year(filters: MatterFilters, on: date) -> tuple[date, date]:
    """The figures are of the year that was asked for, until today."""
    year = filters.year or on.year
    return date(year, 1, 1), min(date(year + 1, 1, 1), on + timedelta(days=1))


def _frame(actor: User, on: date, now: datetime, totals: MatterTotals) -> Frame:
    frame = Frame(_("督查台账"))
    add_styles(frame)
    words = {"county": settings.COUNTY_NAME, "on": on.isoformat(), "count": totals.count}
    title = _("%(county)s督查督办工作台账") % words
    note = _("截至%(on)s，共%(count)s件") % words
    draw_head(frame, frame.sheet, LEDGER, title, note, settings.OFFICE_NAME)
    print_setup(frame.sheet, actor, now, HEAD)
    return frame


def ledger_rows(
    actor: User,
    on: date,
    filters: MatterFilters,
    by: str,
    pace: Pace,
    totals: MatterTotals,
    styles: dict[str, int],
) -> Iterator[Row]:
    """The total, then each group's subtotal and its matters."""
    plain = [styles[column.style] for column in LEDGER]
    summed = [styles["text sum" if c.style == "text" else "centre sum"] for c in LEDGER]
    lights = {light.value: styles.get(f"light {light.value}", styles["centre"]) for light in Light}
    groups = {group.key: group for group in ledger_groups(actor, on, filters, by, pace)}
    whole = _sums(_("合计（%(count)s件）") % {"count": totals.count}, totals)
    yield row_height(whole, WRAPPED), summed, whole
    key, numbers, current = SECTIONS[by][0], iter(range(len(groups))), object()
    for serial, row in enumerate(_matters(actor, on, filters, by, pace), start=1):
        if row[key] != current:
            current = row[key]
            section = _section(next(numbers), groups[current])
            yield row_height(section, WRAPPED), summed, section
        plain[AT["light"]] = lights[row["light"]]
        line = _line(serial, row)
        yield row_height(line, WRAPPED), plain, line


def _section(number: int, group: LedgerGroup) -> list[Any]:
    words = {"number": numeral(number), "name": group.name or _("未定"), "count": group.totals.count}
    return _sums(_("%(number)s、%(name)s 小计（%(count)s件）") % words, group.totals)


def _matters(actor: User, on: date, filters: MatterFilters, by: str, pace: Pace) -> Iterator[dict[str, Any]]:
    key, order = SECTIONS[by]
    inner = ORDERINGS[filters.order]
    rows = matter_ledger(actor, on, filters, pace)
    rows = rows.order_by(order, key, *inner, "pk" if inner else "-pk")
    return rows.values(*FIELDS).iterator(chunk_size=AT_ONCE)


def _line(serial: int, row: dict[str, Any]) -> list[Any]:
    """The cells in the order of LEDGER."""
    cells = {
        **row,
        "serial": serial,
        "source": row["source_name"],
        "document": _document(row),
        "instruction": "：".join(filter(None, (row["instruction_post"], row["instruction_text"]))),
        "requirement": _requirement(row),
        "leader": _leader(row),
        "rhythm": str(RHYTHMS[row["rhythm"]]),
        "light": Light(row["light"]).label,
        "state": str(STATES[row["state"]]),
        "note": "；".join(filter(None, (row["light_reason"], row["note"]))),
    }
    for name in ("issued_on", "signed_on", "due_on", "ended_on"):
        cells[name] = as_number(row[name])
    return [cells[column.field] for column in LEDGER]


def _document(row: dict[str, Any]) -> str:
    day = row["source_date"].isoformat() if row["source_date"] else ""
    return "\n".join(filter(None, (row["source_title"], row["source_number"], day)))


def _requirement(row: dict[str, Any]) -> str:
    if not row["standard"]:
        return row["requirement"]
    return _("%(requirement)s（%(standard)s）") % row


def _leader(row: dict[str, Any]) -> str:
    if not row["leader_name"]:
        return row["leader_post"] or ""
    return f"{row['leader_name']}（{row['leader_post']}）"


def _sums(label: str, totals: MatterTotals) -> list[Any]:
    """A row of sums as the engine has them."""
    running = {"running": totals.running, "closed": totals.closed, "late": totals.late}
    values = {
        "title": label,
        "latest_progress": _("在办%(running)s件，已销号%(closed)s件，逾期%(late)s件") % running,
        "problem": _("审核通过%(done)s件，其中按期%(in_time)s件")
        % {"done": totals.done, "in_time": totals.in_time},
        "light": "".join(
            f"{light.label[0]}{count}"
            for light, count in sorted(totals.lights.items(), reverse=True)
            if count
        ),
    }
    return [values.get(column.field, "") for column in LEDGER]
