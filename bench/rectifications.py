"""Ledger page and statistics over 300,000 rectifications with all that proves them.

Limit: the same answer by one statement written by hand for this county alone, in the same run; the answers
are compared before they are timed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple
from datetime import date
from functools import partial
from typing import Any, Final

from django.db import connection

from accounts.models import User
from bench import data
from bench.faults import build_faults
from bench.matters import browsed, one_row, ratio_of
from rulebook.rules import Measure
from supervision.inspections.selectors import (
    ledger_totals,
    rectification_ledger,
    rectification_pace,
    rectification_statistics,
)
from supervision.matters.rules.lights import first_day_at

ON: Final = date(2026, 9, 12)
RECTIFICATIONS: Final = 300_000
SHOWN: Final = 50
YEAR: Final = (date(2026, 1, 1), date(2027, 1, 1))

LEDGER: Final = """
WITH seen AS (
    SELECT r.*, r.status IN ('issued', 'planned', 'under_way') AS works,
           r.status NOT IN ('draft', 'closed', 'withdrawn') AS runs
      FROM inspections_rectification r {mine}
), lit AS (
    SELECT id, greatest(
               CASE WHEN status = 'long_term' THEN 2
                    WHEN works THEN CASE WHEN due_on < %(on)s THEN 5 WHEN due_on < %(soon)s THEN 4 ELSE 1 END
                    WHEN applied_on <= due_on THEN 1 ELSE 5 END,
               CASE WHEN step_due_on < %(on)s THEN 5 WHEN step_due_on < %(next)s THEN 4 ELSE 1 END) AS light
      FROM seen WHERE runs
), page AS (
    SELECT seen.id, number, title, due_on, o.name AS origin, u.short_name,
           COALESCE(lit.light, 0) AS light, p.text,
           (SELECT count(*) FROM inspections_plannedmeasure m WHERE m.rectification_id = seen.id) AS measures,
           (SELECT count(*) FROM inspections_evidence e WHERE e.rectification_id = seen.id) AS files
      FROM (SELECT * FROM seen ORDER BY id DESC LIMIT 50) seen
      JOIN inspections_origin o ON o.id = seen.origin_id JOIN accounts_unit u ON u.id = seen.unit_id
      LEFT JOIN lit ON lit.id = seen.id
      LEFT JOIN LATERAL (SELECT text FROM inspections_progress
                          WHERE rectification_id = seen.id ORDER BY id DESC LIMIT 1) p ON true
)
SELECT (SELECT array_agg(ARRAY[light, count] ORDER BY light)
          FROM (SELECT light, count(*) FROM lit GROUP BY light) counted),
       (SELECT ROW(count(*), count(*) FILTER (WHERE runs), count(*) FILTER (WHERE status = 'closed'),
                   count(*) FILTER (WHERE status IN ('applied', 'checked', 'closed')),
                   count(*) FILTER (WHERE status IN ('applied', 'checked', 'closed')
                                      AND applied_on <= original_due_on),
                   count(*) FILTER (WHERE status = 'closed' AND again.id IS NOT NULL),
                   sum(ended_on - issued_on) FILTER (WHERE status = 'closed'), sum(times_sent_back),
                   count(later.id), count(*) FILTER (WHERE works AND due_on < %(on)s),
                   sum(amount) FILTER (WHERE status <> 'withdrawn'),
                   sum(CASE WHEN status = 'closed' THEN COALESCE(amount_rectified, amount)
                            ELSE amount_rectified END) FILTER (WHERE status <> 'withdrawn'
                                                                 AND amount IS NOT NULL))::text
          FROM seen
          LEFT JOIN (SELECT follows_id AS id FROM inspections_rectification
                      WHERE follows_id IS NOT NULL AND status <> 'withdrawn') again USING (id)
          LEFT JOIN (SELECT DISTINCT rectification_id AS id FROM inspections_rectificationextension
                      WHERE status = 'approved') later USING (id)),
       (SELECT array_agg(ARRAY[page.id, page.light] ORDER BY page.id DESC) FROM page)
