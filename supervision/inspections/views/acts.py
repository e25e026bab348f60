"""The one way to act: an act is named as in ``rules.states``, offered where its row stands, and done here.

``@act("rectification.check", Form)`` above a function ``(request, row, form)`` that calls the service makes
the address ``inspections/act/rectification/<id>/check/``. Without words to ask for, the offer is a button
that posts; else it is a page. Each module registers its own acts by being imported in ``urls``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.clock import today
from accounts.views import actor_of
from supervision.matters.forms.pieces import ActForm
from supervision.matters.views import acts as matters

from ..models import (
    Conclusion,
    Finding,
    Inspection,
    Recommendation,
    Rectification,
    RectificationExtension,
    Review,
    Verification,
)
from ..permissions import require
from ..rules.states import EVENTS, MOVES, Thing

ROWS: Final[dict[str, type[Model]]] = {
    Thing.INSPECTION: Inspection,
    Thing.FINDING: Finding,
    Thing.CONCLUSION: Conclusion,
    Thing.REVIEW: Review,
    Thing.RECOMMENDATION: Recommendation,
    Thing.RECTIFICATION: Rectification,
    Thing.VERIFICATION: Verification,
    Thing.EXTENSION: RectificationExtension,
}
# Where a row is looked at: the address's name, and what of the row is its key.
HOMES: Final[dict[str, tuple[str, str]]] = {
    Thing.INSPECTION: ("inspection", "pk"),
    Thing.FINDING: ("finding", "pk"),
    Thing.CONCLUSION: ("conclusion", "pk"),
    Thing.REVIEW: ("review", "pk"),
    Thing.RECOMMENDATION: ("conclusion", "conclusion_id"),
    Thing.RECTIFICATION: ("rectification", "pk"),
    Thing.VERIFICATION: ("rectification", "rectification_id"),
    Thing.EXTENSION: ("rectification", "rectification_id"),
}
LABELS: Final = {**{move.name: move.label for move in MOVES}, **EVENTS}


@dataclass(frozen=True)
class Act(matters.Act):
    """As an act of the matters, under this room's addresses."""

    def url(self, row: Any) -> str:
        if self.page:
            return reverse(self.page, args=[row.pk])
        return reverse("inspection-act", args=[self.thing, row.pk, self.name.partition(".")[2]])


ACTS: Final[dict[str, Act]] = {}


def act(
    name: str, form: type[ActForm] = ActForm, *, label: Any = "", **more: Any
) -> Callable[[matters.Write], matters.Write]:
    """Register the decorated function as what is done for ``name``; the order of files is that of offers."""

    def decorate(write: matters.Write) -> matters.Write:
        ACTS[name] = Act(name, label or LABELS.get(name), write, form, **more)
        return write

    return decorate


def act_on_page(name: str, label: Any, page: str, **more: Any) -> None:
    """An act that has a page of its own; ``page`` is the address's name and takes the row's key."""
    ACTS[name] = Act(name, label, page=page, **more)


def home_of(row: Any) -> str:
    """The page on which the row stands."""
    thing = next(name for name, model in ROWS.items() if isinstance(row, model))
    page, key = HOMES[thing]
    return reverse(page, args=[getattr(row, key)])


def back_to(request: HttpRequest, row: Any) -> str:
    """Where the person came from, if that is one of our pages, else the row's own page."""
    return matters.back_to(request, None, home_of(row))


@login_required
@require_http_methods(["GET", "POST"])
def do(request: HttpRequest, thing: str, row_id: int, verb: str) -> HttpResponse:
    """A stranger gets 404, an insider without the verb 403; a refusal stands in the form with the input."""
    one = ACTS.get(f"{thing}.{verb}")
    if one is None or one.write is None:
        raise Http404
    rows: Any = ROWS[thing]
    row = get_object_or_404(rows.objects.visible_to(actor_of(request)), pk=row_id)
    require(actor_of(request), one.allows, row)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = one.form(*sent, actor=actor_of(request), on=today(), row=row)
    if request.method == "POST" and form.is_valid() and matters.tried(form, one.write, request, row):
        messages.success(request, one.done)
        return redirect(form.leads_to or back_to(request, row))
    context = {"act": one, "form": form, "row": row, "back": back_to(request, row)}
    return render(request, "inspections/act.html", context)
