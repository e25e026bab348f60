"""方案: written, revised before approval, with the warnings of article 15 while it is being filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.views import actor_of
from supervision.matters.views.acts import tried

from .. import services
from ..forms.plan import MAX_TEAM, PlanForm, TeamRow, people_of, team_rows
from ..models import Inspection
from ..permissions import require
from ..selectors.inspection_page import whole_inspection
from ..selectors.overlap import KINDS, overlap_warnings


@dataclass
class Sheet:
    """The plan and the rows of its team; both are looked at, so that everything wrong is said at once."""

    form: PlanForm
    team: Any

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.team.is_valid()])


def sheet_of(request: HttpRequest, inspection: Inspection | None) -> Sheet:
    data = request.POST if request.method == "POST" else None
    user, on = actor_of(request), clock.today()
    return Sheet(PlanForm(data, actor=user, on=on, row=inspection), team_rows(data, user, on, inspection))


@login_required
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    require(actor_of(request), "inspection.create", None)
    sheet = sheet_of(request, None)
    if request.method == "POST" and sheet.is_valid() and tried(sheet.form, _draft, request, sheet):
        return redirect("inspection", sheet.form.made.pk)  # type: ignore[attr-defined]
    return _shown(request, sheet, None)


def _draft(request: HttpRequest, sheet: Sheet, form: Any) -> None:
    """Saved, and on request sent for approval in the same breath."""
    actor, now = actor_of(request), clock.now()
    with transaction.atomic():
        form.made = services.draft_inspection(
            actor=actor, words=form.words, unit_ids=form.unit_ids, team=sheet.team.kept, now=now
        )
        _submit_if_asked(request, form.made.pk)


def _submit_if_asked(request: HttpRequest, pk: int) -> None:
    if request.POST.get("then") == "submit":
        services.submit_inspection(actor=actor_of(request), inspection_id=pk, now=clock.now())
        messages.success(request, _("方案已报批。"))
    else:
        messages.success(request, _("方案已存为草稿。"))


@login_required
@require_http_methods(["GET", "POST"])
def revise(request: HttpRequest, inspection_id: int) -> HttpResponse:
    inspection = get_object_or_404(whole_inspection(actor_of(request)), pk=inspection_id)
    require(actor_of(request), "inspection.revise", inspection)
    sheet = sheet_of(request, inspection)
    if request.method == "POST" and sheet.is_valid() and tried(sheet.form, _revise, request, sheet):
        return redirect("inspection", inspection.pk)
    return _shown(request, sheet, inspection)


def _revise(request: HttpRequest, sheet: Sheet, form: Any) -> None:
    with transaction.atomic():
        services.revise_inspection(
            actor=actor_of(request),
            inspection_id=form.row.pk,
            words=form.words,
            unit_ids=form.unit_ids,
            team=sheet.team.kept,
            now=clock.now(),
        )
        _submit_if_asked(request, form.row.pk)


def _shown(request: HttpRequest, sheet: Sheet, inspection: Inspection | None) -> HttpResponse:
    form = sheet.form
    context = {
        "form": form,
        "team": sheet.team,
        "inspection": inspection,
        "groups": [(title, [form[name] for name in names]) for title, names in form.GROUPS],
        "wrong": form.is_bound and (form.errors or not sheet.team.is_valid()),
    }
    return render(request, "inspections/plan.html", context)


# --- pieces that the page asks for while it is filled in ------------------------------------------
@login_required
@require_safe
def warnings(request: HttpRequest) -> HttpResponse:
    """``?inspection=`` is the one that is being revised."""
    user = actor_of(request)
    require(user, "inspection.create", None)
    glimpse = PlanForm(request.GET, actor=user, on=clock.today(), row=None).glimpse
    own = request.GET.get("inspection", "")
    exclude = int(own) if own.isascii() and own.isdigit() and len(own) < len(str(2**63)) else None
    found = overlap_warnings(user, *glimpse, exclude=exclude) if glimpse else None
    return render(request, "inspections/plan_warnings.html", {"warnings": found, "kinds": KINDS})


@login_required
@require_safe
def add_member(request: HttpRequest) -> HttpResponse:
    """One more empty row, and the new number of rows."""
    user = actor_of(request)
    require(user, "inspection.create", None)
    asked = request.GET.get("team-TOTAL_FORMS", "")
    place = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < len("1000") else 0
    if place >= MAX_TEAM:
        return HttpResponse(status=204)
    row = TeamRow(prefix=f"team-{place}", people=people_of(user))
    return render(request, "inspections/team_row_added.html", {"row": row, "total": place + 1})
