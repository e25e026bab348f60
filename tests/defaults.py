"""The rows that migrations filled in, kept aside when the test database is made.

A test with threads or processes commits, so its end empties every table, also those. What was kept is put
back after each such test: neither the order of the files nor the next run on the same database matters.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import connection, transaction

KEPT = "kept_for_tests"


def keep() -> None:
    """A database that is used again and has seen no migration since is put right instead."""
    if _kept_at() == _migrations():
        restore()
        return
    with transaction.atomic(), connection.cursor() as cursor:
        filled = _filled(cursor)
        cursor.execute(f"DROP SCHEMA IF EXISTS {KEPT} CASCADE")
        cursor.execute(f"CREATE SCHEMA {KEPT}")
        for table in filled:
            cursor.execute(f"CREATE TABLE {KEPT}.{table} AS TABLE public.{table}")
        cursor.execute(f"COMMENT ON SCHEMA {KEPT} IS '{_migrations()}'")


def restore() -> None:
    """Empty what is filled, and put back what was kept: rows and their kept history as they were.

    Only tables with rows are touched: to truncate all of them and to tell every app that it was migrated, as
    Django does, takes seconds. Triggers of ours are off meanwhile; keys are checked at the end.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        kept = _kept()
        touched = sorted({*_filled(cursor), *kept})
        for table in touched:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 (a name from the catalogue)
        for table in kept:
            columns = columns_of(table)
            cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {KEPT}.{table}")  # noqa: S608
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in touched:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@cache
def _tables() -> tuple[str, ...]:
    return tuple(connection.introspection.django_table_names(only_existing=True, include_views=False))


def _filled(cursor: Any) -> list[str]:
    """The tables that have rows, asked at once."""
    asked = [f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in _tables()]  # noqa: S608
    cursor.execute(" UNION ALL ".join(asked))
    return [name for (name,) in cursor.fetchall()]


@cache
def _kept() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = %s", [KEPT])
        return tuple(sorted(name for (name,) in cursor.fetchall()))


@cache
def columns_of(table: str) -> str:
    """Those that can be written."""
    names = "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns"
    return str(
        _ask(f"{names} WHERE table_schema = 'public' AND table_name = '{table}' AND is_generated = 'NEVER'")
    )


def _migrations() -> str:
    return str(_ask("SELECT count(*) FROM django_migrations"))


def _kept_at() -> str:
    return str(_ask(f"SELECT obj_description(to_regnamespace('{KEPT}'), 'pg_namespace')"))


def _ask(sql: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]
