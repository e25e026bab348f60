"""亮灯 of a rectification, in Python: the oracle of ``models.figures``, which says the same in SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from rulebook.rules import Light, Measure, Thresholds, Workdays, light_for, worst
from supervision.matters.rules.lights import days_until

from .words import RUNNING, WITH_UNIT, RectificationStatus

MEASURES: Final = (Measure.DAYS_LEFT, Measure.STEP_DAYS_LEFT)


@dataclass(frozen=True, eq=False)  # hashed by itself: expressions hold it
class Pace:
    """What all rectifications are measured by on a day. ``selectors.rectification_pace`` reads it.

    ``workdays`` needs only the days that differ from their weekday.
    """

    on: date
    thresholds: Mapping[Measure, Thresholds]
    workdays: Workdays


@dataclass(frozen=True)
class RectificationFacts:
    """``end_reason``: of what runs, why it was listed as long-term, which lasts while it is proved."""

    status: RectificationStatus
    due_on: date | None = None
    step_due_on: date | None = None
    applied_on: date | None = None
    end_reason: str = ""

    @property
    def is_long_term(self) -> bool:
        return self.status in RUNNING and bool(self.end_reason)


@dataclass(frozen=True)
class Judgement:
    margins: Mapping[Measure, int | None]
    lights: Mapping[Measure, Light]
    light: Light


def judge(facts: RectificationFacts, pace: Pace) -> Judgement:
    margins = margins_of(facts, pace)
    lights = {measure: _light(measure, margins[measure], facts, pace) for measure in MEASURES}
    return Judgement(margins, lights, worst(lights.values()))


def margins_of(facts: RectificationFacts, pace: Pace) -> dict[Measure, int | None]:
    """In workdays; None where there is nothing to measure: it does not run, or there is no date."""
    return {Measure.DAYS_LEFT: _days_left(facts, pace), Measure.STEP_DAYS_LEFT: _step(facts, pace)}


def _days_left(facts: RectificationFacts, pace: Pace) -> int | None:
    """Once the unit has applied for closing, as it was on that day."""
    if facts.status not in RUNNING or facts.is_long_term or facts.due_on is None:
        return None
    return days_until(_applied_on(facts) or pace.on, facts.due_on, pace.workdays)


def _applied_on(facts: RectificationFacts) -> date | None:
    """What was sent back is judged by today again."""
    return None if facts.status in WITH_UNIT else facts.applied_on


def _step(facts: RectificationFacts, pace: Pace) -> int | None:
    """Of the step that is next, whoever owes it: the unit, the office, a verifier, or the yearly review."""
    if facts.status not in RUNNING or facts.step_due_on is None:
        return None
    return days_until(pace.on, facts.step_due_on, pace.workdays)


def _light(measure: Measure, margin: int | None, facts: RectificationFacts, pace: Pace) -> Light:
    """Without a rule in force nothing is judged; the date of what is long-term is grey."""
    thresholds = pace.thresholds.get(measure)
    if thresholds is None or facts.status not in RUNNING:
        return Light.UNKNOWN
    if measure == Measure.DAYS_LEFT:
        if facts.is_long_term:
            return Light.EXEMPT
        if margin is not None and margin >= 0 and _applied_on(facts):
            return Light.GREEN  # applied for by the due date is in time, however close it was
    return light_for(margin, thresholds)
