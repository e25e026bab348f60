"""整改统计 as sheets: one for each way in which the figures are broken down, with the sum of all."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Upload, User
from projects.exports.keeping import keep_frame
from projects.exports.sheets import UNKNOWN, Frame, print_setup
from supervision.matters.exports.form import BOXED, HEAD, HEAD_ROWS, add_styles, draw_head

from ..permissions import require
from ..selectors.breakdown import BREAKDOWNS, breakdown
from ..selectors.statistics import RectificationStatistics, summed
from .columns import STATISTICS

ONE_PLACE: Final = Decimal("0.1")
SHEETS: Final = {
    "unit": gettext_lazy("按单位"),
    "origin": gettext_lazy("按来源"),
    "category": gettext_lazy("按类别"),
    "severity": gettext_lazy("按严重程度"),
    "age": gettext_lazy("按账龄"),
    "year": gettext_lazy("按年度"),
}
MONEY: Final = "#,##0.00##"


def styled(frame: Frame) -> Frame:
    """The office's form, and money in it."""
    add_styles(frame)
    frame.style("money", **BOXED, align="right", num_format=MONEY)
    frame.style("money sum", **BOXED, align="right", num_format=MONEY, bold=True, bg_color="#F7F7F7")
    return frame


@translation.override("zh-hans")  # the office's own form, whoever takes it out
def export_statistics(*, actor: User, on: date, start: date, end: date, now: datetime) -> Upload:
    """A sheet for each of BREAKDOWNS over ``[start, end)``; in the access log. Raises PermissionDenied."""
    require(actor, "rectification.view_statistics")
    last = min(end - timedelta(days=1), on)
    words = {"start": start.isoformat(), "end": last.isoformat()}
    name = _("整改统计%(start)s至%(end)s.xlsx") % words
    first, *others = BREAKDOWNS
    frame = styled(Frame(str(SHEETS[first])))
    draw_sheet(frame, frame.sheet, actor, on, now, (start, end), first)
    for by in others:
        sheet = frame.book.add_worksheet(str(SHEETS[by]))
        draw_sheet(frame, sheet, actor, on, now, (start, end), by)
    return keep_frame(actor=actor, name=name, now=now, frame=frame)


def draw_sheet(
    frame: Frame, sheet: Any, actor: User, on: date, now: datetime, span: tuple[date, date], by: str
) -> None:
    """``span`` is half-open. The last row is the sum of all; its rates are of the sums."""
    start, end = span
    title = _("%(county)s整改情况统计（%(by)s）") % {"county": settings.COUNTY_NAME, "by": SHEETS[by]}
    last = min(end - timedelta(days=1), on)
    note = _("%(start)s至%(end)s") % {"start": start.isoformat(), "end": last.isoformat()}
    draw_head(frame, sheet, STATISTICS, title, note, settings.OFFICE_NAME)
    print_setup(sheet, actor, now, HEAD)
    rows = [row for _code, row in breakdown(actor, on, start, end, by)]
    for number, row in enumerate(rows, start=1):
        _draw(frame, sheet, HEAD_ROWS + number - 1, number, row)
    _draw(frame, sheet, HEAD_ROWS + len(rows), "", summed(rows, _("合计")), " sum")


def _draw(
    frame: Frame, sheet: Any, line: int, number: int | str, row: RectificationStatistics, kind: str = ""
) -> None:
    """A text stays a text whatever it begins with; what is unknown is a dash."""
    for index, column in enumerate(STATISTICS):
        value = number if column.field == "serial" else getattr(row, column.field)
        style = frame.formats[f"{column.style}{kind}"]
        if column.field == "name":
            value = value or _("尚未交办")
        if value is None or isinstance(value, str):
            sheet.write_string(line, index, UNKNOWN if value is None else value, style)
        else:
            sheet.write_number(line, index, float(_rounded(column.style, value)), style)


def _rounded(style: str, value: Any) -> Any:
    """Rates and days to one place, half up; counts and money as they are."""
    return Decimal(value).quantize(ONE_PLACE, ROUND_HALF_UP) if style == "share" else value
