"""The first screen: what is mine, what is late, what must I do today."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.clock import today
from accounts.models import Role, User
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

from .. import selectors, services
from ..permissions import can
from ..selectors import mine
from ..selectors.watching import silence_warnings

SHOWN: Final = 8
TASKS: Final = 3


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
        "has_projects": Project.objects.visible_to(user).exists(),
    }
    if can(user, "progress.report"):
        context["due_reports"] = due_reports(user, period)
    context |= _reminders(user) | _matters(user, on) | _rectifications(user, on)
    if can(user, "alerts.view_board"):
        context["board"] = selectors.board(user, on)
        context["waiting"] = progress_queue(user).count()
        silent = silence_warnings(timezone.now())
        context["warnings"] = [*silent, *rule_warnings(on), *calendar_warnings(on)]
    return render(request, "alerts/home.html", context)


def _reminders(user: User) -> dict[str, Any]:
    """A leader's come first: red at once, then what the week brought; another's stand after the work."""
    now = timezone.now()
    if Role.LEADER in user.roles:
        red = list(mine.red_now(user)[:SHOWN])
        week = list(mine.told_this_week(user, now)[:SHOWN])
        shown, found = [*red, *week], {"red_now": red, "this_week": week, "is_leader": True}
    else:
        shown = list(mine.my_reminders(user)[:SHOWN])
        found = {"reminders": shown}
    services.show_reminders(actor=user, reminder_ids=[row.pk for row in shown], now=now)
    return found


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
