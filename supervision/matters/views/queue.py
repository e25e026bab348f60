"""待办审核: what waits for the office, one kind on a page, decided one by one or several at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.models import User
from accounts.rules.copied import TakenFrom
from accounts.rules.keys import keys_of
from accounts.selectors import Hint, evidence_hints
from accounts.views import actor_of
from projects.views.paging import page_of

from .. import services
from ..models import Feedback, Matter
from ..permissions import can, require
from ..rules.states import Thing
from ..selectors.evidence import copied_feedbacks, step_of, subject_of
from ..selectors.waiting import KINDS, Kind, waiting_counts, waiting_for_office
from .acts import back_to, matter_of
from .offers import Offer, offers

PAGE: Final = 30
# What is decided on the card; everything else is on the matter's own page.
DECIDED: Final[dict[Kind, tuple[Thing, tuple[str, ...]]]] = {
    Kind.APPROVE: (Thing.MATTER, ("matter.register", "matter.send_back", "matter.reject")),
    Kind.ISSUE: (Thing.MATTER, ("matter.issue", "matter.revise")),
    Kind.REFUSED: (Thing.DUTY, ("duty.reassign", "duty.insist", "duty.release")),
    Kind.FEEDBACK: (Thing.FEEDBACK, ("feedback.receive", "feedback.return")),
    Kind.REVIEW: (Thing.MATTER, ("matter.show",)),
    Kind.HELPERS: (Thing.DUTY, ("duty.accept", "duty.redo")),
    Kind.EXTENSION: (Thing.EXTENSION, ("extension.approve", "extension.refuse")),
    Kind.LAPSED: (Thing.MATTER, ("matter.lapse",)),
    Kind.HELP: (Thing.FEEDBACK, ("feedback.answer",)),
}


@dataclass(frozen=True)
class Batch:
    """One decision for all that are ticked; each is taken by itself."""

    permission: str
    label: Any
    rows: Any
    write: Callable[..., Any]
    key: str
    kind: Kind | None


BATCHES: Final[dict[str, Batch]] = {
    "submit": Batch(
        "matter.submit",
        gettext_lazy("报请立项勾选的"),
        Matter,
        lambda **words: services.submit_matter(**words),
        "matter_id",
        None,
    ),
    "register": Batch(
        "matter.register",
        gettext_lazy("批准勾选的"),
        Matter,
        lambda **words: services.register_matter(**words),
        "matter_id",
        Kind.APPROVE,
    ),
    "issue": Batch(
        "matter.issue",
        gettext_lazy("交办勾选的"),
        Matter,
        lambda **words: services.issue_matter(**words),
        "matter_id",
        Kind.ISSUE,
    ),
    "receive": Batch(
        "feedback.receive",
        gettext_lazy("采用勾选的"),
        Feedback,
        lambda **words: services.receive_feedback(**words),
        "feedback_id",
        Kind.FEEDBACK,
    ),
    "lapse": Batch(
        "matter.lapse",
        gettext_lazy("勾选的全部销号"),
        Matter,
        lambda **words: services.lapse_matter(**words),
        "matter_id",
        Kind.LAPSED,
    ),
}


@dataclass(frozen=True)
class Card:
    """``hints`` and ``taken``: what to look at twice in a feedback before it is taken."""

    row: Any
    matter: Matter
    offers: list[Offer]
    hints: tuple[Hint, ...] = ()
    taken: TakenFrom | None = None


@login_required
@require_safe
def show_queue(request: HttpRequest) -> HttpResponse:
    user, on = actor_of(request), clock.today()
    require(user, "matter.issue")
    counts = waiting_counts(user, on)
    kind = _chosen(request, user, counts)
    page = page_of(request, waiting_for_office(user, kind, on), PAGE)
    batches = [(name, one) for name, one in BATCHES.items() if one.kind == kind and can(user, one.permission)]
    context = {
        "kind": kind,
        "title": KINDS[kind],
        "tabs": [
            {"kind": one, "label": KINDS[one], "count": count, "chosen": one == kind}
            for one, count in counts.items()
        ],
        "page": page,
        "cards": cards_of(user, kind, list(page.rows), on),
        "count": counts[kind],
        "total": sum(counts.values()),
        "batch": batches[0] if batches else None,
        "back": f"{reverse('matters-queue')}?kind={kind}",
        "template": f"matters/queue_{kind}.html",
        "on": on,
    }
    return render(request, "matters/queue.html", context)


def _chosen(request: HttpRequest, user: User, counts: dict[Kind, int]) -> Kind:
    """The kind that was asked for, else the first in which something waits that this person decides."""
    try:
        return Kind(request.GET.get("kind", ""))
    except ValueError:
        mine = (kind for kind, count in counts.items() if count and _decides(user, kind))
        return next(mine, Kind.ISSUE)


def _decides(user: User, kind: Kind) -> bool:
    """Approving is the head's; everything else in the queue is the whole office's."""
    return kind != Kind.APPROVE or can(user, "matter.register")


def cards_of(user: User, kind: Kind, rows: list[Any], on: date) -> list[Card]:
    thing, names = DECIDED[kind]
    cards = [Card(row, matter_of(row), offers(user, thing, row, on, only=names)) for row in rows]
    if kind != Kind.FEEDBACK:
        return cards
    hints = evidence_hints(user, [file.upload_id for row in rows for file in row.files.all()])
    taken = copied_feedbacks(user, rows)
    return [
        replace(card, hints=hints.at(subject_of(row), step_of(row)), taken=taken.get(row.pk))
        for card, row in zip(cards, rows, strict=True)
    ]


@login_required
@require_POST
def decide_chosen(request: HttpRequest, verb: str) -> HttpResponse:
    """Each by itself: one that cannot be is named with the reason, and the others stand."""
    batch = BATCHES.get(verb)
    if batch is None:
        raise Http404
    actor = actor_of(request)
    require(actor, batch.permission)
    ids = keys_of(request.POST.getlist("chosen"))
    rows = batch.rows.objects.visible_to(actor).filter(pk__in=ids).order_by("pk")
    done = sum(_done(request, batch, row) for row in rows)
    if done:
        said = ngettext("已办理%(count)s件。", "已办理%(count)s件。", done)
        messages.success(request, said % {"count": done})
    elif not ids:
        messages.warning(request, _("没有勾选。"))
    fallback = f"{reverse('matters-queue')}?kind={batch.kind or ''}"
    return redirect(back_to(request, None, fallback))


def _done(request: HttpRequest, batch: Batch, row: Any) -> bool:
    try:
        batch.write(actor=actor_of(request), now=clock.now(), **{batch.key: row.pk})
    except ValidationError as error:
        messages.warning(request, f"{matter_of(row)}：{' '.join(error.messages)}")
        return False
    return True
