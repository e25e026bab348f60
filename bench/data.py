"""A county of any size, written by PostgreSQL itself; and a database of our own to put it in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connection

from accounts.models import User

UNITS = 100
FILLED = (
    "accounts_unit",
    "accounts_person",
    "accounts_user",
    "accounts_rolegrant",
    "projects_project",
    "projects_responsibility",
    "projects_annualplan",
    "projects_monthlyprogress",
)
COUNTY = """
    INSERT INTO accounts_unit (id, name, short_name, pinyin, kind, ranking_group, is_active)
    SELECT i, '云岭县第' || i || '局', '第' || i || '局', 'ju' || i, 'department', '', true
      FROM generate_series(1, %(units)s) i;
    INSERT INTO accounts_person (id, name, pinyin, unit_id, phone, email)
    SELECT i, '联络员' || i, 'lianluoyuan' || i, i, '', 'clerk' || i || '@example.test'
      FROM generate_series(1, %(units)s) i;
    INSERT INTO accounts_user
           (id, username, password, language, is_active, password_is_own, unit_id, person_id)
    SELECT i, 'clerk' || i, '!', 'zh-hans', true, true, i, i FROM generate_series(1, %(units)s) i;
    INSERT INTO accounts_user (id, username, password, language, is_active, password_is_own, unit_id)
    VALUES (100000, 'office', '!', 'zh-hans', true, true, 1);
    INSERT INTO accounts_rolegrant (user_id, role, unit_id, valid_from, reason, scopes)
    SELECT i, 'unit_clerk', i, '2020-01-01', '', '{}' FROM generate_series(1, %(units)s) i;
    INSERT INTO accounts_rolegrant (user_id, role, valid_from, reason, scopes)
    VALUES (100000, 'supervisor', '2020-01-01', '', '{}');
"""
PROJECTS = """
    INSERT INTO projects_project
           (id, number, name, pinyin, sector_id, levels, nature, stage, is_promotion, location, content,
            funding_note, owner_name, contact, note, planned_start, actual_start, total_investment)
    SELECT i, 'P' || i, '重点项目第' || i || '号', 'zhongdian' || i,
           (SELECT id FROM projects_sector ORDER BY "order" LIMIT 1 OFFSET i %% 8),
           '{county}', 'new', 'building', false, '某镇', '建设内容', '', '', '', '', '2026-03-01',
           CASE WHEN i %% 10 > 0 THEN date '2026-03-05' END, 5000
      FROM generate_series(1, %(projects)s) i;
    INSERT INTO projects_responsibility (project_id, role, unit_id, position, contact, note, valid_from)
    SELECT i, 'responsible', 1 + i %% %(units)s, 1, '', '', '2024-01-01'
      FROM generate_series(1, %(projects)s) i;
    INSERT INTO projects_annualplan
           (project_id, year, version, is_current, kind, change, planned_investment, carried_in, first_month,
            goals, reason, decided_by_id, decided_on)
    SELECT i, year, 1, true, 'continued', 'initial', 1000 + i %% 500, 100, 1, '', '', 100000, '2026-01-01'
      FROM generate_series(1, %(projects)s) i, generate_series(2027 - %(years)s, 2026) year;
"""
MONTHS = """
    INSERT INTO projects_monthlyprogress
           (project_id, year, month, revision, status, month_amount, year_to_date, since_start,
            physical_progress, stage, problem, next_step, warnings, reason, reported_by_id, reported_at,
            decided_by_id, decided_at)
    SELECT i, year, month, 1, 'accepted', 80 + i %% 40, (80 + i %% 40) * month, (80 + i %% 40) * month + 100,
           '主体施工', 'building', '', '', '[]', '', 100000, now(), 100000, now()
      FROM generate_series(1, %(projects)s) i, generate_series(2027 - %(years)s, 2026) year,
           generate_series(1, 12) month
     WHERE year < 2026 OR month <= 8 - (i %% 20 = 0)::int;
"""


@contextmanager
def own_database() -> Iterator[None]:
    """A fresh, migrated database; whatever a benchmark does stays in it."""
    former = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        call_command("fill_calendar", "2025", "2026", verbosity=0)
        yield
    finally:
        connection.creation.destroy_test_db(former, verbosity=0)


def build_county(*, projects: int, years: int = 0) -> None:
    """``projects`` over 100 units in eight sectors, with ``years`` of accepted months, 2026 to August."""
    _build((COUNTY, PROJECTS, *((MONTHS,) if years else ())), projects, years)


def build_projects(*, projects: int, years: int) -> None:
    """The same in a county that is there already."""
    _build((PROJECTS, MONTHS), projects, years)


def _build(statements: tuple[str, ...], projects: int, years: int) -> None:
    sizes = {"units": UNITS, "projects": projects, "years": years}
    with connection.cursor() as cursor:
        _set_history(cursor, "DISABLE")  # what a county of so many years wrote is not what is measured here
        for statement in statements:
            cursor.execute(statement, sizes)
        _set_history(cursor, "ENABLE")
        cursor.execute("VACUUM ANALYZE")


def _set_history(cursor: Any, to: str) -> None:
    for table in FILLED:
        cursor.execute(f"ALTER TABLE {table} {to} TRIGGER USER")


def office() -> User:
    return User.objects.get(username="office")


def clerk() -> User:
    """Of a unit that carries one project in a hundred."""
    return User.objects.get(username="clerk7")
