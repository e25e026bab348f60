"""Of what kinds of things the house holds any at all; the others need not be asked what is due."""

from __future__ import annotations

from django.db import connection

from ..models import Reminder
from ..models.subjects import FOREIGN, KEYS, SUBJECTS


def subjects_present() -> set[str]:
    """Without a project no report can be late. One statement, which looks at one row of each table."""
    tables = {key: Reminder._meta.get_field(key).related_model._meta.db_table for key in FOREIGN}  # type: ignore[union-attr]
    asked = (f"SELECT '{key}' WHERE EXISTS (SELECT FROM {table})" for key, table in tables.items())  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        found = {key for (key,) in cursor.fetchall()}
    empty = set(FOREIGN) - found
    return {subject for key in KEYS if key not in empty for subject in SUBJECTS[key]}
