"""The first screen, the office's board of reminders, and what one was told."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.clock import today
from accounts.models import User
from accounts.views import actor_of
from projects.models import Project
from projects.selectors import (
    LedgerFilters,
    due_reports,
    ledger,
    ledger_totals,
    progress_queue,
    reporting_month,
)
from rulebook.rules import Light
from rulebook.selectors import calendar_warnings, rule_warnings
from supervision.inspections.selectors import inbox as room_inbox
from supervision.inspections.selectors import waiting as room_waiting
from supervision.inspections.views.rectifying.inbox import card_of
from supervision.matters.selectors.inbox import inbox, matters_in_charge
from supervision.matters.selectors.waiting import KINDS, waiting_counts
from supervision.matters.views.inbox import cards_of, in_words

from . import selectors, services
from .models import Digest
from .permissions import can, require

SHOWN, PAGE, TASKS = 8, 50, 3


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What is mine, what is late, what must I do today."""
    user, on = actor_of(request), today()
    period = reporting_month(on)
    worst_first = ledger(user, period, on, LedgerFilters(order="light", in_plan=True))
    context: dict[str, Any] = {
        "period": period,
        "totals": ledger_totals(user, period, on, LedgerFilters(in_plan=True)).total,
        "mine": list(worst_first.filter(pk__in=selectors.carried_in_person(user, on))),
        "behind": list(worst_first.filter(light__gte=Light.YELLOW)[:SHOWN]),
        "reminders": list(selectors.my_reminders(user)[:SHOWN]),
        "has_projects": Project.objects.visible_to(user).exists(),
    }
    if can(user, "progress.report"):
        context["due_reports"] = due_reports(user, period)
    context |= _matters(user, on) | _rectifications(user, on)
    if can(user, "alerts.view_board"):
        context["board"] = selectors.board(user, on)
        context["waiting"] = progress_queue(user).count()
        context["warnings"] = [*rule_warnings(on), *calendar_warnings(on)]
    return render(request, "alerts/home.html", context)


def _matters(user: User, on: date) -> dict[str, Any]:
    """What waits for this person's own hand, and for the office's; the number of queries is constant."""
    waiting = inbox(user, on)
    in_charge = in_words(matters_in_charge(user, on))
    found: dict[str, Any] = {
        "tasks": cards_of(waiting[:TASKS], on),
        "tasks_count": len(waiting),
        "in_charge": in_charge[:SHOWN],
        "in_charge_count": len(in_charge),
    }
    if can(user, "matter.issue"):
        counts = waiting_counts(user, on)
        found["office_waiting"] = [(kind, KINDS[kind], count) for kind, count in counts.items() if count]
    return found


def _rectifications(user: User, on: date) -> dict[str, Any]:
    """The same of 督查 and 整改."""
    waiting = room_inbox.inbox(user, on)
    found: dict[str, Any] = {
        "room_tasks": [card_of(one, on) for one in waiting[:TASKS]],
        "room_tasks_count": len(waiting),
        "room_in_charge": list(room_inbox.rectifications_in_charge(user, on)[:SHOWN]) if user.posts else [],
    }
    if can(user, "rectification.issue"):
        counts = room_waiting.waiting_counts(user, on)
        kinds = room_waiting.KINDS
        found["room_waiting"] = [(kind, kinds[kind], count) for kind, count in counts.items() if count]
    return found


@login_required
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    user, on = actor_of(request), today()
    require(user, "alerts.view_board")
    shown = selectors.board(user, on)
    context = _page(request, shown.digests) | {"board": shown, "warnings": rule_warnings(on)}
    context["may_run"] = can(user, "alerts.run_cycle")
    context["may_resend"] = can(user, "alerts.resend")
    return render(request, "alerts/board.html", context)


@login_required
@require_POST
def run_cycle(request: HttpRequest) -> HttpResponse:
    require(actor_of(request), "alerts.run_cycle")
    planned = services.run_cycle(on=today(), now=timezone.now())
    text = _("新增催办%(raised)s条，已办结取消%(settled)s条。")
    messages.success(request, text % {"raised": planned.raised, "settled": planned.settled})
    return redirect("alerts-board")


@login_required
@require_POST
def resend(request: HttpRequest, digest_id: int) -> HttpResponse:
    actor = actor_of(request)
    letter = get_object_or_404(Digest.objects.visible_to(actor), pk=digest_id)
    try:
        services.resend_digest(actor=actor, digest_id=letter.pk, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("给%(name)s的提醒将在几分钟内重新发送。") % {"name": letter.recipient})
    return redirect("alerts-board")


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What I was told; opening the page is reading it."""
    user = actor_of(request)
    context = _page(request, selectors.my_reminders(user))
    shown = context["reminders"] = list(context["page"].object_list)
    services.read_reminders(actor=user, reminder_ids=[row.pk for row in shown], now=timezone.now())
    return render(request, "alerts/mine.html", context)


def _page(request: HttpRequest, rows: QuerySet[Any]) -> dict[str, Any]:
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "previous_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
        "summary": _("共%(count)s条") % {"count": page.paginator.count},
    }
