"""督查单: proposed by the ladder, drafted, approved, issued, signed for, answered, closed."""

from __future__ import annotations

from .answering import answer_slip, close_slip, record_talk, return_answer, sign_slip
from .deciding import approve_slip, issue_slip, send_back_slip, submit_slip, withdraw_slip
from .drafting import dismiss_slip, draft_slip, refresh_slip, revise_slip, take_up_slip
from .proposing import propose_slips

__all__ = [
    "answer_slip",
    "approve_slip",
    "close_slip",
    "dismiss_slip",
    "draft_slip",
    "issue_slip",
    "propose_slips",
    "record_talk",
    "refresh_slip",
    "return_answer",
    "revise_slip",
    "send_back_slip",
    "sign_slip",
    "submit_slip",
    "take_up_slip",
    "withdraw_slip",
]
