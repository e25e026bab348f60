"""Per unit, origin or year, what a time brought: received, applied for, closed, sent back, come again.

Every figure is of the days ``[start, end)`` and has its own base; nothing after ``on`` counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.db import connection

from accounts.models import User
from rulebook.rules import completion_rate
from supervision.matters.selectors.ledger import midnight

from .totals import rate

ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class RectificationStatistics:
    """``key``: of the unit or origin, or the year itself; ``name`` says it.

    Of those ``received`` then (issued, not withdrawn): ``received_closed`` by now, ``amount`` and
    ``amount_rectified``, 万元, sums of what is known, None where nothing is. Of those ``applied`` for then
    and not sent back: ``on_time``, by the date first promised. Of those ``closed`` then: ``closed_days`` from
    交办 to 销号 in natural days, and ``relapsed``, which came again. ``sent_back`` and ``extended`` count the
    acts. As it is today, of all times: ``running`` and ``overdue``; per year, by the year of 交办.
    """

    key: int
    name: str
    received: int
    received_closed: int
    applied: int
    on_time: int
    closed: int
    closed_days: int
    relapsed: int
    sent_back: int
    extended: int
    running: int
    overdue: int
    amount: Decimal | None
    amount_rectified: Decimal | None

    @property
    def closing_rate(self) -> Decimal | None:
        """Per cent of those received, exact; None of nothing. So are the other rates."""
        return rate(self.received_closed, self.received)

    @property
    def money_rate(self) -> Decimal | None:
        return completion_rate(self.amount_rectified, self.amount)

    @property
    def on_time_rate(self) -> Decimal | None:
        return rate(self.on_time, self.applied)

    @property
    def relapse_rate(self) -> Decimal | None:
        return rate(self.relapsed, self.closed)

    @property
    def average_days(self) -> Decimal | None:
        return Decimal(self.closed_days) / self.closed if self.closed else None


# {…}: what a row of each part belongs to. %(until)s: nothing on or after this day counts.
STATISTICS: Final = """
WITH seen AS NOT MATERIALIZED (
    SELECT * FROM inspections_rectification WHERE %(all)s OR unit_id = ANY(%(units)s)
), part (key, received, received_closed, applied, on_time, closed, days, again, back, later, running, late,
         amount, put_right) AS (
    SELECT {issued}, count(*), count(*) FILTER (WHERE status = 'closed' AND ended_on < %(until)s), 0, 0, 0, 0,
           0, 0, 0, 0, 0, sum(amount),
           sum(CASE WHEN status = 'closed' THEN COALESCE(amount_rectified, amount) ELSE amount_rectified END)
               FILTER (WHERE amount IS NOT NULL)
      FROM seen
     WHERE issued_on >= %(start)s AND issued_on < %(until)s AND status NOT IN ('draft', 'withdrawn')
     GROUP BY 1
     UNION ALL
    SELECT {applied}, 0, 0, count(*), count(*) FILTER (WHERE applied_on <= original_due_on), 0, 0, 0, 0, 0,
           0, 0, NULL, NULL
      FROM seen
     WHERE applied_on >= %(start)s AND applied_on < %(until)s
       AND status IN ('applied', 'checked', 'verified', 'approved', 'published', 'closed')
     GROUP BY 1
     UNION ALL
    SELECT {ended}, 0, 0, 0, 0, count(*), sum(ended_on - issued_on),
           count(*) FILTER (WHERE id IN (SELECT follows_id FROM inspections_rectification
                                          WHERE follows_id IS NOT NULL AND status <> 'withdrawn')),
           0, 0, 0, 0, NULL, NULL
      FROM seen WHERE status = 'closed' AND ended_on >= %(start)s AND ended_on < %(until)s
     GROUP BY 1
     UNION ALL
    SELECT {sent_back}, 0, 0, 0, 0, 0, 0, 0, count(*), 0, 0, 0, NULL, NULL
      FROM inspections_step s JOIN seen ON seen.id = s.rectification_id
     WHERE s.verb = 'rectification.send_back' AND s.at >= %(from_time)s AND s.at < %(until_time)s
     GROUP BY 1
     UNION ALL
    SELECT {extended}, 0, 0, 0, 0, 0, 0, 0, 0, count(*), 0, 0, NULL, NULL
      FROM inspections_rectificationextension e JOIN seen ON seen.id = e.rectification_id
     WHERE e.status = 'approved' AND e.decided_at >= %(from_time)s AND e.decided_at < %(until_time)s
     GROUP BY 1
     UNION ALL
    SELECT {issued}, 0, 0, 0, 0, 0, 0, 0, 0, 0, count(*),
           count(*) FILTER (WHERE status IN ('issued', 'planned', 'under_way') AND due_on < %(on)s
                              AND end_reason = ''), NULL, NULL
      FROM seen WHERE status NOT IN ('draft', 'withdrawn', 'closed')
     GROUP BY 1
)
SELECT part.key, {name}, sum(received)::int, sum(received_closed)::int, sum(applied)::int,
       sum(on_time)::int, sum(closed)::int, sum(days)::int, sum(again)::int, sum(back)::int,
       sum(later)::int, sum(running)::int, sum(late)::int, sum(amount), sum(put_right)
  FROM part {named} GROUP BY part.key, {name}, {order} ORDER BY {order}, part.key
