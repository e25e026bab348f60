"""The rows that migrations filled in, kept aside when the test database is made.

A test with threads or processes commits, so its end empties every table, also those. What was kept is put
back after each such test: neither the order of the files nor the next run on the same database matters.
"""

from __future__ import annotations

from django.db import connection, transaction

KEPT = "kept_for_tests"


def keep() -> None:
    """A database that is used again and has seen no migration since is put right instead."""
    if _kept_at() == _migrations():
        restore()
        return
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    filled = [table for table in tables if _ask(f"SELECT EXISTS (SELECT FROM {table})")]  # noqa: S608
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {KEPT} CASCADE")
        cursor.execute(f"CREATE SCHEMA {KEPT}")
        for table in filled:
            cursor.execute(f"CREATE TABLE {KEPT}.{table} AS TABLE public.{table}")
        cursor.execute(f"COMMENT ON SCHEMA {KEPT} IS '{_migrations()}'")


def restore() -> None:
    """By SQL with the triggers of these tables off: the kept history of the rows comes back as it was."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = %s", [KEPT])
        kept = sorted(name for (name,) in cursor.fetchall())
        cursor.execute(f"TRUNCATE {', '.join(kept)} CASCADE")
        for table in kept:
            columns = _columns(table)
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {KEPT}.{table}")  # noqa: S608
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in kept:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _columns(table: str) -> str:
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
