"""One project: everything about it, its history, and the files that belong to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.models import Upload, User
from accounts.views import actor_of, send_upload
from rulebook.rules import Month

from ..filters import LedgerFilterSet
from ..models import ProgressPhoto, Project
from ..models.project import Level
from ..models.responsibility import ResponsibilityRole
from ..permissions import can
from ..selectors import YearSeries, plan_and_actual_series, project_page
from ..selectors.history import HistoryEntry, project_history
from .ledger import schedule_of

ROLES = ResponsibilityRole.values
VERBS = {
    "edit": "project.revise",
    "plan": "project.plan",
    "responsibility": "responsibility.change",
    "report": "progress.report",
    "milestone": "milestone.change",
    "complete": "milestone.complete",
    "funding": "funding.change",
    "receipt": "receipt.record",
    "decide": "receipt.decide",
    "assessment": "assessment.record",
    "statistics": "statistics.record",
    "exempt": "exemption.grant",
}


@login_required
@require_safe
def show_project(request: HttpRequest, project_id: int) -> HttpResponse:
    on, filters = today(), LedgerFilterSet(request.GET, request=request)
    period = filters.cut_off
    try:
        page = project_page(actor_of(request), project_id, period, on)
    except Project.DoesNotExist as error:
        raise Http404 from error
    project = page.project
    held = sorted(page.responsibilities, key=lambda row: ROLES.index(row.role))
    prefetch_related_objects(page.milestones, "evidence__upload")
    context = {
        "page": page,
        "project": project,
        "period": period,
        "periods": filters.form["period"],
        "reporting_month": filters.reporting_month,
        "levels": "、".join(str(Level(level).label) for level in project.levels),
        "schedule": schedule_of(project),
        "months": [(row, Month(row.year, row.month)) for row in page.months],
        "chart": year_chart(plan_and_actual_series(project, period.year), period),
        "running": [row for row in held if not _ended(row, on)],
        "former": [row for row in held if _ended(row, on)],
        "milestones": list(milestone_states(page.milestones, on)),
        "exemptions": [(row, _ended(row, on)) for row in page.exemptions],
        "may": allowed(actor_of(request), project),
    }
    return render(request, "projects/project.html", context)


def allowed(user: User, project: Project) -> dict[str, bool]:
    return {name: can(user, verb, project) for name, verb in VERBS.items()}


def _ended(row: Any, on: date) -> bool:
    return row.valid_to is not None and row.valid_to <= on


def milestone_states(milestones: Iterable[Any], on: date) -> Iterable[tuple[Any, str]]:
    """Each with ``done``, ``missed`` or ``coming``: due is ``<``, never ``=``."""
    for row in milestones:
        if row.completed_on is not None and row.completed_on <= on:
            yield row, "done"
        else:
            yield row, "missed" if row.due_on < on else "coming"


def year_chart(series: YearSeries, period: Month) -> dict[str, Any] | None:
    """What the chart component draws; plain floats, because it is a picture. None without any figure."""
    if not any(value is not None for value in (*series.planned, *series.completed)):
        return None

    def plain(values: Iterable[Any]) -> list[float | None]:
        return [None if value is None else round(float(value), 2) for value in values]

    return {
        "labels": [_("%(month)s月") % {"month": month} for month in range(1, 13)],
        "unit": _("万元"),
        "series": [
            {"name": _("计划累计"), "type": "line", "values": plain(series.planned), "dashed": True},
            {"name": _("完成累计"), "type": "line", "values": plain(series.completed)},
        ],
    }


@login_required
@require_safe
def show_history(request: HttpRequest, project_id: int) -> HttpResponse:
    """The whole page, or only the list when the project page asks for it."""
    project = get_object_or_404(Project.objects.visible_to(actor_of(request)), pk=project_id)
    entries = [_step(entry) for entry in project_history(project)]
    part = "projects/history_list.html" if getattr(request, "htmx", False) else "projects/history.html"
    return render(request, part, {"project": project, "entries": entries})


def _step(entry: HistoryEntry) -> dict[str, Any]:
    lines = [
        _("%(label)s：%(before)s → %(after)s")
        % {"label": change.label, "before": change.before or "—", "after": change.after or "—"}
        if change.before
        else _("%(label)s：%(after)s") % {"label": change.label, "after": change.after}
        for change in entry.changes
    ]
    if entry.reason:
        lines.append(_("事由：%(reason)s") % {"reason": entry.reason})
    return {
        "at": entry.at,
        "by": entry.by,
        "title": entry.title,
        "text": "\n".join(lines),
        "icon": "history",
    }


@login_required
@require_safe
def show_photo(request: HttpRequest, photo_id: int) -> HttpResponseBase:
    """A photo is seen by whoever sees the project."""
    visible = Project.objects.visible_to(actor_of(request))
    photos = ProgressPhoto.objects.filter(progress__project__in=visible).select_related("upload")
    return send_upload(request, get_object_or_404(photos, pk=photo_id).upload, inline=True)


@login_required
@require_safe
def show_file(request: HttpRequest, project_id: int, upload_id: int) -> HttpResponseBase:
    """Evidence of a milestone or of a receipt of this project, and no other file."""
    project = get_object_or_404(Project.objects.visible_to(actor_of(request)), pk=project_id)
    of_milestones = project.milestones.values("evidence__upload")
    of_receipts = project.receipts.values("evidence")
    uploads = Upload.objects.filter(Q(pk__in=of_milestones) | Q(pk__in=of_receipts))
    return send_upload(request, get_object_or_404(uploads, pk=upload_id), inline=True)
