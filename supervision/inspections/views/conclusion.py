"""督查结论: drafted with its findings and their proof, made by the government, delivered; recommendations."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.permissions import is_office
from accounts.views import actor_of
from supervision.matters.forms.office import ReasonForm
from supervision.matters.views.acts import tried

from .. import services
from ..forms import conclusion as forms
from ..models import Conclusion, Inspection, Recommendation
from ..permissions import require
from ..rules.states import Thing
from ..rules.words import ConclusionStatus, RecommendationKind, RecommendationStatus
from ..selectors.inspection_page import conclusion_page
from .acts import act
from .inspection import told
from .offers import lines, offers

MADE = (ConclusionStatus.ISSUED, ConclusionStatus.DELIVERED)


@login_required
@require_safe
def show_conclusion(request: HttpRequest, conclusion_id: int) -> HttpResponse:
    user, on = actor_of(request), clock.today()
    try:
        conclusion, steps = conclusion_page(user, conclusion_id)
    except Conclusion.DoesNotExist as error:
        raise Http404 from error
    context = {
        "conclusion": conclusion,
        "inspection": Inspection.objects.visible_to(user).filter(pk=conclusion.inspection_id).first(),
        "findings": list(conclusion.findings.all()),
        "reviews": [line.row for line in lines(user, Thing.REVIEW, conclusion.reviews.all(), on)],
        "recommendations": lines(user, Thing.RECOMMENDATION, conclusion.recommendations.all(), on),
        "offers": offers(user, Thing.CONCLUSION, conclusion, on),
        "receives": conclusion.status == ConclusionStatus.ISSUED and not is_office(user),
        "story": [told(step, whole=False) for step in steps],
        "on": on,
    }
    return render(request, "inspections/conclusion.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """First for which unit, then with its findings: ``?unit=``."""
    user, on = actor_of(request), clock.today()
    inspection = get_object_or_404(Inspection.objects.visible_to(user), pk=inspection_id)
    require(user, "inspection.revise", inspection)
    choice = forms.UnitForm(request.GET if "unit" in request.GET else None, actor=user, on=on, row=inspection)
    if not choice.is_valid():
        return render(request, "inspections/conclusion_unit.html", {"form": choice, "inspection": inspection})
    unit = choice.cleaned_data["unit"]
    form = forms.ConclusionForm(request.POST or None, actor=user, on=on, row=(inspection, unit))
    if request.method == "POST" and form.is_valid() and tried(form, _draft, request):
        messages.success(request, _("结论已存为草稿。"))
        return redirect("conclusion", form.made.pk)  # type: ignore[attr-defined]
    # Not as "unit": in the templates of fields that is what a number counts.
    context = {"form": form, "inspection": inspection, "inspected": unit}
    return render(request, "inspections/conclusion_form.html", context)


def _draft(request: HttpRequest, form: Any) -> None:
    inspection_id, unit_id = form.subject
    form.made = services.draft_conclusion(
        actor=actor_of(request),
        inspection_id=inspection_id,
        unit_id=unit_id,
        text=form.cleaned_data["text"],
        finding_ids=form.finding_ids,
        now=clock.now(),
    )


# --- its steps -----------------------------------------------------------------------------------
def _who(request: HttpRequest, conclusion: Conclusion) -> dict[str, Any]:
    return {"actor": actor_of(request), "conclusion_id": conclusion.pk, "now": clock.now()}


def is_draft(conclusion: Conclusion, on: date) -> bool:
    return bool(conclusion.status == ConclusionStatus.DRAFT)


@act("conclusion.submit", main=True, done=gettext_lazy("已报政府审定。"))
def submit(request: HttpRequest, conclusion: Conclusion, form: Any) -> None:
    services.submit_conclusion(**_who(request, conclusion))


@act(
    "conclusion.revise",
    forms.ConclusionForm,
    label=gettext_lazy("修改"),
    when=is_draft,
    done=gettext_lazy("已保存。"),
)
def revise(request: HttpRequest, conclusion: Conclusion, form: Any) -> None:
    text = form.cleaned_data["text"]
    services.revise_conclusion(text=text, finding_ids=form.finding_ids, **_who(request, conclusion))


@act("conclusion.issue", forms.IssueForm, main=True, done=gettext_lazy("结论已作出并编号，请送达。"))
def issue(request: HttpRequest, conclusion: Conclusion, form: Any) -> None:
    issued_on = form.cleaned_data["issued_on"]
    services.issue_conclusion(signatory_id=form.post(), issued_on=issued_on, **_who(request, conclusion))


@act("conclusion.send_back", ReasonForm, done=gettext_lazy("已退回修改。"))
def send_back(request: HttpRequest, conclusion: Conclusion, form: Any) -> None:
    services.send_back_conclusion(reason=form.cleaned_data["reason"], **_who(request, conclusion))


@act(
    "conclusion.deliver",
    forms.DeliverForm,
    main=True,
    text=gettext_lazy("从送达的次日起算申请复核的30日（条例第十七条）。"),
    done=gettext_lazy("已登记送达。"),
)
def deliver(request: HttpRequest, conclusion: Conclusion, form: Any) -> None:
    values = form.cleaned_data
    services.deliver_conclusion(
        delivered_on=values.get("delivered_on"),
        receipt_note=values["receipt_note"],
        **_who(request, conclusion),
    )


def may_still_ask(conclusion: Conclusion, on: date) -> bool:
    until = conclusion.review_until
    asked = any(review.status != "retracted" for review in conclusion.reviews.all())
    delivered = conclusion.status == ConclusionStatus.DELIVERED
    return bool(delivered and until and on <= until and not asked)


@act(
    "conclusion.ask_review",
    forms.FileReviewForm,
    label=gettext_lazy("申请复核"),
    permission="review.file",
    when=may_still_ask,
    text=gettext_lazy("复核由未参与作出结论的人员办理，30日内作出决定（条例第十七条）。"),
    done=gettext_lazy("复核申请已提交。"),
)
def file_review(request: HttpRequest, conclusion: Conclusion, form: Any) -> None:
    made = services.file_review(reason=form.cleaned_data["reason"], **_who(request, conclusion))
    form.leads_to = reverse("review", args=[made.pk])


@act(
    "conclusion.recommend",
    forms.RecommendationForm,
    label=gettext_lazy("提出处理建议"),
    permission="recommendation.draft",
    when=lambda conclusion, on: conclusion.status in MADE,
    done=gettext_lazy("处理建议已起草，请报请批准。"),
)
def recommend(request: HttpRequest, conclusion: Conclusion, form: Any) -> None:
    services.draft_recommendation(**form.cleaned_data, **_who(request, conclusion))


# --- recommendations -----------------------------------------------------------------------------
def _this(request: HttpRequest, row: Recommendation) -> dict[str, Any]:
    return {"actor": actor_of(request), "recommendation_id": row.pk, "now": clock.now()}


def is_accountability(row: Recommendation, on: date) -> bool:
    return bool(row.kind == RecommendationKind.ACCOUNTABILITY)


@act("recommendation.submit", main=True, done=gettext_lazy("已报请批准。"))
def submit_recommendation(request: HttpRequest, row: Recommendation, form: Any) -> None:
    services.submit_recommendation(**_this(request, row))


@act(
    "recommendation.revise",
    forms.RecommendationForm,
    label=gettext_lazy("修改"),
    permission="recommendation.draft",
    when=lambda row, on: row.status == RecommendationStatus.DRAFT,
    done=gettext_lazy("已保存。"),
)
def revise_recommendation(request: HttpRequest, row: Recommendation, form: Any) -> None:
    services.revise_recommendation(**form.cleaned_data, **_this(request, row))


@act("recommendation.approve", forms.ApproveRecommendationForm, main=True, done=gettext_lazy("已登记批准。"))
def approve_recommendation(request: HttpRequest, row: Recommendation, form: Any) -> None:
    decided_on = form.cleaned_data["decided_on"]
    services.approve_recommendation(approver_id=form.post(), decided_on=decided_on, **_this(request, row))


@act("recommendation.refuse", ReasonForm, done=gettext_lazy("已登记不予批准。"))
def refuse_recommendation(request: HttpRequest, row: Recommendation, form: Any) -> None:
    services.refuse_recommendation(reason=form.cleaned_data["reason"], **_this(request, row))


@act(
    "recommendation.carry_out",
    forms.CarryOutForm,
    when=lambda row, on: not is_accountability(row, on),
    done=gettext_lazy("已登记落实。"),
)
def carry_out(request: HttpRequest, row: Recommendation, form: Any) -> None:
    services.carry_out_recommendation(outcome=form.cleaned_data["outcome"], **_this(request, row))


@act(
    "recommendation.hand_over",
    forms.HandOverForm,
    when=is_accountability,
    text=gettext_lazy("追责由有权机关决定；这里只登记移交给谁、凭什么文。"),
    done=gettext_lazy("已登记移交。"),
)
def hand_over(request: HttpRequest, row: Recommendation, form: Any) -> None:
    services.hand_over_recommendation(**form.cleaned_data, **_this(request, row))
