"""Who sees the board and may start a round by hand."""

from __future__ import annotations

import rules

from accounts.permissions import can, is_auditor, is_office, require

__all__ = ["can", "require"]

rules.add_rule("alerts.view_board", is_office | is_auditor)
rules.add_rule("alerts.run_cycle", is_office)
