"""发送规则 on the screen: what is in force, what is planned, and what a new one would mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.clock import today
from accounts.views import actor_of
from projects.forms.pieces import refuse
from rulebook.models import SendingRule
from rulebook.rules import Workdays
from rulebook.rules.sending import SendingTerms
from rulebook.selectors import calendar, sending_terms
from rulebook.services import change_sending_rule

from ..forms.sending import SendingForm
from ..permissions import can, require

DAYS_AHEAD: Final = 10
AROUND: Final = timedelta(days=45)


@dataclass(frozen=True)
class Day:
    """``sends``: whether messages leave that day at all; ``leaders``: whether their weekly digest does."""

    on: date
    sends: bool
    leaders: bool


def days_ahead(terms: SendingTerms, start: date, workdays: Workdays) -> list[Day]:
    days = [start + timedelta(days=number) for number in range(DAYS_AHEAD)]
    return [
        Day(
            on,
            not terms.workdays_only or workdays.is_workday(on),
            terms.leaders_day(on, workdays) == on,
        )
        for on in days
    ]


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Whoever sees the board sees the rule; who keeps the rule book changes it after a look at its days."""
    actor, on = actor_of(request), today()
    may_change = can(actor, "rulebook.change")
    require(actor, "rulebook.change" if request.method == "POST" or may_change else "alerts.view_board")
    in_force = sending_terms(on)
    form = SendingForm(request.POST or None, on=on, terms=in_force)
    context: dict[str, Any] = {"form": form, "terms": in_force, "may_change": may_change}
    if request.method == "POST" and form.is_valid():
        if request.POST.get("then") == "confirm" and _switched_on(request, form):
            return redirect("alerts-ladders")
        start = form.cleaned_data["valid_from"]
        workdays = calendar(start - AROUND, start + AROUND)
        context |= {"days": days_ahead(form.terms, start, workdays), "shown": form.terms}
    context["planned"] = SendingRule.objects.filter(valid_from__gt=on).order_by("valid_from")
    return render(request, "alerts/sending.html", context)


def _switched_on(request: HttpRequest, form: SendingForm) -> bool:
    values = form.cleaned_data
    try:
        change_sending_rule(
            actor=actor_of(request), valid_from=values["valid_from"], terms=form.terms, note=values["note"]
        )
    except ValidationError as error:
        refuse(form, error)
        return False
    messages.success(request, _("新的发送规则已保存，自%(day)s起生效。") % {"day": values["valid_from"]})
    return True
