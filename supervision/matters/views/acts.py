"""The one way to act: an act is named as in ``rules.states``, offered where its row stands, and done here.

``@act("duty.sign")`` above a function ``(request, row, form)`` that calls the service makes the address
``matters/duty/<id>/sign/``. Without words to ask for, the offer is a button that posts; else it is a page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.clock import today
from accounts.views import actor_of
from projects.forms.pieces import refuse

from ..forms.pieces import ActForm
from ..models import Duty, Extension, Feedback, Matter
from ..permissions import require
from ..rules.states import BY_NAME, EVENTS, Thing

Write = Callable[[HttpRequest, Any, Any], Any]
ROWS: Final[dict[str, type[Model]]] = {
    Thing.MATTER: Matter,
    Thing.DUTY: Duty,
    Thing.FEEDBACK: Feedback,
    Thing.EXTENSION: Extension,
}
DONE = _("已办理。")


@dataclass(frozen=True)
class Act:
    """``permission`` where it is not the name; ``when`` says whether it is worth offering on this row today.

    ``main``: the next step that is expected. ``danger``: hard to take back. ``page``: the name of a page of
    its own, with the row's key, that is opened instead.
    """

    name: str
    label: Any
    write: Write | None = None
    form: type[ActForm] = ActForm
    permission: str = ""
    text: Any = ""
    done: Any = DONE
    main: bool = False
    danger: bool = False
    when: Callable[[Any, Any], bool] | None = None
    page: str = ""

    @property
    def thing(self) -> str:
        return self.name.partition(".")[0]

    @property
    def allows(self) -> str:
        return self.permission or self.name

    @property
    def asks(self) -> bool:
        """There are words to write first."""
        return bool(self.page) or bool(self.form.base_fields)

    def url(self, row: Any) -> str:
        if self.page:
            return reverse(self.page, args=[row.pk])
        return reverse("matter-act", args=[self.thing, row.pk, self.name.partition(".")[2]])


ACTS: Final[dict[str, Act]] = {}


def act(
    name: str, form: type[ActForm] = ActForm, *, label: Any = "", **more: Any
) -> Callable[[Write], Write]:
    """Register the decorated function as what is done for ``name``; the order of files is that of offers."""

    def decorate(write: Write) -> Write:
        known = BY_NAME[name].label if name in BY_NAME else EVENTS.get(name)  # in the language of the reader
        ACTS[name] = Act(name, label or known, write, form, **more)
        return write

    return decorate


def act_on_page(name: str, label: Any, page: str, **more: Any) -> None:
    """An act that has a page of its own; ``page`` is the address's name and takes the row's key."""
    ACTS[name] = Act(name, label, page=page, **more)


def matter_of(row: Any) -> Matter:
    if isinstance(row, Matter):
        return row
    found: Matter = row.duty.matter if isinstance(row, Feedback) else row.matter
    return found


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
    if request.method == "POST" and form.is_valid() and tried(form, one.write, request, row):
        messages.success(request, one.done)
        return redirect(form.leads_to or back_to(request, matter_of(row)))
    context = {
        "act": one,
        "form": form,
        "row": row,
        "matter": matter_of(row),
        "back": back_to(request, matter_of(row)),
    }
    return render(request, "matters/act.html", context)


def tried(form: Any, write: Callable[..., Any], *args: Any) -> bool:
    """Whether the service took it; if not, the form says why."""
    try:
        write(*args, form)
    except ValidationError as error:
        refuse(form, error)
        return False
    return True


def back_to(request: HttpRequest, matter: Matter | None, otherwise: str = "") -> str:
    """Where the person came from, if that is one of our pages, else the matter."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    if ours and asked.startswith("/"):  # anything else would be taken for the name of a page
        return asked
    return reverse("matter", args=[matter.pk]) if matter else otherwise
