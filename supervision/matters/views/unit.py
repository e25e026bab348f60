"""What a unit does: sign, refuse, ask for a later date; and what its head agrees to."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.rules.keys import keys_of
from accounts.views import actor_of

from .. import services
from ..forms.unit import ExtensionForm, RefuseForm
from ..models import Duty, Extension, Matter
from ..permissions import require
from ..rules.states import Thing
from ..rules.words import DutyRole, MatterStatus
from ..selectors.terms import extension_terms
from .acts import act, act_on_page, back_to, tried
from .feedback import WORKED_ON
from .offers import offers


# --- signing --------------------------------------------------------------------------------------
@act("duty.sign", main=True, done=gettext_lazy("已签收。"))
def sign(request: HttpRequest, row: Any, form: Any) -> None:
    services.sign_duty(actor=actor_of(request), duty_id=row.pk, now=clock.now())


@act(
    "duty.refuse",
    RefuseForm,
    text=gettext_lazy("退回后由督查办改派或维持交办；理由会记入办理记录。"),
    done=gettext_lazy("已退回督查办。"),
)
def refuse(request: HttpRequest, row: Any, form: Any) -> None:
    services.refuse_duty(
        actor=actor_of(request), duty_id=row.pk, reason=form.cleaned_data["reason"], now=clock.now()
    )


@act("duty.start", done=gettext_lazy("已开始办理。"))
def start(request: HttpRequest, row: Any, form: Any) -> None:
    services.start_duty(actor=actor_of(request), duty_id=row.pk, now=clock.now())


@login_required
@require_POST
def sign_chosen(request: HttpRequest) -> HttpResponse:
    """Each for itself: one that somebody else has signed meanwhile does not hold up the others."""
    actor = actor_of(request)
    chosen = keys_of(request.POST.getlist("chosen"))
    duties = Duty.objects.visible_to(actor).filter(pk__in=chosen).select_related("matter", "unit")
    signed = 0
    for duty in duties:
        require(actor, "duty.sign", duty)
    for duty in duties:
        try:
            services.sign_duty(actor=actor, duty_id=duty.pk, now=clock.now())
            signed += 1
        except ValidationError as error:
            messages.error(request, f"{duty.matter.title}：{' '.join(error.messages)}")
    if signed:
        said = ngettext("已签收%(count)s件。", "已签收%(count)s件。", signed)
        messages.success(request, said % {"count": signed})
    elif not duties:
        messages.warning(request, _("没有勾选要签收的事项。"))
    return redirect("matter-inbox")


# --- a later date ---------------------------------------------------------------------------------
def why_not_extended(matter: Matter, on: date) -> str:
    """Asked for before the date has run out, of work that goes on; empty where it may be."""
    works = any(duty.role == DutyRole.LEAD and duty.status in WORKED_ON for duty in matter.duties.all())
    if matter.status != MatterStatus.ISSUED or not works:
        return _("牵头单位签收以后、报办结以前才能申请延期。")
    if any(stop.is_in_force(on) for stop in matter.suspensions.all()):
        return _("事项暂缓期间不计时限，恢复办理以后再申请延期。")
    if matter.due_on is None:
        return _("办结时限还没有确定，不能申请延期。")
    if matter.due_on < on:
        return _("延期须在时限届满前申请；已逾期的，请如实反馈进展和原因。")
    return ""


def may_be_extended(matter: Matter, on: date) -> bool:
    return not why_not_extended(matter, on)


act_on_page(
    "matter.propose_extension",
    gettext_lazy("申请延期"),
    "matter-extension-propose",
    permission="extension.propose",
    when=may_be_extended,
)


@login_required
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, matter_id: int) -> HttpResponse:
    actor, on = actor_of(request), clock.today()
    matter = get_object_or_404(Matter.objects.visible_to(actor), pk=matter_id)
    require(actor, "extension.propose", matter)
    terms = extension_terms(matter)
    sent = request.POST if request.method == "POST" else None
    form = ExtensionForm(sent, actor=actor, on=on, row=matter, progress=terms.latest_progress)
    if sent is not None and form.is_valid() and tried(form, _propose, request, matter):
        messages.success(request, _("延期申请已提交。"))
        return redirect(back_to(request, matter))
    context = {
        "form": form,
        "matter": matter,
        "terms": terms,
        "why_not": why_not_extended(matter, on),
        "back": back_to(request, matter),
    }
    return render(request, "matters/extension_propose.html", context)


def _propose(request: HttpRequest, matter: Matter, form: Any) -> None:
    services.propose_extension(
        actor=actor_of(request), matter_id=matter.pk, now=clock.now(), **form.cleaned_data
    )


@login_required
@require_safe
def show_extension(request: HttpRequest, extension_id: int) -> HttpResponse:
    """One request with both dates, and what this person may do with it."""
    actor = actor_of(request)
    rows = Extension.objects.visible_to(actor).select_related(
        "matter", "proposed_by__person", "asked_by__person", "decided_by__person"
    )
    extension = get_object_or_404(rows, pk=extension_id)
    context = {
        "extension": extension,
        "matter": extension.matter,
        "terms": extension_terms(extension.matter),
        "offers": offers(actor, Thing.EXTENSION, extension, clock.today()),
        "next": back_to(request, extension.matter),
    }
    return render(request, "matters/extension.html", context)


@act("extension.agree", main=True, done=gettext_lazy("已同意，报请审批。"))
def agree(request: HttpRequest, row: Any, form: Any) -> None:
    services.agree_extension(actor=actor_of(request), extension_id=row.pk, now=clock.now())


@act("extension.retract", done=gettext_lazy("延期申请已撤回。"))
def retract(request: HttpRequest, row: Any, form: Any) -> None:
    services.retract_extension(actor=actor_of(request), extension_id=row.pk, now=clock.now())
