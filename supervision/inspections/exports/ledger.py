"""整改台账 as the office prints it: the rows of the page in sections with sums."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, Final

from django.conf import settings
from django.db.models import F, OrderBy
from django.db.models.functions import ExtractYear
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Upload, User
from projects.exports.keeping import asked_of, keep_workbook
from projects.exports.sheets import UNKNOWN, Frame, Row, numeral, print_setup, row_height, stream
from rulebook.rules import Light, round_half_up
from supervision.matters.exports.form import HEAD, HEAD_ROWS, as_number, draw_head

from ..rules.lights import Pace
from ..rules.words import RECTIFICATION_STATUSES, RUNNING, SEVERITIES, TIME_CLASSES
from ..selectors.columns import with_paper_columns
from ..selectors.ledger import ORDERINGS, RectificationFilters, age_band, rectification_ledger
from ..selectors.pace import rectification_pace
from ..selectors.totals import LedgerGroup, RectificationTotals, ledger_groups, ledger_totals
from .columns import LEDGER
from .statistics import styled

AT_ONCE: Final = 2000
ORIGIN: Final = "origin"
# by: what of a row tells its group, and what the groups are sorted by
SECTIONS: Final = {
    "origin": ("origin_id", OrderBy(F("origin_order"))),
    "unit": ("unit_id", OrderBy(F("unit_pinyin"))),
    "category": ("category_id", OrderBy(F("category_order"))),
    "severity": ("severity", OrderBy(F("severity_rank"), descending=True)),
    "age": ("age_band", OrderBy(F("age_band"), nulls_last=True)),
    "leader": ("leader_id", OrderBy(F("leader_order"), nulls_last=True)),
    "light": ("light", OrderBy(F("light"), descending=True)),
    "year": ("issued_year", OrderBy(F("issued_year"), descending=True, nulls_last=True)),
}
DATES: Final = ("issued_on", "due_on", "original_due_on", "verified_on", "ended_on")
COMPUTED: Final = ("serial", "leader", "verdict", "approval", "notice")
FIELDS: Final = (
    *(column.field for column in LEDGER if column.field not in COMPUTED),
    *("origin_id", "unit_id", "category_id", "leader_id", "leader_post", "leader_name", "light_reason"),
    *("age_band", "issued_year", "end_reason", "verification_passes", "situation", "approved_by_name"),
    *("approved_on", "published_on", "published_until"),
)
AT: Final = {column.field: index for index, column in enumerate(LEDGER)}
# What was to be done is on the first sheet of paper, what came of it on the second; per cent to fit A3.
FIRST_SHEET: Final = AT["latest_progress"]
SCALE: Final = 57
WRAPPED: Final = tuple(
    (index, int(column.width))
    for index, column in enumerate(LEDGER)
    if index and column.style in ("text", "centre")
)


@translation.override("zh-hans")  # the office's own form, whoever takes it out
def export_ledger(
    *, actor: User, on: date, filters: RectificationFilters | None = None, by: str = ORIGIN, now: datetime
) -> Upload:
    """The filtered ledger as a stored workbook; ``by`` as the page groups it. Each is in the access log."""
    filters = filters or RectificationFilters()
    name = _("整改台账%(on)s.xlsx") % {"on": on.isoformat()}

    def write(file: IO[bytes]) -> str:
        count = write_ledger(file, actor, on, filters, by if by in SECTIONS else ORIGIN, now)
        words = {"name": name, "count": count, "asked": asked_of(filters)}
        return _("导出%(name)s，%(count)s件整改，条件：%(asked)s") % words

    return keep_workbook(actor=actor, name=name, now=now, write=write)


def write_ledger(
    file: IO[bytes], actor: User, on: date, filters: RectificationFilters, by: str, now: datetime
) -> int:
    """Write the workbook and say how many rectifications it has."""
    pace = rectification_pace(on)
    totals = ledger_totals(actor, on, filters, pace)
    frame = styled(Frame(_("整改台账")))
    words = {"county": settings.COUNTY_NAME, "on": on.isoformat(), "count": totals.count}
    title = _("%(county)s问题整改台账") % words
    note = _("截至%(on)s，共%(count)s件") % words
    draw_head(frame, frame.sheet, LEDGER, title, note, settings.OFFICE_NAME, FIRST_SHEET)
    print_setup(frame.sheet, actor, now, HEAD)
    _on_two_sheets(frame.sheet)
    styles = frame.close()
    stream(frame, ledger_rows(actor, on, filters, by, pace, totals, styles), HEAD_ROWS + 1, file)
    return totals.count


def _on_two_sheets(sheet: Any) -> None:
    """Forty columns on one sheet could not be read: two side by side, the number and title on both."""
    sheet.set_print_scale(SCALE)
    sheet.set_v_pagebreaks([FIRST_SHEET])
    sheet.repeat_columns(0, AT["title"])
    sheet.print_across()


def ledger_rows(
    actor: User,
    on: date,
    filters: RectificationFilters,
    by: str,
    pace: Pace,
    totals: RectificationTotals,
    styles: dict[str, int],
) -> Iterator[Row]:
    """The total, then each group's subtotal and its rectifications."""
    plain = [styles[column.style] for column in LEDGER]
    summed = [styles[f"{'centre' if c.style in ('date', 'count') else c.style} sum"] for c in LEDGER]
    lights = {light.value: styles.get(f"light {light.value}", styles["centre"]) for light in Light}
    groups = {group.key: group for group in ledger_groups(actor, on, filters, by, pace)}
    whole = _sums(_("合计（%(count)s件）") % {"count": totals.count}, totals)
    yield row_height(whole, WRAPPED), summed, whole
    key, numbers, current = SECTIONS[by][0], iter(range(len(groups))), object()
    for serial, row in enumerate(_rectifications(actor, on, filters, by, pace), start=1):
        if row[key] != current:
            current = row[key]
            section = _section(next(numbers), groups[current])
            yield row_height(section, WRAPPED), summed, section
        plain[AT["light"]] = lights[row["light"]] if row["status"] in RUNNING else styles["centre"]
        line = _line(serial, row)
        yield row_height(line, WRAPPED), plain, line


