"""The ledger page with its sums and lights: 100,000 projects × 36 months, of which it may read one each.

Limit: the statements that the page sends, bare, in the same run. What is above it is our own Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import data
from bench.clock import medians
from rulebook.rules import Month

ON, PERIOD = date(2026, 9, 12), Month(2026, 8)


def run() -> Iterator[tuple[str, float]]:
    data.build_county(projects=100_000, years=3)
    for name, user in (("office", data.office()), ("clerk", data.clerk())):
        client = Client(SERVER_NAME="localhost")
        client.force_login(user, backend="accounts.backends.RoleBackend")
        page = f"{reverse('ledger')}?period={PERIOD}"
        statements = _statements(partial(client.get, page))
        ways = {
            f"ledger page as {name}": partial(_page, client, page),
            "its statements alone": partial(_replay, statements),
        }
        taken = medians(ways, rounds=3)
        yield f"ledger_page_{name}", taken[f"ledger page as {name}"] / taken["its statements alone"]


def _page(client: Client, page: str) -> None:
    response = client.get(page)
    assert response.status_code == 200, response.status_code


def _statements(act: Callable[[], Any]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured.captured_queries if query["sql"].startswith("SELECT")]


def _replay(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)
            cursor.fetchall()
