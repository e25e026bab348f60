"""Scores as people look at them: the list, one round by groups, one unit's sheet with every point's rows."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.models import User
from accounts.views import actor_of, send_upload

from ...exports.scores import export_round, export_unit_sheet
from ...models import (
    ManualPoint,
    ScoreAdjustment,
    ScoreAppealFile,
    ScoreList,
    ScoreListEntry,
    ScoreRound,
    ScoreScheme,
    ScoreSheet,
)
from ...permissions import can
from ...selectors.scoring import METRICS
from ...selectors.scoring.pages import open_claims, own_groups, place_of, round_groups, sheet_items
from .acts import offers

NEWEST: Final = ("-year", "-last_month", "-pk")


@login_required
@require_safe
def scores(request: HttpRequest) -> HttpResponse:
    """The office's schemes and rounds; a unit's own sheets; what was made public."""
    user = actor_of(request)
    rounds = ScoreRound.objects.visible_to(user).select_related("scheme")
    sheets = ScoreSheet.objects.visible_to(user).with_total().select_related("unit", "round__scheme")
    lists = ScoreList.objects.visible_to(user).filter(status="published").select_related("round__scheme")
    context: dict[str, Any] = {
        "lists": lists.prefetch_related("entries__sheet__unit")[:6],
        "sees_all": user.reach.everything,
        "may_draft": can(user, "score_scheme.draft"),
    }
    if user.reach.everything:
        waiting = Count(
            "sheets__items__appeals", filter=Q(sheets__items__appeals__status="filed"), distinct=True
        )
        counted = rounds.annotate(units=Count("sheets", distinct=True), waiting=waiting)
        context["rounds"] = counted.order_by(*NEWEST)[:50]
        schemes = ScoreScheme.objects.visible_to(user).annotate(rule_count=Count("rules"))
        context["schemes"] = schemes.order_by("-year", "name", "-version")[:50]
    else:
        context["sheets"] = sheets.order_by("-round__year", "-round__last_month", "unit__pinyin")[:60]
    return render(request, "reports/scores/list.html", context)


@never_cache
@login_required
@require_safe
def round_page(request: HttpRequest, round_id: int) -> HttpResponse:
    user = actor_of(request)
    row = get_object_or_404(ScoreRound.objects.visible_to(user).select_related("scheme"), pk=round_id)
    rules = list(row.scheme.rules.all())
    lists = ScoreList.objects.visible_to(user).filter(round=row).select_related("approver")
    context: dict[str, Any] = {
        "row": row,
        "columns": rules if user.reach.everything else [],
        "lists": [(one, _entries(one), offers(user, "score_list", one, one.status)) for one in lists],
        "sees_all": user.reach.everything,
    }
    if user.reach.everything:
        context |= {"groups": round_groups(user, row, rules), **_of_office(user, row)}
    else:
        context["groups"] = own_groups(user, row)
    return render(request, "reports/scores/round.html", context)


def _entries(one: ScoreList) -> list[ScoreListEntry]:
    return list(one.entries.select_related("sheet__unit"))


def _of_office(user: User, row: ScoreRound) -> dict[str, Any]:
    appeals, adjustments = open_claims(user, row)
    points = row.manual_points.select_related("unit", "rule", "entered_by__person", "file")
    removable = row.status == "draft" and can(user, "manual_point.enter")
    return {
        "offers": offers(user, "score_round", row, row.status),
        "appeals": appeals,
        "adjustments": [(one, offers(user, "score_adjustment", one, one.status)) for one in adjustments],
        "points": [(one, offers(user, "manual_point", one, row.status)) for one in points]
        if removable
        else [(one, []) for one in points],
    }


@never_cache
@login_required
@require_safe
def sheet(request: HttpRequest, sheet_id: int) -> HttpResponse:
    user, row = actor_of(request), _sheet(request, sheet_id)
    place, of = place_of(row) if user.reach.everything or row.round.status == "approved" else (None, 0)
    adjustments = ScoreAdjustment.objects.visible_to(user).filter(sheet=row)
    beside = ("event__rule", "decided_by__person", "proposed_by__person")
    items = []
    for item in sheet_items(user, row):
        item.row.sheet = row  # asked for by the permissions
        acts = offers(user, "score_event", item.row, row.round.status)
        said = [(one, _acts_on_appeal(user, one, item.row)) for one in item.appeals]
        items.append((item, acts, said))
    context = {
        "row": row,
        "items": items,
        "place": place,
        "of": of,
        "adjustments": adjustments.select_related(*beside),
        "offers": offers(user, "score_sheet", row, row.round.status),
        "metrics": METRICS,
    }
    return render(request, "reports/scores/sheet.html", context)


def _acts_on_appeal(user: User, appeal: Any, item: Any) -> list[dict[str, Any]]:
    appeal.event = item
    return offers(user, "score_appeal", appeal, appeal.status)


def _sheet(request: HttpRequest, sheet_id: int) -> Any:
    rows = ScoreSheet.objects.visible_to(actor_of(request)).with_total()
    return get_object_or_404(rows.select_related("unit", "round__scheme"), pk=sheet_id)


@login_required
@require_POST
def export(request: HttpRequest, round_id: int) -> HttpResponse:
    """All sheets of a round, a sheet of the workbook for each group."""
    user = actor_of(request)
    row = get_object_or_404(ScoreRound.objects.visible_to(user), pk=round_id)
    if not user.reach.everything:
        raise Http404
    return redirect("file", export_round(actor=user, round_id=row.pk, now=clock.now()).pk)


@login_required
@require_POST
def export_sheet(request: HttpRequest, sheet_id: int) -> HttpResponse:
    row = _sheet(request, sheet_id)
    upload = export_unit_sheet(actor=actor_of(request), sheet_id=row.pk, now=clock.now())
    return redirect("file", upload.pk)


@login_required
@require_safe
def appeal_file(request: HttpRequest, file_id: int) -> HttpResponseBase:
    rows = ScoreAppealFile.objects.visible_to(actor_of(request)).select_related("upload")
    return send_upload(request, get_object_or_404(rows, pk=file_id).upload)


@login_required
@require_safe
def point_file(request: HttpRequest, point_id: int) -> HttpResponseBase:
    rows = ManualPoint.objects.visible_to(actor_of(request)).select_related("file")
    file = get_object_or_404(rows, pk=point_id).file
    if file is None:
        raise Http404
    return send_upload(request, file)
