"""整改统计: what a time brought, by unit, origin, category, severity, age or year; by number and by money."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.clock import now, today
from accounts.views import actor_of
from supervision.matters.views.ledger import address_with
from supervision.matters.views.statistics import Column, asked_span, cells_of, ordered

from ...exports.jobs import start_statistics_export
from ...exports.statistics import SHEETS
from ...permissions import require
from ...selectors.breakdown import BREAKDOWNS, HANDED_OUT_THEN, breakdown
from ...selectors.statistics import summed

# Counts with what they are a part of; rates, money and days have columns of their own.
COLUMNS: Final = (
    Column("received", gettext_lazy("交办")),
    Column("received_closed", gettext_lazy("已销号"), "received"),
    Column("on_time", gettext_lazy("按时"), "applied"),
    Column("relapsed", gettext_lazy("反弹"), "closed"),
    Column("sent_back", gettext_lazy("退回")),
    Column("extended", gettext_lazy("延期")),
    Column("running", gettext_lazy("现在办")),
    Column("overdue", gettext_lazy("现逾期")),
)


@login_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    user, on = actor_of(request), today()
    require(user, "rectification.view_statistics")
    span, understood = asked_span(request.GET, on)
    by = request.GET.get("by", "")
    by = by if by in BREAKDOWNS else BREAKDOWNS[0]
    found = breakdown(user, on, span.start, span.end, by)
    codes = {id(row): code for code, row in found}
    rows = ordered([row for _code, row in found], COLUMNS, request.GET.get("sort", ""))
    total = summed(rows)
    context = {
        "rows": [(row, cells_of(row, COLUMNS), _ledger(by, codes[id(row)])) for row in rows],
        "total": total,
        "total_cells": cells_of(total, COLUMNS),
        "columns": COLUMNS,
        "span": span,
        "understood": understood,
        "by": by,
        "by_name": SHEETS[by],
        "handed_out_then": by in HANDED_OUT_THEN,
        "tabs": [
            {"label": SHEETS[one], "chosen": one == by, "url": address_with(request, drop=("sort",), by=one)}
            for one in BREAKDOWNS
        ],
    }
    return render(request, "inspections/rectifying/statistics.html", context)


def _ledger(by: str, code: str) -> str:
    """The ledger of the line; none where nothing says which it is."""
    return f"{reverse('rectifications')}?{urlencode({by: code})}" if code else ""


@login_required
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Every breakdown of the span, a sheet each: made by a worker, fetched from the job's page."""
    user, on = actor_of(request), today()
    require(user, "rectification.view_statistics")
    span, _understood = asked_span(request.POST, on)
    job = start_statistics_export(actor=user, on=on, start=span.start, end=span.end, now=now())
    return redirect("job", job.pk)
