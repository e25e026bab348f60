"""我的提醒: shown, opened and signed for by whoever was told."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.views import actor_of
from supervision.matters.views.acts import back_to
from supervision.matters.views.ledger import address_with

from .. import services
from ..models import Reminder
from ..selectors import mine as selected
from .paging import paged


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What I was told and is still open; what stands on the page has been delivered to me."""
    user = actor_of(request)
    choice = request.GET.get("show", "")
    choice = choice if choice in selected.CHOICES else ""
    context = paged(request, selected.my_worst(user, choice))
    things = selected.things_of(user, list(context["page"].object_list))
    ids = [key for thing in things for key in thing.ids]
    services.show_reminders(actor=user, reminder_ids=ids, now=timezone.now())
    counts = selected.my_counts(user)
    context |= {
        "groups": selected.grouped(things),
        "unsigned": [key for thing in things if thing.is_unsigned for key in thing.ids],
        "choices": [
            {
                "label": label,
                "count": counts[name],
                "chosen": name == choice,
                "url": address_with(request, drop=("page", "show"), **({"show": name} if name else {})),
            }
            for name, (label, _chosen) in selected.CHOICES.items()
        ],
        "choice": choice,
        "back": request.get_full_path(),
    }
    return render(request, "alerts/mine.html", context)


@login_required
@require_GET
def open_one(request: HttpRequest, reminder_id: int) -> HttpResponse:
    """Go to the thing; whoever was told has read it by that."""
    user = actor_of(request)
    try:
        reminder = services.open_reminder(actor=user, reminder_id=reminder_id, now=timezone.now())
    except Reminder.DoesNotExist as error:
        raise Http404 from error
    return redirect(address_of(reminder, user))


def address_of(reminder: Reminder, user: User) -> str:
    """Where the thing is done; what has no page of its own leads to where it can be seen to."""
    if reminder.leads_to:
        name, key = reminder.leads_to
        return reverse(name, args=[key])
    if reminder.milestone:
        return reverse("project", args=[reminder.milestone.project_id])
    if reminder.project_id:
        return reverse("project", args=[reminder.project_id])
    if reminder.indicator_id:
        return reverse("indicator", args=[reminder.indicator_id])
    if reminder.year and user.is_staff:
        return reverse("admin:rulebook_calendarday_changelist")
    return reverse("alerts-reminder", args=[reminder.pk])


@login_required
@require_POST
def sign(request: HttpRequest) -> HttpResponse:
    """Sign for those that are named, one or all that are shown."""
    ids = [int(key) for key in request.POST.getlist("reminder") if key.isascii() and key.isdigit()]
    small = [key for key in ids if key < 2**63]
    signed = services.sign_reminders(actor=actor_of(request), reminder_ids=small, now=timezone.now())
    words: dict[str, Any] = {"count": signed}
    messages.success(request, _("已签收%(count)s条提醒。") % words if signed else _("没有需要签收的提醒。"))
    return redirect(back_to(request, None, reverse("alerts")))
