"""What many tests begin with is built once and put back as rows: building it took a third of their time."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import connection, models

from tests.defaults import columns_of

Built = TypeVar("Built")


class Beginning(Generic[Built]):
    """Rows that a test finds in place. The first test that asks builds them; for the others they are copied.

    The copies have the same keys, and the database writes their history as it does of any row. What was built
    is handed out as objects of the test's own. ``tables`` are all those that the builder fills.
    """

    def __init__(self, build: Callable[[], Built], *tables: type[models.Model]) -> None:
        self._build = build
        self._tables = [table._meta.db_table for table in tables]
        self._copy, self._built = "", b""

    def take(self) -> Built:
        if self._copy:
            with connection.cursor() as cursor:
                cursor.execute(self._copy)
        else:
            self._keep()
        built: Built = pickle.loads(self._built)  # noqa: S301 (our own)
        return built

    def _keep(self) -> None:
        """What was in the tables before, from a migration or the test, is not the builder's."""
        last = {table: _ask(f"SELECT coalesce(max(id), 0) FROM {table}") for table in self._tables}  # noqa: S608
        built = self._build()
        copies = [self._statement(table, key) for table, key in last.items()]
        self._copy, self._built = ";".join(copies), pickle.dumps(built)

    def _statement(self, table: str, last: object) -> str:
        columns = columns_of(table)
        copied = f"SELECT {columns} FROM jsonb_populate_recordset(null::{table}, %s)"  # noqa: S608
        rows = _ask(f"SELECT jsonb_agg(new.* ORDER BY id)::text FROM {table} new WHERE id > {last}")  # noqa: S608
        with connection.cursor() as cursor:
            return str(cursor.mogrify(f"INSERT INTO {table} ({columns}) {copied}", [rows]).decode())


def _ask(sql: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]
