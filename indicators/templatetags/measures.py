"""How an indicator's figures look: in its own unit, with its own decimals."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import template

from accounts.templatetags.ui import UNKNOWN
from indicators.models import Observation
from indicators.selectors import TrendPoint, covered
from rulebook.rules import round_half_up

register = template.Library()
# Of a small curve, in the units of its viewBox.
WIDE, HIGH, EDGE, FEWEST = 120, 28, 3, 3


@register.filter
def measured(row: Observation | None) -> str:
    """The value, `38612.4` → 38,612.40, with the places that its definition asks for; — when unknown."""
    if row is None or row.value is None:
        return UNKNOWN
    return f"{round_half_up(row.value, row.version.decimals):,f}".replace("-", "−")


@register.filter
def covers(row: Observation) -> str:
    """The period of a value: 2026年1—8月 when it is cumulative, 2026年8月 when it is of a point of time."""
    return covered(row)


@register.filter
def shortly(value: Decimal | None) -> str:
    """A target as it was decided: no idle zeros."""
    if value is None:
        return UNKNOWN
    return f"{value.normalize():,f}".replace("-", "−")


@register.filter
def inexact(value: Decimal | None, version: Any = None) -> str:
    """What was reckoned rather than published, with the places of the definition."""
    if value is None:
        return UNKNOWN
    return f"{round_half_up(value, version.decimals if version else 2):,f}".replace("-", "−")


@register.filter
def in_hundred(share: Decimal) -> str:
    """A share of the year, `0.4167` → 41.7."""
    return f"{round_half_up(share * 100, 1)}"


@register.inclusion_tag("indicators/spark.html")
def spark(trend: Sequence[TrendPoint]) -> dict[str, Any]:
    """A small curve of growth, or of values where no growth is published; nothing below three points."""
    for name in ("growth", "value"):
        values = [float(getattr(point, name)) for point in trend if getattr(point, name) is not None]
        if len(values) >= FEWEST:
            return {"points": _scaled(values), "is_growth": name == "growth", "last": values[-1]}
    return {}


def _scaled(values: Sequence[float]) -> list[str]:
    low, high = min(values), max(values)
    step = (WIDE - 2 * EDGE) / (len(values) - 1)
    span = (high - low) or 1.0
    return [
        f"{EDGE + number * step:.1f},{HIGH - EDGE - (value - low) / span * (HIGH - 2 * EDGE):.1f}"
        for number, value in enumerate(values)
    ]
