"""应报未报: which reports a duty owes on a day, whose turn it is, and what is late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Prefetch, Q
from django.utils import timezone

from accounts.models import User
from accounts.models.user import REPORTERS

from ..models import Duty, Stage, Suspension
from ..rules.lights import DONE
from ..rules.rhythms import ASKED_AHEAD, Period, owed_periods, stage_periods, unanswered
from ..rules.words import GIVEN, RUNNING, DutyStatus, Rhythm
from .pace import known_workdays, report_periods

# Who has signed reports; who has not is asked to sign first.
REPORTING = (DutyStatus.SIGNED, DutyStatus.UNDER_WAY)
HAVE_ANSWERED = Q(feedbacks__status__in=[status.value for status in GIVEN])


@dataclass(frozen=True)
class Owed(Period):
    """A report that a duty owes and nobody has sent; ``missed`` counts it and those before it."""

    duty_id: int = 0
    matter_id: int = 0
    missed: int = 1


def feedback_owed(duty: Duty, on: date) -> tuple[Period, ...]:
    """The periods that the duty answers for by ``on``, the oldest first, answered or not.

    The running one is among them from the third day before its end on. ``unanswered`` of ``rules.rhythms``
    leaves those that are still to be reported.
    """
    loaded = _loaded(Duty.objects.filter(pk=duty.pk))
    return _asked(loaded[0], on, _calendar(loaded, on)) if loaded else ()


def owed_feedbacks(user: User, on: date, unit_ids: Sequence[int] | None = None) -> list[Owed]:
    """One for each duty of this user's units that has something to report: the newest period, which covers
    those before it. The longest waiting first; the number of statements is constant.

    ``unit_ids`` asks for these of the units alone; for the office they say whose.
    """
    units = _reported_for(user) if unit_ids is None else unit_ids
    duties = Duty.objects.visible_to(user).filter(
        unit_id__in=units, status__in=[status.value for status in REPORTING]
    )
    if unit_ids is not None and not user.reach.everything:
        duties = duties.filter(unit_id__in=_reported_for(user))
    loaded = _loaded(duties.filter(matter__status__in=[status.value for status in RUNNING]))
    calendar = _calendar(loaded, on)
    found = []
    for duty in loaded:
        periods = unanswered(_asked(duty, on, calendar), duty.answered)
        if periods:
            last = periods[-1]
            found.append(
                Owed(
                    last.start,
                    last.end,
                    last.due_on,
                    last.label,
                    duty_id=duty.pk,
                    matter_id=duty.matter_id,
                    missed=len(periods),
                )
            )
    return sorted(found, key=lambda owed: (owed.due_on, owed.duty_id))


def _reported_for(user: User) -> tuple[int, ...]:
    return user.units_as(*REPORTERS)


def _loaded(duties: Any) -> list[Any]:
    """The duties with their matter, its stages and suspensions, and ``answered``: two more statements."""
    return list(
        duties.select_related("matter")
        .annotate(answered=Max("feedbacks__period_start", filter=HAVE_ANSWERED))
        .prefetch_related(
            Prefetch("matter__stages", queryset=Stage.objects.order_by("due_on")),
            Prefetch("matter__suspensions", queryset=Suspension.objects.order_by("valid_from")),
        )
    )


def _calendar(duties: Iterable[Any], on: date) -> dict[Rhythm, tuple[Period, ...]]:
    """The periods of the rhythms that are met with, from the oldest duty on."""
    told = [duty.issued_on for duty in duties if duty.issued_on]
    rhythms = sorted({Rhythm(duty.matter.rhythm) for duty in duties} - {Rhythm.BY_STAGE, Rhythm.ONCE})
    if not told or not rhythms:
        return {}
    return report_periods(min(told), on + ASKED_AHEAD, known_workdays(), rhythms)


def _asked(duty: Any, on: date, calendar: dict[Rhythm, tuple[Period, ...]]) -> tuple[Period, ...]:
    matter = duty.matter
    if duty.issued_on is None:
        return ()
    if matter.rhythm == Rhythm.BY_STAGE:
        stages = [(stage.name, stage.due_on) for stage in matter.stages.all()]
        periods = stage_periods(matter.issued_on or duty.issued_on, stages)
    else:
        periods = calendar.get(Rhythm(matter.rhythm), ())
    reported = timezone.localdate(duty.reported_at) if duty.status in DONE else None
    stops = [(stop.valid_from, stop.valid_to) for stop in matter.suspensions.all()]
    owed = owed_periods(periods, duty.issued_on, reported_on=reported, stopped=stops)
    return tuple(period for period in owed if period.asked_from <= on)


__all__ = ["Owed", "feedback_owed", "owed_feedbacks"]
