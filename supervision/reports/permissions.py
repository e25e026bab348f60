"""Who drafts a report, who scores whom. Who reads what is asked of the models' ``visible_to``."""

from __future__ import annotations

from typing import Any

from rules.predicates import predicate
from rules.rulesets import add_rule

from accounts.models import User
from accounts.models.user import REPORTERS
from accounts.permissions import can, has_role_for, is_office, is_office_head, require

from .models import ScoreAppeal, ScoreSheet


@predicate
def reads_everything(actor: User, _row: Any = None) -> bool:
    return bool(actor.is_active and actor.reach.everything)


add_rule("report.draft", is_office)
add_rule("report.decide", is_office_head)
add_rule("report.verify", reads_everything)
add_rule("outline.change", is_office)


def _scored_unit(row: ScoreSheet | ScoreAppeal) -> int:
    return row.unit_id if isinstance(row, ScoreSheet) else row.event.sheet.unit_id


def _rule(names: str, test: Any) -> None:
    for name in names.split():
        add_rule(name, test)


_rule("score_scheme.draft score_scheme.try", is_office)
_rule("score_scheme.adopt score_scheme.close", is_office_head)
_rule("score_round.open score_round.compute score_round.announce score_round.take_back", is_office)
_rule("score_round.approve", is_office_head)
_rule("manual_point.enter", is_office)
_rule("score_appeal.file score_appeal.retract", has_role_for(_scored_unit, *REPORTERS))
_rule("score_appeal.uphold score_appeal.refuse", is_office)
_rule("score_adjustment.propose", is_office)
_rule("score_adjustment.approve score_adjustment.refuse", is_office_head)
_rule("score_list.propose score_list.publish score_list.withdraw", is_office)
_rule("score_list.approve", is_office_head)

__all__ = ["can", "require"]
