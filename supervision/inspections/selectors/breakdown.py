"""整改统计 by one word: the same figures for page and workbook, whatever they are broken down by.

Per unit, origin and year what the time brought, from ``statistics``; per category, severity and age how those
stand that were handed out in the time, from ``totals``.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from accounts.models import User

from ..rules.ages import AgeBand
from .ledger import RectificationFilters
from .statistics import BY, RectificationStatistics, rectification_statistics
from .totals import LedgerGroup, ledger_groups

HANDED_OUT_THEN: Final = ("category", "severity", "age")
BREAKDOWNS: Final = ("unit", "origin", *HANDED_OUT_THEN, "year")


def breakdown(
    user: User, on: date, start: date, end: date, by: str
) -> list[tuple[str, RectificationStatistics]]:
    """(what the ledger's filter of that name takes, figures) of the days ``[start, end)``.

    Raises KeyError for a word that is none of BREAKDOWNS.
    """
    if by in BY:
        found = rectification_statistics(user, on, start, end, by)
        return [(str(row.key), row) for row in found]
    if by not in HANDED_OUT_THEN:
        raise KeyError(by)
    last = min(end - timedelta(days=1), on)
    filters = RectificationFilters(issued_from=start, issued_to=last)
    return [(_code(by, group), _figures(group)) for group in ledger_groups(user, on, filters, by)]


def _code(by: str, group: LedgerGroup) -> str:
    if group.key is None:
        return ""
    return AgeBand(int(group.key)).code if by == "age" else str(group.key)


def _figures(group: LedgerGroup) -> RectificationStatistics:
    sums = group.totals
    return RectificationStatistics(
        key=0,
        name=group.name,
        received=sums.ordered,
        received_closed=sums.closed,
        applied=sums.applied,
        on_time=sums.on_time,
        closed=sums.closed,
        closed_days=sums.closed_days,
        relapsed=sums.relapsed,
        sent_back=sums.sent_back,
        extended=sums.extended,
        running=sums.running,
        overdue=sums.overdue,
        amount=sums.amount,
        amount_rectified=sums.amount_rectified,
    )
