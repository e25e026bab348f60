"""What is settled is found at one look through what is open and what is owed, however the ledger grew."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from supervision.alerts.services import plan_reminders, settle_reminders
from tests.town import NOON, Town

ON = date(2026, 9, 12)


def test_thousands_raised_this_morning_are_not_each_compared_with_all_that_is_owed(town: Town) -> None:
    """PostgreSQL takes the ledger for as empty as when it last counted; the plan must be good even so."""
    plan_reminders(on=ON, now=NOON)
    with CaptureQueriesContext(connection) as asked:
        settle_reminders(on=ON, now=NOON)
    settling = [query["sql"] for query in asked if "UPDATE alerts_reminder" in query["sql"]]
    assert len(settling) == 2  # of the kinds that have something open: reports and the calendar
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        for statement in settling:
            cursor.execute(f"EXPLAIN {statement}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "Nested Loop Anti Join" not in plan, plan
