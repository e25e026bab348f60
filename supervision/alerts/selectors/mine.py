"""我的提醒: what one person was told and is still open, by colour, worst first, one thing once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from rulebook.rules.ladder import COLOUR_LABELS, Colour

from ..models import Reminder, ReminderQuerySet
from ..models.reminder import SHOWN_FIRST

NEWS: Final = "news"
DUTY: Final = Q(rung__gt=0)
# The parts of the page, from what hurts most to what is only told.
GROUPS: Final[dict[str, Any]] = {
    **{colour.value: COLOUR_LABELS[colour] for colour in reversed(Colour)},
    NEWS: _("消息"),
}
CHOICES: Final[dict[str, tuple[Any, Q]]] = {
    "": (_("全部"), Q()),
    **{colour.value: (COLOUR_LABELS[colour], DUTY & Q(colour=colour.value)) for colour in reversed(Colour)},
    NEWS: (_("消息"), Q(rung=0)),
    "unread": (_("未读"), Q(read_at__isnull=True)),
    "unsigned": (_("未签收"), DUTY & Q(signed_at__isnull=True)),
}
THING: Final = ("subject", "about_key")
WEEK: Final = timedelta(days=7)


@dataclass(frozen=True)
class Thing:
    """``worst`` is what is shown of it, ``others`` what else is owed of it, such as older months."""

    worst: Reminder
    others: list[Reminder] = field(default_factory=list)

    @property
    def rows(self) -> list[Reminder]:
        return [self.worst, *self.others]

    @property
    def group(self) -> str:
        return NEWS if self.worst.is_news else self.worst.colour

    @property
    def is_unsigned(self) -> bool:
        return any(not row.is_news and row.signed_at is None for row in self.rows)

    @property
    def is_unread(self) -> bool:
        return any(row.read_at is None for row in self.rows)

    @property
    def ids(self) -> list[int]:
        return [row.pk for row in self.rows]


def my_reminders(user: User) -> ReminderQuerySet:
    """What the user was told and is still open, worst first, then the news."""
    return Reminder.objects.filter(recipient=user).open().about().order_by(*SHOWN_FIRST)


def my_counts(user: User) -> dict[str, int]:
    """How many reminders each choice of the page has; one statement."""
    asked = {name or "all": Count("pk", filter=chosen or None) for name, (_label, chosen) in CHOICES.items()}
    found = my_reminders(user).order_by().aggregate(**asked)
    return {name: found[name or "all"] for name in CHOICES}


def my_worst(user: User, choice: str = "") -> ReminderQuerySet:
    """One row for each thing, its worst; the page is made of these."""
    rows = my_reminders(user).select_related("stands_in_for__person", "unit")
    place = Window(RowNumber(), partition_by=[F(name) for name in THING], order_by=SHOWN_FIRST)
    return rows.filter(CHOICES[choice][1]).annotate(place=place).filter(place=1)


def things_of(user: User, worst: Sequence[Reminder]) -> list[Thing]:
    """Each with what else is owed of it."""
    rows = my_reminders(user).select_related("stands_in_for__person", "unit")
    same: dict[tuple[str, int], list[Reminder]] = {}
    for row in rows.filter(about_key__in=[one.about_key for one in worst]):
        same.setdefault((row.subject, row.about_key), []).append(row)
    return [
        Thing(one, [row for row in same.get((one.subject, one.about_key), []) if row.pk != one.pk])
        for one in worst
    ]


def grouped(things: Sequence[Thing]) -> list[tuple[str, Any, list[Thing]]]:
    """(code, label, things) of each group that has some; ``things`` stand worst first."""
    return [(code, GROUPS[code], list(some)) for code, some in groupby(things, lambda thing: thing.group)]


def red_now(user: User) -> ReminderQuerySet:
    return my_reminders(user).filter(DUTY, colour=Colour.RED.value)


def told_this_week(user: User, now: datetime) -> ReminderQuerySet:
    """What came up in the last seven days and is not red: the list that leaders get once a week."""
    return my_reminders(user).filter(raised_at__gte=now - WEEK).exclude(colour=Colour.RED.value)
