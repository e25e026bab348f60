"""The acts on a slip: offered where it stands to whom may, and done here through its services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.models import User
from accounts.views import actor_of
from supervision.matters.forms.pieces import ActForm
from supervision.matters.views import acts as matters
from supervision.matters.views.acts import tried
from supervision.matters.views.offers import Offer

from ..exports.slips import issue_slip
from ..forms import slips as forms
from ..models import Slip
from ..permissions import can, require
from ..rules.slips import SLIP_EVENTS, SLIP_MOVES, TABLE, SlipKind, SlipStatus, SlipThing
from ..services import slips as services

LABELS: Final = {**{move.name: move.label for move in SLIP_MOVES}, **SLIP_EVENTS}
MOVING: Final = frozenset(move.name for move in SLIP_MOVES)


@dataclass(frozen=True)
class Act(matters.Act):
    """As an act of the matters, under this room's addresses."""

    def url(self, row: Any) -> str:
        return reverse("slip-act", args=[row.pk, self.name.partition(".")[2]])


ACTS: Final[dict[str, Act]] = {}


def act(verb: str, form: Any = ActForm, **more: Any) -> Callable[[matters.Write], matters.Write]:
    def decorate(write: matters.Write) -> matters.Write:
        ACTS[verb] = Act(f"slip.{verb}", LABELS[f"slip.{verb}"], write, form, **more)
        return write

    return decorate


def offers_for(user: User, slip: Slip, on: date) -> list[Offer]:
    """In the order below; the expected next step first."""
    possible = {move.name for move in TABLE.possible(SlipThing.SLIP, slip.status)}
    found = [
        Offer(one, one.url(slip))
        for one in ACTS.values()
        if (one.name in possible or one.name not in MOVING)
        and (one.when is None or one.when(slip, on))
        and can(user, one.allows, slip)
    ]
    return sorted(found, key=lambda offer: not offer.act.main)


@login_required
@require_http_methods(["GET", "POST"])
def do(request: HttpRequest, slip_id: int, verb: str) -> HttpResponse:
    """A stranger gets 404, an insider without the verb 403; a refusal stands in the form with the input."""
    one = ACTS.get(verb)
    if one is None or one.write is None:
        raise Http404
    user = actor_of(request)
    slip = get_object_or_404(Slip.objects.visible_to(user).select_related("unit", "follows"), pk=slip_id)
    require(user, one.allows, slip)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = one.form(*sent, actor=user, on=clock.today(), row=slip)
    if request.method == "POST" and form.is_valid() and tried(form, one.write, request, slip):
        messages.success(request, one.done)
        return redirect("slip", slip.pk)
    context = {"act": one, "form": form, "row": slip, "back": reverse("slip", args=[slip.pk])}
    return render(request, "alerts/slips/act.html", context)


def _who(request: HttpRequest, slip: Slip) -> dict[str, Any]:
    return {"actor": actor_of(request), "slip_id": slip.pk, "now": clock.now()}


def is_draft(slip: Slip, on: date) -> bool:
    return slip.status == SlipStatus.DRAFT


def is_summons(slip: Slip, on: date) -> bool:
    return slip.kind == SlipKind.SUMMONS


def is_written(slip: Slip, on: date) -> bool:
    return not is_summons(slip, on)


@act("take_up", forms.SlipForm, main=True, done=_("已采纳为草稿，请报请批准。"))
def take_up(request: HttpRequest, slip: Slip, form: Any) -> None:
    services.take_up_slip(words=form.words, **_who(request, slip))


@act(
    "dismiss",
    forms.ReasonForm,
    text=_("这一级不会再建议；升到更高一级时会重新建议。"),
    done=_("已登记不予出单。"),
)
def dismiss(request: HttpRequest, slip: Slip, form: Any) -> None:
    services.dismiss_slip(reason=form.cleaned_data["reason"], **_who(request, slip))


@act("submit", main=True, done=_("已报请批准。"))
def submit(request: HttpRequest, slip: Slip, form: Any) -> None:
    services.submit_slip(**_who(request, slip))


@act("revise", forms.SlipForm, when=is_draft, done=_("已保存。"))
def revise(request: HttpRequest, slip: Slip, form: Any) -> None:
    services.revise_slip(words=form.words, **_who(request, slip))


@act("refresh", when=is_draft, done=_("事实已更新到今天。"))
def refresh(request: HttpRequest, slip: Slip, form: Any) -> None:
    services.refresh_slip(**_who(request, slip))


@act("approve", forms.ApproveForm, main=True, done=_("已批准，请编号印发。"))
def approve(request: HttpRequest, slip: Slip, form: Any) -> None:
    services.approve_slip(signatory_id=form.post(), **_who(request, slip))


@act("send_back", forms.ReasonForm, done=_("已退回修改。"))
def send_back(request: HttpRequest, slip: Slip, form: Any) -> None:
    services.send_back_slip(reason=form.cleaned_data["reason"], **_who(request, slip))


@act("issue", main=True, done=_("已编号印发，单位会收到提醒。"))
def issue(request: HttpRequest, slip: Slip, form: Any) -> None:
    issue_slip(**_who(request, slip))


@act("sign", forms.SignForm, main=True, done=_("已签收。"))
def sign(request: HttpRequest, slip: Slip, form: Any) -> None:
    services.sign_slip(receipt_note=form.cleaned_data["receipt_note"], **_who(request, slip))


@act("answer", forms.AnswerForm, main=True, when=is_written, done=_("反馈已报送，请等待审核。"))
def answer(request: HttpRequest, slip: Slip, form: Any) -> None:
    files = [(file.name, file) for file in form.cleaned_data["files"]]
    services.answer_slip(text=form.cleaned_data["text"], files=files, **_who(request, slip))


@act("close", forms.CloseForm, main=True, done=_("已办结。"))
def close(request: HttpRequest, slip: Slip, form: Any) -> None:
    services.close_slip(note=form.cleaned_data["note"], **_who(request, slip))


@act("return_answer", forms.ReasonForm, done=_("已退回，反馈时限重新起算。"))
def return_answer(request: HttpRequest, slip: Slip, form: Any) -> None:
    services.return_answer(reason=form.cleaned_data["reason"], **_who(request, slip))


@act("record_talk", forms.TalkForm, main=True, when=is_summons, done=_("约谈情况已登记。"))
def record_talk(request: HttpRequest, slip: Slip, form: Any) -> None:
    services.record_talk(text=form.cleaned_data["text"], **_who(request, slip))


@act("withdraw", forms.ReasonForm, danger=True, done=_("已撤回。"))
def withdraw(request: HttpRequest, slip: Slip, form: Any) -> None:
    services.withdraw_slip(reason=form.cleaned_data["reason"], **_who(request, slip))
