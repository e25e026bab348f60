"""Who sees the board and may start a round by hand."""

from __future__ import annotations

from rules.rulesets import add_rule

from accounts.permissions import can, is_auditor, is_office, require

__all__ = ["can", "require"]

add_rule("alerts.view_board", is_office | is_auditor)
add_rule("alerts.run_cycle", is_office)
add_rule("alerts.resend", is_office)
