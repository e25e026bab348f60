"""考核评分: schemes drafted, tried and adopted; rounds computed, checked and approved; claims."""

from __future__ import annotations

from .claims import (
    approve_adjustment,
    file_appeal,
    propose_adjustment,
    refuse_adjustment,
    refuse_appeal,
    retract_appeal,
    uphold_appeal,
)
from .lists import approve_list, propose_list, publish_list, withdraw_list
from .manual import enter_points, remove_points
from .rounds import announce_round, approve_round, compute_round, open_round, take_back_round
from .schemes import (
    RuleWords,
    SchemeWords,
    adopt_scheme,
    close_scheme,
    draft_scheme,
    remove_rule,
    revise_scheme,
    set_rule,
    succeed_scheme,
    try_scheme,
)

__all__ = [
    "RuleWords",
    "SchemeWords",
    "adopt_scheme",
    "announce_round",
    "approve_adjustment",
    "approve_list",
    "approve_round",
    "close_scheme",
    "compute_round",
    "draft_scheme",
    "enter_points",
    "file_appeal",
    "open_round",
    "propose_adjustment",
    "propose_list",
    "publish_list",
    "refuse_adjustment",
    "refuse_appeal",
    "remove_points",
    "remove_rule",
    "retract_appeal",
    "revise_scheme",
    "set_rule",
    "succeed_scheme",
    "take_back_round",
    "try_scheme",
    "uphold_appeal",
    "withdraw_list",
]
