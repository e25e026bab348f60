"""What the office, and for some of it the units, write about a project, one form each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.clock import today
from accounts.services import store_upload
from accounts.views import actor_of
from rulebook.rules import Measure

from .. import forms, services
from ..models import Exemption, Milestone, Project, Receipt, Responsibility
from ..permissions import require
from ..rules import code_warning
from .acts import act_on_project, tried


@login_required
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    require(actor_of(request), "project.register")
    data = request.POST if request.method == "POST" else None
    form = forms.ProjectForm(data, actor=actor_of(request), on=today())
    if form.is_valid() and tried(form, _register, request) and (project := form.project):
        messages.success(request, gettext("已登记，编号%(number)s。") % {"number": project.number})
        _warn_of_codes(request, form)
        return redirect("project", project.pk)
    context = {"form": form, "title": _("登记项目"), "label": _("登记"), "back": reverse("ledger")}
    return render(request, "projects/act.html", context)


def _register(request: HttpRequest, form: Any) -> None:
    form.project = services.register_project(actor=actor_of(request), on=today(), **form.cleaned_data)


def _warn_of_codes(request: HttpRequest, form: Any) -> None:
    for code in form.cleaned_data["codes"]:
        if warning := code_warning(code):
            messages.warning(request, warning)


@act_on_project("project.revise", forms.ProjectForm, _("修改项目"))
def edit(request: HttpRequest, project: Project, form: Any) -> None:
    services.revise_project(actor=actor_of(request), project_id=project.pk, **form.cleaned_data)
    _warn_of_codes(request, form)


@act_on_project("project.plan", forms.PlanForm, _("年度计划"))
def plan(request: HttpRequest, project: Project, form: Any) -> None:
    on = today()
    services.set_annual_plan(
        actor=actor_of(request),
        project_id=project.pk,
        year=on.year,
        terms=form.terms,
        change=form.cleaned_data["change"],
        on=on,
        reason=form.cleaned_data["reason"],
    )


@act_on_project("responsibility.change", forms.AssignForm, _("落实责任"))
def assign(request: HttpRequest, project: Project, form: Any) -> None:
    names = ("role", "holder", "since", "position", "contact", "note")
    values = {name: form.cleaned_data[name] for name in names}
    services.assign_responsibility(actor=actor_of(request), project_id=project.pk, **values)


@act_on_project(
    "responsibility.change",
    forms.HandOverForm,
    _("移交责任"),
    row_model=Responsibility,
    done=_("已移交。"),
    label=_("移交"),
)
def hand_over(request: HttpRequest, project: Project, form: Any) -> None:
    services.hand_over_responsibility(
        actor=actor_of(request),
        responsibility_id=form.row.pk,
        to=form.successor,
        on=form.cleaned_data["on_day"],
        reason=form.cleaned_data["reason"],
        contact=form.cleaned_data["contact"],
    )


@act_on_project(
    "responsibility.change",
    forms.EndResponsibilityForm,
    _("终止责任"),
    row_model=Responsibility,
    done=_("已终止。"),
    label=_("终止"),
)
def end(request: HttpRequest, project: Project, form: Any) -> None:
    values = {"on": form.cleaned_data["on_day"], "reason": form.cleaned_data["reason"]}
    services.end_responsibility(actor=actor_of(request), responsibility_id=form.row.pk, **values)


@act_on_project("milestone.change", forms.MilestoneForm, _("添加节点"))
def add_milestone(request: HttpRequest, project: Project, form: Any) -> None:
    services.set_milestone(actor=actor_of(request), project_id=project.pk, **form.cleaned_data)


@act_on_project("milestone.change", forms.MilestoneForm, _("调整节点"), row_model=Milestone)
def change_milestone(request: HttpRequest, project: Project, form: Any) -> None:
    services.set_milestone(actor=actor_of(request), project_id=project.pk, **form.cleaned_data)


@act_on_project(
    "milestone.complete",
    forms.CompleteMilestoneForm,
    _("节点完成"),
    row_model=Milestone,
    done=_("已记为完成。"),
    label=_("完成"),
)
def complete_milestone(request: HttpRequest, project: Project, form: Any) -> None:
    files = [_stored(request, file) for file in form.cleaned_data["evidence"]]
    services.complete_milestone(
        actor=actor_of(request),
        milestone_id=form.row.pk,
        completed_on=form.cleaned_data["completed_on"],
        completion=form.cleaned_data["completion"],
        evidence=files,
    )


def _stored(request: HttpRequest, file: Any) -> Any:
    return store_upload(actor=actor_of(request), file=file, name=file.name, now=clock.now())


@act_on_project("funding.change", forms.FundingForm, _("资金来源"))
def funding(request: HttpRequest, project: Project, form: Any) -> None:
    services.set_funding_line(actor=actor_of(request), project_id=project.pk, **form.cleaned_data)


@act_on_project("receipt.record", forms.ReceiptForm, _("登记到位资金"))
def receipt(request: HttpRequest, project: Project, form: Any) -> None:
    values = dict(form.cleaned_data)
    file = values.pop("evidence")
    evidence = _stored(request, file) if file else None
    services.record_receipt(actor=actor_of(request), project_id=project.pk, evidence=evidence, **values)


@act_on_project("receipt.decide", forms.DecideReceiptForm, _("认定到位资金"), row_model=Receipt)
def decide_receipt(request: HttpRequest, project: Project, form: Any) -> None:
    values = {name: form.cleaned_data[name] for name in ("recognised", "reason")}
    services.decide_receipt(actor=actor_of(request), receipt_id=form.row.pk, **values)


@act_on_project("assessment.record", forms.AssessmentForm, _("登记稳评"))
def assessment(request: HttpRequest, project: Project, form: Any) -> None:
    services.record_assessment(actor=actor_of(request), project_id=project.pk, **form.cleaned_data)


@act_on_project("statistics.record", forms.StatisticsForm, _("登记入库"))
def statistics(request: HttpRequest, project: Project, form: Any) -> None:
    services.record_statistics_entry(actor=actor_of(request), project_id=project.pk, **form.cleaned_data)


@act_on_project("exemption.grant", forms.ExemptionForm, _("准予豁免"), done=_("已准予。"), label=_("准予"))
def exempt(request: HttpRequest, project: Project, form: Any) -> None:
    values = {**form.cleaned_data, "measure": Measure(form.cleaned_data["measure"])}
    services.grant_exemption(actor=actor_of(request), project_id=project.pk, **values)


@act_on_project(
    "exemption.grant", forms.EndExemptionForm, _("终止豁免"), row_model=Exemption, label=_("终止")
)
def end_exemption(request: HttpRequest, project: Project, form: Any) -> None:
    values = {"on": form.cleaned_data["on_day"], "reason": form.cleaned_data["reason"]}
    services.end_exemption(actor=actor_of(request), exemption_id=form.row.pk, **values)
