"""Pure arithmetic of indicators: two kinds of target, never one column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rulebook.rules import completion_rate, gap, schedule_share


@dataclass(frozen=True)
class Standing:
    """Where an indicator stands against its targets; None is unknown.

    ``completion_rate`` in percent and ``behind_schedule`` in percentage points (level target);
    ``growth_gap`` in percentage points (growth target); ``growth_change`` against the previous published
    period, in percentage points: negative means slowed (增速回落).
    """

    completion_rate: Decimal | None
    behind_schedule: Decimal | None
    growth_gap: Decimal | None
    growth_change: Decimal | None


def standing(
    *,
    month: int,
    value: Decimal | None,
    growth: Decimal | None,
    previous_growth: Decimal | None,
    level_target: Decimal | None,
    growth_target: Decimal | None,
    curve: Sequence[Decimal] | None = None,
) -> Standing:
    """Differences of rates are percentage points; growth itself is never computed from levels."""
    return Standing(
        completion_rate=completion_rate(value, level_target),
        behind_schedule=gap(value, level_target, schedule_share(month, curve)),
        growth_gap=_difference(growth, growth_target),
        growth_change=_difference(growth, previous_growth),
    )


def _difference(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one - other
