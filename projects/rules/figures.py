"""One project's figures in plain Python: the oracle of the SQL in ``projects.models.figures``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from rulebook.rules import (
    Light,
    Measure,
    Month,
    Thresholds,
    completion_rate,
    gap,
    light_for,
    schedule_share,
    worst,
)

CONTINUED = "continued"


@dataclass(frozen=True)
class YearPlan:
    """The current plan of the cut-off's year; amounts in 万元, ``curve`` cumulative shares 0…1 or None."""

    planned: Decimal | None = None
    carried_in: Decimal | None = None
    kind: str = CONTINUED
    curve: tuple[Decimal, ...] | None = None
    first_month: int = 1


@dataclass(frozen=True)
class MonthDone:
    """An accepted report of the cut-off's year, 万元."""

    month: int
    year_to_date: Decimal | None
    since_start: Decimal | None


@dataclass(frozen=True)
class ProjectState:
    """What is known of a project. ``plan`` is None when it is not in the year's plan (or was moved out).

    ``months`` are accepted reports, ``submitted`` the months whose reports wait for the office.
    """

    plan: YearPlan | None = None
    months: tuple[MonthDone, ...] = ()
    planned_start: date | None = None
    actual_start: date | None = None
    actual_finish: date | None = None
    submitted: frozenset[int] = frozenset()
    exempt: frozenset[Measure] = frozenset()


@dataclass(frozen=True)
class ProjectFigures:
    """Amounts in 万元, rate in percent, gap in percentage points; None is unknown, never zero."""

    planned: Decimal | None
    completed: Decimal | None
    since_start: Decimal | None
    reported_month: int | None
    completion_rate: Decimal | None
    gap: Decimal | None
    margins: Mapping[Measure, Decimal | int | None]
    lights: Mapping[Measure, Light]
    light: Light


def project_figures(
    state: ProjectState, period: Month, on: date, thresholds: Mapping[Measure, Thresholds]
) -> ProjectFigures:
    plan = state.plan
    planned = plan.planned if plan else None
    latest = _latest(state, period)
    completed = latest.year_to_date if latest else None
    behind = gap(completed, planned, schedule_share(period.month, plan.curve)) if plan else None
    margins: dict[Measure, Decimal | int | None] = {
        Measure.INVESTMENT_GAP: behind,
        Measure.START_DELAY: start_margin(state, on),
        Measure.REPORT_MISSING: report_margin(state, period),
    }
    lights = {
        measure: _light(margin, thresholds.get(measure), measure in state.exempt)
        for measure, margin in margins.items()
    }
    return ProjectFigures(
        planned=planned,
        completed=completed,
        since_start=_since_start(plan, latest),
        reported_month=latest.month if latest else None,
        completion_rate=completion_rate(completed, planned),
        gap=behind,
        margins=margins,
        lights=lights,
        light=worst(lights.values()),
    )


def start_margin(state: ProjectState, on: date) -> int | None:
    """Minus the days since the planned start of what has not started; a continued project has."""
    if state.plan is None:
        return None
    started = state.actual_start is not None and state.actual_start <= on
    if started or state.plan.kind == CONTINUED:
        return 0
    if state.planned_start is None:
        return None
    return -max((on - state.planned_start).days, 0)


def report_margin(state: ProjectState, period: Month) -> int | None:
    """Minus the months, up to the cut-off, that no report covers; none is due once finished.

    A report that waits for the office counts: the unit has done its part.
    """
    if state.plan is None:
        return None
    latest = _latest(state, period)
    waiting = max((month for month in state.submitted if month <= period.month), default=0)
    reported = max(latest.month if latest else 0, waiting, state.plan.first_month - 1)
    return -max(_last_month_due(state.actual_finish, period) - reported, 0)


def points_behind(
    planned: Decimal | None, completed: Decimal | None, due_twelfths: Decimal
) -> Decimal | None:
    """The gap of many projects together: their completed 万元 against what their schedules ask for by now."""
    if not planned:
        return None
    return gap(completed, planned, Fraction(due_twelfths) / 12 / Fraction(planned))


def _last_month_due(finish: date | None, period: Month) -> int:
    if finish is None or finish > period.ends_on:
        return period.month
    return finish.month if finish.year == period.year else 0


def _latest(state: ProjectState, period: Month) -> MonthDone | None:
    known = [done for done in state.months if done.month <= period.month]
    return max(known, key=lambda done: done.month, default=None)


def _since_start(plan: YearPlan | None, latest: MonthDone | None) -> Decimal | None:
    if latest is not None and latest.since_start is not None:
        return latest.since_start
    return plan.carried_in if plan else None


def _light(margin: Decimal | int | None, thresholds: Thresholds | None, exempt: bool) -> Light:
    if thresholds is None or margin is None:
        return Light.UNKNOWN
    return Light.EXEMPT if exempt else light_for(margin, thresholds)
