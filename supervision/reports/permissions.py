"""Who drafts a report. Who reads one is asked of ``Document.objects.visible_to``."""

from __future__ import annotations

import rules

from accounts.permissions import can, is_office, require

rules.add_rule("report.draft", is_office)

__all__ = ["can", "require"]
