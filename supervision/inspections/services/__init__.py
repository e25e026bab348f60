"""Writes of the room: one verb each, ``actor`` first; lock, may, rule, write, tell."""

from __future__ import annotations

from .archiving import keep_archive, start_archive
from .closing import (
    approve_closing,
    close_published,
    close_rectification,
    make_long_term,
    publish_rectification,
    send_back_rectification,
    withdraw_rectification,
)
from .drafting import (
    draft_from_finding,
    draft_rectification,
    issue_rectification,
    receive_rectification,
    revise_rectification,
)
from .extending import (
    agree_extension,
    approve_extension,
    propose_extension,
    refuse_extension,
    retract_extension,
)
from .looking_back import LookedBack, look_back, review_yearly
from .planning_measures import approve_plan, finish_measure, return_plan, submit_plan
from .proving import apply_for_closing, attach_evidence, report_progress
from .verifying import (
    assign_verification,
    cancel_verification,
    check_papers,
    disagree_verification,
    record_verification,
    sign_verification,
)

__all__ = [
    "LookedBack",
    "agree_extension",
    "apply_for_closing",
    "approve_closing",
    "approve_extension",
    "approve_plan",
    "assign_verification",
    "attach_evidence",
    "cancel_verification",
    "check_papers",
    "close_published",
    "close_rectification",
    "disagree_verification",
    "draft_from_finding",
    "draft_rectification",
    "finish_measure",
    "issue_rectification",
    "keep_archive",
    "look_back",
    "make_long_term",
    "propose_extension",
    "publish_rectification",
    "receive_rectification",
    "record_verification",
    "refuse_extension",
    "report_progress",
    "retract_extension",
    "return_plan",
    "review_yearly",
    "revise_rectification",
    "send_back_rectification",
    "sign_verification",
    "start_archive",
    "submit_plan",
    "withdraw_rectification",
]
