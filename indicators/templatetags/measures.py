"""How an indicator's figures look: in its own unit, with its own decimals."""

from __future__ import annotations

from decimal import Decimal

from django import template

from accounts.templatetags.ui import UNKNOWN
from indicators.models import Observation
from rulebook.rules import round_half_up

register = template.Library()


@register.filter
def measured(row: Observation | None) -> str:
    """The value, `38612.4` → 38,612.40, with the places that its definition asks for; — when unknown."""
    if row is None or row.value is None:
        return UNKNOWN
    return f"{round_half_up(row.value, row.version.decimals):,f}".replace("-", "−")


@register.filter
def shortly(value: Decimal | None) -> str:
    """A target as it was decided: no idle zeros."""
    if value is None:
        return UNKNOWN
    return f"{value.normalize():,f}".replace("-", "−")
