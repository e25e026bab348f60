"""What is withdrawn is found by one look at each open reminder and one at each row that is owed."""

from __future__ import annotations

import re
from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from supervision.alerts import selectors
from supervision.alerts.services import cancel_settled
from tests.town import NOON, Town

ON = date(2026, 9, 12)


def test_thousands_raised_this_morning_are_not_each_compared_with_all_that_is_owed(town: Town) -> None:
    """PostgreSQL takes the ledger for as empty as when it last counted; the plan must be good even so."""
    with CaptureQueriesContext(connection) as asked:
        cancel_settled(on=ON, now=NOON)
    settling = [query["sql"] for query in asked if "UPDATE alerts_reminder" in query["sql"]]
    assert len(settling) == len(selectors.KINDS)
    with connection.cursor() as cursor:
        for statement in settling:
            cursor.execute(f"EXPLAIN {statement}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            found = re.search(r'Scan [^\n]*on alerts_reminder "row".*?Filter: ([^\n]*)', plan, re.DOTALL)
            assert found and "(hashed SubPlan" in found[1], plan
