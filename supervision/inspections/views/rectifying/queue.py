"""督查整改待办: what waits for the office, one kind on a page, decided one by one or several at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.models import User
from accounts.rules.keys import keys_of
from accounts.views import actor_of
from projects.views.paging import page_of
from supervision.matters.views import acts as matters

from ... import services
from ...models import Rectification
from ...permissions import can, require
from ...rules.states import Thing
from ...selectors.waiting import KINDS, OF_THE_HEAD, Kind, waiting_counts, waiting_for_office
from ..acts import home_of
from ..offers import Line, offers

PAGE: Final = 30
X = Thing.RECTIFICATION
# What is decided on the card; everything else is on the row's own page. None: all that is offered there.
DECIDED: Final[dict[Kind, tuple[Thing, tuple[str, ...] | None]]] = {
    Kind.INSPECTION: (Thing.INSPECTION, ("inspection.approve", "inspection.send_back")),
    Kind.NOTIFY: (Thing.FINDING, ("finding.notify", "finding.drop")),
    Kind.DISPUTED: (Thing.FINDING, ("finding.uphold", "finding.drop")),
    Kind.CONCLUSION: (Thing.CONCLUSION, ("conclusion.issue", "conclusion.send_back")),
    Kind.APPOINT: (Thing.REVIEW, ("review.appoint",)),
    Kind.RECOMMENDATION: (Thing.RECOMMENDATION, ("recommendation.approve", "recommendation.refuse")),
    Kind.ISSUE: (X, ("rectification.issue", "rectification.revise")),
    Kind.PLAN: (X, ("rectification.approve_plan", "rectification.return_plan")),
    Kind.CHECK: (X, ("rectification.check",)),
    Kind.ASSIGN: (X, ("rectification.assign", "rectification.send_back")),
    Kind.APPROVE: (X, ("rectification.approve", "rectification.send_back")),
    Kind.PUBLISH: (X, ("rectification.publish", "rectification.send_back")),
    Kind.CLOSE: (X, ("rectification.close",)),
    Kind.EXTENSION: (
        Thing.EXTENSION,
        ("rectification_extension.approve", "rectification_extension.refuse"),
    ),
    Kind.YEARLY: (X, ("rectification.review_yearly",)),
}
# How the words of a card look; kinds that share one look share its template.
LOOKS: Final = {
    **dict.fromkeys((Kind.NOTIFY, Kind.DISPUTED), "finding"),
    **dict.fromkeys((Kind.APPOINT, Kind.RECOMMENDATION, Kind.INSPECTION, Kind.CONCLUSION), "inspecting"),
    **dict.fromkeys((Kind.ISSUE, Kind.ASSIGN, Kind.CLOSE, Kind.YEARLY), "problem"),
    Kind.PLAN: "plan",
    Kind.CHECK: "claim",
    Kind.APPROVE: "proved",
    Kind.PUBLISH: "proved",
    Kind.EXTENSION: "extension",
}


@dataclass(frozen=True)
class Batch:
    """One decision for all that are ticked; each is taken by itself."""

    permission: str
    label: Any
    write: Callable[..., Any]
    kind: Kind


BATCHES: Final[dict[str, Batch]] = {
    "issue": Batch(
        "rectification.issue",
        gettext_lazy("交办勾选的"),
        lambda **words: services.issue_rectification(**words),
        Kind.ISSUE,
    ),
    "approve_plan": Batch(
        "rectification.approve_plan",
        gettext_lazy("审定勾选的方案"),
        lambda **words: services.approve_plan(**words),
        Kind.PLAN,
    ),
    "publish": Batch(
        "rectification.publish",
        gettext_lazy("公示勾选的"),
        lambda **words: services.publish_rectification(**words),
        Kind.PUBLISH,
    ),
    "close": Batch(
        "rectification.close",
        gettext_lazy("勾选的全部销号"),
        lambda **words: services.close_rectification(**words),
        Kind.CLOSE,
    ),
}


@dataclass(frozen=True)
class Card(Line):
    """``row`` is decided; ``of`` is the rectification, or where the row has none, the row."""

    of: Any

    @property
    def home(self) -> str:
        return home_of(self.of)


@login_required
@require_safe
def show_queue(request: HttpRequest) -> HttpResponse:
    user, on = actor_of(request), clock.today()
    require(user, "rectification.issue")
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
            if count or one == kind
        ],
        "page": page,
        "cards": [card_of(user, kind, row, on) for row in page.rows],
        "total": sum(counts.values()),
        "batch": batches[0] if batches else None,
        "of_the_head": kind in OF_THE_HEAD,
        "back": f"{reverse('rectifications-queue')}?kind={kind}",
        "template": f"inspections/rectifying/queue_{LOOKS[kind]}.html",
        "on": on,
    }
    return render(request, "inspections/rectifying/queue.html", context)


def _chosen(request: HttpRequest, user: User, counts: dict[Kind, int]) -> Kind:
    """The kind that was asked for, else the first in which something waits that this person decides."""
    try:
        return Kind(request.GET.get("kind", ""))
    except ValueError:
        heads = can(user, "rectification.approve")
        mine = (kind for kind, count in counts.items() if count and (heads or kind not in OF_THE_HEAD))
        return next(mine, Kind.ISSUE)


def card_of(user: User, kind: Kind, row: Any, on: date) -> Card:
    thing, names = DECIDED[kind]
    return Card(row, offers(user, thing, row, on, only=names), getattr(row, "rectification", row))


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
    rows = Rectification.objects.visible_to(actor).filter(pk__in=ids).order_by("pk")
    done = sum(_done(request, batch, row) for row in rows)
    if done:
        said = ngettext("已办理%(count)s件。", "已办理%(count)s件。", done)
        messages.success(request, said % {"count": done})
    elif not ids:
        messages.warning(request, gettext_lazy("没有勾选。"))
    fallback = f"{reverse('rectifications-queue')}?kind={batch.kind}"
    return redirect(matters.back_to(request, None, fallback))


def _done(request: HttpRequest, batch: Batch, row: Rectification) -> bool:
    try:
        batch.write(actor=actor_of(request), now=clock.now(), rectification_id=row.pk)
    except ValidationError as error:
        messages.warning(request, f"{row}：{' '.join(error.messages)}")
        return False
    return True
