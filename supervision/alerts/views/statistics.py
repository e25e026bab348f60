"""催办统计: how soon units act once they are reminded, by unit and by month; on the screen and as sheets."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.clock import now, today
from accounts.views import actor_of
from supervision.matters.views.statistics import Column, asked_span, cells_of, ordered

from ..exports.jobs import start_statistics_export
from ..permissions import require
from ..selectors.statistics import reminder_statistics

COLUMNS: Final = (
    Column("told", pgettext_lazy("told", "提醒")),
    Column("read", _("已读"), "delivered"),
    Column("signed", _("已签收"), "delivered"),
    Column("things", _("被催事项")),
    Column("done", _("已办"), "things"),
    Column("days", _("办理天数（中位数）")),
)


@login_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    user, on = actor_of(request), today()
    require(user, "alerts.view_statistics")
    span, understood = asked_span(request.GET, on)
    found = reminder_statistics(user, span.start, span.end)
    units = ordered(found.units, COLUMNS, request.GET.get("sort", ""))
    context = {
        "units": [(row, cells_of(row, COLUMNS)) for row in units],
        "months": [(row, cells_of(row, COLUMNS)) for row in found.months],
        "total": found.total,
        "total_cells": cells_of(found.total, COLUMNS),
        "columns": COLUMNS,
        "span": span,
        "understood": understood,
    }
    return render(request, "alerts/statistics.html", context)


@login_required
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """By unit and by month, a sheet each: made by a worker, fetched from the job's page."""
    user, on = actor_of(request), today()
    require(user, "alerts.view_statistics")
    span, _understood = asked_span(request.POST, on)
    job = start_statistics_export(actor=user, on=on, start=span.start, end=span.end, now=now())
    return redirect("job", job.pk)