"""
EVENTS: Final = ("issued", "applied", "ended", "sent_back", "extended")
LOCAL_YEAR: Final = "extract(year FROM {column} AT TIME ZONE %(zone)s)::int"
# by: what a row of each part belongs to, its name, where that is found, the order
BY: Final[dict[str, dict[str, str]]] = {
    "unit": {
        **dict.fromkeys(EVENTS, "seen.unit_id"),
        "name": "u.short_name",
        "named": "JOIN accounts_unit u ON u.id = part.key",
        "order": "u.pinyin",
    },
    "origin": {
        **dict.fromkeys(EVENTS, "seen.origin_id"),
        "name": "o.name",
        "named": "JOIN inspections_origin o ON o.id = part.key",
        "order": 'o."order"',
    },
    "year": {
        **{name: f"extract(year FROM seen.{name}_on)::int" for name in ("issued", "applied", "ended")},
        "sent_back": LOCAL_YEAR.format(column="s.at"),
        "extended": LOCAL_YEAR.format(column="e.decided_at"),
        "name": "part.key::text",
        "named": "",
        "order": "-part.key",
    },
}


def rectification_statistics(
    user: User, on: date, start: date, end: date, by: str = "unit"
) -> list[RectificationStatistics]:
    """Of every unit, origin or year that had anything, by name, in its order, the newest first.

    A unit's people get what their units put right. Raises KeyError for another word than those of BY.
    """
    statement = STATISTICS.format(**BY[by])
    with connection.cursor() as cursor:
        cursor.execute(statement, _asked(user, on, start, end))
        return [RectificationStatistics(*row) for row in cursor.fetchall()]


def _asked(user: User, on: date, start: date, end: date) -> dict[str, Any]:
    until = min(end, on + ONE_DAY)
    return {
        "all": user.reach.everything,
        "units": list(user.reach.unit_ids),
        "zone": settings.TIME_ZONE,
        "on": on,
        "start": start,
        "until": until,
        "from_time": midnight(start),
        "until_time": midnight(until),
    }


COUNTS: Final = (
    *("received", "received_closed", "applied", "on_time", "closed", "closed_days", "relapsed"),
    *("sent_back", "extended", "running", "overdue"),
)


def summed(rows: list[RectificationStatistics], name: str = "") -> RectificationStatistics:
    """All rows together; its rates are of the sums."""
    values: dict[str, Any] = {field: sum(getattr(row, field) for row in rows) for field in COUNTS}
    for field in ("amount", "amount_rectified"):
        known = [getattr(row, field) for row in rows if getattr(row, field) is not None]
        values[field] = sum(known, Decimal(0)) if known else None
    return RectificationStatistics(0, name, **values)
