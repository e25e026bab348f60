"""Who drafts a report. Who reads one is asked of ``Document.objects.visible_to``."""

from __future__ import annotations

from rules.rulesets import add_rule

from accounts.permissions import can, is_office, require

add_rule("report.draft", is_office)

__all__ = ["can", "require"]
