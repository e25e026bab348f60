"""What a month's figures should add up to, for the form to show while it is filled in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from rulebook.rules import Month

from ..models import MonthlyProgress, Project
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


def carried_in(project: Project, before: ProgressBefore, period: Month) -> Decimal | None:
    """What was done before the year: by the plan, else by the newest accepted month of the year."""
    if before.carried_in is not None or before.month is None:
        return before.carried_in
    months = MonthlyProgress.objects.accepted().filter(project=project, year=period.year)
    former = months.get(month=before.month)
    if former.since_start is None or former.year_to_date is None:
        return None
    return former.since_start - former.year_to_date


def expected_sums(
    entry: ProgressEntry, before: ProgressBefore, period: Month, carried: Decimal | None
) -> Sums:
    """The year's sum follows from last month's, the total's from what was done before the year."""
    former = Decimal(0) if period.month == 1 else before.year_to_date
    if period.month > 1 and before.month != period.month - 1:
        former = None
    year = None if former is None or entry.month_amount is None else former + entry.month_amount
    total = None if year is None or carried is None else carried + year
    differ = (year is not None and year != entry.year_to_date) or (
        total is not None and total != entry.since_start
    )
    return Sums(year, total, differ)
