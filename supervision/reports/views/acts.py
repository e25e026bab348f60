"""The acts on a document: offered where it stands to whom may, and done here through its services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.models import User
from accounts.views import actor_of
from rulebook.rules import Month
from supervision.matters.forms.pieces import ActForm
from supervision.matters.views import acts as matters
from supervision.matters.views.acts import tried
from supervision.matters.views.offers import Offer
from supervision.reports import services
from supervision.reports.exports.documents import issue_document
from supervision.reports.forms.documents import NoteForm
from supervision.reports.models import Document
from supervision.reports.permissions import can, require
from supervision.reports.rules.kinds import DocumentStatus
from supervision.reports.rules.states import MOVES, STEPS, Thing
from supervision.reports.views.shared import document_of

LABELS: Final = {move.name: move.label for move in MOVES}


@dataclass(frozen=True)
class Act(matters.Act):
    """As an act of the matters, under this room's addresses."""

    def url(self, row: Any) -> str:
        return reverse("report-act", args=[row.pk, self.name.partition(".")[2]])


ACTS: Final[dict[str, Act]] = {}


def act(
    verb: str, permission: str, form: Any = ActForm, *, label: Any = "", **more: Any
) -> Callable[[matters.Write], matters.Write]:
    def decorate(write: matters.Write) -> matters.Write:
        name = f"document.{verb}"
        ACTS[verb] = Act(name, label or LABELS[name], write, form, permission=permission, **more)
        return write

    return decorate


def offers_for(user: User, document: Document, on: date) -> list[Offer]:
    """The expected next step first."""
    possible = {move.name for move in STEPS.possible(Thing.DOCUMENT, document.status)}
    found = [
        Offer(one, one.url(document))
        for one in ACTS.values()
        if (one.name in possible or one.name not in LABELS)
        and (one.when is None or one.when(document, on))
        and can(user, one.allows, document)
    ]
    return sorted(found, key=lambda offer: not offer.act.main)


@login_required
@require_http_methods(["GET", "POST"])
def do(request: HttpRequest, document_id: int, verb: str) -> HttpResponse:
    """A stranger gets 404, an insider without the verb 403; a refusal stands in the form with the input."""
    one = ACTS.get(verb)
    if one is None or one.write is None:
        raise Http404
    user = actor_of(request)
    document = document_of(request, document_id)
    require(user, one.allows, document)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = one.form(*sent, actor=user, on=clock.today(), row=document)
    if request.method == "POST" and form.is_valid() and tried(form, one.write, request, document):
        messages.success(request, one.done)
        return redirect(form.leads_to or reverse("report", args=[document.pk]))
    context = {"act": one, "form": form, "row": document, "back": reverse("report", args=[document.pk])}
    return render(request, "reports/act.html", context)


def _who(request: HttpRequest, document: Document) -> dict[str, Any]:
    return {"actor": actor_of(request), "document_id": document.pk, "now": clock.now()}


def _is_drafted(document: Document, on: date) -> bool:
    return document.as_of is not None


def _may_be_replaced(document: Document, on: date) -> bool:
    return document.status == DocumentStatus.ISSUED and not hasattr(document, "corrected_by")


@act("submit", "report.draft", main=True, when=_is_drafted, done=_("已送审。"))
def submit(request: HttpRequest, document: Document, form: Any) -> None:
    services.submit_document(**_who(request, document))


@act("approve", "report.decide", main=True, done=_("已审签，请编号印发。"))
def approve(request: HttpRequest, document: Document, form: Any) -> None:
    services.approve_document(**_who(request, document))


@act(
    "issue",
    "report.decide",
    main=True,
    text=_("编号后文字、数据和文件不再变动，只能撤回或另发更正件。"),
    done=_("已编号印发。"),
)
def issue(request: HttpRequest, document: Document, form: Any) -> None:
    issue_document(on=clock.today(), **_who(request, document))


@act("send_back", "report.decide", NoteForm, done=_("已退回修改。"))
def send_back(request: HttpRequest, document: Document, form: Any) -> None:
    services.send_back_document(note=form.cleaned_data["note"], **_who(request, document))


@act(
    "replace",
    "report.draft",
    label=_("起草更正件"),
    when=_may_be_replaced,
    done=_("更正件正在起草，开头会写明替代原文号；印发后原件标为已更正。"),
)
def replace(request: HttpRequest, document: Document, form: Any) -> None:
    order = services.Order(
        kind=document.kind,
        period=Month(document.year, document.month),
        subject=document.subject or services.SUBJECT,
        opening=document.opening,
        sector_id=document.sector_id,
        corrects_id=document.pk,
    )
    made = services.start_document(actor=actor_of(request), order=order, on=clock.today(), now=clock.now())
    form.leads_to = reverse("report", args=[made.pk])


@act(
    "withdraw",
    "report.decide",
    NoteForm,
    danger=True,
    text=_("撤回后文号不再使用，文件保留备查。"),
    done=_("已撤回。"),
)
def withdraw(request: HttpRequest, document: Document, form: Any) -> None:
    services.withdraw_document(note=form.cleaned_data["note"], **_who(request, document))


@act("discard", "report.draft", NoteForm, danger=True, done=_("已作废。"))
def discard(request: HttpRequest, document: Document, form: Any) -> None:
    services.discard_document(note=form.cleaned_data["note"], **_who(request, document))
