"""亮灯 of a matter, in Python: the oracle of ``models.figures``, which says the same in SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from rulebook.rules import Light, Measure, Thresholds, Workdays, light_for, worst

from .rhythms import Period, owed_periods, stage_periods, unanswered
from .words import OWED, RUNNING, DutyRole, DutyStatus, MatterStatus, Rhythm, State

MEASURES: Final = (Measure.DAYS_LEFT, Measure.SIGNATURE_DELAY, Measure.FEEDBACK_MISSING)
DONE: Final = (DutyStatus.REPORTED, DutyStatus.ACCEPTED)
BY_LEAD: Final = {
    DutyStatus.REFUSED: State.REFUSED,
    DutyStatus.SIGNED: State.UNDER_WAY,
    DutyStatus.UNDER_WAY: State.UNDER_WAY,
    DutyStatus.REPORTED: State.REPORTED,
    DutyStatus.ACCEPTED: State.REPORTED,
}


@dataclass(frozen=True, eq=False)  # hashed by itself: expressions hold it
class Pace:
    """What all matters are measured by on a day. ``selectors.matter_pace`` reads it.

    ``workdays`` needs only the days that differ from their weekday. ``periods``: of the regular rhythms,
    in their order, as far back as lateness counts.
    """

    on: date
    thresholds: Mapping[Measure, Thresholds]
    workdays: Workdays
    periods: Mapping[Rhythm, tuple[Period, ...]] = field(default_factory=dict)

    def past_due(self, rhythm: Rhythm) -> tuple[Period, ...]:
        return tuple(period for period in self.periods.get(rhythm, ()) if period.is_late(self.on))


@dataclass(frozen=True)
class DutyFacts:
    """``answered``: the first day of the newest span that was reported. Days are local."""

    role: DutyRole
    status: DutyStatus
    issued_on: date | None = None
    sign_by: date | None = None
    reported_on: date | None = None
    answered: date | None = None


@dataclass(frozen=True)
class MatterFacts:
    """``stops`` are suspensions, ``[from, to)``; ``exempt`` the measures that are exempt on the day."""

    status: MatterStatus
    rhythm: Rhythm
    issued_on: date | None = None
    due_on: date | None = None
    duties: tuple[DutyFacts, ...] = ()
    stages: tuple[tuple[str, date], ...] = ()
    stops: tuple[tuple[date, date], ...] = ()
    exempt: frozenset[Measure] = frozenset()

    @property
    def lead(self) -> DutyFacts | None:
        leads = (duty for duty in self.duties if duty.role == DutyRole.LEAD)
        return next((duty for duty in leads if duty.status != DutyStatus.RELEASED), None)

    def is_stopped(self, on: date) -> bool:
        return any(start <= on < end for start, end in self.stops)


@dataclass(frozen=True)
class Judgement:
    state: State
    margins: Mapping[Measure, int | None]
    lights: Mapping[Measure, Light]
    light: Light


def state_of(facts: MatterFacts, on: date) -> State:
    """What persons decided; between 交办 and 呈阅 what the lead's duty and a suspension say."""
    if facts.status != MatterStatus.ISSUED:
        return State(facts.status.value)
    if facts.is_stopped(on):
        return State.SUSPENDED
    return BY_LEAD.get(facts.lead.status, State.TO_SIGN) if facts.lead else State.TO_SIGN


def days_until(on: date, due_on: date, workdays: Workdays) -> int:
    """Workdays after ``on`` up to the due date; below zero from the first day past it, worked or not."""
    days = workdays.between(on, due_on)
    return min(days, -1) if due_on < on else days


def margins_of(facts: MatterFacts, pace: Pace) -> dict[Measure, int | None]:
    """None where there is nothing to measure: not running, nothing to sign, no date."""
    return {
        Measure.DAYS_LEFT: _days_left(facts, pace),
        Measure.SIGNATURE_DELAY: _signature(facts, pace),
        Measure.FEEDBACK_MISSING: _missing(facts, pace),
    }


def judge(facts: MatterFacts, pace: Pace) -> Judgement:
    margins = margins_of(facts, pace)
    lights = {measure: _light(measure, margins[measure], facts, pace) for measure in MEASURES}
    return Judgement(state_of(facts, pace.on), margins, lights, worst(lights.values()))


def _days_left(facts: MatterFacts, pace: Pace) -> int | None:
    """Once the lead has reported done, as it was on that day."""
    if facts.status not in RUNNING or facts.due_on is None:
        return None
    return days_until(_reported_on(facts) or pace.on, facts.due_on, pace.workdays)


def _reported_on(facts: MatterFacts) -> date | None:
    lead = facts.lead
    return lead.reported_on if lead and lead.status in DONE else None


def _signature(facts: MatterFacts, pace: Pace) -> int | None:
    """Of the unit that is to sign first."""
    if facts.status != MatterStatus.ISSUED:
        return None
    waiting = [duty.sign_by for duty in facts.duties if duty.status == DutyStatus.TO_SIGN and duty.sign_by]
    return days_until(pace.on, min(waiting), pace.workdays) if waiting else None


def _missing(facts: MatterFacts, pace: Pace) -> int | None:
    """Minus the reports that the worst unit owes."""
    if facts.status != MatterStatus.ISSUED:
        return None
    return -max((len(missing_periods(facts, duty, pace)) for duty in facts.duties), default=0)


def missing_periods(facts: MatterFacts, duty: DutyFacts, pace: Pace) -> tuple[Period, ...]:
    """The reports of this duty that are past due."""
    if duty.status not in OWED or duty.issued_on is None:
        return ()
    if facts.rhythm == Rhythm.BY_STAGE:
        stages = stage_periods(facts.issued_on or duty.issued_on, facts.stages)
        periods = tuple(period for period in stages if period.is_late(pace.on))
    else:
        periods = pace.past_due(facts.rhythm)
    return unanswered(owed_periods(periods, duty.issued_on, stopped=facts.stops), duty.answered)


def _light(measure: Measure, margin: int | None, facts: MatterFacts, pace: Pace) -> Light:
    """Without a rule in force nothing is judged; what is suspended or exempt is grey."""
    thresholds = pace.thresholds.get(measure)
    if thresholds is None or facts.status not in RUNNING:
        return Light.UNKNOWN
    if facts.status == MatterStatus.SHOWN:
        return Light.GREEN
    if facts.is_stopped(pace.on) or measure in facts.exempt:
        return Light.EXEMPT
    if measure == Measure.DAYS_LEFT:
        return _due_light(margin, facts, thresholds)
    return Light.GREEN if margin is None else light_for(margin, thresholds)


def _due_light(margin: int | None, facts: MatterFacts, thresholds: Thresholds) -> Light:
    """Reported by the due date is green, however close it was."""
    if margin is not None and margin >= 0 and _reported_on(facts):
        return Light.GREEN
    return light_for(margin, thresholds)


def first_day_at(margin: Decimal, on: date, workdays: Workdays) -> date:
    """The earliest due date whose ``days_until`` is at least this: a threshold as a date, for SQL."""
    least = -int(-margin // 1)  # rounded up to whole days
    if least > 0:
        return workdays.add(on, least)
    if least == 0:
        return on
    # The least+1st workday back, today included: as many workdays lie after it.
    return workdays.add(on + timedelta(days=1), least - 1)
