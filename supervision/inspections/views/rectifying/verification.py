"""现场核查 on a phone: what the unit claims, its proof, what was seen, and the other's signature."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.views import actor_of
from supervision.matters.views.acts import tried

from ... import services
from ...forms.rectifying.verifier import DisagreeForm, RecordForm, SignForm
from ...models import Verification
from ...permissions import can, require
from ...rules.states import Thing
from ...rules.words import ProgressKind, VerificationStatus
from ...selectors.evidence import hints_of
from ...selectors.page import VerificationPage, verification_page
from ..acts import act, act_on_page, back_to
from ..evidence import gallery
from ..offers import offers
from .proof import named

V = VerificationStatus


@login_required
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, verification_id: int) -> HttpResponse:
    """The form stands on the page while nothing is recorded; afterwards the others sign what was."""
    user, on = actor_of(request), clock.today()
    try:
        page = verification_page(user, verification_id, on)
    except Verification.DoesNotExist as error:
        raise Http404 from error
    visit = page.verification
    form = None
    if visit.status == V.ASSIGNED and can(user, "verification.record", visit):
        sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        form = RecordForm(*sent, actor=user, on=on, row=visit)
    if request.method == "POST":
        require(user, "verification.record", visit)
        if form is None:
            messages.error(request, _("这次核查已经记录，请看下面的记录。"))
            return redirect("verification", visit.pk)
        if form.is_valid() and tried(form, _record, request, visit):
            messages.success(request, _("已记录并签字，等待另一名核查人签字。"))
            return redirect(back_to(request, visit) if request.POST.get("next") else request.path)
    return render(request, "inspections/rectifying/verification.html", _context(request, page, form))


def _record(request: HttpRequest, visit: Verification, form: Any) -> None:
    values = form.cleaned_data
    services.record_verification(
        actor=actor_of(request),
        verification_id=visit.pk,
        visited_on=values["visited_on"],
        place=values["place"],
        situation=values["situation"],
        passes=values["passes"] == "yes",
        files=named(values["photos"]),
        now=clock.now(),
    )


def _context(request: HttpRequest, page: VerificationPage, form: Any) -> dict[str, Any]:
    visit, on = page.verification, clock.today()
    own = [row for row in page.evidence if row.verification_id == visit.pk]
    claimed = [row for row in page.evidence if row.verification_id is None]
    finals = page.rectification.progress.filter(kind=ProgressKind.FINAL).select_related("by__person")
    return {
        "page": page,
        "visit": visit,
        "row": page.rectification,
        "form": form,
        "claim": finals.order_by("-pk").first(),
        "claimed": gallery(claimed, hints_of(actor_of(request), claimed)),
        "seen": gallery(own),
        "offers": offers(actor_of(request), Thing.VERIFICATION, visit, on),
        "on": on,
        "late": visit.due_on is not None and visit.due_on < on and visit.status in (V.ASSIGNED, V.RECORDED),
    }


act_on_page(
    "verification.record",
    gettext_lazy("记录核查情况"),
    "verification",
    main=True,
    when=lambda visit, on: visit.status == V.ASSIGNED,
)


def _is_to_sign(visit: Any, on: Any) -> bool:
    """Who has signed already is told so by the service."""
    return visit.status == V.RECORDED


@act(
    "verification.sign",
    SignForm,
    label=gettext_lazy("同意记录并签字"),
    main=True,
    when=_is_to_sign,
    done=gettext_lazy("已签字。"),
    text=gettext_lazy("全体核查人签字后即按记录的结论办理。谁核查、谁负责。"),
)
def sign(request: HttpRequest, row: Verification, form: Any) -> None:
    services.sign_verification(
        actor=actor_of(request),
        verification_id=row.pk,
        opinion=form.cleaned_data["opinion"],
        now=clock.now(),
    )


@act(
    "verification.disagree",
    DisagreeForm,
    label=gettext_lazy("不同意记录"),
    done=gettext_lazy("已退回重新记录。"),
)
def disagree(request: HttpRequest, row: Verification, form: Any) -> None:
    services.disagree_verification(
        actor=actor_of(request),
        verification_id=row.pk,
        reason=form.cleaned_data["reason"],
        now=clock.now(),
    )
