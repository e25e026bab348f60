"""What a unit does on its phone: plan, progress with photos, a later date, closing applied for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.views import actor_of
from supervision.matters.forms.unit import ExtensionForm
from supervision.matters.rules.words import ExtensionStatus
from supervision.matters.views.acts import tried
from supervision.matters.views.several import refuse_rows

from ... import services
from ...forms.rectifying.unit import (
    MAX_MEASURES,
    ApplyForm,
    FinishForm,
    GoalForm,
    MeasureRow,
    ProgressForm,
    measure_rows,
    row_choices,
)
from ...models import Evidence, Rectification
from ...permissions import require
from ...rules.words import RectificationStatus
from ..acts import act, act_on_page, back_to
from ..evidence import gallery
from .proof import attach_proof

X = RectificationStatus
WORKED_ON = (X.ISSUED, X.UNDER_WAY, X.LONG_TERM)
ASKING = (ExtensionStatus.PROPOSED, ExtensionStatus.ASKED)


def _is(*statuses: RectificationStatus) -> Callable[[Any, date], bool]:
    return lambda row, on: row.status in statuses


act_on_page(
    "rectification.submit_plan",
    gettext_lazy("报整改方案"),
    "rectification-plan",
    main=True,
    when=_is(X.ISSUED),
)
act_on_page(
    "rectification.report",
    gettext_lazy("报整改进展"),
    "rectification-progress",
    main=True,
    when=_is(X.UNDER_WAY, X.LONG_TERM),
)
act_on_page(
    "rectification.apply",
    gettext_lazy("申请销号"),
    "rectification-apply",
    when=_is(X.UNDER_WAY, X.LONG_TERM),
)


def of_unit(request: HttpRequest, rectification_id: int, verb: str) -> Rectification:
    """Raises Http404 for a stranger, PermissionDenied for an insider without the verb."""
    rows = Rectification.objects.visible_to(actor_of(request)).select_related("unit", "origin", "category")
    row = get_object_or_404(rows, pk=rectification_id)
    require(actor_of(request), verb, row)
    return row


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request), "now": clock.now()}


# --- the plan: four lists ------------------------------------------------------------------------
@login_required
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, rectification_id: int) -> HttpResponse:
    """The rows of the last plan stand there, or one with the problem and the unit filled in."""
    row = of_unit(request, rectification_id, "rectification.submit_plan")
    data = request.POST if request.method == "POST" else None
    kept = list(row.measures.values("problem", "measure", "unit", "person", "due_on"))
    first = [{"problem": row.title, "unit": row.unit_id, "person": row.person, "due_on": row.due_on}]
    form = GoalForm(data, initial={"goal": row.goal})
    measures = measure_rows(data, row, initial=kept or first, extra=0)
    if data is not None and all([form.is_valid(), measures.is_valid()]):
        if not measures.kept:
            form.add_error(None, _("方案至少要有一条措施。"))
        elif _submitted(request, row, measures, form):
            messages.success(request, _("方案已报送，等待督查办审定。"))
            return redirect(back_to(request, row))
    context = {
        "row": row,
        "form": form,
        "measures": measures,
        "wrong": data is not None,
        "returned": returned_plan(row),
        "back": back_to(request, row),
    }
    return render(request, "inspections/rectifying/plan.html", context)


def _submitted(request: HttpRequest, row: Rectification, measures: Any, form: Any) -> bool:
    """Whether the service took it; if not, each row says why."""
    try:
        services.submit_plan(
            rectification_id=row.pk,
            measures=[one.words for one in measures.kept],
            goal=form.cleaned_data["goal"],
            **_who(request),
        )
    except ValidationError as error:
        refuse_rows(measures, error)
        return False
    return True


def returned_plan(row: Rectification) -> Any:
    """The newest word of the office that sent the plan back, while nothing came after it."""
    told = row.steps.filter(verb__in=["rectification.return_plan", "rectification.submit_plan"])
    last = told.select_related("by__person").order_by("-pk").first()
    return last if last is not None and last.verb == "rectification.return_plan" else None


@login_required
@require_safe
def add_measure(request: HttpRequest, rectification_id: int) -> HttpResponse:
    """One more empty row, and the new number of rows."""
    row = of_unit(request, rectification_id, "rectification.submit_plan")
    asked = request.GET.get("measures-TOTAL_FORMS", "")
    place = int(asked) if asked.isascii() and asked.isdigit() else 0
    if place >= MAX_MEASURES:
        return HttpResponse(status=204)
    blank = MeasureRow(prefix=f"measures-{place}", initial={"unit": row.unit_id}, **row_choices(row))
    context = {"row": blank, "kind": "measures", "total": place + 1, "place": place + 1}
    return render(request, "matters/row_added.html", context)


# --- progress and closing ------------------------------------------------------------------------
@login_required
@require_http_methods(["GET", "POST"])
def progress(request: HttpRequest, rectification_id: int) -> HttpResponse:
    row = of_unit(request, rectification_id, "rectification.report")
    last = row.progress.order_by("-pk").first()
    initial = {"client_key": uuid4(), "claimed_place": "", "measure": request.GET.get("measure", "")}
    if last is not None:
        initial |= {"percent": last.percent, "amount_rectified": row.amount_rectified}
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ProgressForm(*sent, initial=initial, rectification=row)
    if form.is_bound and form.is_valid() and tried(form, _report, request, row):
        messages.success(request, _("进展已报送。"))
        return redirect(back_to(request, row))
    return _entry(request, row, form, last, "inspections/rectifying/progress.html")


@transaction.atomic
def _report(request: HttpRequest, row: Rectification, form: Any) -> None:
    values = form.cleaned_data
    words = {name: values.get(name) for name in ("text", "percent", "amount_rectified")}
    key = {"client_key": values["client_key"]} if values["client_key"] else {}
    measure = values["measure"]
    made = services.report_progress(
        rectification_id=row.pk, measure_id=measure.pk if measure else None, **words, **key, **_who(request)
    )
    if not made.evidence.exists():  # sent again on a slow line: the files are there already
        attach_proof(request, row, form, progress_id=made.pk)


@login_required
@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, rectification_id: int) -> HttpResponse:
    row = of_unit(request, rectification_id, "rectification.apply")
    last = row.progress.order_by("-pk").first()
    initial = {
        name: getattr(row, name) for name in ("extends_to_similar", "lasting_means", "amount_rectified")
    }
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ApplyForm(*sent, initial=initial, rectification=row)
    if form.is_bound and form.is_valid() and tried(form, _apply, request, row):
        messages.success(request, _("已申请销号，等待督查办初审。"))
        return redirect(back_to(request, row))
    return _entry(
        request,
        row,
        form,
        last,
        "inspections/rectifying/apply.html",
        unfinished=list(row.measures.filter(done_on__isnull=True)),
    )


@transaction.atomic
def _apply(request: HttpRequest, row: Rectification, form: Any) -> None:
    """The files go first: nothing is applied for without proof."""
    attach_proof(request, row, form)
    names = ("text", "amount_rectified", "extends_to_similar", "lasting_means")
    words = {name: form.cleaned_data.get(name) for name in names}
    services.apply_for_closing(rectification_id=row.pk, **words, **_who(request))


def _entry(
    request: HttpRequest, row: Rectification, form: Any, last: Any, template: str, **more: Any
) -> HttpResponse:
    kept = Evidence.objects.filter(rectification=row).select_related("upload").order_by("pk")
    context = {
        "row": row,
        "form": form,
        "proof": [form[name] for name in form.PROOF],
        "last": last,
        "kept": gallery(list(kept)),
        "back": back_to(request, row),
        **more,
    }
    return render(request, template, context)


@act(
    "rectification.finish_measure",
    FinishForm,
    label=gettext_lazy("登记措施完成"),
    done=gettext_lazy("措施完成情况已登记。"),
    when=lambda row, on: (
        row.status in (X.UNDER_WAY, X.LONG_TERM) and any(one.done_on is None for one in row.measures.all())
    ),
)
def finish_measure(request: HttpRequest, row: Any, form: Any) -> None:
    values = form.cleaned_data
    services.finish_measure(
        measure_id=values["measure"].pk, done_on=values["done_on"], outcome=values["outcome"], **_who(request)
    )


# --- a later date --------------------------------------------------------------------------------
def why_not_extended(row: Rectification, on: date) -> str:
    """Asked for before the date has run out, of work that goes on; empty where it may be."""
    if row.status not in (X.ISSUED, X.PLANNED, X.UNDER_WAY):
        return _("交办以后、申请销号以前才能申请延期。")
    if row.due_on is not None and row.due_on < on:
        return _("延期须在时限届满前申请；已逾期的，请如实报告进展和原因。")
    return ""


def may_be_extended(row: Rectification, on: date) -> bool:
    asked = any(one.status in ASKING for one in row.extensions.all())
    return not asked and not why_not_extended(row, on)


act_on_page(
    "rectification.propose_extension",
    gettext_lazy("申请延期"),
    "rectification-extension-propose",
    permission="rectification_extension.propose",
    when=may_be_extended,
)


@login_required
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, rectification_id: int) -> HttpResponse:
    row = of_unit(request, rectification_id, "rectification_extension.propose")
    on = clock.today()
    extensions = list(row.extensions.order_by("pk"))
    last = row.progress.order_by("-pk").first()
    said = last.text[:2000] if last is not None else ""
    sent = request.POST if request.method == "POST" else None
    form = ExtensionForm(sent, actor=actor_of(request), on=on, row=row, progress=said)
    if sent is not None and form.is_valid() and tried(form, _propose, request, row):
        messages.success(request, _("延期申请已提交。"))
        return redirect(back_to(request, row))
    open_one = next((one for one in extensions if one.status in ASKING), None)
    context = {
        "row": row,
        "form": form,
        "extensions": extensions,
        "ordinal": 1 + sum(one.status == ExtensionStatus.APPROVED for one in extensions),
        "open": open_one,
        "why_not": why_not_extended(row, on),
        "back": back_to(request, row),
    }
    return render(request, "inspections/rectifying/extension_propose.html", context)


def _propose(request: HttpRequest, row: Rectification, form: Any) -> None:
    services.propose_extension(rectification_id=row.pk, **form.cleaned_data, **_who(request))


@act("rectification_extension.agree", main=True, done=gettext_lazy("已同意，报请审批。"))
def agree(request: HttpRequest, row: Any, form: Any) -> None:
    services.agree_extension(extension_id=row.pk, **_who(request))


@act("rectification_extension.retract", done=gettext_lazy("延期申请已撤回。"))
def retract(request: HttpRequest, row: Any, form: Any) -> None:
    services.retract_extension(extension_id=row.pk, **_who(request))
