"""One rectification: problem, four lists, proof, visits, rounds, story, and what this person may do."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.models import Upload, User
from accounts.views import actor_of, send_upload
from supervision.matters.views.ledger import days_words

from ...models import Rectification, Step, Verification
from ...rules.states import Thing
from ...rules.words import RUNNING, VerificationStatus
from ...selectors.evidence import copied_progress, hints_of
from ...selectors.linked import linked
from ...selectors.page import RectificationPage, rectification_page
from ..evidence import gallery
from ..offers import lines, offers
from .words import late_words, progress_line, situation

ICONS: Final = {
    "issue": "send",
    "submit_plan": "list-details",
    "approve_plan": "check",
    "report": "edit",
    "finish_measure": "check",
    "attach": "photo",
    "apply": "flag-3",
    "check": "clipboard-check",
    "assign": "users",
    "record": "map-pin",
    "sign": "edit",
    "pass": "check",
    "verify": "check",
    "approve": "check",
    "publish": "eye",
    "close": "check",
    "propose": "clock",
    "agree": "check",
    "make_long_term": "refresh",
    "review_yearly": "refresh",
    "look_back": "eye",
    "archive": "inbox",
}
# What went back or came to nothing stands out in the story.
SET_BACK: Final = frozenset(
    {"return_plan", "send_back", "fail", "disagree", "cancel", "withdraw", "refuse", "retract", "follow"}
)
OPEN: Final = (VerificationStatus.ASSIGNED, VerificationStatus.RECORDED)


@login_required
@require_safe
def show(request: HttpRequest, rectification_id: int) -> HttpResponse:
    user, on = actor_of(request), today()
    try:
        page = rectification_page(user, rectification_id, on)
    except Rectification.DoesNotExist as error:
        raise Http404 from error
    row = page.rectification
    place = [one.pk for one in page.rounds].index(row.pk) if page.rounds else 0
    context = {
        "page": page,
        "row": row,
        "on": on,
        "offers": offers(user, Thing.RECTIFICATION, row, on),
        "line": progress_line(row),
        "situation": situation(row, on, sent(page.open_verification)),
        "late": late_words(row.step_due_on, on) if row.status in RUNNING else "",
        "days": days_words(row.days_left) if row.status in RUNNING else "",
        "runs": row.status in RUNNING,
        "held": held_by(page),
        "linked": linked(user, row),
        **doubts(user, page),
        "verifications": lines(user, Thing.VERIFICATION, page.verifications, on),
        "extensions": lines(user, Thing.EXTENSION, page.extensions, on),
        "mine": [visit.pk for visit in page.verifications if is_sent(visit, user.pk)],
        "former": page.rounds[place - 1] if place else None,
        "next": page.rounds[place + 1] if page.rounds and place + 1 < len(page.rounds) else None,
        "story": story(page.steps),
        "may_open_archive": user.reach.everything,
    }
    return render(request, "inspections/rectifying/page.html", context)


def doubts(user: User, page: RectificationPage) -> dict[str, Any]:
    """What to look at twice, for who looks at the proof and does not give it."""
    sees = user.reach.everything or any(is_sent(visit, user.pk) for visit in page.verifications)
    hints = hints_of(user, page.evidence) if sees else {}
    taken = copied_progress(user, page.progress) if sees else {}
    return {
        "gallery": gallery(page.evidence, hints),
        "progress": [(report, taken.get(report.pk)) for report in page.progress],
    }


def sent(visit: Verification | None) -> list[str]:
    """Who was sent and has not settled it yet."""
    return [str(line.user) for line in visit.verifiers.all()] if visit is not None else []


def is_sent(visit: Verification, user_id: int) -> bool:
    """This person is to see it, and it is not settled."""
    return visit.status in OPEN and any(line.user_id == user_id for line in visit.verifiers.all())


def held_by(page: RectificationPage) -> dict[str, str]:
    """Who holds each post that is named, by the column's name: 常县长（常务副县长）."""
    names = {}
    for column in ("leader", "end_approver"):
        post = getattr(page.rectification, column)
        if post is not None:
            who = page.holders.get(post.pk, "")
            names[column] = _("%(who)s（%(post)s）") % {"who": who, "post": post.name} if who else post.name
    return names


def story(steps: list[Step]) -> list[dict[str, Any]]:
    """Newest first. Files that came with one form are one line, whatever number of pairs they make."""
    entries: list[dict[str, Any]] = []
    last: Step | None = None
    for step in steps:
        if last is not None and step.verb == last.verb == "rectification.attach" and _together(step, last):
            entries[-1]["text"] = "、".join(filter(None, (step.note, entries[-1]["text"])))
        else:
            entries.append(_told(step))
        last = step
    return entries


def _together(one: Step, other: Step) -> bool:
    return one.by_id == other.by_id and one.at == other.at


def _told(step: Step) -> dict[str, Any]:
    verb = step.verb.partition(".")[2]
    return {
        "at": step.at,
        "by": step.by or _("系统"),
        "title": step.told,
        "text": step.note,
        "icon": "arrow-back-up" if verb in SET_BACK else ICONS.get(verb, "history"),
        "tone": "warn" if verb in SET_BACK else "",
    }


@login_required
@require_safe
def show_archive(request: HttpRequest, rectification_id: int) -> HttpResponseBase:
    """The whole dossier is the office's."""
    user = actor_of(request)
    row = get_object_or_404(Rectification.objects.visible_to(user), pk=rectification_id)
    if not user.reach.everything or row.archive_id is None:
        raise Http404
    return send_upload(request, get_object_or_404(Upload, pk=row.archive_id), inline=True)
