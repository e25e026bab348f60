"""催办阶梯 on the screen: what is in force and planned; edited as a whole, seen before it is switched on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accounts.clock import today
from accounts.models import User
from accounts.rules import day_words
from accounts.views import actor_of
from projects.forms.pieces import refuse
from rulebook.models import GENERAL, LADDERS, LadderRung, SendingRule
from rulebook.rules.ladder import ladder_faults
from rulebook.selectors import ladders, sending_terms
from rulebook.services import change_ladder

from ..forms.ladder import MOST_RUNGS, LadderForm, mark_of, rung_rows
from ..permissions import can, require
from ..services.rehearsing import preview_ladder
from .foreseen import Foreseen


def require_reader(actor: User) -> None:
    """Whoever keeps the rule book, and whoever sees the board."""
    if not can(actor, "rulebook.change"):
        require(actor, "alerts.view_board")


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    actor, on = actor_of(request), today()
    require_reader(actor)
    rows: dict[str, list[LadderRung]] = {}
    planned: dict[str, dict[date, list[LadderRung]]] = {}
    for row in LadderRung.objects.in_force(on).order_by("offset"):
        rows.setdefault(row.ladder, []).append(row)
    for row in LadderRung.objects.filter(valid_from__gt=on).order_by("valid_from", "offset"):
        planned.setdefault(row.ladder, {}).setdefault(row.valid_from, []).append(row)
    found = [(key, label, rows.get(key, []), planned.get(key, {})) for key, label in LADDERS.items()]
    context = {
        "ladders": [one for one in found if one[2] or one[3]],
        "climb_general": [(key, label) for key, label, own, later in found if not own and not later],
        "may_change": can(actor, "rulebook.change"),
        "sending": sending_terms(on),
        "sending_planned": SendingRule.objects.filter(valid_from__gt=on).order_by("valid_from"),
    }
    return render(request, "alerts/ladders.html", context)


@dataclass
class Sheet:
    """The ladder and its rungs; both are looked at, so that everything wrong is said at once."""

    ladder: str
    form: LadderForm
    rows: Any

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.rows.is_valid()])

    @property
    def mark(self) -> str:
        return mark_of(self.ladder, self.form.cleaned_data["valid_from"], self.rows.rungs)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, ladder: str) -> HttpResponse:
    """Change, see whom it would tell, switch on: only what was seen is switched on."""
    actor, on = actor_of(request), today()
    require(actor, "rulebook.change")
    if ladder not in LADDERS:
        raise Http404
    known = ladders(on)
    rungs = known.get(ladder) or known.get(GENERAL, ())
    data = request.POST if request.method == "POST" else None
    sheet = Sheet(ladder, LadderForm(data, on=on), rung_rows(data, rungs))
    context: dict[str, Any] = {"is_general": ladder == GENERAL, "has_own": ladder in known}
    if request.method == "POST" and sheet.is_valid():
        if _climbs(sheet) and request.POST.get("then") == "confirm" and _switched_on(request, sheet):
            return redirect("alerts-ladders")
        if sheet.is_valid() and not sheet.form.errors:
            context |= _preview(request, sheet)
    context |= {"ladder": ladder, "label": LADDERS[ladder], "form": sheet.form, "rows": sheet.rows}
    return render(request, "alerts/ladder.html", context)


def _climbs(sheet: Sheet) -> bool:
    """Without rungs a ladder of its own gives way to the general one."""
    rungs = sheet.rows.rungs
    if not rungs and sheet.ladder != GENERAL:
        return True
    for fault in ladder_faults(rungs):
        sheet.form.add_error(None, fault)
    return not sheet.form.errors


def _switched_on(request: HttpRequest, sheet: Sheet) -> bool:
    values = sheet.form.cleaned_data
    if values["previewed"] != sheet.mark:
        messages.warning(request, _("内容在预览以后改过，没有启用。请看过新的预览再确认。"))
        return False
    try:
        change_ladder(
            actor=actor_of(request),
            ladder=sheet.ladder,
            valid_from=values["valid_from"],
            rungs=sheet.rows.rungs,
            note=values["note"],
        )
    except ValidationError as error:
        refuse(sheet.form, error)
        return False
    words = {"ladder": LADDERS[sheet.ladder], "day": day_words(values["valid_from"])}
    messages.success(request, _("“%(ladder)s”的新阶梯已保存，自%(day)s起生效。") % words)
    return True


def _preview(request: HttpRequest, sheet: Sheet) -> dict[str, Any]:
    """Whom the ladder would tell on the day on which it begins."""
    start = sheet.form.cleaned_data["valid_from"]
    told = preview_ladder(
        actor=actor_of(request),
        ladder=sheet.ladder,
        valid_from=start,
        rungs=sheet.rows.rungs,
        now=timezone.now(),
    )
    return {"preview": Foreseen.of(told), "mark": sheet.mark, "preview_day": start}


@login_required
@require_safe
def add_rung(request: HttpRequest) -> HttpResponse:
    """One more empty row, and the new number of rows."""
    require(actor_of(request), "rulebook.change")
    asked = request.GET.get("rung-TOTAL_FORMS", "")
    place = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < len("1000") else 0
    if place >= MOST_RUNGS:
        return HttpResponse(status=204)
    row = rung_rows(None).empty_form
    row.prefix = f"rung-{place}"
    context = {"row": row, "place": place + 1, "total": place + 1}
    return render(request, "alerts/rung_row_added.html", context)
