"""What a password must be, in words that Django's own Chinese lacks."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class LongEnough:
    """GB/T 22239-2019 8.1.4.1 asks for complexity; length is what makes guessing slow."""

    def __init__(self, at_least: int = 10) -> None:
        self.at_least = at_least

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < self.at_least:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self) -> str:
        return _("密码至少要有%(number)d个字符。") % {"number": self.at_least}
