"""年度督查: the year by month, how often each unit is visited, what repeats, the list; plan and charges."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.models import User
from accounts.views import actor_of
from projects.views.paging import page_of
from supervision.matters.views.acts import tried

from .. import services
from ..forms.year import DesignationForm, InspectionFilters, YearPlanForm
from ..models import Designation, Finding, InspectedUnit, Inspection, YearPlan
from ..permissions import can, require
from ..selectors.repeats import repeats
from ..selectors.year import year_table

FIRST_YEAR, LAST_YEAR = 2000, 2100


@login_required
@require_safe
def show_year(request: HttpRequest) -> HttpResponse:
    user, year = actor_of(request), _year(request)
    table = year_table(user, year)
    filters = InspectionFilters(request.GET, actor=user, on=clock.today(), row=None)
    rows = _list(user, year, filters)
    page = page_of(request, rows)
    context = {
        "year": year,
        "table": table,
        "months": list(enumerate(table.months, 1)),
        "arranged": sum(map(len, table.months)),
        "repeats": repeats(table),
        "over": [unit for unit in table.units if unit.over],
        "filters": filters,
        "active": sum(bool(value) for value in filters.cleaned_data.values()),
        "page": page,
        "rows": page.rows,
        "may_draft": can(user, "inspection.create", None),
        "may_plan": can(user, "year_plan.change"),
    }
    return render(request, "inspections/year.html", context)


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == len("2026") else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else clock.today().year


def _list(user: User, year: int, filters: InspectionFilters) -> QuerySet[Inspection]:
    filters.is_valid()
    chosen = filters.cleaned_data
    seen = Finding.objects.visible_to(user).filter(pk=OuterRef("findings__pk"))
    rows = (
        Inspection.objects.visible_to(user)
        .filter(starts_on__year=year)
        .select_related("organiser")
        .prefetch_related("inspected__unit")
        .annotate(finding_count=Count("findings", filter=Exists(seen)))
        .order_by("-starts_on", "-pk")
    )
    if chosen.get("text"):
        rows = rows.filter(Q(title__icontains=chosen["text"]) | Q(number__icontains=chosen["text"]))
    for name in ("status", "kind"):
        rows = rows.filter(**{name: chosen[name]}) if chosen.get(name) else rows
    if chosen.get("unit"):
        rows = rows.filter(
            Exists(InspectedUnit.objects.filter(inspection=OuterRef("pk"), unit=chosen["unit"]))
        )
    return rows


@login_required
@require_http_methods(["GET", "POST"])
def year_plan(request: HttpRequest, year: int) -> HttpResponse:
    user = actor_of(request)
    require(user, "year_plan.change")
    row = YearPlan.objects.visible_to(user).filter(year=year).first()
    form = YearPlanForm(request.POST or None, actor=user, on=clock.today(), row=row)
    if row is None and request.method != "POST":
        form.initial["year"] = year
    if request.method == "POST" and form.is_valid() and tried(form, _save_plan, request):
        messages.success(request, _("年度督查计划已保存。"))
        return redirect(f"{reverse('inspections')}?year={form.cleaned_data['year']}")
    return render(request, "inspections/year_plan.html", {"form": form, "year": year, "plan": row})


def _save_plan(request: HttpRequest, form: Any) -> None:
    values = form.cleaned_data
    services.save_year_plan(
        actor=actor_of(request),
        year=values["year"],
        most_per_unit=values["most_per_unit"],
        approver_id=values["approver"].pk,
        approved_on=values["approved_on"],
        document=values["document"],
        now=clock.now(),
    )


@login_required
@require_http_methods(["GET", "POST"])
def designations(request: HttpRequest) -> HttpResponse:
    """Who was charged to inspect what; the head of the office writes down a new charge on the same page."""
    user, on = actor_of(request), clock.today()
    may_change = can(user, "designation.change")
    rows = Designation.objects.visible_to(user).select_related("unit", "approver")
    if request.method == "POST" or not may_change and not user.reach.everything and not rows.exists():
        require(user, "designation.change")
    form = DesignationForm(request.POST or None, actor=user, on=on, row=None) if may_change else None
    if request.method == "POST" and form and form.is_valid() and tried(form, _designate, request):
        messages.success(request, _("指定督查已登记。"))
        return redirect("designations")
    context = {"form": form, "rows": rows.prefetch_related("objects_named"), "on": on}
    return render(request, "inspections/designations.html", context)


def _designate(request: HttpRequest, form: Any) -> None:
    values = form.cleaned_data
    names = ("affairs", "scope", "duties", "approved_on", "valid_from", "valid_to", "document")
    services.designate(
        actor=actor_of(request),
        unit_id=values["unit"].pk,
        objects=[unit.pk for unit in values["objects"]],
        approver_id=values["approver"].pk,
        now=clock.now(),
        **{name: values[name] for name in names},
    )
