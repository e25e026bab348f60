"""Who may change the rule book. Reading it is open to everyone who works here."""

from __future__ import annotations

from rules.rulesets import add_rule

from accounts.models import User
from accounts.permissions import is_office_head, is_system_admin, require

add_rule("rulebook.change", is_system_admin | is_office_head)


def require_change(actor: User | None) -> None:
    """Raise PermissionDenied; None is the operator at the console, who may."""
    if actor is not None:
        require(actor, "rulebook.change")
