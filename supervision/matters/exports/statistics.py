"""单位办理情况统计: what each unit received, signed, fed back and finished, as a sheet beside the ledger."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from projects.exports.sheets import UNKNOWN, Frame, print_setup

from ..selectors.statistics import UnitStatistics, unit_statistics
from .columns import STATISTICS
from .form import HEAD, HEAD_ROWS, draw_head

ONE_PLACE: Final = Decimal("0.1")
ADDED: Final = (
    *("received", "to_sign", "signed_in_time", "owed", "fed_back", "done", "done_in_time"),
    *("sent_back", "extended", "refused"),
)
SHARES: Final = {
    "signed_share": ("signed_in_time", "to_sign"),
    "fed_back_share": ("fed_back", "owed"),
    "done_share": ("done_in_time", "done"),
}


def draw_statistics(frame: Frame, actor: User, on: date, now: datetime, span: tuple[date, date]) -> None:
    """``span`` is half-open. The last row is the sum of all units; its shares are of the sums."""
    start, end = span
    sheet = frame.book.add_worksheet(_("单位办理情况统计"))
    title = _("%(county)s督办事项单位办理情况统计") % {"county": settings.COUNTY_NAME}
    last = end - timedelta(days=1)
    note = _("%(start)s至%(end)s") % {"start": start.isoformat(), "end": last.isoformat()}
    draw_head(frame, sheet, STATISTICS, title, note, settings.OFFICE_NAME)
    print_setup(sheet, actor, now, HEAD)
    rows = list(unit_statistics(actor, on, start, end))
    for number, row in enumerate(rows, start=1):
        values = {name: getattr(row, name) for name in ADDED}
        _draw(frame, sheet, HEAD_ROWS + number - 1, _cells(number, row.unit, values, row.average_days), "")
    _draw(frame, sheet, HEAD_ROWS + len(rows), _total(rows), " sum")


def _total(rows: list[UnitStatistics]) -> dict[str, Any]:
    values = {name: sum(getattr(row, name) for row in rows) for name in ADDED}
    finished = [(row.average_days, row.done) for row in rows if row.average_days is not None]
    count = sum(done for _days, done in finished)
    average = sum((days * done for days, done in finished), Decimal(0)) / count if count else None
    return _cells("", _("合计"), values, average)


def _cells(number: int | str, unit: str, values: dict[str, int], average: Decimal | None) -> dict[str, Any]:
    shares = {name: _share(values[part], values[whole]) for name, (part, whole) in SHARES.items()}
    return {"serial": number, "unit": unit, "average_days": _rounded(average), **values, **shares}


def _share(part: int, whole: int) -> Decimal | str:
    """Of nothing it is unknown."""
    return _rounded(Decimal(part) * 100 / whole if whole else None)


def _rounded(value: Decimal | None) -> Decimal | str:
    return UNKNOWN if value is None else Decimal(value).quantize(ONE_PLACE, ROUND_HALF_UP)


def _draw(frame: Frame, sheet: Any, row: int, cells: dict[str, Any], kind: str) -> None:
    """A text stays a text whatever it begins with."""
    for index, column in enumerate(STATISTICS):
        value, style = cells[column.field], frame.formats[f"{column.style}{kind}"]
        if isinstance(value, str):
            sheet.write_string(row, index, value, style)
        else:
            sheet.write_number(row, index, float(value), style)
