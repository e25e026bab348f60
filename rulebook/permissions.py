"""Who may change the rule book. Reading it is open to everyone who works here."""

from __future__ import annotations

import rules

from accounts.permissions import is_office_head, is_system_admin

rules.add_rule("rulebook.change", is_system_admin | is_office_head)
