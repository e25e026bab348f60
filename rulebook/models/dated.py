"""The rows of every rule are open to everyone who works here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from accounts.models.dated import DatedQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class RuleQuerySet(DatedQuerySet):
    def visible_to(self, user: User) -> Self:
        """The rule book is open to everyone who works here."""
        return self if user.is_active else self.none()
