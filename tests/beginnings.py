"""What many tests begin with is built once and put back as rows: building it took a third of their time."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from functools import cache
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.db import connection, transaction
from pghistory.models import Event

from tests.defaults import columns_of

Built = TypeVar("Built")


class Beginning(Generic[Built]):
    """Rows that a test finds in place. The first test that asks builds them; for the others they are copied.

    The copies have the same keys, and the database writes their history as it does of any row. What was built
    is handed out as objects of the test's own. The builder only adds rows; what it is given must be another
    beginning, the same each time.
    """

    def __init__(self, build: Callable[..., Built]) -> None:
        self._build = build
        self._copy, self._built = "", b""

    def take(self, *given: object) -> Built:
        if self._copy:
            with connection.cursor() as cursor:
                cursor.execute(self._copy)
        else:
            self._keep(*given)
        built: Built = pickle.loads(self._built)  # noqa: S301 (our own)
        return built

    def _keep(self, *given: object) -> None:
        """What was in the tables before, from a migration or the test, is not the builder's."""
        with transaction.atomic():  # beyond it the database forgets what was written
            last, written = _last_keys(), _written()
            built = self._build(*given)
            filled = [table for table, rows in _written().items() if rows != written.get(table, 0)]
        self._copy = ";".join(_copy_of(table, last[table]) for table in filled)
        self._built = pickle.dumps(built)


def _copy_of(table: str, last: int) -> str:
    """The statement that writes the rows with higher keys again."""
    columns = columns_of(table)
    [(rows,)] = _ask(f"SELECT jsonb_agg(t.* ORDER BY id)::text FROM {table} t WHERE id > {last}")  # noqa: S608
    copied = f"SELECT {columns} FROM jsonb_populate_recordset(null::{table}, %s)"  # noqa: S608
    with connection.cursor() as cursor:
        return str(cursor.mogrify(f"INSERT INTO {table} ({columns}) {copied}", [rows or "[]"]).decode())


@cache
def _tables() -> tuple[str, ...]:
    """Those that people's work fills; the history is written by the database."""
    models = [model for model in apps.get_models() if not issubclass(model, Event)]
    return tuple(
        model._meta.db_table for model in models if model._meta.pk.get_internal_type() == "BigAutoField"
    )


def _last_keys() -> dict[str, int]:
    asked = [f"SELECT '{table}', coalesce(max(id), 0) FROM {table}" for table in _tables()]  # noqa: S608
    return dict(_ask(" UNION ALL ".join(asked)))


def _written() -> dict[str, int]:
    """How many rows this transaction has added to each table."""
    rows = _ask("SELECT relname, n_tup_ins FROM pg_stat_xact_user_tables WHERE n_tup_ins > 0")
    return {table: added for table, added in rows if table in _tables()}


def _ask(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
