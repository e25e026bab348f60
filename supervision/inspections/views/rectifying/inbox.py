"""我的整改: what waits for this person today, the worst first, one big button each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.models.user import REPORTERS
from accounts.views import actor_of
from supervision.matters.views.inbox import Face, Way, when_words

from ...models import Conclusion, Finding, Inspection, Review
from ...selectors.inbox import (
    WAITS,
    Waiting,
    Waits,
    inbox,
    rectifications_in_charge,
    unit_rectifications,
)
from ..acts import home_of

SHOWN: Final = 100
FACES: Final[dict[Waits, tuple[str, Any]]] = {
    Waits.EXTEND: ("calendar", gettext_lazy("审批")),
    Waits.SERIOUS: ("clock-exclamation", gettext_lazy("查看")),
    Waits.VISIT: ("map-pin", gettext_lazy("开始核查")),
    Waits.SIGN: ("edit", gettext_lazy("查看并签字")),
    Waits.REVIEW: ("shield-check", gettext_lazy("查看")),
    Waits.INSPECT: ("list-check", gettext_lazy("打开")),
    Waits.FINDING: ("help", gettext_lazy("查看并答复")),
    Waits.CONCLUSION: ("file-text", gettext_lazy("查看并签收")),
    Waits.PLAN: ("list-details", gettext_lazy("报整改方案")),
    Waits.APPLY: ("flag-3", gettext_lazy("申请销号")),
    Waits.AGREE: ("calendar", gettext_lazy("查看并同意")),
    Waits.PROGRESS: ("edit", gettext_lazy("报整改进展")),
}
# What has a page of its own for the next step; everything else is done where the row stands.
PAGES: Final = {
    Waits.PLAN: "rectification-plan",
    Waits.APPLY: "rectification-apply",
    Waits.PROGRESS: "rectification-progress",
    Waits.VISIT: "verification",
    Waits.SIGN: "verification",
}


@dataclass(frozen=True)
class Card:
    """``title`` and ``about`` say what the row is; ``second``: a smaller button beside the big one."""

    waiting: Waiting
    face: Face
    title: str
    about: str
    text: str
    when: str
    late: bool
    url: str
    second: Way | None

    @property
    def home(self) -> str:
        return home_of(self.waiting.row)


@login_required
@require_safe
def show_inbox(request: HttpRequest) -> HttpResponse:
    user, on = actor_of(request), today()
    waiting = inbox(user, on)
    cards = [card_of(one, on) for one in waiting[:SHOWN]]
    context = {
        "cards": cards,
        "count": len(waiting),
        "hidden": len(waiting) - len(cards),
        "late": sum(one.days_late(on) > 0 for one in waiting),
        "in_charge": list(rectifications_in_charge(user, on)[:SHOWN]) if user.posts else [],
        "carried": list(unit_rectifications(user, on)[:SHOWN]) if user.units_as(*REPORTERS) else [],
        "on": on,
    }
    return render(request, "inspections/rectifying/inbox.html", context)


def card_of(one: Waiting, on: date) -> Card:
    icon, button = FACES[one.kind]
    title, about = _named(one)
    return Card(
        waiting=one,
        face=Face(WAITS[one.kind], icon, button),
        title=title,
        about=about,
        text=_text(one),
        when=when_words(one, on),
        late=one.days_late(on) > 0,
        url=reverse(PAGES[one.kind], args=[one.row.pk]) if one.kind in PAGES else home_of(one.row),
        second=_second(one, on),
    )


def _named(one: Waiting) -> tuple[str, str]:
    """What it is called, and its number, origin and unit below."""
    row = one.rectification or one.row
    if one.rectification is not None:
        return row.title, _joined(row.number, row.get_severity_display(), row.unit.short_name)
    if isinstance(row, Finding):
        return row.title, _joined(row.number, row.get_severity_display(), row.unit.short_name)
    if isinstance(row, Review):
        row = row.conclusion
    if isinstance(row, Conclusion):
        return str(row.inspection), _joined(row.number, row.unit.short_name)
    return str(row), _joined(row.get_kind_display()) if isinstance(row, Inspection) else ""


def _joined(*words: Any) -> str:
    return " · ".join(str(word) for word in words if word)


def _text(one: Waiting) -> str:
    """What a person should know before pressing the button."""
    row = one.row
    if one.kind in (Waits.EXTEND, Waits.AGREE):
        day = _("%(month)s月%(day)s日") % {"month": row.new_due_on.month, "day": row.new_due_on.day}
        return _("申请延至%(day)s：%(reason)s") % {"day": day, "reason": row.reason}
    if one.kind == Waits.SIGN:
        verdict = _("核查通过") if row.passes else _("核查不通过")
        return _("%(who)s记录：%(verdict)s。%(said)s") % {
            "who": row.recorded_by,
            "verdict": verdict,
            "said": row.situation,
        }
    if one.kind == Waits.FINDING:
        return str(row.description)
    return str(one.rectification.problem) if one.rectification is not None else ""


def _second(one: Waiting, on: date) -> Way | None:
    """A later date is asked for before the present one is past."""
    if one.kind == Waits.APPLY:
        return Way(reverse("rectification-progress", args=[one.row.pk]), _("先报进展"))
    if one.kind in (Waits.PLAN, Waits.PROGRESS) and not one.days_late(on):
        return Way(reverse("rectification-extension-propose", args=[one.row.pk]), _("申请延期"))
    return None
