"""What a month's figures should add up to, for the form to show while it is filled in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from rulebook.rules import Month

from ..rules import ProgressBefore, ProgressEntry


@dataclass(frozen=True)
class Sums:
    """In 万元; None is unknown. ``differ``: the entry says something else than what can be reckoned."""

    year_to_date: Decimal | None
    since_start: Decimal | None
    differ: bool

    @property
    def fills(self) -> dict[str, Decimal]:
        known = {"year_to_date": self.year_to_date, "since_start": self.since_start}
        return {name: amount for name, amount in known.items() if amount is not None}


def expected_sums(entry: ProgressEntry, before: ProgressBefore, period: Month) -> Sums:
    """The year's sum follows from last month's, the total's from what the plan carried in."""
    former = Decimal(0) if period.month == 1 else before.year_to_date
    if period.month > 1 and before.month != period.month - 1:
        former = None
    year = None if former is None or entry.month_amount is None else former + entry.month_amount
    total = None if year is None or before.carried_in is None else before.carried_in + year
    differ = (year is not None and year != entry.year_to_date) or (
        total is not None and total != entry.since_start
    )
    return Sums(year, total, differ)
