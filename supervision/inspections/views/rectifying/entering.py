"""登记整改: from nothing or from a finding, and its correction before 交办."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.views import actor_of
from supervision.matters.views.acts import tried

from ... import services
from ...forms.rectifying.entering import RectificationForm
from ...models import Finding, Rectification
from ...permissions import require


@login_required
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, finding_id: int | None = None) -> HttpResponse:
    """Of a finding, everything that it says stands in the form; several may be drafted of one finding."""
    require(actor_of(request), "rectification.draft")
    finding = None if finding_id is None else _finding(request, finding_id)
    sent = request.POST if request.method == "POST" else None
    form = RectificationForm(sent, actor=actor_of(request), on=clock.today(), row=None, finding=finding)
    if sent is not None and form.is_valid() and tried(form, _create, request):
        then = request.POST.get("then", "")
        messages.success(
            request, _("已交办，整改单位已可报方案。") if then == "issue" else _("已保存，待交办。")
        )
        if then == "another" and finding is not None:
            return redirect(request.get_full_path())
        return redirect("rectification", form.made.pk)  # type: ignore[attr-defined]
    return _shown(request, form, None, finding)


def _finding(request: HttpRequest, finding_id: int) -> Finding:
    rows = Finding.objects.visible_to(actor_of(request)).select_related("unit", "project", "matter")
    return get_object_or_404(rows, pk=finding_id)


@transaction.atomic
def _create(request: HttpRequest, form: Any) -> None:
    """Saved, and on request handed out in the same breath."""
    who: dict[str, Any] = {"actor": actor_of(request), "now": clock.now()}
    words = {"words": form.words, "helping_ids": form.helping_ids}
    if form.finding is not None:
        form.made = services.draft_from_finding(finding_id=form.finding.pk, **words, **who)
    else:
        form.made = services.draft_rectification(**words, **who)
    if request.POST.get("then") == "issue":
        services.issue_rectification(rectification_id=form.made.pk, **who)


@login_required
@require_http_methods(["GET", "POST"])
def revise(request: HttpRequest, rectification_id: int) -> HttpResponse:
    rows = Rectification.objects.visible_to(actor_of(request)).select_related("project", "matter", "finding")
    row = get_object_or_404(rows, pk=rectification_id)
    require(actor_of(request), "rectification.revise", row)
    sent = request.POST if request.method == "POST" else None
    form = RectificationForm(sent, actor=actor_of(request), on=clock.today(), row=row)
    if sent is not None and form.is_valid() and tried(form, _revise, request, row):
        messages.success(request, _("已保存。"))
        return redirect("rectification", row.pk)
    return _shown(request, form, row, row.finding)


def _revise(request: HttpRequest, row: Rectification, form: Any) -> None:
    services.revise_rectification(
        actor=actor_of(request),
        rectification_id=row.pk,
        words=form.words,
        helping_ids=form.helping_ids,
        now=clock.now(),
    )


def _shown(
    request: HttpRequest, form: Any, row: Rectification | None, finding: Finding | None
) -> HttpResponse:
    context = {
        "form": form,
        "groups": [(title, [form[name] for name in names]) for title, names in form.GROUPS],
        "wrong": form.is_bound and not form.is_valid(),
        "row": row,
        "finding": finding,
        "drafted": _drafted(request, finding),
    }
    return render(request, "inspections/rectifying/enter.html", context)


def _drafted(request: HttpRequest, finding: Finding | None) -> Any:
    """What was ordered of the finding already."""
    if finding is None:
        return ()
    seen = Rectification.objects.visible_to(actor_of(request)).filter(finding=finding)
    return seen.select_related("unit").order_by("pk")
