"""Small builders of scores: a scheme with rules, tried and adopted, and a round at any status."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from typing import Any

from supervision.reports.models import ScoreEvent, ScoreRound, ScoreScheme, ScoreSheet
from supervision.reports.rules.scoring.spans import Span
from supervision.reports.services import scoring
from tests.town import NOON, Town

ON = date(2026, 9, 12)
SPAN = Span(2026, 1, 8, ON)
COMPLETION: dict[str, Any] = {
    "name": "重点项目年度投资完成率",
    "metric": "project_completion",
    "formula": "ratio",
    "weight": D(60),
    "order": 1,
}
LATE: dict[str, Any] = {
    "name": "督办事项逾期",
    "metric": "matters_late",
    "formula": "events",
    "per_event": D(-2),
    "cap_down": D(10),
    "order": 2,
}
LEADER: dict[str, Any] = {
    "name": "县领导评价",
    "formula": "manual",
    "cap_up": D(20),
    "cap_down": D(20),
    "order": 3,
}


def make_scheme(town: Town, *rules: dict[str, Any], **values: Any) -> ScoreScheme:
    words = {"name": "年度督查考核", "year": 2026, "base": D(40), "target": D(70), "best": 1, "last": 1}
    scheme = scoring.draft_scheme(
        actor=town.supervisor, words=scoring.SchemeWords(**{**words, **values}), now=NOON
    )
    for rule in rules or (COMPLETION, LATE, LEADER):
        scoring.set_rule(actor=town.supervisor, scheme_id=scheme.pk, words=scoring.RuleWords(**rule))
    return scheme


def adopt(town: Town, scheme: ScoreScheme) -> ScoreScheme:
    scoring.try_scheme(actor=town.supervisor, scheme_id=scheme.pk, span=SPAN, now=NOON)
    return scoring.adopt_scheme(
        actor=town.office_head, scheme_id=scheme.pk, approver_id=town.leader_post.pk, now=NOON
    )


def make_round(town: Town, scheme: ScoreScheme | None = None, *, until: str = "draft") -> ScoreRound:
    """Computed by 督查员; ``until``: the status that it is brought to."""
    scheme = scheme or adopt(town, make_scheme(town))
    row = scoring.open_round(
        actor=town.supervisor, scheme_id=scheme.pk, first_month=1, last_month=8, now=NOON
    )
    return bring(town, row, until)


def bring(town: Town, row: ScoreRound, until: str) -> ScoreRound:
    row = scoring.compute_round(actor=town.supervisor, round_id=row.pk, on=ON, now=NOON)
    if until != "draft":
        row = scoring.announce_round(actor=town.supervisor, round_id=row.pk, now=NOON)
    if until == "approved":
        row = scoring.approve_round(
            actor=town.office_head, round_id=row.pk, document="县政府第12次常务会议", now=NOON
        )
    return row


def sheet_of(row: ScoreRound, unit: Any) -> ScoreSheet:
    return row.sheets.get(unit=unit)


def item_of(row: ScoreRound, unit: Any, name: str) -> ScoreEvent:
    return ScoreEvent.objects.get(sheet__round=row, sheet__unit=unit, rule__name=name)
