"""What a unit finds filled in when it reports, and which helping units a lead unit still waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from ..models import Duty, Feedback, Matter
from ..rules.entries_feedback import FeedbackWords
from ..rules.rhythms import Period, unanswered
from ..rules.words import DutyRole, DutyStatus, FeedbackKind, FeedbackStatus
from .owed import feedback_owed

OPEN = (FeedbackStatus.DRAFT, FeedbackStatus.HANDED_UP, FeedbackStatus.RETURNED)


@dataclass(frozen=True)
class FeedbackEntry:
    """``words`` are those of ``open``, the one in the works, or else of ``last``, the last one given.

    ``periods`` are owed and not answered, the oldest first; a report on the newest covers them all.
    ``open_helpers`` are the helping units that a lead unit still waits for.
    """

    duty: Duty
    words: FeedbackWords
    period_start: date | None
    periods: tuple[Period, ...]
    open: Feedback | None
    last: Feedback | None
    open_helpers: tuple[Duty, ...]


def feedback_entry(duty: Duty, on: date) -> FeedbackEntry:
    """The prefilled form; what help was needed is not asked for again."""
    current, last, periods = open_feedback(duty), last_given(duty), due_periods(duty, on)
    if current is not None:
        words, start = _words(current), current.period_start
    else:
        words = _words(last, help_needed="", kind=FeedbackKind.PROGRESS.value) if last else FeedbackWords("")
        start = periods[-1].start if periods else None
    helpers = tuple(open_helpers(duty.matter)) if duty.role == DutyRole.LEAD else ()
    return FeedbackEntry(duty, words, start, periods, current, last, helpers)


def due_periods(duty: Duty, on: date, *, answered: bool = False) -> tuple[Period, ...]:
    """The periods that the duty owes by ``on``; those before the newest answered one count as answered."""
    owed = feedback_owed(duty, on)
    return owed if answered else unanswered(owed, _newest_answered(duty))


def _newest_answered(duty: Duty) -> date | None:
    return duty.feedbacks.given().aggregate(newest=Max("period_start"))["newest"]


def open_feedback(duty: Duty) -> Feedback | None:
    """The one feedback of the duty that has not left the unit."""
    return duty.feedbacks.filter(status__in=OPEN).first()


def last_given(duty: Duty) -> Feedback | None:
    return duty.feedbacks.given().order_by("-pk").first()


def open_helpers(matter: Matter) -> list[Duty]:
    """The helping units that have not reported their part done."""
    done = (DutyStatus.REPORTED, DutyStatus.ACCEPTED)
    helping = matter.duties.standing().filter(role=DutyRole.HELPING).exclude(status__in=done)
    return list(helping.select_related("unit").order_by("pk"))


def _words(row: Feedback, **other: str) -> FeedbackWords:
    names = ("progress", "percent", "problem", "help_needed", "next_step", "kind")
    return FeedbackWords(**{name: getattr(row, name) for name in names} | other)
