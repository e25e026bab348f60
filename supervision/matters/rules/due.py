"""办结时限: which day starts the clock, the last day allowed, and what is doubtful about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.rules import day_words
from rulebook.rules import Deadline, DeadlineTerms, Workdays, deadline

BASIS_LENGTH: Final = 200
# What lies outside was mistyped; calendars are not asked for thousands of years.
FIRST_DAY, LAST_DAY = date(1949, 10, 1), date(2100, 12, 31)


class StartEvent(StrEnum):
    """The words of a deadline rule's 起算事件 that a matter has a day for."""

    ISSUE = "交办"
    SIGNATURE = "签收"
    MEETING = "会议"


MISSING_DAYS: Final = {
    StartEvent.ISSUE: gettext_lazy("交办后才能算出办结时限。"),
    StartEvent.SIGNATURE: gettext_lazy("牵头单位签收后才能算出办结时限。"),
    StartEvent.MEETING: gettext_lazy("时限从会议日起算，请填写会议日期（来源日期）。"),
}


@dataclass(frozen=True)
class Days:
    """The days of a matter that may start its clock; ``met_on`` is the source's date, where it met."""

    issued_on: date | None = None
    signed_on: date | None = None
    met_on: date | None = None

    def of(self, event: StartEvent) -> date | None:
        return {
            StartEvent.ISSUE: self.issued_on,
            StartEvent.SIGNATURE: self.signed_on,
            StartEvent.MEETING: self.met_on,
        }[event]


def is_sensible(day: date) -> bool:
    return FIRST_DAY <= day <= LAST_DAY


def refuse_odd_days(**days: date | None) -> None:
    """Raise ValidationError by field (code ``day_out_of_range``) for what no matter can be about."""
    errors = {
        field: ValidationError(
            _("日期%(day)s不在%(first)s年至%(last)s年之间，请核对。")
            % {"day": day_words(day), "first": FIRST_DAY.year, "last": LAST_DAY.year},
            code="day_out_of_range",
        )
        for field, day in days.items()
        if day is not None and not is_sensible(day)
    }
    if errors:
        raise ValidationError(errors)


def start_event(terms: DeadlineTerms) -> StartEvent:
    """Raises ValidationError (code ``unknown_start``) for an event that matters know nothing of."""
    try:
        return StartEvent(terms.start_event)
    except ValueError:
        raise ValidationError(
            _("时限规则的起算事件是“%(event)s”，督办事项只认“%(known)s”，请改用别的规则或在规则库中改正。")
            % {"event": terms.start_event, "known": "”“".join(StartEvent)},
            code="unknown_start",
        ) from None


def start_of(terms: DeadlineTerms, days: Days) -> date | None:
    """The day that starts the clock; None while the lead unit has not signed.

    Raises ValidationError: ``unknown_start``, or ``start_missing`` for a day that must be known by now.
    """
    event = start_event(terms)
    start = days.of(event)
    if start is None and event != StartEvent.SIGNATURE:
        raise ValidationError(MISSING_DAYS[event], code="start_missing")
    return start


def due_date_of(terms: DeadlineTerms, days: Days, workdays: Workdays) -> Deadline | None:
    """The last day allowed, the rule in words and the doubts about the calendar; None until signed."""
    start = start_of(terms, days)
    return None if start is None else deadline(start, terms, workdays)


def basis_of(found: Deadline) -> str:
    """How the date came about, as it is kept with the matter: the rule and the doubts."""
    return "；".join([found.rule, *found.warnings])[:BASIS_LENGTH]


def moved_by(due_on: date, days: int, workdays: Workdays | None = None) -> date:
    """A due date that stood still for so many natural days; with ``workdays`` it never ends on a day off."""
    moved = due_on + timedelta(days=days)
    return workdays.next_workday(moved) if workdays else moved


def stopped_days(stops: Iterable[tuple[date, date]]) -> int:
    """Natural days of all suspensions, each ``[from, to)``."""
    return sum((end - start).days for start, end in stops)


def score_due_on(
    original: date | None, due_on: date | None, stops: Iterable[tuple[date, date]], *, extended: bool
) -> date | None:
    """Whether the work was done in time is judged by this: extensions do not help, suspensions do.

    Without an extension that is the date in force, which a suspension may have moved past a day off.
    """
    days = stopped_days(stops)
    if original is None or (days and not extended):
        return due_on if original is not None else None
    return original + timedelta(days=days)
