"""Documents are ordered, drafted from the day's figures, edited, decided on and verified."""

from __future__ import annotations

from .deciding import (
    approve_document,
    discard_document,
    issue_document,
    send_back_document,
    submit_document,
    withdraw_document,
)
from .drafting import (
    JOB,
    SUBJECT,
    Order,
    check_period,
    draft_document,
    preview_document,
    start_document,
)
from .editing import describe_document, edit_section
from .outlining import OutlineWords, outline_faults, preview_outline, preview_rule, save_outline
from .regenerating import regenerate_section, regeneration
from .verifying import verify_document

__all__ = [
    "JOB",
    "SUBJECT",
    "Order",
    "OutlineWords",
    "approve_document",
    "check_period",
    "describe_document",
    "discard_document",
    "draft_document",
    "edit_section",
    "issue_document",
    "outline_faults",
    "preview_document",
    "preview_outline",
    "preview_rule",
    "regenerate_section",
    "regeneration",
    "save_outline",
    "send_back_document",
    "start_document",
    "submit_document",
    "verify_document",
    "withdraw_document",
]
