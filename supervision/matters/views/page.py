"""One matter: its whole story, how it stands, and what this person may do about it now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.models import Upload, User
from accounts.views import actor_of, send_upload

from ..models import Duty, Feedback, FeedbackFile, Matter, Step
from ..rules.states import Thing
from ..rules.words import ENDED, STATES, State
from ..selectors.due_preview import DuePreview, by_hand, due_preview
from ..selectors.page import MatterPage, matter_page
from .offers import Offer, offers
from .situation import measures, situation

ICONS: Final = {
    "submit": "send",
    "register": "clipboard-check",
    "issue": "send",
    "sign": "check",
    "report": "flag-3",
    "show": "eye",
    "read": "check",
    "lapse": "check",
    "split": "list-details",
    "add": "plus",
    "propose": "clock",
    "approve": "check",
    "begin": "lock",
    "resume": "refresh",
    "archive": "inbox",
    "answer": "info-circle",
    "hand_up": "upload",
    "receive": "check",
    "accept": "check",
}
# What went back or came to nothing stands out in the story.
SET_BACK: Final = frozenset(
    {
        "send_back",
        "reject",
        "refuse",
        "redo",
        "return",
        "pull_back",
        "withdraw",
        "insist",
        "release",
        "retract",
    }
)


@dataclass(frozen=True)
class Line:
    """A row of the page with what may be done about it now."""

    row: Any
    offers: list[Offer]


@login_required
@require_safe
def show_matter(request: HttpRequest, matter_id: int) -> HttpResponse:
    user, on = actor_of(request), today()
    try:
        page = matter_page(user, matter_id, on)
    except Matter.DoesNotExist as error:
        raise Http404 from error
    matter = page.matter
    below = {
        "duties": lines(user, Thing.DUTY, page.duties, on),
        "feedbacks": lines(user, Thing.FEEDBACK, page.feedbacks, on),
        "extensions": lines(user, Thing.EXTENSION, matter.extensions.all(), on),
    }
    place = [row.pk for row in page.rounds].index(matter.pk) if page.rounds else 0
    context = {
        "page": page,
        "matter": matter,
        "on": on,
        "offers": offers(user, Thing.MATTER, matter, on),
        **below,
        "awaited": awaited(below),
        "instructions": [
            (row, page.holders.get(row.post_id, "")) for row in sorted_by_day(matter.instructions.all())
        ],
        "held": held_by(page),
        "former": page.rounds[place - 1] if place else None,
        "next": page.rounds[place + 1] if page.rounds and place + 1 < len(page.rounds) else None,
        "situation": situation(page, on),
        "measures": measures(page, on),
        "state": STATES[State(matter.state)],
        "story": story(page),
        "due": due_doubts(matter, on),
        "may_open_archive": user.reach.everything,
        "counted": page.matter.status not in ("draft", "submitted", "rejected"),
    }
    return render(request, "matters/matter.html", context)


def due_doubts(matter: Matter, on: date) -> DuePreview | None:
    """What the date will be, before it is fixed; once it is, only what is doubtful about its calendar."""
    if matter.status in ENDED:
        return None
    if matter.due_on is not None:
        return by_hand(matter.due_on, on)
    return due_preview(matter.due_rule, on, matter.source_date) if matter.due_rule else None


def lines(user: User, thing: Thing, rows: Iterable[Any], on: date) -> list[Line]:
    return [Line(row, offers(user, thing, row, on)) for row in rows]


def awaited(below: dict[str, list[Line]]) -> list[tuple[str, str]]:
    """(where on the page, what) of the next steps that this person is expected to take further down."""
    found = []
    for kind, rows in below.items():
        for line in rows:
            words = [offer.act.label for offer in line.offers if offer.act.main]
            if any(offer.act.name == "duty.insist" for offer in line.offers):
                words = [_("改派或维持交办")]
            unit = _unit_of(line.row)
            place = f"{kind}-{line.row.pk}"
            found += [(place, f"{unit} · {word}" if unit else str(word)) for word in words]
    return found


def _unit_of(row: Any) -> str:
    duty = row.duty if isinstance(row, Feedback) else row
    return duty.unit.short_name if isinstance(duty, Duty) else ""


def sorted_by_day(rows: Iterable[Any]) -> Sequence[Any]:
    return sorted(rows, key=lambda row: (row.given_on, row.pk), reverse=True)


def held_by(page: MatterPage) -> dict[str, str]:
    """Who holds each post that the matter names, by the column's name: 常县长（常务副县长）."""
    names = {}
    for column in ("approver", "leader", "shown_to", "end_approver"):
        post = getattr(page.matter, column)
        if post is not None:
            holder = page.holders.get(post.pk, "")
            names[column] = (
                _("%(who)s（%(post)s）") % {"who": holder, "post": post.name} if holder else post.name
            )
    return names


def story(page: MatterPage) -> list[dict[str, Any]]:
    """Newest first; the registration, which is no step, stands at its end."""
    entries = [_told(step) for step in page.steps]
    created = {"at": page.matter.created_at, "by": page.matter.created_by, "icon": "edit", "title": _("登记")}
    return [*entries, created]


def _told(step: Step) -> dict[str, Any]:
    verb = step.verb.partition(".")[2]
    unit = f" · {step.duty.unit.short_name}" if step.duty else ""
    return {
        "at": step.at,
        "by": step.by or _("系统"),
        "title": f"{step.told}{unit}",
        "text": step.note,
        "icon": "arrow-back-up" if verb in SET_BACK else ICONS.get(verb, "history"),
        "tone": "warn" if verb in SET_BACK else "",
    }


@login_required
@require_safe
def show_file(request: HttpRequest, matter_id: int, upload_id: int) -> HttpResponseBase:
    """A file of the matter or of a feedback that this person sees; the whole archive is the office's."""
    user = actor_of(request)
    matter = get_object_or_404(Matter.objects.visible_to(user), pk=matter_id)
    seen = Feedback.objects.visible_to(user).filter(duty__matter=matter)
    kept = Q(pk__in=matter.files.values("upload"))
    kept |= Q(pk__in=FeedbackFile.objects.filter(feedback__in=seen).values("upload"))
    if user.reach.everything:
        kept |= Q(pk=matter.archive_id)
    return send_upload(request, get_object_or_404(Upload.objects.filter(kept), pk=upload_id), inline=True)
