"""All indicators at a cut-off."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from accounts.clock import now, today
from accounts.views import actor_of, send_upload
from projects.selectors import reporting_month
from rulebook.rules import Light, Month

from .. import selectors
from ..exports import export_board
from ..forms import month_choices
from ..models import Indicator
from ..permissions import can


@login_required
@require_GET
def indicators(request: HttpRequest) -> HttpResponse:
    user, period = actor_of(request), period_of(request)
    rows = selectors.indicator_figures(user, period)
    context = {
        "period": period,
        "rows": rows,
        "months": month_choices(today()),
        "enters": any(can(user, "observation.record", row.indicator) for row in rows),
        "warned": sum(row.light >= Light.YELLOW for row in rows),
    }
    return render(request, "indicators/board.html", context)


@login_required
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """A hundred rows at most: written at once, not by a job."""
    upload = export_board(actor=actor_of(request), period=period_of(request), now=now())
    return send_upload(request, upload)


def visible(request: HttpRequest, indicator_id: int) -> Indicator:
    rows = Indicator.objects.visible_to(actor_of(request)).select_related("unit")
    return get_object_or_404(rows, pk=indicator_id)


def period_of(request: HttpRequest) -> Month:
    """The month asked for, or the one that screens stand on; what is no month asks for none."""
    try:
        return Month.parse(request.POST.get("period") or request.GET.get("period", ""))
    except ValueError:
        return reporting_month(today())
