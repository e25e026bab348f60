"""The county among others, where the city's bulletin names them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import User
from indicators.models import Indicator, Observation, PeerObservation
from indicators.rules import NewPeerObservation
from indicators.rules.standing import difference
from rulebook.rules import Month


@dataclass(frozen=True)
class PeerLine:
    """``gap``: the county's growth less this region's in percentage points; None on its own line."""

    region: str
    is_own: bool
    is_whole: bool
    value: Decimal | None
    growth: Decimal | None
    rank: int | None
    gap: Decimal | None


def peer_table(user: User, indicator_id: int, month: Month, known_on: date | None = None) -> list[PeerLine]:
    """The whole first, then by growth from the highest; empty when no other region is known.

    Raises DoesNotExist for what the user does not see.
    """
    indicator = Indicator.objects.visible_to(user).get(pk=indicator_id)
    at = {"indicator": indicator, "year": month.year, "month": month.month}
    rows = list(PeerObservation.objects.filter(**at).current(known_on))
    own = Observation.objects.filter(**at).current(known_on).first()
    if not rows:
        return []
    growth = own.growth if own else None
    lines = [
        PeerLine(
            row.region, False, row.is_whole, row.value, row.growth, row.rank, difference(growth, row.growth)
        )
        for row in rows
    ]
    if own is not None:
        lines.append(PeerLine(_("本县"), True, False, own.value, own.growth, own.rank, None))
    return sorted(lines, key=_order)


def _order(line: PeerLine) -> tuple[bool, bool, Decimal, str]:
    return not line.is_whole, line.growth is None, -(line.growth or Decimal(0)), line.region


def months_with_peers(user: User, indicator_id: int) -> list[Month]:
    """Newest first: the months for which other regions are known."""
    rows = PeerObservation.objects.visible_to(user).that_count().filter(indicator=indicator_id)
    found = rows.order_by("-year", "-month").values_list("year", "month").distinct()
    return [Month(year, month) for year, month in found]


def newest_peers(
    user: User, values: Sequence[NewPeerObservation]
) -> dict[tuple[int, int, int, str], PeerObservation]:
    """What is known of the same indicators, months and regions."""
    rows = PeerObservation.objects.visible_to(user).filter(
        indicator__in={value.indicator_id for value in values},
        year__in={value.year for value in values},
    )
    return {(row.indicator_id, row.year, row.month, row.region): row for row in rows.current()}


def peer_lines(user: User, indicator_id: int, month: Month) -> list[PeerObservation | str]:
    """For entering a month: its rows, and the names alone of regions that only an earlier month has."""
    rows = PeerObservation.objects.visible_to(user).filter(indicator=indicator_id)
    known = list(rows.filter(year=month.year, month=month.month).current())
    named = {row.region for row in known}
    before = [one for one in months_with_peers(user, indicator_id) if one < month][:1]
    former = rows.filter(year=before[0].year, month=before[0].month).current() if before else ()
    return [*known, *(row.region for row in former if row.region not in named)]
