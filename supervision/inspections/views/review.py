"""复核: asked for in time, decided in time, by people who took no part; and the clues that few may see."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.views import actor_of
from supervision.matters.forms.office import ReasonForm
from supervision.matters.views.acts import tried

from .. import services
from ..forms import conclusion as forms
from ..models import Clue, Inspection, Review
from ..permissions import require
from ..rules.states import Thing
from ..rules.words import ReviewStatus
from .acts import act
from .offers import offers


@login_required
@require_safe
def show_review(request: HttpRequest, review_id: int) -> HttpResponse:
    user, on = actor_of(request), clock.today()
    rows = Review.objects.visible_to(user).select_related(
        "conclusion__inspection",
        "conclusion__unit",
        "conclusion__replaced_by",
        "signatory",
        "filed_by__person",
        "decided_by__person",
    )
    review = get_object_or_404(
        rows.prefetch_related("reviewers__user__person", "reviewers__user__unit"), pk=review_id
    )
    context = {
        "review": review,
        "conclusion": review.conclusion,
        "offers": offers(user, Thing.REVIEW, review, on),
        "late": review.status == ReviewStatus.FILED and review.decide_by < on,
        "on": on,
    }
    return render(request, "inspections/review.html", context)


# --- its steps -----------------------------------------------------------------------------------
def _who(request: HttpRequest, review: Review) -> dict[str, Any]:
    return {"actor": actor_of(request), "review_id": review.pk, "now": clock.now()}


def is_open(review: Review, on: date) -> bool:
    return bool(review.status == ReviewStatus.FILED)


@act("review.appoint", forms.AppointForm, main=True, when=is_open, done=gettext_lazy("复核人员已确定。"))
def appoint(request: HttpRequest, review: Review, form: Any) -> None:
    users = [user.pk for user in form.cleaned_data["reviewers"]]
    services.appoint_reviewers(user_ids=users, **_who(request, review))


@act("review.uphold", forms.DecideForm, main=True, done=gettext_lazy("已决定维持结论。"))
def uphold(request: HttpRequest, review: Review, form: Any) -> None:
    services.uphold_review(
        decision=form.cleaned_data["decision"], signatory_id=form.post(), **_who(request, review)
    )


@act(
    "review.change",
    forms.ChangeForm,
    text=gettext_lazy("原结论不再有效，由变更后的结论代替，重新送达。"),
    done=gettext_lazy("已决定变更结论。"),
)
def change(request: HttpRequest, review: Review, form: Any) -> None:
    services.change_review(
        decision=form.cleaned_data["decision"],
        signatory_id=form.post(),
        text=form.cleaned_data["text"],
        finding_ids=form.finding_ids,
        **_who(request, review),
    )


@act("review.revoke", forms.DecideForm, danger=True, done=gettext_lazy("已决定撤销结论。"))
def revoke(request: HttpRequest, review: Review, form: Any) -> None:
    services.revoke_review(
        decision=form.cleaned_data["decision"], signatory_id=form.post(), **_who(request, review)
    )


@act("review.retract", ReasonForm, done=gettext_lazy("复核申请已撤回。"))
def retract(request: HttpRequest, review: Review, form: Any) -> None:
    services.retract_review(reason=form.cleaned_data["reason"], **_who(request, review))


# --- clues ---------------------------------------------------------------------------------------
@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def clues(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Each sees what he wrote down, the head of the office all. That it was read is kept, by no browser."""
    user = actor_of(request)
    inspection = get_object_or_404(Inspection.objects.visible_to(user), pk=inspection_id)
    require(user, "clue.transfer", inspection)
    form = forms.ClueForm(request.POST or None, actor=user, on=clock.today(), row=inspection)
    if request.method == "POST" and form.is_valid() and tried(form, _transfer, request):
        messages.success(request, _("线索移送已登记。"))
        return redirect("clues", inspection.pk)
    seen = Clue.objects.visible_to(user).filter(inspection=inspection).values_list("pk", flat=True)
    rows = [services.read_clue(actor=user, clue_id=pk, now=clock.now()) for pk in seen]
    response = render(
        request, "inspections/clues.html", {"form": form, "inspection": inspection, "clues": rows}
    )
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return response


def _transfer(request: HttpRequest, form: Any) -> None:
    services.transfer_clue(
        actor=actor_of(request), inspection_id=form.row.pk, now=clock.now(), **form.cleaned_data
    )
