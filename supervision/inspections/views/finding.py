"""问题: written down at a desk or drafted from what is red, confirmed by its unit, decided by the team."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.models import User
from accounts.permissions import is_office
from accounts.views import actor_of, send_upload
from indicators.models import Indicator
from projects.models import Milestone, Project
from projects.views.paging import page_of
from supervision.matters.forms.office import ReasonForm
from supervision.matters.views.acts import tried

from .. import services
from ..forms.finding import AnswerForm, DisputeForm, EvidenceForm, FindingFilters, FindingForm
from ..models import Evidence, Finding, Inspection
from ..permissions import can, is_in_team, require
from ..rules.states import Thing
from ..rules.words import STANDING, FindingStatus
from ..selectors.drafting import finding_draft
from ..selectors.evidence import hints_of
from ..selectors.inspection_page import finding_page, findings_of
from ..selectors.linked import linked
from .acts import act, act_on_page
from .evidence import Gallery, gallery
from .inspection import chosen, told
from .offers import offers

OPEN: Final = (FindingStatus.DRAFT, FindingStatus.NOTIFIED, FindingStatus.DISPUTED)
# What a finding may be drafted from, by the word in its address; the key of a milestone's page is its own.
SUBJECTS: Final[dict[str, Any]] = {"project": Project, "milestone": Milestone, "indicator": Indicator}
# Pressed twice on one day, it is one finding.
ONCE_A_DAY: Final = uuid.UUID("5b0cb1a6-6d0f-4b1e-9a43-2c8d1f3f7e10")


@login_required
@require_safe
def show_findings(request: HttpRequest) -> HttpResponse:
    """All findings, of inspections and of everyday monitoring."""
    user, on = actor_of(request), clock.today()
    filters = FindingFilters(request.GET, actor=user, on=on, row=None)
    page = page_of(request, chosen(findings_of(user), filters))
    context = {
        "findings": page.rows,
        "page": page,
        "filters": filters,
        "active": sum(bool(value) for value in filters.cleaned_data.values()),
        "on": on,
        "may_write": is_office(user),
    }
    return render(request, "inspections/findings.html", context)


@login_required
@require_safe
def show_finding(request: HttpRequest, finding_id: int) -> HttpResponse:
    user, on = actor_of(request), clock.today()
    try:
        finding, steps = finding_page(user, finding_id)
    except Finding.DoesNotExist as error:
        raise Http404 from error
    answers = finding.status == FindingStatus.NOTIFIED and can(user, "finding.agree", finding)
    context = {
        "finding": finding,
        "inspection": seen_inspection(request, finding),
        "linked": linked(user, finding),
        "gallery": proof(user, finding),
        "offers": [
            offer
            for offer in offers(user, Thing.FINDING, finding, on)
            if not answers or offer.act.name not in ("finding.agree", "finding.dispute")
        ],
        "answers": answers,
        "story": [told(step, whole=False) for step in steps],
        "on": on,
        "late": finding.answer_by and finding.answer_by < on and finding.status == FindingStatus.NOTIFIED,
    }
    return render(request, "inspections/finding.html", context)


def proof(user: User, finding: Finding) -> Gallery:
    """What to look at twice is for who found it or looks over it, not for the unit."""
    rows = list(finding.evidence.all())
    judges = user.reach.everything or is_in_team(user, finding)
    return gallery(rows, hints_of(user, rows) if judges else {})


def seen_inspection(request: HttpRequest, finding: Finding) -> Inspection | None:
    """Of an unannounced inspection the unit reads its findings, and not yet the inspection."""
    if finding.inspection_id is None:
        return None
    return Inspection.objects.visible_to(actor_of(request)).filter(pk=finding.inspection_id).first()


@login_required
@require_safe
def show_file(request: HttpRequest, evidence_id: int) -> HttpResponseBase:
    rows = Evidence.objects.visible_to(actor_of(request)).select_related("upload")
    return send_upload(request, get_object_or_404(rows, pk=evidence_id).upload, inline=True)


# --- written at a desk ---------------------------------------------------------------------------
@login_required
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, inspection_id: int | None = None) -> HttpResponse:
    """Within an inspection, or without one what everyday monitoring found."""
    user, inspection = actor_of(request), None
    if inspection_id is not None:
        inspection = get_object_or_404(Inspection.objects.visible_to(user), pk=inspection_id)
    if inspection is None and not is_office(user):
        raise PermissionDenied
    require(user, "finding.record", inspection)
    form = _form(request, inspection)
    if request.method == "POST" and form.is_valid() and tried(form, _record, request):
        messages.success(request, _("问题已记录。"))
        return redirect("finding", form.made.pk)  # type: ignore[attr-defined]
    return render(request, "inspections/finding_form.html", {"form": form, "inspection": inspection})


def _record(request: HttpRequest, form: Any) -> None:
    form.made = services.record_finding(
        actor=actor_of(request),
        inspection_id=form.row.pk if form.row else None,
        words=form.words,
        files=form.files_sent,
        now=clock.now(),
    )


@login_required
@require_http_methods(["GET", "POST"])
def revise(request: HttpRequest, finding_id: int) -> HttpResponse:
    rows = Finding.objects.visible_to(actor_of(request)).select_related("inspection", "project")
    finding = get_object_or_404(rows, pk=finding_id)
    require(actor_of(request), "finding.revise", finding)
    form = _form(request, finding)
    del form.fields["photos"]
    if request.method == "POST" and form.is_valid() and tried(form, _revise, request):
        messages.success(request, _("已保存。"))
        return redirect("finding", finding.pk)
    context = {"form": form, "finding": finding, "inspection": finding.inspection}
    return render(request, "inspections/finding_form.html", context)


def _revise(request: HttpRequest, form: Any) -> None:
    services.revise_finding(
        actor=actor_of(request), finding_id=form.row.pk, words=form.words, now=clock.now()
    )


def _form(request: HttpRequest, row: Any) -> FindingForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return FindingForm(*sent, actor=actor_of(request), on=clock.today(), row=row)


@login_required
@require_POST
def draft_from(request: HttpRequest, subject: str, row_id: int) -> HttpResponse:
    """One press where something is red, missed or slowed; pressed again on that day, the same finding.

    A refusal is told on the page that was left.
    """
    user, on = actor_of(request), clock.today()
    if subject not in SUBJECTS:
        raise Http404
    row = get_object_or_404(SUBJECTS[subject].objects.visible_to(user), pk=row_id)
    if not is_office(user):
        raise PermissionDenied
    key = uuid.uuid5(ONCE_A_DAY, f"{subject}:{row.pk}:{on}")
    try:
        words = finding_draft(user, on=on, **{f"{subject}_id": row.pk})
        made = services.record_finding(
            actor=user, inspection_id=None, words=words, client_key=key, now=clock.now()
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(_page_of(row))
    messages.success(request, _("已按数据起草问题，请核对后送单位确认。"))
    return redirect("finding", made.pk)


def _page_of(row: Any) -> str:
    if isinstance(row, Milestone):
        return reverse("project", args=[row.project_id])
    return reverse("project" if isinstance(row, Project) else "indicator", args=[row.pk])


# --- its steps -----------------------------------------------------------------------------------
def _who(request: HttpRequest, finding: Finding) -> dict[str, Any]:
    return {"actor": actor_of(request), "finding_id": finding.pk, "now": clock.now()}


@act("finding.notify", main=True, done=gettext_lazy("已送单位确认。"))
def notify(request: HttpRequest, finding: Finding, form: Any) -> None:
    services.notify_finding(**_who(request, finding))


@act("finding.agree", AnswerForm, main=True, done=gettext_lazy("已认可。"))
def agree(request: HttpRequest, finding: Finding, form: Any) -> None:
    services.agree_finding(statement=form.cleaned_data["statement"], **_who(request, finding))


@act("finding.dispute", DisputeForm, done=gettext_lazy("异议已提交，督查组会逐条核实。"))
def dispute(request: HttpRequest, finding: Finding, form: Any) -> None:
    services.dispute_finding(statement=form.cleaned_data["statement"], **_who(request, finding))


def is_not_awaited(finding: Finding, on: date) -> bool:
    """The unit has answered, or its time to answer is over."""
    until = finding.answer_by if finding.status == FindingStatus.NOTIFIED else None
    return until is None or until < on


@act("finding.uphold", ReasonForm, when=is_not_awaited, done=gettext_lazy("已维持认定。"))
def uphold(request: HttpRequest, finding: Finding, form: Any) -> None:
    services.uphold_finding(reason=form.cleaned_data["reason"], **_who(request, finding))


act_on_page(
    "finding.rectify",
    gettext_lazy("登记整改"),
    "rectification-from-finding",
    permission="rectification.draft",
    main=True,
    when=lambda finding, on: finding.status in STANDING,
)
act_on_page(
    "finding.revise",
    gettext_lazy("修改"),
    "finding-revise",
    when=lambda finding, on: finding.status == FindingStatus.DRAFT,
)


@act(
    "finding.attach",
    EvidenceForm,
    label=gettext_lazy("附上佐证"),
    done=gettext_lazy("佐证已附上。"),
    when=lambda finding, on: finding.status in OPEN,
)
def attach(request: HttpRequest, finding: Finding, form: Any) -> None:
    values = form.cleaned_data
    services.attach_to_finding(
        files=[(file.name, file) for file in values["attachments"]],
        claimed_at=values["claimed_at"],
        place=values["place"],
        **_who(request, finding),
    )


@act("finding.drop", ReasonForm, danger=True, done=gettext_lazy("已决定不予认定。"))
def drop(request: HttpRequest, finding: Finding, form: Any) -> None:
    services.drop_finding(reason=form.cleaned_data["reason"], **_who(request, finding))
