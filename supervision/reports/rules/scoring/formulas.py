"""Points of one rule from one measurement. Exact until the end, then two places, half up.

The formulas are those of public schemes of counties; ``tests/reports/test_score_formulas.py`` names each.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from rulebook.rules import round_half_up

from .words import Formula, Kind

PLACES: Final = 2
HUNDRED: Final = Decimal(100)
NOUGHT: Final = Decimal(0)


@dataclass(frozen=True)
class Terms:
    """A rule as it counts. ``weight`` is its full marks; a rule that only adds or takes has weight 0.

    ``target`` is what a rate is measured against, in per cent. STEP gives ``up`` points for each ``step``
    percentage points above it and takes ``down`` for each below; from ``second_from`` per cent on it gives
    ``second_up`` instead. ``whole_steps``: an unfinished step gives nothing. EVENTS gives ``per_event`` for
    each event after the ``free`` first ones. LADDER takes ``rung`` per cent of the weight for each place.
    ``cap_up`` and ``cap_down`` bound what is added to or taken from the base of the formula (full marks of
    STEP, nought of EVENTS and MANUAL); ``floor`` is the least that the rule can give.
    """

    formula: Formula
    weight: Decimal = NOUGHT
    target: Decimal = HUNDRED
    step: Decimal = Decimal(1)
    up: Decimal = NOUGHT
    down: Decimal = NOUGHT
    second_from: Decimal | None = None
    second_up: Decimal = NOUGHT
    whole_steps: bool = False
    per_event: Decimal = NOUGHT
    free: int = 0
    rung: Decimal = Decimal(5)
    cap_up: Decimal | None = None
    cap_down: Decimal | None = None
    floor: Decimal | None = None


@dataclass(frozen=True)
class Measured:
    """Of one unit by one metric: ``done`` of ``whole``; ``place`` among its group, for LADDER."""

    done: Decimal = NOUGHT
    whole: Decimal = NOUGHT
    place: int | None = None

    def value(self, kind: Kind) -> Decimal | None:
        """Per cent of a rate, how many of a count, the mean of places; None where there was no task."""
        if not self.whole:
            return None
        if kind is Kind.COUNT:
            return self.done
        return self.done * (HUNDRED if kind is Kind.RATE else 1) / self.whole


def points(terms: Terms, kind: Kind, measured: Measured) -> Decimal:
    """What the rule gives for a unit that had the task. Raises ValueError without a measurement."""
    value = measured.value(kind)
    if value is None:
        raise ValueError(measured)
    return rounded(_bounded(terms, _exact(terms, value, measured.place)))


def doubled(terms: Terms, given: Decimal) -> Decimal:
    """The difference to the full marks counts twice (units that carry no task of another rule)."""
    return rounded(_bounded(terms, terms.weight + (given - terms.weight) * 2))


def _exact(terms: Terms, value: Decimal, place: int | None) -> Decimal:
    if terms.formula is Formula.RATIO:
        return (
            terms.weight * min(value, HUNDRED) / HUNDRED if terms.cap_up is None else _uncapped(terms, value)
        )
    if terms.formula is Formula.STEP:
        return terms.weight + _steps(terms, value)
    if terms.formula is Formula.TARGET:
        return terms.weight if value >= terms.target else NOUGHT
    if terms.formula is Formula.LADDER:
        return terms.weight * max(HUNDRED - terms.rung * ((place or 1) - 1), NOUGHT) / HUNDRED
    if terms.formula is Formula.EVENTS:
        return terms.per_event * max(value - terms.free, NOUGHT)
    return value


def _uncapped(terms: Terms, value: Decimal) -> Decimal:
    """60×完成率: beyond 100 % it goes on, up to what the cap adds."""
    return terms.weight * value / HUNDRED


def _steps(terms: Terms, value: Decimal) -> Decimal:
    if value < terms.target:
        return -_count(terms, terms.target - value) * terms.down
    turn = terms.second_from
    if turn is None or value <= turn:
        return _count(terms, value - terms.target) * terms.up
    return _count(terms, turn - terms.target) * terms.up + _count(terms, value - turn) * terms.second_up


def _count(terms: Terms, points_apart: Decimal) -> Decimal:
    steps = points_apart / terms.step
    return steps // 1 if terms.whole_steps else steps


def _bounded(terms: Terms, given: Decimal) -> Decimal:
    """Base ± caps, and not under the floor; an ordinary share of full marks never falls below nought."""
    base = NOUGHT if terms.formula in (Formula.EVENTS, Formula.MANUAL) else terms.weight
    if terms.cap_up is not None:
        given = min(given, base + terms.cap_up)
    if terms.cap_down is not None:
        given = max(given, base - terms.cap_down)
    floor = terms.floor
    if floor is None and terms.weight:
        floor = NOUGHT
    return given if floor is None else max(given, floor)


def rounded(value: Decimal) -> Decimal:
    return round_half_up(value, PLACES)
