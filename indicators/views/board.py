"""All indicators at a cut-off."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.clock import today
from accounts.views import actor_of
from projects.selectors import reporting_month
from rulebook.rules import Light, Month

from .. import selectors
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


def visible(request: HttpRequest, indicator_id: int) -> Indicator:
    rows = Indicator.objects.visible_to(actor_of(request)).select_related("unit")
    return get_object_or_404(rows, pk=indicator_id)


def period_of(request: HttpRequest) -> Month:
    """The month asked for, or the one that screens stand on; what is no month asks for none."""
    try:
        return Month.parse(request.GET.get("period", ""))
    except ValueError:
        return reporting_month(today())
