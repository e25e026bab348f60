"""The one engine of scores: a round, a what-if and their tests ask here. Nothing is kept.

Every metric is read once for all units, whatever their number; the arithmetic is ``rules.scoring``'s.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils import translation

from accounts.models import Unit, User
from accounts.models.unit import UnitKind

from ...models import ManualPoint, ScoreRule
from ...rules.scoring.formulas import Measured
from ...rules.scoring.ranking import places
from ...rules.scoring.sheets import Judged, Line, Sheet, sheet
from ...rules.scoring.spans import Found, Span, measured
from ...rules.scoring.words import Formula, Kind, NoTasks
from .registry import METRICS

# Kinds that make a group where a unit has none of its own. Enterprises and institutions are scored where the
# office gave them a group; who leads the county is not.
GROUPED: Final = (UnitKind.TOWN, UnitKind.DEPARTMENT, UnitKind.VERTICAL, UnitKind.PARK)
Rows = Mapping[int, Sequence[Found]]


@dataclass(frozen=True)
class Scored:
    """A unit with what every rule gave it and the rows of it, by the key of the rule."""

    unit: Unit
    group: str
    sheet: Sheet
    rows: Mapping[int, Sequence[Found]]

    def line(self, rule: ScoreRule) -> Line:
        return next(line for line in self.sheet.lines if line.key == rule.pk)


def compute(
    user: User,
    rules: Sequence[ScoreRule],
    base: Decimal,
    span: Span,
    manual: Iterable[ManualPoint] = (),
) -> list[Scored]:
    """In the order of groups and names. ``user`` is somebody who sees the whole county's business."""
    units = scored_units()
    found = _read(user, rules, span, manual)
    judged = [_judged(rule) for rule in rules]
    groups = {unit.pk: group_of(unit) for unit in units}
    sums = {rule.pk: {unit.pk: measured(found[rule.pk].get(unit.pk, ())) for unit in units} for rule in rules}
    for rule in rules:
        if rule.formula == Formula.LADDER:
            _place(rule, sums[rule.pk], groups)
    return [
        Scored(
            unit,
            groups[unit.pk],
            sheet(base, judged, {rule.pk: sums[rule.pk][unit.pk] for rule in rules}),
            {rule.pk: found[rule.pk].get(unit.pk, ()) for rule in rules},
        )
        for unit in units
    ]


def scored_units() -> list[Unit]:
    """Units in use that belong to a group, by group and name."""
    units = Unit.objects.active().order_by("pinyin", "pk")
    return sorted((unit for unit in units if group_of(unit)), key=lambda unit: group_of(unit))


def group_of(unit: Unit) -> str:
    """The group that the office gave it, or else its kind. Groups are the county's words, in any language."""
    if unit.ranking_group or unit.kind not in GROUPED:
        return unit.ranking_group
    with translation.override("zh-hans"):
        return str(UnitKind(unit.kind).label)


def _judged(rule: ScoreRule) -> Judged:
    kind = METRICS[rule.metric].kind if rule.metric else Kind.COUNT
    return Judged(rule.pk, rule.terms, kind, NoTasks(rule.no_tasks))


def _read(
    user: User, rules: Sequence[ScoreRule], span: Span, manual: Iterable[ManualPoint]
) -> dict[int, Rows]:
    """Rule → unit → rows; a metric that two rules use is read once."""
    read: dict[str, Rows] = {}
    for metric in {rule.metric: None for rule in rules if rule.metric}:
        read[metric] = _by_unit(METRICS[metric].read(user, span))
    entered: dict[int, list[Found]] = defaultdict(list)
    for row in manual:
        entered[row.rule_id].append(Found(row.unit_id, "manual", row.pk, row.points, words=row.reason[:200]))
    return {
        rule.pk: read[rule.metric] if rule.metric else _by_unit(entered.get(rule.pk, ())) for rule in rules
    }


def _by_unit(rows: Iterable[Found]) -> Rows:
    found: dict[int, list[Found]] = defaultdict(list)
    for row in rows:
        found[row.unit_id].append(row)
    return found


def _place(rule: ScoreRule, sums: dict[int, Measured], groups: Mapping[int, str]) -> None:
    """Places within each group, among those that had the task."""
    metric = METRICS[rule.metric]
    values: dict[str, dict[int, Decimal]] = defaultdict(dict)
    for unit_id, one in sums.items():
        value = one.value(metric.kind)
        if value is not None:
            values[groups[unit_id]][unit_id] = value
    for group in values.values():
        for unit_id, place in places(group, lower_is_better=metric.lower_is_better).items():
            one = sums[unit_id]
            sums[unit_id] = Measured(one.done, one.whole, place)
