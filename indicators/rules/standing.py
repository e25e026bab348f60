"""Where an indicator stands against its targets: two kinds of target, never one column."""

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
    period, in percentage points: negative means slowed (增速回落); ``growth_change_of_year`` against the same
    period of the year before; ``peer_gap`` against the peers' average; ``rank_change`` in places, positive
    has risen.
    """

    completion_rate: Decimal | None
    behind_schedule: Decimal | None
    growth_gap: Decimal | None
    growth_change: Decimal | None
    growth_change_of_year: Decimal | None = None
    peer_gap: Decimal | None = None
    rank_change: int | None = None


def standing(
    *,
    month: int,
    value: Decimal | None,
    growth: Decimal | None,
    previous_growth: Decimal | None,
    level_target: Decimal | None,
    growth_target: Decimal | None,
    curve: Sequence[Decimal] | None = None,
    growth_year_before: Decimal | None = None,
    peer_growth: Decimal | None = None,
    rank: int | None = None,
    previous_rank: int | None = None,
    adds_up: bool = True,
) -> Standing:
    """Differences of rates are percentage points; growth itself is never computed from levels.

    What does not add up over the year (``adds_up`` false) is due whole: it has no schedule to be behind.
    """
    return Standing(
        completion_rate=completion_rate(value, level_target),
        behind_schedule=gap(value, level_target, schedule_share(month, curve)) if adds_up else None,
        growth_gap=difference(growth, growth_target),
        growth_change=difference(growth, previous_growth),
        growth_change_of_year=difference(growth, growth_year_before),
        peer_gap=difference(growth, peer_growth),
        rank_change=None if rank is None or previous_rank is None else previous_rank - rank,
    )


def difference(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one - other
