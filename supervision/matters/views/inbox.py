"""我的督办: what must be done today, the worst first, one big button each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.models.user import REPORTERS
from accounts.views import actor_of

from ..rules.words import STATES, DutyRole, State
from ..selectors.inbox import Waiting, Waits, inbox, matters_in_charge, unit_matters

SHOWN: Final = 100


@dataclass(frozen=True)
class Face:
    """How one kind of waiting looks: its name, its picture, and what the button says."""

    label: Any
    icon: str
    button: Any


FACES: Final[dict[Waits, Face]] = {
    Waits.READ: Face(gettext_lazy("待我阅定"), "eye", gettext_lazy("阅，同意销号")),
    Waits.HELP: Face(gettext_lazy("求助待答复"), "help", gettext_lazy("答复")),
    Waits.EXTEND: Face(gettext_lazy("延期待我审批"), "calendar", gettext_lazy("审批")),
    Waits.RETURNED: Face(gettext_lazy("退回补正"), "arrow-back-up", gettext_lazy("修改后再报")),
    Waits.SIGN: Face(gettext_lazy("新交办，待签收"), "inbox", gettext_lazy("签收")),
    Waits.FEEDBACK: Face(gettext_lazy("应报反馈"), "edit", gettext_lazy("报反馈")),
    Waits.SIGN_OFF: Face(gettext_lazy("待我审签"), "clipboard-check", gettext_lazy("审签")),
    Waits.AGREE: Face(gettext_lazy("延期待我同意"), "calendar", gettext_lazy("查看并同意")),
    Waits.GATHER: Face(gettext_lazy("配合单位报来"), "users", gettext_lazy("查看")),
    Waits.DUE: Face(gettext_lazy("办结时限临近"), "clock-exclamation", gettext_lazy("报办结")),
    Waits.ANSWERED: Face(gettext_lazy("领导已答复"), "check", gettext_lazy("查看")),
    Waits.DRAFT: Face(gettext_lazy("草稿未报"), "file-text", gettext_lazy("继续填写")),
}
PAST_DUE: Final = Face(gettext_lazy("已过办结时限"), "clock-exclamation", gettext_lazy("报办结"))
# One tap does it; the others open a page first.
POSTS: Final = (Waits.SIGN, Waits.READ)


@dataclass(frozen=True)
class Way:
    """A smaller button beside the big one; ``posts``: it acts at once."""

    url: str
    label: Any
    posts: bool = False


@dataclass(frozen=True)
class Card:
    """``posts``: the big button acts at once, else it opens a page."""

    waiting: Waiting
    face: Face
    when: str
    late: bool
    text: str
    url: str
    posts: bool
    second: Way | None

    @property
    def choice(self) -> int | None:
        """The duty that can be signed together with others."""
        return self.waiting.duty.pk if self.waiting.kind == Waits.SIGN and self.waiting.duty else None


@login_required
@require_safe
def show_inbox(request: HttpRequest) -> HttpResponse:
    user, on = actor_of(request), today()
    waiting = inbox(user, on)
    cards = cards_of(waiting[:SHOWN], on)
    to_sign = sum(card.choice is not None for card in cards)
    context = {
        "cards": cards,
        "count": len(waiting),
        "hidden": len(waiting) - len(cards),
        "to_sign": to_sign,
        "choosing": to_sign > 1,
        "late": sum(card.late for card in cards),
        "in_charge": in_words(matters_in_charge(user, on)[:SHOWN]),
        "carried": in_words(unit_matters(user, on)[:SHOWN]) if user.units_as(*REPORTERS) else [],
        "is_leader": "leader" in user.roles,
        "on": on,
    }
    return render(request, "matters/inbox.html", context)


def in_words(matters: Any) -> list[tuple[Any, Any]]:
    """Each with where it stands, for ``matters/affairs.html``."""
    return [(matter, STATES[State(matter.state)]) for matter in matters]


def cards_of(waiting: list[Waiting], on: date) -> list[Card]:
    return [
        Card(
            one,
            _face(one, on),
            when_words(one, on),
            one.days_late(on) > 0,
            _text(one),
            _address(one),
            one.kind in POSTS,
            _second(one, one.days_late(on) > 0),
        )
        for one in waiting
    ]


def _face(one: Waiting, on: date) -> Face:
    return PAST_DUE if one.kind == Waits.DUE and one.days_late(on) else FACES[one.kind]


class Timed(Protocol):
    """What waits until a day, in this room or in another."""

    @property
    def due_on(self) -> date | None: ...
    def days_late(self, on: date) -> int: ...


def when_words(one: Timed, on: date) -> str:
    """How long is left, or since when it is late, in words."""
    if one.due_on is None:
        return ""
    late = one.days_late(on)
    if late:
        return ngettext("已超%(count)s天", "已超%(count)s天", late) % {"count": late}
    left = (one.due_on - on).days
    if left == 0:
        return _("今天到期")
    said = ngettext("还有%(count)s天", "还有%(count)s天", left) % {"count": left}
    return _("%(left)s（%(month)s月%(day)s日前）") % {
        "left": said,
        "month": one.due_on.month,
        "day": one.due_on.day,
    }


def _text(one: Waiting) -> str:
    """What a person should know before pressing the button."""
    feedback, extension = one.feedback, one.extension
    if one.kind == Waits.READ:
        report = getattr(one.matter, "report", None)
        return _("办结情况：%(report)s") % {"report": report} if report else one.matter.requirement
    if one.kind in (Waits.EXTEND, Waits.AGREE) and extension:
        return _("申请延至%(day)s：%(reason)s") % {
            "day": _short(extension.new_due_on),
            "reason": extension.reason,
        }
    if one.kind == Waits.FEEDBACK and one.period:
        return _("本期：%(period)s") % {"period": one.period.label}
    if feedback is None:
        return one.matter.requirement
    words = {
        Waits.RETURNED: feedback.return_reason,
        Waits.HELP: feedback.help_needed,
        Waits.ANSWERED: feedback.answer,
    }
    return words.get(one.kind) or feedback.progress


def _short(day: date) -> str:
    return _("%(month)s月%(day)s日") % {"month": day.month, "day": day.day}


def _address(one: Waiting) -> str:
    feedback, duty, extension = one.feedback, one.duty, one.extension
    if one.kind == Waits.SIGN and duty:
        return reverse("matter-act", args=["duty", duty.pk, "sign"])
    if one.kind == Waits.READ:
        return reverse("matter-act", args=["matter", one.matter.pk, "read"])
    if one.kind == Waits.HELP and feedback:
        return reverse("matter-act", args=["feedback", feedback.pk, "answer"])
    if extension:
        return reverse("matter-extension", args=[extension.pk])
    if one.kind == Waits.DUE and duty:
        return reverse("matter-final", args=[duty.pk])
    if one.kind in (Waits.FEEDBACK, Waits.DRAFT, Waits.RETURNED) and duty:
        final = feedback is not None and feedback.kind == "final"
        return reverse("matter-final" if final else "matter-entry", args=[duty.pk])
    return reverse("matter-feedback", args=[feedback.pk if feedback else 0])


def _second(one: Waiting, late: bool) -> Way | None:
    if one.kind == Waits.READ:
        return Way(reverse("matter-act", args=["matter", one.matter.pk, "instruct_again"]), _("再批示"))
    if one.duty is None:
        return None
    if one.kind == Waits.SIGN:
        return Way(reverse("matter-act", args=["duty", one.duty.pk, "refuse"]), _("不属本单位，退回"))
    if one.kind == Waits.FEEDBACK and one.feedback is None:
        return Way(reverse("matter-act", args=["duty", one.duty.pk, "no_change"]), _("本期无变化"), True)
    if one.kind == Waits.DUE and (late or one.duty.role != DutyRole.LEAD):
        return Way(reverse("matter-entry", args=[one.duty.pk]), _("先报进展"))
    if one.kind == Waits.DUE:  # a later date is asked for before the present one is past
        return Way(reverse("matter-extension-propose", args=[one.matter.pk]), _("申请延期"))
    return None
