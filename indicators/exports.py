"""主要经济指标情况表: the board at a cut-off as a workbook, each figure exact, the unknown a dash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Upload, User
from projects.exports.keeping import keep_frame
from projects.exports.ledger import FILLS
from projects.exports.sheets import UNKNOWN, Frame, print_setup
from rulebook.rules import Measure, Month, round_half_up

from .models import Frequency
from .selectors import IndicatorFigures, indicator_figures

TITLE: Final = gettext_lazy("主要经济指标情况表")  # by which an import knows it for our own figures
HEAD_ROWS: Final = 3
PLACES: Final = 4


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """``style``: text, centre, number (as it is) or rate (percent and percentage points)."""

    field: str
    head: Any
    width: float
    style: str = "rate"


COLUMNS: Final = (
    BoardColumn("serial", gettext_lazy("序号"), 5, "centre"),
    BoardColumn("name", gettext_lazy("指标名称"), 24, "text"),
    BoardColumn("measured_in", gettext_lazy("计量单位"), 8, "centre"),
    BoardColumn("unit", gettext_lazy("责任单位"), 12, "centre"),
    BoardColumn("period", gettext_lazy("数据期间"), 13, "centre"),
    BoardColumn("status", gettext_lazy("数据状态"), 8, "centre"),
    BoardColumn("value", gettext_lazy("数值"), 13, "number"),
    BoardColumn("growth", gettext_lazy("同比增速（%）"), 9),
    BoardColumn("change", gettext_lazy("增速较上期（百分点）"), 10),
    BoardColumn("rank", gettext_lazy("位次"), 6, "number"),
    BoardColumn("rank_of", gettext_lazy("参加排位数"), 6, "number"),
    BoardColumn("rank_change", gettext_lazy("位次升降"), 6, "number"),
    BoardColumn("target", gettext_lazy("年度目标"), 13, "number"),
    BoardColumn("target_rate", gettext_lazy("完成率（%）"), 9),
    BoardColumn("target_points", gettext_lazy("与时序进度差（百分点）"), 10),
    BoardColumn("growth_target", gettext_lazy("增速目标（%）"), 9),
    BoardColumn("growth_gap", gettext_lazy("与增速目标差（百分点）"), 10),
    BoardColumn("peer_growth", gettext_lazy("同类平均增速（%）"), 9),
    BoardColumn("peer_gap", gettext_lazy("与同类平均差（百分点）"), 10),
    BoardColumn("forecast", gettext_lazy("年底预计（参考）"), 13, "number"),
    BoardColumn("low", gettext_lazy("预计下限"), 13, "number"),
    BoardColumn("high", gettext_lazy("预计上限"), 13, "number"),
    BoardColumn("reach_gap", gettext_lazy("预计上限比目标（%）"), 10),
    BoardColumn("needed", gettext_lazy("余下每月须完成"), 13, "number"),
    BoardColumn("light", gettext_lazy("亮灯"), 7, "centre"),
    BoardColumn("reasons", gettext_lazy("亮灯缘由"), 40, "text"),
)


@translation.override("zh-hans")  # the office's own form, whoever takes it out
def export_board(*, actor: User, period: Month, now: datetime) -> Upload:
    """What the board shows this user; in the access log."""
    name = _("%(period)s主要经济指标.xlsx") % {"period": period.label}
    frame = _frame(actor, period, now)
    for number, figures in enumerate(indicator_figures(actor, period), start=1):
        _draw(frame, HEAD_ROWS + number - 1, board_cells(number, figures), figures)
    return keep_frame(actor=actor, name=name, now=now, frame=frame)


def _frame(actor: User, period: Month, now: datetime) -> Frame:
    frame = Frame(_("主要经济指标"))
    plain: dict[str, Any] = {"font_name": "宋体", "font_size": 9, "valign": "vcenter"}
    boxed = {**plain, "border": 1}
    frame.style("title", **{**plain, "font_name": "黑体", "font_size": 18, "align": "center"})
    frame.style("note", **plain)
    frame.style("head", **boxed, bold=True, align="center", text_wrap=True, bg_color="#F2F2F2")
    frame.style("text", **boxed, text_wrap=True)
    frame.style("centre", **boxed, align="center", text_wrap=True)
    frame.style("number", **boxed, align="right", num_format="#,##0.####")
    frame.style("rate", **boxed, align="right", num_format="0.0#")
    for light, fill in FILLS.items():
        frame.style(f"light {light.value}", **boxed, align="center", bg_color=fill)
    sheet, last = frame.sheet, len(COLUMNS) - 1
    title = f"{settings.COUNTY_NAME}{period.label}{TITLE}"
    sheet.merge_range(0, 0, 0, last, title, frame.formats["title"])
    sheet.set_row(0, 30)
    note = _("各指标的数据期间以“数据期间”一列为准；年底预计按往年各月占比推算，仅供参考。")
    sheet.write_string(1, 0, note, frame.formats["note"])
    for index, column in enumerate(COLUMNS):
        sheet.set_column(index, index, column.width)
        sheet.write_string(2, index, str(column.head), frame.formats["head"])
    sheet.set_row(2, 36)
    sheet.freeze_panes(HEAD_ROWS, 2)
    print_setup(sheet, actor, now, (2, 2))
    return frame


def board_cells(number: int, figures: IndicatorFigures) -> dict[str, Any]:
    """The cells of one row by column, exact; None is unknown."""
    row, stands, ahead = figures.observation, figures.standing, figures.outlook
    version = row.version if row else figures.version
    level, growth = figures.level_target, figures.growth_target
    forecast = ahead.forecast if ahead else None
    monthly = figures.version is not None and figures.version.frequency == Frequency.MONTHLY
    pace = ahead.run_rate if ahead and monthly else None  # a quarterly series has no monthly share
    reach = next((one.margin for one in figures.lights if one.measure == Measure.REACH_GAP), None)
    return {
        "serial": str(number),
        "name": version.name if version else figures.indicator.code,
        "measured_in": version.measured_in if version else "",
        "unit": figures.indicator.unit.short_name if figures.indicator.unit else "",
        "period": figures.label,
        "status": row.get_status_display() if row else "",
        "value": row.value if row else None,
        "growth": figures.growth,
        "change": figures.words.points if figures.words and figures.previous_growth is not None else None,
        "rank": row.rank if row else None,
        "rank_of": row.rank_of if row else None,
        "rank_change": stands.rank_change if stands else None,
        "target": level.value if level else None,
        "target_rate": stands.completion_rate if stands else None,
        "target_points": stands.behind_schedule if stands else None,
        "growth_target": growth.value if growth else None,
        "growth_gap": stands.growth_gap if stands else None,
        "peer_growth": row.peer_growth if row else None,
        "peer_gap": stands.peer_gap if stands else None,
        "forecast": forecast.value if forecast else None,
        "low": forecast.low if forecast else None,
        "high": forecast.high if forecast else None,
        "reach_gap": reach,
        "needed": (pace.needed or None) if pace else None,
        "light": figures.light.label,
        "reasons": "；".join(one.reason for one in figures.concerns),
    }


def _draw(frame: Frame, line: int, cells: dict[str, Any], figures: IndicatorFigures) -> None:
    """A text stays a text whatever it begins with."""
    for index, column in enumerate(COLUMNS):
        value, style = cells[column.field], frame.formats[column.style]
        if column.field == "light":
            style = frame.formats.get(f"light {figures.light.value}", style)
        if isinstance(value, str):
            frame.sheet.write_string(line, index, value, style)
        elif value is None:
            frame.sheet.write_string(line, index, UNKNOWN, style)
        else:
            frame.sheet.write_number(line, index, float(round_half_up(Decimal(value), PLACES)), style)
