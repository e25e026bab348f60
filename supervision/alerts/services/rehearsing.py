"""Dry runs: the round itself, rolled back. What is shown is what is then planned, because it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Q

from accounts.models import User
from rulebook.models import GENERAL
from rulebook.rules.ladder import Rung
from rulebook.selectors import ladders
from rulebook.services import change_ladder
from supervision.alerts.models import DigestLine, Reminder, ReminderQuerySet
from supervision.alerts.selectors import LATE

from .planning import plan_reminders, run_cycle


@dataclass(frozen=True)
class Told:
    """One reminder that one person would get, and by which channels; none means the page alone."""

    reminder: Reminder
    channels: tuple[str, ...] = ()


def outlook(*, on: date, now: datetime) -> list[Told]:
    """What would go out on the day ``on`` and what would stand on the pages anew, by person, worst first.

    ``now`` is the moment of that day at which the round is thought to be run.
    """
    return _rehearsed(lambda: run_cycle(on=on, now=now), lambda newer: _outgoing(on, newer))


def preview_ladder(
    *, actor: User | None, ladder: str, valid_from: date, rungs: Sequence[Rung], now: datetime
) -> list[Told]:
    """Whom the first round of ``valid_from`` would tell by the new ladder, of the things that climb it.

    Raises ValidationError as ``change_ladder`` does.
    """

    def play() -> None:
        change_ladder(actor=actor, ladder=ladder, valid_from=valid_from, rungs=rungs)
        plan_reminders(on=valid_from, now=now, ladder=ladder)

    return _rehearsed(play, lambda newer: _told(newer.filter(subject__in=_climbers(ladder, valid_from))))


def _rehearsed(play: Callable[[], object], find: Callable[[ReminderQuerySet], list[Told]]) -> list[Told]:
    """What ``find`` sees of the reminders that ``play`` made, before all of it is undone."""
    with transaction.atomic():
        newest = Reminder.objects.aggregate(newest=Max("pk"))["newest"] or 0
        play()
        found = find(Reminder.objects.filter(pk__gt=newest))
        transaction.set_rollback(True)
    return found


def _outgoing(on: date, newer: ReminderQuerySet) -> list[Told]:
    """What unsent messages of that day tell, and what is new and goes by none."""
    waiting = Q(digest__sent_at__isnull=True, digest__gave_up_at__isnull=True, digest__on__lte=on)
    lines = DigestLine.objects.filter(waiting, reminder__settled_at__isnull=True)
    ways: dict[int, list[str]] = {}
    for key, channel in lines.values_list("reminder", "digest__channel").order_by("digest__channel"):
        ways.setdefault(key, []).append(channel)
    bundled = DigestLine.objects.filter(reminder__in=newer).values("reminder")
    rows = Reminder.objects.filter(Q(pk__in=list(ways)) | Q(pk__in=newer.exclude(pk__in=bundled)))
    return [Told(told.reminder, tuple(ways.get(told.reminder.pk, ()))) for told in _told(rows)]


def _told(rows: ReminderQuerySet) -> list[Told]:
    rows = rows.open().select_related("recipient__person", "recipient__unit", "stands_in_for__person", "unit")
    found = rows.order_by(
        "recipient__unit__pinyin", "recipient__person__pinyin", "recipient", "-rung", "due_on"
    )
    return [Told(row, tuple(row.channels)) for row in found]


def _climbers(ladder: str, on: date) -> list[str]:
    """The kinds of due things that climb it, or climb the general one for want of their own."""
    own = ladders(on)
    return [
        subject
        for subject, kind in LATE.items()
        if kind.climbs == ladder or (ladder == GENERAL and kind.climbs not in own)
    ]