def _section(number: int, group: LedgerGroup) -> list[Any]:
    words = {"number": numeral(number), "name": group.name or _("未定"), "count": group.totals.count}
    return _sums(_("%(number)s、%(name)s 小计（%(count)s件）") % words, group.totals)


def _rectifications(
    actor: User, on: date, filters: RectificationFilters, by: str, pace: Pace
) -> Iterator[dict[str, Any]]:
    key, order = SECTIONS[by]
    inner = ORDERINGS[filters.order]
    rows = with_paper_columns(rectification_ledger(actor, on, filters, pace))
    rows = rows.annotate(age_band=age_band(on), issued_year=ExtractYear("issued_on"))
    rows = rows.order_by(order, key, *inner, "pk" if inner else "-pk")
    return rows.values(*FIELDS).iterator(chunk_size=AT_ONCE)


def _line(serial: int, row: dict[str, Any]) -> list[Any]:
    """The cells in the order of LEDGER."""
    cells = {
        **row,
        "serial": serial,
        "severity": str(SEVERITIES[row["severity"]]),
        "leader": _leader(row),
        "time_class": str(TIME_CLASSES[row["time_class"]]),
        "verdict": _verdict(row),
        "approval": "\n".join(filter(None, (row["approved_by_name"], _day(row["approved_on"])))),
        "notice": "至".join(filter(None, (_day(row["published_on"]), _day(row["published_until"])))),
        "light": Light(row["light"]).label if row["status"] in RUNNING else "",
        "status": str(RECTIFICATION_STATUSES[row["status"]]),
        "note": "；".join(dict.fromkeys(filter(None, (row["light_reason"], row["end_reason"], row["note"])))),
    }
    for name in DATES:
        cells[name] = as_number(row[name])
    return [cells[column.field] for column in LEDGER]


def _leader(row: dict[str, Any]) -> str:
    if not row["leader_name"]:
        return row["leader_post"] or ""
    return f"{row['leader_name']}（{row['leader_post']}）"


def _verdict(row: dict[str, Any]) -> str:
    """Of the newest visit, once there was one."""
    if row["verification_passes"] is None:
        return ""
    passed = _("通过") if row["verification_passes"] else _("不通过")
    return f"{passed}：{row['situation']}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _sums(label: str, totals: RectificationTotals) -> list[Any]:
    """A row of sums as the engine has them."""
    running = {"running": totals.running, "closed": totals.closed, "late": totals.overdue}
    rates = {"number": _rate(totals.closing_rate), "money": _rate(totals.money_rate)}
    on_time = {"on_time": _rate(totals.on_time_rate), "relapse": _rate(totals.relapse_rate)}
    days = {"back": totals.sent_back, "days": _one_place(totals.average_days)}
    values = {
        "title": label,
        "amount": totals.amount,
        "amount_rectified": totals.amount_rectified,
        "problem": _("在办%(running)s件，已销号%(closed)s件，逾期%(late)s件") % running,
        "four_lists": _("销号率：按件数%(number)s，按金额%(money)s") % rates,
        "latest_progress": _("按时率%(on_time)s，反弹率%(relapse)s") % on_time,
        "verdict": _("平均整改%(days)s天，退回%(back)s次") % days,
        "light": "".join(
            f"{light.label[0]}{count}"
            for light, count in sorted(totals.lights.items(), reverse=True)
            if count
        ),
    }
    return [values.get(column.field, "") for column in LEDGER]


def _rate(value: Decimal | None) -> str:
    """Of nothing it is unknown."""
    return UNKNOWN if value is None else f"{_one_place(value)}%"


def _one_place(value: Decimal | None) -> str:
    return UNKNOWN if value is None else str(round_half_up(value, 1))