"""
MINE: Final = """WHERE r.id IN (
           SELECT id FROM inspections_rectification WHERE unit_id = %(unit)s OR accepting_unit_id = %(unit)s
            UNION
           SELECT rectification_id FROM inspections_helpingunit WHERE unit_id = %(unit)s
            UNION
           SELECT v.rectification_id FROM inspections_verification v
             JOIN inspections_verifier w ON w.verification_id = v.id WHERE w.user_id = %(user)s)"""
STATISTICS: Final = """
SELECT u.id, u.short_name,
       count(*) FILTER (WHERE given AND status <> 'withdrawn')::int,
       count(*) FILTER (WHERE given AND status = 'closed' AND ended_on <= %(on)s)::int,
       count(*) FILTER (WHERE applied AND status IN ('applied', 'checked', 'closed'))::int,
       count(*) FILTER (WHERE applied AND status IN ('applied', 'checked', 'closed')
                          AND applied_on <= original_due_on)::int,
       count(*) FILTER (WHERE closed)::int,
       COALESCE(sum(ended_on - issued_on) FILTER (WHERE closed), 0)::int,
       count(*) FILTER (WHERE closed AND again.id IS NOT NULL)::int,
       sum(COALESCE(back.times, 0))::int, sum(COALESCE(later.times, 0))::int,
       count(*) FILTER (WHERE status NOT IN ('draft', 'closed', 'withdrawn'))::int,
       count(*) FILTER (WHERE status IN ('issued', 'planned', 'under_way') AND due_on < %(on)s)::int,
       sum(amount) FILTER (WHERE given AND status <> 'withdrawn'),
       sum(CASE WHEN status = 'closed' THEN COALESCE(amount_rectified, amount) ELSE amount_rectified END)
           FILTER (WHERE given AND status <> 'withdrawn' AND amount IS NOT NULL)
  FROM inspections_rectification r JOIN accounts_unit u ON u.id = r.unit_id
 CROSS JOIN LATERAL (SELECT issued_on BETWEEN '2026-01-01' AND %(on)s AS given,
                       applied_on BETWEEN '2026-01-01' AND %(on)s AS applied,
                       status = 'closed' AND ended_on BETWEEN '2026-01-01' AND %(on)s AS closed) span
  LEFT JOIN (SELECT follows_id AS id FROM inspections_rectification
              WHERE follows_id IS NOT NULL AND status <> 'withdrawn') again ON again.id = r.id
  LEFT JOIN (SELECT rectification_id AS id, count(*) AS times FROM inspections_step
              WHERE verb = 'rectification.send_back' AND at >= '2026-01-01' AND at < '2026-09-13'
              GROUP BY 1) back ON back.id = r.id
  LEFT JOIN (SELECT rectification_id AS id, count(*) AS times FROM inspections_rectificationextension
              WHERE status = 'approved' AND decided_at >= '2026-01-01' AND decided_at < '2026-09-13'
              GROUP BY 1) later ON later.id = r.id
 GROUP BY u.id ORDER BY u.pinyin, u.id
"""


def run() -> Iterator[tuple[str, float]]:
    build_faults(rectifications=RECTIFICATIONS)
    print(f"  {RECTIFICATIONS:,} rectifications")
    for name, user in (("office", data.office()), ("clerk", data.clerk())):
        yield f"rectifications_ledger_{name}", _ledger(name, user)
    yield "rectifications_statistics", _statistics(data.office())


def _ledger(name: str, user: User) -> float:
    asked = _asked(user)
    statement = LEDGER.format(mine="" if user.reach.everything else MINE)
    lights, sums, page = one_row(statement, asked)
    totals = ledger_totals(user, ON)
    assert {light: found for light, found in lights} == {int(k): v for k, v in totals.lights.items()}, totals
    told: tuple[str, ...] = (
        "count",
        "running",
        "closed",
        "applied",
        "on_time",
        "relapsed",
        "closed_days",
        "sent_back",
    )
    told += ("extended", "overdue", "amount", "amount_rectified")
    assert sums == f"({','.join(str(getattr(totals, field)) for field in told)})", (sums, totals)
    shown = rectification_ledger(user, ON)[:SHOWN]
    assert [list(row) for row in page] == [[row.pk, row.light] for row in shown]
    return ratio_of(
        {
            f"ledger page as {name}": browsed(user, "rectifications"),
            "one statement": partial(one_row, statement, asked),
        }
    )


def _asked(user: User) -> dict[str, Any]:
    pace = rectification_pace(ON)
    green = {measure: rule.green_at for measure, rule in pace.thresholds.items()}
    soon, after = green[Measure.DAYS_LEFT], green[Measure.STEP_DAYS_LEFT]
    assert soon is not None and after is not None
    return {
        "on": ON,
        "soon": first_day_at(soon, ON, pace.workdays),
        "next": first_day_at(after, ON, pace.workdays),
        "unit": user.unit_id,
        "user": user.pk,
    }


def _statistics(user: User) -> float:
    found = [astuple(row) for row in rectification_statistics(user, ON, *YEAR)]
    assert found == _all({"on": ON}) and len(found) == data.UNITS
    return ratio_of(
        {
            "statistics page": browsed(user, "rectification-statistics", "since=2026-01&until=2026-12"),
            "one statement": partial(_all, {"on": ON}),
        }
    )


def _all(asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(STATISTICS, asked)
        return cursor.fetchall()
