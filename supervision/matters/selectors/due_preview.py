"""What a due date would be before anything is written: the date, the rule, and what is doubtful about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rulebook.models import DeadlineRule
from rulebook.selectors import calendar

from ..models import Source
from ..rules.due import MISSING_DAYS, Days, StartEvent
from .pace import matter_deadline

PREFIX: Final = "matter_"
# Days that are not for the work itself.
ASIDE: Final = ("matter_signature", "matter_showing")
SAID: Final = {
    StartEvent.ISSUE: gettext_lazy("如今天交办"),
    StartEvent.SIGNATURE: gettext_lazy("签收后才能确定；如今天签收"),
    StartEvent.MEETING: gettext_lazy("从会议之日起算"),
}


@dataclass(frozen=True)
class DuePreview:
    """``due_on`` None: the day depends on the signature. ``text`` says what it is reckoned from."""

    due_on: date | None
    text: str
    rule: str
    warnings: tuple[str, ...] = ()


def due_rules(on: date) -> list[tuple[str, str]]:
    """(key, wording) of the rules that can be chosen for a matter.

    Two may say the same today and not tomorrow: these are told apart by the sources that use them.
    """
    rules = DeadlineRule.objects.in_force(on).filter(key__startswith=PREFIX, start_event__in=list(StartEvent))
    ordered = rules.exclude(key__in=ASIDE).order_by("start_event", "amount", "key")
    said = [(rule.key, rule.terms.wording) for rule in ordered]
    often = Counter(wording for _key, wording in said)
    users = _users() if len(often) < len(said) else {}
    return [
        (key, _told_apart(key, wording, users) if often[wording] > 1 else wording) for key, wording in said
    ]


def _users() -> dict[str, list[str]]:
    """The names of the sources by the rule that they use."""
    found: dict[str, list[str]] = {}
    sources = Source.objects.filter(is_active=True).order_by("order")
    for name, *keys in sources.values_list("name", "deadline_rule", "urgent_deadline_rule"):
        for key, urgent in zip(keys, ("", _("（紧急）")), strict=True):
            found.setdefault(key, []).append(f"{name}{urgent}")
    return found


def _told_apart(key: str, wording: str, users: Mapping[str, Sequence[str]]) -> str:
    names = _("、").join(users.get(key, ()))
    return _("%(rule)s（%(sources)s）") % {"rule": wording, "sources": names or _("其他")}


def due_preview(key: str, on: date, met_on: date | None) -> DuePreview:
    """As if it were handed out, and signed, on ``on``; ``met_on`` is the day of the meeting or document."""
    try:
        found = matter_deadline(key, on, Days(on, on, met_on))
    except ValidationError as error:
        return DuePreview(None, " ".join(error.messages), "")
    if found is None:
        return DuePreview(None, str(MISSING_DAYS[StartEvent.SIGNATURE]), "")
    event = DeadlineRule.objects.in_force(on).get(key=key).start_event
    return DuePreview(found.on, str(SAID[StartEvent(event)]), found.rule, found.warnings)


def by_hand(due_on: date, on: date) -> DuePreview:
    """A person's own date, and whether the calendar until then is known."""
    warnings = calendar(on, due_on).warnings(on, due_on) if due_on > on else ()
    return DuePreview(due_on, _("手工确定"), "", warnings)
