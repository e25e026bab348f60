"""催办统计: how soon units act once they are reminded, and whether they read and sign; one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.db import connection

from accounts.models import User
from rulebook.rules import Month
from supervision.matters.selectors.ledger import midnight

# A thing counts once, whoever was told of it and on how many rungs: from the first of its reminders to the
# one that was settled because it was done. News is no reminder of a duty.
ROWS: Final = """
    WITH row AS (
        SELECT reminder.*, date_trunc('month', raised_at AT TIME ZONE %(zone)s)::date AS month,
               addressee IN ('clerk', 'unit_head') AS own
          FROM alerts_reminder AS reminder
         WHERE rung > 0 AND raised_at >= %(start)s AND raised_at < %(end)s
           AND (%(all)s OR unit_id = ANY(%(units)s))
    ), thing AS (
        SELECT unit_id, date_trunc('month', min(raised_at) AT TIME ZONE %(zone)s)::date AS month,
               extract(epoch FROM min(settled_at) FILTER (WHERE outcome = 'done') - min(raised_at)) / 86400
                   AS days
          FROM alerts_reminder WHERE rung > 0 AND (%(all)s OR unit_id = ANY(%(units)s))
         GROUP BY unit_id, subject, about_key, due_on, revision
        HAVING min(raised_at) >= %(start)s AND min(raised_at) < %(end)s
    ), told AS (
        SELECT unit_id, month, GROUPING(unit_id) AS any_unit, GROUPING(month) AS any_month,
               count(*) FILTER (WHERE own) AS told, count(delivered_at) FILTER (WHERE own) AS delivered,
               count(read_at) FILTER (WHERE own) AS read, count(signed_at) FILTER (WHERE own) AS signed
          FROM row GROUP BY GROUPING SETS ((unit_id), (month), ())
    ), acted AS (
        SELECT unit_id, month, GROUPING(unit_id) AS any_unit, GROUPING(month) AS any_month,
               count(*) AS things, count(days) AS done,
               round((percentile_cont(0.5) WITHIN GROUP (ORDER BY days))::numeric, 1) AS days
          FROM thing GROUP BY GROUPING SETS ((unit_id), (month), ())
    )
    SELECT told.any_unit, told.any_month, told.unit_id, COALESCE(unit.short_name, ''), told.month,
           told.told, told.delivered, told.read, told.signed,
           COALESCE(acted.things, 0), COALESCE(acted.done, 0), acted.days
      FROM told
      LEFT JOIN acted ON (acted.any_unit, acted.any_month) = (told.any_unit, told.any_month)
       AND acted.unit_id IS NOT DISTINCT FROM told.unit_id AND acted.month IS NOT DISTINCT FROM told.month
      LEFT JOIN accounts_unit AS unit ON unit.id = told.unit_id
     ORDER BY unit.pinyin NULLS LAST, told.unit_id, told.month
"""


@dataclass(frozen=True)
class ReminderStatistics:
    """``name`` of the unit, empty for the office and the leaders; or ``month``; neither for the sum.

    ``told``: reminders of duties to the unit's own people, of which ``delivered``, ``read`` and ``signed``.
    ``things`` that anybody was reminded of, of which ``done``; ``days``: the median from the first reminder
    of a thing until it was done.
    """

    unit_id: int | None
    name: str
    month: Month | None
    told: int = 0
    delivered: int = 0
    read: int = 0
    signed: int = 0
    things: int = 0
    done: int = 0
    days: Decimal | None = None

    @property
    def read_share(self) -> Decimal | None:
        return _share(self.read, self.delivered)

    @property
    def signed_share(self) -> Decimal | None:
        return _share(self.signed, self.delivered)

    @property
    def done_share(self) -> Decimal | None:
        return _share(self.done, self.things)


@dataclass(frozen=True)
class Statistics:
    units: list[ReminderStatistics]
    months: list[ReminderStatistics]
    total: ReminderStatistics


def reminder_statistics(user: User, start: date, end: date) -> Statistics:
    """Of reminders raised in ``[start, end)``; a unit's people get their own units'."""
    asked: dict[str, Any] = {
        "all": user.reach.everything,
        "units": list(user.reach.unit_ids),
        "zone": settings.TIME_ZONE,
        "start": midnight(start),
        "end": midnight(end),
    }
    units: list[ReminderStatistics] = []
    months: list[ReminderStatistics] = []
    total = ReminderStatistics(None, "", None)
    with connection.cursor() as cursor:
        cursor.execute(ROWS, asked)
        for any_unit, any_month, unit_id, name, month, *figures in cursor.fetchall():
            row = ReminderStatistics(
                unit_id, name, Month(month.year, month.month) if month else None, *figures
            )
            if any_unit and any_month:
                total = row
            else:
                (months if any_unit else units).append(row)
    return Statistics(units, months, total)


def _share(part: int, of: int) -> Decimal | None:
    """In percent; unknown of nothing."""
    return Decimal(100) * part / of if of else None
