"""The one way to act: ``@act("score_round.approve", Form)`` makes its address and its button."""

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
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.clock import today
from accounts.models import User
from accounts.views import actor_of
from supervision.matters.forms.pieces import ActForm
from supervision.matters.views.acts import back_to, tried

from ...models import (
    ManualPoint,
    ScoreAdjustment,
    ScoreAppeal,
    ScoreEvent,
    ScoreList,
    ScoreRound,
    ScoreRule,
    ScoreScheme,
    ScoreSheet,
)
from ...permissions import can, require
from ...rules.scoring.states import TABLE, Thing

Write = Callable[[HttpRequest, Any, Any], Any]
ROWS: Final[dict[str, type[Model]]] = {
    Thing.SCHEME: ScoreScheme,
    Thing.ROUND: ScoreRound,
    Thing.APPEAL: ScoreAppeal,
    Thing.ADJUSTMENT: ScoreAdjustment,
    Thing.LIST: ScoreList,
    "score_sheet": ScoreSheet,
    "score_event": ScoreEvent,
    "score_rule": ScoreRule,
    "manual_point": ManualPoint,
}


@dataclass(frozen=True)
class Act:
    """``permission`` where it is not the name; ``of`` gives what the permission is asked of.

    ``statuses``: where it is offered, of what is no move of the table of steps.
    """

    name: str
    label: Any
    write: Write
    form: type[ActForm] = ActForm
    permission: str = ""
    of: Callable[[Any], Any] = lambda row: row
    statuses: tuple[str, ...] = ()
    text: Any = ""
    main: bool = False
    danger: bool = False

    @property
    def asks(self) -> bool:
        return bool(self.form.base_fields)

    def allowed(self, user: User, row: Any) -> bool:
        return can(user, self.permission or self.name, self.of(row))

    def offered(self, status: str) -> bool:
        if self.statuses:
            return status in self.statuses
        return status in TABLE.named(self.name).sources

    def url(self, row: Any) -> str:
        thing, _dot, verb = self.name.partition(".")
        return reverse("score-act", args=[thing, row.pk, verb])


ACTS: Final[dict[str, Act]] = {}


def act(
    name: str, form: type[ActForm] = ActForm, *, label: Any = "", **more: Any
) -> Callable[[Write], Write]:
    """Register the decorated function as what is done for ``name``; the order of files is that of offers."""

    def decorate(write: Write) -> Write:
        ACTS[name] = Act(name, label or TABLE.named(name).label, write, form, **more)
        return write

    return decorate


def offers(user: User, thing: str, row: Any, status: str) -> list[dict[str, Any]]:
    """What this person may do with the row as it stands."""
    found = [one for one in ACTS.values() if one.name.partition(".")[0] == thing and one.offered(status)]
    return [{"act": one, "url": one.url(row)} for one in found if one.allowed(user, row)]


def home_of(row: Any) -> str:
    """The page on which the row stands."""
    if isinstance(row, ScoreScheme):
        return reverse("score-scheme", args=[row.pk])
    if isinstance(row, ScoreRule):
        return reverse("score-scheme", args=[row.scheme_id])
    if isinstance(row, ScoreRound):
        return reverse("score-round", args=[row.pk])
    if isinstance(row, ScoreList | ManualPoint):
        return reverse("score-round", args=[row.round_id])
    if isinstance(row, ScoreSheet):
        return reverse("score-sheet", args=[row.pk])
    sheet_id = row.event.sheet_id if isinstance(row, ScoreAppeal) else row.sheet_id
    return reverse("score-sheet", args=[sheet_id])


@login_required
@require_http_methods(["GET", "POST"])
def do(request: HttpRequest, thing: str, row_id: int, verb: str) -> HttpResponse:
    """A stranger gets 404, an insider without the verb 403; a refusal stands in the form with the input."""
    one = ACTS.get(f"{thing}.{verb}")
    if one is None:
        raise Http404
    rows: Any = ROWS[thing]
    row = get_object_or_404(rows.objects.visible_to(actor_of(request)), pk=row_id)
    require(actor_of(request), one.permission or one.name, one.of(row))
    home = home_of(row)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = one.form(*sent, actor=actor_of(request), on=today(), row=row)
    if request.method == "POST" and form.is_valid() and tried(form, one.write, request, row):
        messages.success(request, _("已办理。"))
        return redirect(form.leads_to or back_to(request, None, home))
    context = {"act": one, "form": form, "row": row, "back": back_to(request, None, home)}
    return render(request, "reports/scores/act.html", context)
