"""What the pages of scores show: sheets by group with places, one sheet with every point's rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import User

from ...models import (
    ScoreAdjustment,
    ScoreAppeal,
    ScoreEvent,
    ScoreEvidence,
    ScoreRound,
    ScoreRule,
    ScoreSheet,
)
from ...rules.scoring.ranking import places
from ...rules.scoring.words import RoundStatus
from .engine import Scored
from .registry import METRICS

EVIDENCE_SHOWN: Final = 200


@dataclass(frozen=True)
class Ranked:
    """A line of a ranking. ``place`` is None of a unit that had no task; ``points`` by rule, in its order."""

    place: int | None
    unit: Any
    total: Decimal
    points: Sequence[tuple[Decimal, str]] = ()
    sheet_id: int | None = None
    adjusted: Decimal = Decimal(0)
    mine: bool = False


@dataclass(frozen=True)
class Group:
    name: str
    rows: Sequence[Ranked]


def tried_groups(scored: Sequence[Scored]) -> list[Group]:
    """Of a what-if."""
    rows = [
        (
            one.group,
            one.unit.pk,
            one.sheet.takes_part,
            Ranked(
                None,
                one.unit,
                one.sheet.score,
                [(line.points, line.treatment.value) for line in one.sheet.lines],
            ),
        )
        for one in scored
    ]
    return _grouped(rows)


def round_groups(user: User, row: ScoreRound, rules: Sequence[ScoreRule]) -> list[Group]:
    """All sheets with their points: for whoever sees the whole county's."""
    sheets = ScoreSheet.objects.visible_to(user).filter(round=row).with_total().select_related("unit")
    items: dict[int, dict[int, ScoreEvent]] = {}
    for item in ScoreEvent.objects.visible_to(user).filter(sheet__round=row).order_by():
        items.setdefault(item.sheet_id, {})[item.rule_id] = item
    return _grouped(
        (sheet.group, sheet.pk, sheet.takes_part, _ranked(sheet, items.get(sheet.pk, {}), rules))
        for sheet in sheets
    )


def _ranked(sheet: Any, items: Mapping[int, ScoreEvent], rules: Sequence[ScoreRule]) -> Ranked:
    points = [(items[rule.pk].points, items[rule.pk].treatment) for rule in rules if rule.pk in items]
    return Ranked(None, sheet.unit, sheet.total, points, sheet.pk, sheet.adjusted)


def own_groups(user: User, row: ScoreRound) -> list[Group]:
    """The ranking of the groups of the user's units, once it is approved: places and totals alone."""
    if row.status != RoundStatus.APPROVED:
        return []
    mine = ScoreSheet.objects.visible_to(user).filter(round=row)
    sheets = ScoreSheet.objects.filter(round=row, group__in=mine.values("group")).with_total()
    own = set(mine.values_list("pk", flat=True))
    return _grouped(
        (
            sheet.group,
            sheet.pk,
            sheet.takes_part,
            Ranked(None, sheet.unit, sheet.total, mine=sheet.pk in own),
        )
        for sheet in sheets.select_related("unit")
    )


def _grouped(rows: Iterable[tuple[str, int, bool, Ranked]]) -> list[Group]:
    """By group, best first; who does not take part comes last, without a place."""
    groups: dict[str, dict[int, tuple[bool, Ranked]]] = {}
    for name, key, takes_part, row in rows:
        groups.setdefault(name, {})[key] = (takes_part, row)
    found = []
    for name in sorted(groups):
        placed = places({key: row.total for key, (takes_part, row) in groups[name].items() if takes_part})
        lines = [_placed(row, placed.get(key)) for key, (_part, row) in groups[name].items()]
        lines.sort(key=lambda line: (line.place is None, line.place or 0, line.unit.pinyin))
        found.append(Group(name, lines))
    return found


def _placed(row: Ranked, place: int | None) -> Ranked:
    return Ranked(place, row.unit, row.total, row.points, row.sheet_id, row.adjusted, row.mine)


def place_of(sheet: ScoreSheet) -> tuple[int | None, int]:
    """(place, of how many) within its group."""
    others = ScoreSheet.objects.filter(round=sheet.round_id, group=sheet.group, takes_part=True).with_total()
    totals = dict(others.values_list("pk", "total"))
    return places(totals).get(sheet.pk), len(totals)


@dataclass(frozen=True)
class Item:
    """A point as its page shows it; ``evidence`` at most EVIDENCE_SHOWN rows of ``count``."""

    row: ScoreEvent
    unit: Any
    about: Any
    evidence: Sequence[ScoreEvidence]
    count: int
    appeals: Sequence[ScoreAppeal]


def sheet_items(user: User, sheet: ScoreSheet) -> list[Item]:
    """In a fixed number of statements."""
    beside = (
        "project",
        "matter",
        "rectification",
        "indicator",
        "slip",
        "manual__file",
        "manual__entered_by__person",
    )
    rows = ScoreEvidence.objects.visible_to(user).select_related(*beside).order_by("part", "pk")
    appeals = ScoreAppeal.objects.visible_to(user).prefetch_related("files__upload")
    appeals = appeals.select_related("filed_by__person", "decided_by__person", "adjustment")
    items = (
        ScoreEvent.objects.visible_to(user)
        .filter(sheet=sheet)
        .select_related("rule")
        .prefetch_related(Prefetch("evidence", queryset=rows), Prefetch("appeals", queryset=appeals))
        .order_by("rule__order", "rule")
    )
    return [_item(item) for item in items]


def _item(row: ScoreEvent) -> Item:
    metric = METRICS.get(row.rule.metric)
    evidence = list(row.evidence.all())
    return Item(
        row,
        metric.unit if metric else "",
        metric.about if metric else "",
        evidence[:EVIDENCE_SHOWN],
        len(evidence),
        list(row.appeals.all()),
    )


def open_claims(user: User, row: ScoreRound) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """Appeals that wait for an answer, adjustments that wait for approval."""
    appeals = ScoreAppeal.objects.visible_to(user).filter(event__sheet__round=row, status="filed")
    adjustments = ScoreAdjustment.objects.visible_to(user).filter(sheet__round=row, status="proposed")
    return (
        appeals.select_related("event__rule", "event__sheet__unit", "filed_by__person"),
        adjustments.select_related("sheet__unit", "proposed_by__person"),
    )


def waiting_for_office(user: User) -> int:
    """For the navigation: appeals to answer and adjustments to approve."""
    appeals = ScoreAppeal.objects.filter(status="filed")
    waiting = appeals.filter(~Q(event__sheet__round__computed_by=user)).count()
    return waiting + ScoreAdjustment.objects.filter(~Q(proposed_by=user), status="proposed").count()
