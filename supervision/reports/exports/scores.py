"""评分表 as workbooks: a round with a sheet for each group, or one unit's sheet with every point's rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Upload, User
from projects.exports.keeping import keep_frame
from projects.exports.sheets import UNKNOWN, Frame, print_setup
from supervision.matters.exports.form import add_styles

from ..models import ScoreAdjustment, ScoreRound, ScoreSheet
from ..rules.scoring.words import TREATMENTS, Treatment
from ..selectors.scoring.pages import Item, round_groups, sheet_items

HEAD: Final = (0, 2)
NAME, POINTS, WORDS = 26, 12, 60


@translation.override("zh-hans")  # the office's own form, whoever takes it out
def export_round(*, actor: User, round_id: int, now: datetime) -> Upload:
    """By groups, best first, with the points of every rule. In the access log."""
    row = ScoreRound.objects.visible_to(actor).select_related("scheme").get(pk=round_id)
    rules = list(row.scheme.rules.all())
    groups = round_groups(actor, row, rules)
    heads = [_("位次"), _("单位"), *(rule.name for rule in rules), pgettext("score", "调整"), _("总分")]
    frame = _framed(groups[0].name if groups else _("评分"))
    for number, group in enumerate(groups):
        sheet = frame.book.add_worksheet(_tab(group.name)) if number else frame.sheet
        _head(
            frame, sheet, actor, now, f"{row}（{group.name}）", heads, [8, NAME, *[POINTS] * len(heads[2:])]
        )
        for line, one in enumerate(group.rows, start=HEAD[1] + 1):
            points = [value for value, _treatment in one.points]
            place = one.place if one.place is not None else _("不参与")
            _row(frame, sheet, line, [place, one.unit.short_name, *points, one.adjusted, one.total])
    name = _("%(round)s评分汇总.xlsx") % {"round": row}
    return keep_frame(actor=actor, name=name, now=now, frame=frame)


@translation.override("zh-hans")
def export_unit_sheet(*, actor: User, sheet_id: int, now: datetime) -> Upload:
    """Every point with its rows, and what was adjusted later."""
    rows = ScoreSheet.objects.visible_to(actor).with_total().select_related("unit", "round__scheme")
    sheet = rows.get(pk=sheet_id)
    frame = _framed(_("评分表"))
    title = _("%(unit)s  %(round)s评分表") % {"unit": sheet.unit.name, "round": sheet.round}
    heads = [_("考核项目"), _("得分"), _("实际值"), _("计分情况"), _("依据"), _("计入")]
    _head(frame, frame.sheet, actor, now, title, heads, [NAME, POINTS, POINTS, NAME, WORDS, POINTS])
    line = HEAD[1] + 1
    _row(frame, frame.sheet, line, [_("基础分"), sheet.base, None, "", "", None])
    for item in sheet_items(actor, sheet):
        line = _item(frame, line + 1, item)
    adjustments = ScoreAdjustment.objects.visible_to(actor).filter(sheet=sheet, status="approved")
    rest: list[list[Any]] = [[_("折算"), sheet.conversion, None, "", "", None]] if sheet.conversion else []
    rest += [
        [pgettext("score", "调整"), one.points, None, one.document, one.reason, None] for one in adjustments
    ]
    rest.append([_("总分"), sheet.total, None, "", "", None])
    for number, values in enumerate(rest, start=line + 1):
        _row(frame, frame.sheet, number, values)
    name = f"{sheet.unit.short_name}{sheet.round}.xlsx"
    return keep_frame(actor=actor, name=name, now=now, frame=frame)


def _item(frame: Frame, line: int, item: Item) -> int:
    """The point, and under it a line for each of its rows; the last line written."""
    event = item.row
    treatment = str(TREATMENTS[Treatment(event.treatment)])
    _row(frame, frame.sheet, line, [event.rule.name, event.points, event.value, treatment, "", None])
    for one in item.evidence:
        line += 1
        subject = one.project or one.matter or one.rectification or one.indicator or one.slip or one.manual
        words = "：".join(part for part in (str(subject), one.words) if part)
        _row(frame, frame.sheet, line, ["", None, None, "", words, one.part])
    return line


def _framed(title: str) -> Frame:
    frame = Frame(_tab(title))
    add_styles(frame)
    frame.style("points", border=1, align="right", valign="vcenter", num_format="0.00##")
    return frame


def _tab(name: str) -> str:
    """Programs forbid some signs, and more than 31 of any."""
    return "".join(sign for sign in name if sign not in "[]:*?/\\'")[:31] or "1"


def _head(
    frame: Frame,
    sheet: Any,
    actor: User,
    now: datetime,
    title: str,
    heads: Sequence[Any],
    widths: Sequence[int],
) -> None:
    for index, width in enumerate(widths):
        sheet.set_column(index, index, width)
    sheet.merge_range(0, 0, 0, len(heads) - 1, title, frame.formats["title"])
    sheet.set_row(0, 30)
    for index, head in enumerate(heads):
        sheet.merge_range(1, index, 2, index, str(head), frame.formats["head"])
    sheet.freeze_panes(3, 1)
    print_setup(sheet, actor, now, HEAD)


def _row(frame: Frame, sheet: Any, line: int, values: Sequence[Any]) -> None:
    """A text stays a text whatever it begins with."""
    for index, value in enumerate(values):
        if isinstance(value, Decimal | int):
            sheet.write_number(line, index, float(value), frame.formats["points"])
        else:
            sheet.write_string(line, index, UNKNOWN if value is None else str(value), frame.formats["text"])
