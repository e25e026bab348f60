"""From the points of the rules to the score of a unit: what becomes of rules without a task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .formulas import NOUGHT, Measured, Terms, doubled, points, rounded
from .words import Formula, Kind, NoTasks, Treatment


@dataclass(frozen=True)
class Judged:
    """A rule: how it counts, what its metric gives, and what becomes of units without such tasks."""

    key: int
    terms: Terms
    kind: Kind
    no_tasks: NoTasks


@dataclass(frozen=True)
class Line:
    """What one rule gave one unit. ``value`` is per cent, a number or a place; None without a task."""

    key: int
    points: Decimal
    treatment: Treatment
    measured: Measured
    value: Decimal | None


@dataclass(frozen=True)
class Sheet:
    """``score`` = ``base`` + points of the lines + ``conversion``.

    ``conversion`` brings the share of full marks that a unit was measured by up to all full marks.
    ``takes_part``: at least one rule could be measured, or gave full marks.
    """

    lines: tuple[Line, ...]
    base: Decimal
    conversion: Decimal
    takes_part: bool

    @property
    def score(self) -> Decimal:
        return self.base + sum((line.points for line in self.lines), NOUGHT) + self.conversion


def sheet(base: Decimal, rules: Sequence[Judged], measured: Mapping[int, Measured]) -> Sheet:
    """``measured`` by the key of the rule. A manual rule always counts: nothing entered is nought points."""
    lacking = {rule.key for rule in rules if not _has_task(rule, measured)}
    twice = any(rule.no_tasks is NoTasks.DOUBLE for rule in rules if rule.key in lacking)
    lines = tuple(
        _line(rule, measured.get(rule.key, Measured()), rule.key in lacking, twice) for rule in rules
    )
    return Sheet(lines, base, _conversion(rules, lines), _takes_part(rules, lines))


def _has_task(rule: Judged, measured: Mapping[int, Measured]) -> bool:
    return rule.terms.formula is Formula.MANUAL or bool(measured.get(rule.key, Measured()).whole)


def _line(rule: Judged, measured: Measured, lacks: bool, twice: bool) -> Line:
    if lacks:
        excluded = rule.no_tasks is NoTasks.EXCLUDE
        treatment = Treatment.EXCLUDED if excluded else Treatment.FULL
        return Line(rule.key, NOUGHT if excluded else rule.terms.weight, treatment, measured, None)
    if rule.terms.formula is Formula.MANUAL:
        given = points(rule.terms, Kind.COUNT, Measured(measured.done, Decimal(1)))
        return Line(rule.key, given, Treatment.MEASURED, measured, measured.done)
    given = points(rule.terms, rule.kind, measured)
    treatment = Treatment.DOUBLED if twice else Treatment.MEASURED
    given = doubled(rule.terms, given) if twice else given
    return Line(rule.key, given, treatment, measured, measured.value(rule.kind))


def _conversion(rules: Sequence[Judged], lines: Sequence[Line]) -> Decimal:
    """Points of the weighted rules times (all full marks ÷ full marks that counted), less the points."""
    weights = {rule.key: rule.terms.weight for rule in rules}
    counted = [line for line in lines if line.treatment is not Treatment.EXCLUDED and weights[line.key]]
    full, reachable = sum(weights.values(), NOUGHT), sum((weights[line.key] for line in counted), NOUGHT)
    if not reachable or full == reachable:
        return NOUGHT
    given = sum((line.points for line in counted), NOUGHT)
    return rounded(given * full / reachable - given)


def _takes_part(rules: Sequence[Judged], lines: Sequence[Line]) -> bool:
    """Without any task of any rule that asks for one, a unit is not ranked.

    Where rules have full marks these alone are asked: who can only lose points has nothing to be ranked by.
    """
    weighted = {rule.key for rule in rules if rule.terms.weight}
    asking = weighted or {rule.key for rule in rules if rule.terms.formula is not Formula.MANUAL}
    if not asking:
        return True
    return any(line.treatment is not Treatment.EXCLUDED for line in lines if line.key in asking)
