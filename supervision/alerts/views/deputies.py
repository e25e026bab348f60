"""代理: whoever goes away says who is reminded meanwhile; both see it."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.clock import today
from accounts.models import Deputy, User
from accounts.models.deputy import DeputyQuerySet
from accounts.permissions import can, is_office_head, is_system_admin
from accounts.services.deputies import appoint_deputy, end_deputy
from accounts.views import actor_of
from projects.forms.pieces import refuse

from ..forms.people import DeputyForm
from .paging import paged

APPOINTS_FOR_ALL = is_office_head | is_system_admin


@login_required
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    actor, on = actor_of(request), today()
    form = DeputyForm(request.POST or None, actor=actor, on=on, row=_for_all(actor))
    if request.method == "POST" and form.is_valid():
        try:
            row = _appoint(actor, form)
        except ValidationError as error:
            refuse(form, error)
        else:
            words = {"user": row.user, "deputy": row.deputy}
            messages.success(request, _("%(user)s外出期间，提醒发给%(deputy)s。") % words)
            return redirect("alerts-deputies")
    rows = Deputy.objects.visible_to(actor) if _for_all(actor) else _own(actor)
    rows = rows.select_related("user__person", "user__unit", "deputy__person", "deputy__unit")
    context = paged(request, rows.order_by("-valid_from", "-pk"))
    context |= {
        "form": form,
        "rows": [(row, _state(row, on), can(actor, "deputy.appoint", row.user)) for row in context["page"]],
        "actor": actor,
    }
    return render(request, "alerts/deputies.html", context)


def _for_all(actor: User) -> bool:
    return bool(APPOINTS_FOR_ALL(actor))


def _own(actor: User) -> DeputyQuerySet:
    return Deputy.objects.filter(Q(user=actor) | Q(deputy=actor))


def _appoint(actor: User, form: DeputyForm) -> Deputy:
    values = form.cleaned_data
    return appoint_deputy(
        actor=actor,
        user_id=form.away.pk,
        deputy_id=values["deputy"].pk,
        valid_from=values["valid_from"],
        valid_to=values["valid_to"],
        reason=values["reason"],
    )


def _state(row: Deputy, on: date) -> str:
    """now, later or over."""
    if row.valid_from > on:
        return "later" if row.valid_to is None or row.valid_to > row.valid_from else "over"
    return "now" if row.valid_to is None or row.valid_to > on else "over"


@login_required
@require_POST
def end(request: HttpRequest, deputy_id: int) -> HttpResponse:
    """From today the person is reminded again."""
    actor = actor_of(request)
    row = get_object_or_404(Deputy.objects.visible_to(actor), pk=deputy_id)
    try:
        ended = end_deputy(actor=actor, deputy_id=row.pk, on=today())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("代理已结束，提醒重新发给%(user)s本人。") % {"user": ended.user})
    return redirect("alerts-deputies")
