"""One value: what was last, what is expected, and what follows from it before it is kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.clock import today
from accounts.models import User
from accounts.views import actor_of
from projects.selectors import reporting_month
from rulebook.rules import Month

from .. import selectors, services
from ..forms import ObservationForm
from ..models import Indicator
from ..permissions import require
from .board import visible


@login_required
@require_http_methods(["GET", "POST"])
def enter_value(request: HttpRequest, indicator_id: int) -> HttpResponse:
    """``preview`` shows what would follow and keeps nothing."""
    user, found, on = actor_of(request), visible(request, indicator_id), today()
    require(user, "observation.record", found)
    usual = selectors.usual_period(user, found.pk, reporting_month(on))
    period = _asked(request, usual)
    form = ObservationForm(request.POST or None, on=on, initial=_prefilled(user, found, period))
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        value = _value(found, form.cleaned_data)
        period = form.cleaned_data["period"]
        if "preview" in request.POST:
            context = _follows(request, value)
        elif _keep(request, form, value):
            return redirect(f"{reverse('indicator', args=[found.pk])}?period={period}")
    context |= {
        "form": form,
        "figures": selectors.figures_of(user, found.pk, period),
        "expected": selectors.plausible(user, found.pk, period.year, period.month),
        "period": period,
    }
    return render(request, "indicators/enter.html", context)


def _prefilled(user: User, found: Indicator, period: Month) -> dict[str, Any]:
    """Among how many the county is ranked. Not the status: a stronger one said by mistake hides others."""
    last = selectors.plausible(user, found.pk, period.year, period.month).last
    kept = {name: getattr(last, name) for name in ("rank_of", "rank_scope")} if last else {}
    return {"period": str(period), **kept}


def _keep(request: HttpRequest, form: ObservationForm, value: services.NewObservation) -> bool:
    try:
        written = services.record_observations(actor=actor_of(request), values=[value], now=timezone.now())
    except ValidationError as error:
        form.add_error(None, " ".join(error.messages))
        return False
    messages.success(request, _("已记入。") if written else _("与已有数据相同，没有重复记入。"))
    return True


def _follows(request: HttpRequest, value: services.NewObservation) -> dict[str, Any]:
    user, period = actor_of(request), Month(value.year, value.month)
    before, after = selectors.preview(user, value, period)
    return {"before": before, "after": after, "questions": selectors.questions(user, value)}


def _asked(request: HttpRequest, usual: Month) -> Month:
    """The period that was chosen, of which the range is asked; else the usual one."""
    try:
        return Month.parse(request.GET.get("period", ""))
    except ValueError:
        return usual


def _value(found: Indicator, known: dict[str, Any]) -> services.NewObservation:
    words = {name: value for name, value in known.items() if name != "period"}
    period = known["period"]
    return services.NewObservation(found.pk, period.year, period.month, **words)
