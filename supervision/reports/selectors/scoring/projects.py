"""Projects: how much of the year's plan, whether reports and milestones were in time, lights by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from projects.models import Milestone, MonthlyProgress, Project, Responsibility
from projects.models.progress import ProgressStatus
from projects.models.responsibility import ResponsibilityRole
from projects.selectors import light_thresholds
from projects.selectors.periods import report_due_on
from rulebook.rules import Light, Month
from rulebook.rules.wording import number_text

from ...rules.scoring.spans import Found, Span
from ...rules.scoring.words import Kind
from .registry import Metric

CARRYING: Final = (ResponsibilityRole.LEAD, ResponsibilityRole.RESPONSIBLE)
TWELVE: Final = Decimal(12)


def carriers(on: date) -> dict[int, list[int]]:
    """Project → the units that answer for it (牵头、责任) on that day."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = Responsibility.objects.in_force(on).filter(role__in=CARRYING, unit__isnull=False).order_by()
    for project_id, unit_id in rows.values_list("project_id", "unit_id").distinct():
        found[project_id].append(unit_id)
    return found


def completion(user: User, span: Span, *, against_schedule: bool = False) -> Iterator[Found]:
    """Done of planned (or of what the schedule asks for by the cut-off). What was not reported counts nought.

    An exempted project (正当理由) is left out, and so is one whose plan is unknown or nought.
    """
    units = carriers(span.last_day)
    rows = Project.objects.visible_to(user).with_light(
        span.period, span.last_day, light_thresholds(span.last_day)
    )
    rows = rows.filter(annual__isnull=False).exclude(investment_gap_light=Light.EXEMPT)
    for pk, planned, due, done in rows.order_by("pk").values_list(
        "pk", "planned", "due_twelfths", "completed"
    ):
        whole = due / TWELVE if against_schedule and due is not None else planned
        if not whole:
            continue
        words = (
            _("完成%(done)s万元，应完成%(whole)s万元")
            if against_schedule
            else _("完成%(done)s万元，年度计划%(whole)s万元")
        )
        told = words % {"done": _("未报") if done is None else number_text(done), "whole": number_text(whole)}
        for unit_id in units.get(pk, ()):
            yield Found(unit_id, "project", pk, done or Decimal(0), whole, told)


def reports_in_time(user: User, span: Span) -> Iterator[Found]:
    """Each month of each planned project whose day to report is past; the first report counts.

    A month that came by an import has no day on which it was sent, and is left out.
    """
    due = {month.month: day for month in span.months if (day := report_due_on(month)) and day < span.on}
    sent = _first_reports(user, span)
    units = carriers(span.last_day)
    planned = Project.objects.visible_to(user).in_plan(span.year)
    first = Q(annual_plans__year=span.year, annual_plans__is_current=True)
    rows = (
        planned.filter(first).order_by("pk").values_list("pk", "annual_plans__first_month", "actual_finish")
    )
    for pk, since, finished in rows:
        for month, day in due.items():
            over = finished is not None and finished < Month(span.year, month).first_day
            if month < since or over or sent.get((pk, month), "") is None:
                continue
            came = sent.get((pk, month))
            words = _("%(month)s月月报：%(sent)s") % {"month": month, "sent": came or _("未报")}
            part = Decimal(came is not None and came <= day)
            for unit_id in units.get(pk, ()):
                yield Found(unit_id, "project", pk, part, words=words)


def _first_reports(user: User, span: Span) -> dict[tuple[int, int], date | None]:
    """(project, month) → the day on which it was first sent; None of an imported one."""
    rows = MonthlyProgress.objects.visible_to(user).exclude(status=ProgressStatus.DRAFT)
    rows = rows.filter(year=span.year, month__range=(span.first_month, span.last_month), revision=1)
    return {
        (project, month): None if batch else timezone.localdate(at)
        for project, month, batch, at in rows.values_list("project_id", "month", "batch_id", "reported_at")
    }


def lights(user: User, span: Span, light: Light) -> Iterator[Found]:
    """Each month in which a planned project had that light for its investment; exempted months do not."""
    units = carriers(span.last_day)
    for month in span.months:
        day = min(month.ends_on, span.on)
        rows = Project.objects.visible_to(user).with_light(month, day, light_thresholds(day))
        rows = rows.filter(annual__isnull=False, annual__first_month__lte=month.month).order_by("pk")
        words = _("%(month)s月%(light)s") % {"month": month.month, "light": light.label}
        for pk, had in rows.values_list("pk", "investment_gap_light"):
            for unit_id in units.get(pk, ()):
                yield Found(unit_id, "project", pk, Decimal(had == light), words=words)


def milestones_in_time(user: User, span: Span) -> Iterator[Found]:
    """Milestones due in the time and before the day; of their own unit, or else of the project's."""
    units = carriers(span.last_day)
    rows = Milestone.objects.visible_to(user).filter(
        due_on__gte=span.start, due_on__lt=min(span.end, span.on)
    )
    for row in rows.order_by("due_on", "pk"):
        done = row.completed_on is not None and row.completed_on <= row.due_on
        words = _("节点“%(name)s”应于%(due)s完成，%(done)s") % {
            "name": row.name[:60],
            "due": row.due_on,
            "done": row.completed_on or _("未完成"),
        }
        for unit_id in [row.unit_id] if row.unit_id else units.get(row.project_id, ()):
            yield Found(unit_id, "project", row.project_id, Decimal(done), words=words)


def _metric(key: str, label: Any, kind: Kind, read: Any, about: Any, **more: Any) -> Metric:
    return Metric(key, label, kind, "project", read, about, **more)


MONTHS_OF_LIGHT: Final = gettext_lazy("项目·月")
LIGHTS_ABOUT: Final = gettext_lazy("按每月月底的投资灯色逐月累计；有正当理由豁免的月份不计。")
METRICS: Final = (
    _metric(
        "project_completion",
        gettext_lazy("重点项目年度投资完成率"),
        Kind.RATE,
        completion,
        gettext_lazy("牵头、责任单位的全部年度计划项目，完成投资合计÷计划合计；未报的按0计，豁免的不计。"),
    ),
    _metric(
        "project_schedule",
        gettext_lazy("重点项目时序进度达成率"),
        Kind.RATE,
        partial(completion, against_schedule=True),
        gettext_lazy("完成投资合计÷按分月计划到截止月应完成的合计；豁免的不计。"),
    ),
    _metric(
        "reports_in_time",
        gettext_lazy("项目月报按时率"),
        Kind.RATE,
        reports_in_time,
        gettext_lazy("每个项目每个应报的月；以第一次报送的日期为准，成批导入的月份没有报送日期，不计。"),
    ),
    _metric(
        "milestones_in_time",
        gettext_lazy("关键节点按时完成率"),
        Kind.RATE,
        milestones_in_time,
        gettext_lazy("考核期内到期的节点，在时限当天或以前完成的算按时。"),
    ),
    _metric(
        "yellow_lights",
        gettext_lazy("项目黄灯（月累计）"),
        Kind.COUNT,
        partial(lights, light=Light.YELLOW),
        LIGHTS_ABOUT,
        unit=MONTHS_OF_LIGHT,
        lower_is_better=True,
    ),
    _metric(
        "red_lights",
        gettext_lazy("项目红灯（月累计）"),
        Kind.COUNT,
        partial(lights, light=Light.RED),
        LIGHTS_ABOUT,
        unit=MONTHS_OF_LIGHT,
        lower_is_better=True,
    ),
)
