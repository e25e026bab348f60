"""Who sees the board and the statistics, and may start a round by hand."""

from __future__ import annotations

from rules.predicates import predicate
from rules.rulesets import add_rule

from accounts.models import User
from accounts.models.user import REPORTERS
from accounts.permissions import (
    can,
    has_role,
    has_role_for,
    is_auditor,
    is_office,
    is_office_head,
    require,
)
from rulebook.rules.ladder import Colour

from .models import Slip
from .rules.slips import IN_THE_MAKING

__all__ = ["can", "require"]

add_rule("alerts.view_board", is_office | is_auditor)
add_rule("alerts.view_statistics", is_office | is_auditor | has_role("leader"))
add_rule("alerts.run_cycle", is_office)
add_rule("alerts.resend", is_office)


def _unit_of(slip: Slip) -> int:
    return slip.unit_id


@predicate
def is_red(actor: User, slip: Slip | None) -> bool:
    return slip is None or slip.colour == Colour.RED


@predicate
def is_not_sent(actor: User, slip: Slip | None) -> bool:
    return slip is None or slip.status in IN_THE_MAKING


answers_for_unit = has_role_for(_unit_of, *REPORTERS)
approves = is_office_head | (has_role("leader") & is_red)
for _name in ("take_up", "dismiss", "draft", "revise", "refresh", "submit", "issue"):
    add_rule(f"slip.{_name}", is_office)
for _name in ("return_answer", "close", "record_talk"):
    add_rule(f"slip.{_name}", is_office)
add_rule("slip.approve", approves)
add_rule("slip.send_back", approves)
add_rule("slip.withdraw", is_office_head | (is_office & is_not_sent))
add_rule("slip.sign", is_office | answers_for_unit)
add_rule("slip.answer", answers_for_unit)
