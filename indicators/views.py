"""The board of indicators, one indicator with its series, and the entry of a value."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.clock import today
from accounts.views import actor_of
from projects.selectors import reporting_month
from rulebook.rules import Month

from . import selectors, services
from .forms import ObservationForm, month_choices
from .models import Indicator
from .permissions import can, require


@login_required
@require_GET
def indicators(request: HttpRequest) -> HttpResponse:
    user, period = actor_of(request), _period(request)
    rows = selectors.indicator_figures(user, period)
    enters = any(can(user, "observation.record", row.indicator) for row in rows)
    context = {"period": period, "rows": rows, "months": month_choices(today()), "enters": enters}
    return render(request, "indicators/board.html", context)


@login_required
@require_GET
def indicator(request: HttpRequest, indicator_id: int) -> HttpResponse:
    user, period = actor_of(request), _period(request)
    found = _visible(request, indicator_id)
    years = (period.year - 1, period.year)
    context = {
        "figures": selectors.figures_of(user, found.pk, period),
        "period": period,
        "charts": selectors.year_charts(found, years),
        "entries": selectors.entries(found, years),
        "may_record": can(user, "observation.record", found),
    }
    return render(request, "indicators/page.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def enter_value(request: HttpRequest, indicator_id: int) -> HttpResponse:
    user, found, on = actor_of(request), _visible(request, indicator_id), today()
    require(user, "observation.record", found)
    form = ObservationForm(request.POST or None, on=on, initial={"period": str(reporting_month(on))})
    if request.method == "POST" and form.is_valid():
        value = _value(found, form.cleaned_data)
        try:
            written = services.record_observations(actor=user, values=[value], now=timezone.now())
        except ValidationError as error:
            form.add_error(None, " ".join(error.messages))
        else:
            messages.success(request, _("已记入。") if written else _("与已有数据相同，没有重复记入。"))
            return redirect("indicator", found.pk)
    figures = selectors.figures_of(user, found.pk, reporting_month(on))
    return render(request, "indicators/enter.html", {"form": form, "figures": figures})


def _visible(request: HttpRequest, indicator_id: int) -> Indicator:
    rows = Indicator.objects.visible_to(actor_of(request)).select_related("unit")
    return get_object_or_404(rows, pk=indicator_id)


def _period(request: HttpRequest) -> Month:
    """The month asked for, or the one that screens stand on; what is no month asks for none."""
    try:
        return Month.parse(request.GET.get("period", ""))
    except ValueError:
        return reporting_month(today())


def _value(found: Indicator, known: dict[str, Any]) -> services.NewObservation:
    period = known.pop("period")
    return services.NewObservation(found.pk, period.year, period.month, **known)
