"""催办统计 as sheets: by unit and by month, each with the sum of all."""

from __future__ import annotations

from collections.abc import Sequence
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
from supervision.matters.exports.columns import LedgerColumn
from supervision.matters.exports.form import HEAD, HEAD_ROWS, add_styles, draw_head

from ..permissions import require
from ..selectors.statistics import ReminderStatistics, reminder_statistics

ONE_PLACE: Final = Decimal("0.1")
TOLD, ACTED = gettext_lazy("提醒"), gettext_lazy("办理")
COLUMNS: Final = (
    LedgerColumn("serial", gettext_lazy("序号"), 6, "centre"),
    LedgerColumn("label", gettext_lazy("分类"), 20),
    LedgerColumn("told", gettext_lazy("提醒条数"), 9, "count", TOLD),
    LedgerColumn("delivered", gettext_lazy("送达"), 8, "count", TOLD),
    LedgerColumn("read", gettext_lazy("已读"), 8, "count", TOLD),
    LedgerColumn("read_share", gettext_lazy("阅读率%"), 8, "share", TOLD),
    LedgerColumn("signed", gettext_lazy("已签收"), 8, "count", TOLD),
    LedgerColumn("signed_share", gettext_lazy("签收率%"), 8, "share", TOLD),
    LedgerColumn("things", gettext_lazy("被催事项"), 9, "count", ACTED),
    LedgerColumn("done", gettext_lazy("已办"), 8, "count", ACTED),
    LedgerColumn("done_share", gettext_lazy("办理率%"), 8, "share", ACTED),
    LedgerColumn("days", gettext_lazy("办理天数（中位数）"), 10, "share", ACTED),
)


@translation.override("zh-hans")  # the office's own form, whoever takes it out
def export_statistics(*, actor: User, on: date, start: date, end: date, now: datetime) -> Upload:
    """Two sheets over ``[start, end)``; in the access log. Raises PermissionDenied."""
    require(actor, "alerts.view_statistics")
    found = reminder_statistics(actor, start, end)
    last = min(end - timedelta(days=1), on)
    span = _("%(start)s至%(end)s") % {"start": start.isoformat(), "end": last.isoformat()}
    name = _("催办统计%(span)s.xlsx") % {"span": span}
    frame = Frame(_("按单位"))
    add_styles(frame)
    units = [(row.name or _("没有责任单位"), row) for row in found.units]
    months = [(str(row.month), row) for row in found.months]
    _draw(frame, frame.sheet, _("按单位"), units, found.total, span, actor, now)
    _draw(frame, frame.book.add_worksheet(_("按月")), _("按月"), months, found.total, span, actor, now)
    return keep_frame(actor=actor, name=name, now=now, frame=frame)


def _draw(
    frame: Frame,
    sheet: Any,
    by: str,
    rows: Sequence[tuple[str, ReminderStatistics]],
    total: ReminderStatistics,
    span: str,
    actor: User,
    now: datetime,
) -> None:
    """The last row is the sum of all; its shares and its median are of all."""
    title = _("%(county)s催办情况统计（%(by)s）") % {"county": settings.COUNTY_NAME, "by": by}
    draw_head(frame, sheet, COLUMNS, title, span, settings.OFFICE_NAME)
    print_setup(sheet, actor, now, HEAD)
    for number, (label, row) in enumerate(rows, start=1):
        _line(frame, sheet, HEAD_ROWS + number - 1, {"serial": number, "label": label}, row)
    _line(frame, sheet, HEAD_ROWS + len(rows), {"serial": "", "label": _("合计")}, total, " sum")


def _line(
    frame: Frame, sheet: Any, line: int, own: dict[str, Any], row: ReminderStatistics, kind: str = ""
) -> None:
    """A text stays a text whatever it begins with; what is unknown is a dash."""
    for index, column in enumerate(COLUMNS):
        value = own[column.field] if column.field in own else getattr(row, column.field)
        style = frame.formats[f"{column.style}{kind}"]
        if value is None or isinstance(value, str):
            sheet.write_string(line, index, UNKNOWN if value is None else value, style)
        elif column.style == "share":
            sheet.write_number(line, index, float(Decimal(value).quantize(ONE_PLACE, ROUND_HALF_UP)), style)
        else:
            sheet.write_number(line, index, value, style)
