"""催办看板: what goes out tomorrow, what went out, what failed, who never reads, and where nobody is told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.clock import today
from accounts.views import actor_of, day_in
from rulebook.models.ladders import CHANNELS
from rulebook.selectors import calendar, calendar_warnings, rule_warnings, sending_terms
from supervision.matters.views.acts import back_to

from .. import selectors, services
from ..models import Digest, Reminder, Subject
from ..permissions import can, require
from ..selectors.board import STATES
from ..selectors.proof import proof_of, rung_words
from ..selectors.undated import without_deadline
from ..selectors.watching import silence_warnings
from .foreseen import Foreseen
from .mine import address_of
from .paging import paged

AROUND: Final = timedelta(days=45)
SHOWN: Final = 20
NO_DATE: Final = {
    Subject.START.value: gettext_lazy("没有计划开工日期"),
    Subject.MATTER.value: gettext_lazy("没有办结时限"),
    Subject.STEP.value: gettext_lazy("整改的本环节没有时限"),
    Subject.VERIFICATION.value: gettext_lazy("没有核查时限"),
}


@login_required
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    user, on, now = actor_of(request), today(), timezone.now()
    require(user, "alerts.view_board")
    undated = without_deadline(user, on)
    context: dict[str, Any] = {
        "undated": [
            (one, NO_DATE[one.subject], reverse(one.page, args=[one.key])) for one in undated[:SHOWN]
        ],
        "undated_count": len(undated),
        "board": selectors.board(user, on),
        "sent_today": f"{reverse('alerts-sent')}?state=sent&on={on}",
        "warnings": [*silence_warnings(now), *rule_warnings(on), *calendar_warnings(on)],
        "failed": _rows(list(selectors.messages(user, "failed")[:10])),
        "never_reads": list(selectors.never_reads(user, now)),
        "without_clerk": list(selectors.units_without_clerk(user, on)),
        "vacant_posts": list(selectors.vacant_posts(user, on)),
        "without_address": list(selectors.without_address(user, on)),
        "tomorrow": on + timedelta(days=1),
        "may_run": can(user, "alerts.run_cycle"),
        "may_resend": can(user, "alerts.resend"),
        "back": request.get_full_path(),
    }
    return render(request, "alerts/board.html", context)


@login_required
@require_GET
def outlook(request: HttpRequest) -> HttpResponse:
    """What goes out on the next day, to whom and why: the round of that day, played and undone."""
    user, on = actor_of(request), today() + timedelta(days=1)
    require(user, "alerts.view_board")
    terms = sending_terms(on)
    moment = timezone.make_aware(datetime.combine(on, terms.opens_at))
    context = {
        "foreseen": Foreseen.of(services.outlook(on=on, now=moment)),
        "on": on,
        "terms": terms,
        "is_open": terms.is_open(datetime.combine(on, terms.opens_at), calendar(on - AROUND, on + AROUND)),
    }
    piece = bool(request.headers.get("HX-Request"))
    return render(request, "alerts/outlook_piece.html" if piece else "alerts/outlook.html", context)


@login_required
@require_GET
def sent(request: HttpRequest) -> HttpResponse:
    """Messages one by one: planned, sent, delivered, read, signed for, acted upon."""
    user = actor_of(request)
    require(user, "alerts.view_board")
    asked = {name: request.GET.get(name, "").strip() for name in ("state", "channel", "name")}
    day = day_in(request, "on")
    context = paged(request, selectors.messages(user, **asked, on=day))
    context |= {
        "rows": _rows(list(context["page"].object_list)),
        "asked": asked | {"on": day},
        "states": STATES,
        "channels": CHANNELS,
        "may_resend": can(user, "alerts.resend"),
        "back": request.get_full_path(),
    }
    return render(request, "alerts/sent.html", context)


def _rows(digests: list[Digest]) -> list[tuple[Digest, Any]]:
    told = selectors.told_by(digests)
    return [(digest, told.get(digest.pk)) for digest in digests]


@login_required
@require_GET
def message(request: HttpRequest, digest_id: int) -> HttpResponse:
    """One message: every reminder that it told of, also those that are settled."""
    user = actor_of(request)
    require(user, "alerts.view_board")
    digest = get_object_or_404(selectors.messages(user), pk=digest_id)
    rows = Reminder.objects.filter(lines__digest=digest).order_by("-rung", "due_on", "pk")
    context = {
        "digest": digest,
        "attempts": digest.deliveries.order_by("attempt"),
        "may_resend": can(user, "alerts.resend"),
        "back": request.get_full_path(),
    }
    return render(request, "alerts/message.html", context | paged(request, rows))


@login_required
@require_GET
def reminder(request: HttpRequest, reminder_id: int) -> HttpResponse:
    """The whole proof of one reminder, for whoever was told and for the office."""
    user = actor_of(request)
    rows = Reminder.objects.visible_to(user).about()
    known = get_object_or_404(
        rows.select_related("recipient__person", "recipient__unit", "unit", "stands_in_for__person"),
        pk=reminder_id,
    )
    proof = proof_of(known)
    leads_to = address_of(known, user)
    context = {
        "proof": proof,
        "reminder": known,
        "rung": rung_words(known),
        "ladder": [(row, rung_words(row)) for row in proof.ladder],
        "leads_to": "" if leads_to == request.path else leads_to,
        "is_office": can(user, "alerts.view_board"),
    }
    return render(request, "alerts/reminder.html", context)


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
    return redirect(back_to(request, None, reverse("alerts-board")))
