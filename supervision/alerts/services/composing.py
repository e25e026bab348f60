"""One digest in words: at most so many items, worst first, by kind; of the rest only how many there are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from supervision.alerts.models import Digest, Reminder
from supervision.alerts.selectors.outgoing import address_of, open_lines, path_of

from .channels import Item, Message

# What a short message quotes of its worst item.
QUOTED: Final = 60


@dataclass(frozen=True)
class Line:
    """One item of the list; ``late`` when it was to be done before the day of the message."""

    number: int
    reminder: Reminder
    link: str
    late: bool


@dataclass(frozen=True)
class Group:
    label: str
    lines: list[Line]


@dataclass(frozen=True)
class Composed:
    message: Message
    listed: tuple[int, ...]


def compose(letter: Digest, on: date, cap: int) -> Composed | None:
    """The message and the keys of the reminders that it lists; None when nothing of it is so any more."""
    reminders = list(open_lines(letter))
    if not reminders:
        return None
    listed, rest = reminders[:cap], reminders[cap:]
    with translation.override(letter.recipient.language):
        context = _context(letter, listed, rest, on) | _counts(reminders, on)
        message = _message(letter, context, rest)
    return Composed(message, tuple(reminder.pk for reminder in listed))


def _context(
    letter: Digest, listed: Sequence[Reminder], rest: Sequence[Reminder], on: date
) -> dict[str, Any]:
    return {
        "letter": letter,
        "name": letter.recipient.display_name,
        "on": on,
        "groups": _grouped(listed, on),
        "more": Counter(reminder.get_subject_display() for reminder in rest).most_common(),
        "more_count": len(rest),
        "worst": listed[0].text[:QUOTED] + ("…" if len(listed[0].text) > QUOTED else ""),
        "address": settings.SITE_URL + reverse("alerts"),
        "office_name": settings.OFFICE_NAME,
    }


def _counts(reminders: Sequence[Reminder], on: date) -> dict[str, int]:
    late = sum(_is_late(reminder, on) for reminder in reminders)
    return {"late": late, "others": len(reminders) - late, "total": len(reminders)}


def _is_late(reminder: Reminder, on: date) -> bool:
    return not reminder.is_news and reminder.due_on < on


def _grouped(listed: Sequence[Reminder], on: date) -> list[Group]:
    """The kinds in the order of their worst items, numbered through."""
    by_kind: dict[str, list[Reminder]] = {}
    for reminder in listed:
        by_kind.setdefault(reminder.subject, []).append(reminder)
    numbers = count(1)
    return [
        Group(
            str(reminders[0].get_subject_display()),
            [_line(next(numbers), reminder, on) for reminder in reminders],
        )
        for reminders in by_kind.values()
    ]


def _line(number: int, reminder: Reminder, on: date) -> Line:
    return Line(number, reminder, settings.SITE_URL + path_of(reminder), _is_late(reminder, on))


def _message(letter: Digest, context: dict[str, Any], rest: Sequence[Reminder]) -> Message:
    def words(part: str) -> str:
        return re.sub(r"\n{3,}", "\n\n", render_to_string(f"emails/digest-{part}", context)).strip()

    return Message(
        key=f"digest-{letter.pk}",
        to=address_of(letter),
        name=context["name"],
        subject=words("subject.txt"),
        text=words("body.txt") + "\n",
        html=words("body.html"),
        short=words("short.txt"),
        link=context["address"],
        items=tuple(_item(line) for group in context["groups"] for line in group.lines),
        more=len(rest),
    )


def _item(line: Line) -> Item:
    told = line.reminder
    return Item(told.text, told.subject, told.colour, told.due_on, line.link)
