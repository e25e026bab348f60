"""A unit's workbook for the month: what is known is shown and locked, this month's cells are open.

It comes back through the reader of all workbooks. The stamp in the file's properties says what it is;
what the sheet says in plain words is what counts.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from xlsxwriter import Workbook

from accounts.models import Unit, Upload, User
from accounts.models.access import AccessKind
from accounts.rules import WORKBOOKS
from accounts.services import record_access, store_upload
from projects.models import AnnualPlan, MonthlyProgress, Project, Responsibility
from projects.models.responsibility import REPORTING
from projects.selectors import projects_to_report
from rulebook.rules import Month

TEMPLATE: Final = "1"
STAMP: Final = "dc-month"
HEAD_ROW: Final = 3


@dataclass(frozen=True, slots=True)
class MonthColumn:
    """``head`` may name the month as %(month)s. An open column is the unit's to fill in."""

    field: str
    head: Any
    width: float
    is_money: bool = False
    is_open: bool = False


COLUMNS: Final = (
    MonthColumn("serial", gettext_lazy("序号"), 6),
    MonthColumn("name", gettext_lazy("项目名称"), 34),
    MonthColumn("planned", gettext_lazy("年度计划投资"), 12, True),
    MonthColumn("former", gettext_lazy("上月止累计"), 12, True),
    MonthColumn("month_amount", gettext_lazy("%(month)s月完成投资"), 13, True, True),
    MonthColumn("year_to_date", gettext_lazy("1—%(month)s月累计完成投资"), 14, True, True),
    MonthColumn("text", gettext_lazy("形象进度"), 40, False, True),
    MonthColumn("problem", gettext_lazy("存在问题"), 30, False, True),
    MonthColumn("next_step", gettext_lazy("下一步措施"), 30, False, True),
    MonthColumn("remark", gettext_lazy("备注"), 20, False, True),
)


@translation.override("zh-hans")  # it is read by its Chinese heads when it comes back
def export_month(*, actor: User, unit: Unit, period: Month, on: date, now: datetime) -> Upload:
    """The projects that the unit, or one below it, still has to report of the month."""
    name = _("%(month)s重点项目进展（%(unit)s）.xlsx") % {
        "month": period.single.label,
        "unit": unit.short_name,
    }
    rows = month_rows(actor, unit, period, on)
    file = io.BytesIO(month_workbook(rows, unit, period))
    upload = store_upload(actor=actor, file=file, name=name, now=now, allowed=WORKBOOKS)
    detail = _("导出%(name)s，%(count)s个项目") % {"name": name, "count": len(rows)}
    record_access(kind=AccessKind.EXPORT, now=now, user=actor, detail=detail)
    return upload


def month_rows(actor: User, unit: Unit, period: Month, on: date) -> list[dict[str, Any]]:
    """Last month's words stand where this month's go, so that only what changed is typed."""
    below = Unit.objects.descendants(unit, include_self=True).values_list("pk", flat=True)
    held = Responsibility.objects.in_force(on).filter(role__in=REPORTING, unit__in=list(below))
    rows = Project.objects.visible_to(actor).with_progress(period).filter(pk__in=held.values("project"))
    accepted = MonthlyProgress.objects.accepted().filter(year=period.year, month=period.month)
    projects = list(
        rows.filter(projects_to_report(period))
        .exclude(pk__in=accepted.values("project"))
        .order_by("sector__order", "pk")
    )
    former = MonthlyProgress.objects.accepted().filter(project__in=projects, year=period.year)
    known = {row.project_id: row for row in former.filter(month__lt=period.month).order_by("month")}
    plans = {
        plan.project_id: plan for plan in AnnualPlan.objects.in_plan(period.year).filter(project__in=projects)
    }
    return [
        _row(i, project, known.get(project.pk), plans[project.pk]) for i, project in enumerate(projects, 1)
    ]


def _row(serial: int, project: Project, former: MonthlyProgress | None, plan: AnnualPlan) -> dict[str, Any]:
    return {
        "serial": serial,
        "name": project.name,
        "planned": plan.planned_investment,
        "former": former.year_to_date if former else None,
        "text": former.physical_progress if former else "",
        "problem": former.problem if former else "",
        "next_step": former.next_step if former else "",
    }


def month_workbook(rows: Sequence[dict[str, Any]], unit: Unit, period: Month) -> bytes:
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_custom_property(STAMP, f"{TEMPLATE}|{unit.pk}|{period}")
    sheet = book.add_worksheet(_("%(month)s月") % {"month": period.month})
    plain = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "border": 1, "text_wrap": True}
    title = book.add_format({"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"})
    head = book.add_format({**plain, "bold": True, "align": "center", "bg_color": "#F2F2F2"})
    styles = {
        (is_money, is_open): book.add_format(
            {
                **plain,
                "locked": not is_open,
                "bg_color": "#FFFFFF" if is_open else "#F7F7F7",
                **({"num_format": "#,##0.####", "align": "right"} if is_money else {}),
            }
        )
        for is_money in (True, False)
        for is_open in (True, False)
    }
    last = len(COLUMNS) - 1
    heading = _("%(month)s重点项目进展情况表（%(unit)s）") % {
        "month": period.single.label,
        "unit": unit.short_name,
    }
    sheet.merge_range(0, 0, 0, last, heading, title)
    sheet.set_row(0, 30)
    sheet.write_string(1, 0, _("白色单元格由本单位填写；没有变化的，请填本月完成0和累计数。"))
    sheet.write_string(1, last, _("单位：万元"))
    for index, column in enumerate(COLUMNS):
        sheet.set_column(index, index, column.width)
        text = str(column.head) % {"month": period.month} if "%" in str(column.head) else str(column.head)
        sheet.write_string(HEAD_ROW - 1, index, text, head)
        for number, row in enumerate(rows, start=HEAD_ROW):
            _write(sheet, number, index, row.get(column.field), styles[column.is_money, column.is_open])
    _protect(sheet, len(rows))
    book.close()
    return file.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    """A text stays a text whatever it begins with."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, style)
    else:
        sheet.write_number(row, column, value, style)


def _protect(sheet: Any, count: int) -> None:
    """Against slips, not against people: there is no password. Amounts take numbers only."""
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
    money = [index for index, column in enumerate(COLUMNS) if column.is_money and column.is_open]
    if count:
        sheet.data_validation(
            HEAD_ROW,
            money[0],
            HEAD_ROW + count - 1,
            money[-1],
            {
                "validate": "decimal",
                "criteria": "between",
                "minimum": -10_000_000,
                "maximum": 100_000_000,
                "error_title": _("金额"),
                "error_message": _("请填写数字，单位万元。"),
            },
        )
    sheet.freeze_panes(HEAD_ROW, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW - 1)
    sheet.set_footer("&C" + _("第 &P 页 共 &N 页"))
