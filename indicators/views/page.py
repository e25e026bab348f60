"""One indicator: its series, targets, schedules, forecast, other counties, and all that was ever entered."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import User
from accounts.views import actor_of, day_in
from rulebook.rules import Month

from .. import selectors
from ..forms import month_choices
from ..permissions import can
from .board import period_of, visible

YEARS_SHOWN: Final = 3


@login_required
@require_GET
def indicator(request: HttpRequest, indicator_id: int) -> HttpResponse:
    """``known_on``: as it was known at the end of a day, for who asks why an old report said otherwise."""
    user, period, known_on = actor_of(request), period_of(request), day_in(request, "known_on")
    found = visible(request, indicator_id)
    figures = selectors.figures_of(user, found.pk, period, known_on=known_on)
    years = (period.year - YEARS_SHOWN + 1, period.year)
    context = {
        "figures": figures,
        "period": period,
        "months": month_choices(period.ends_on),
        "known_on": known_on,
        "charts": selectors.year_charts(found, years, known_on),
        "entries": selectors.entries(found, years, known_on),
        "may_record": can(user, "observation.record", found),
    }
    return render(request, "indicators/page.html", context | _ahead(user, figures, period, known_on))


def _ahead(
    user: User, figures: selectors.IndicatorFigures, period: Month, known_on: date | None
) -> dict[str, Any]:
    """Where it is going, and where others stand."""
    key = figures.indicator.pk
    return {
        "schedule_chart": selectors.schedule_chart(figures),
        "season": selectors.season_of(user, key, period.year),
        "hits": selectors.forecast_hits(user, key, figures.month) if figures.month else (),
        "peers": selectors.peer_table(user, key, figures.month, known_on) if figures.month else [],
    }
