"""The history behind the rows of figures: which entry of each row is the newest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import connection

from supervision.reports.rules.figures import Basis, Revisions, Rows, digest_of


class Entries:
    """Every row is asked for once, and rows that several figures stand on are summed up once."""

    def __init__(self) -> None:
        self._known: dict[str, dict[int, int]] = defaultdict(dict)
        self._revisions: dict[Rows, Revisions] = {}
        self._digests: dict[Rows, str] = {}

    def ask(self, bases: Iterable[Basis]) -> None:
        """One statement for each model of which a row is not known yet."""
        wanted: dict[str, set[int]] = defaultdict(set)
        for rows in {basis.rows for basis in bases} - self._revisions.keys():
            for label, used in rows:
                wanted[label].update(used)
        for label, pks in sorted(wanted.items()):
            if missing := pks.difference(self._known[label]):
                self._known[label] |= newest_entries(label, missing)

    def of(self, basis: Basis) -> Revisions:
        if basis.rows not in self._revisions:
            self.ask([basis])
            self._revisions[basis.rows] = {
                label: {pk: self._known[label][pk] for pk in pks} for label, pks in basis.rows
            }
        return self._revisions[basis.rows]

    def digest(self, basis: Basis) -> str:
        if basis.rows not in self._digests:
            self._digests[basis.rows] = digest_of(self.of(basis))
        return self._digests[basis.rows]


def event_model(label: str) -> Any:
    """The history of a model, or None."""
    related = apps.get_model(label)._meta.related_objects
    models = (field.related_model for field in related if field.name.startswith("events"))
    return next((model for model in models if hasattr(model, "pgh_id")), None)


def newest_entries(label: str, pks: set[int]) -> dict[int, int]:
    """The newest history entry of each row; 0 of a row or model without history."""
    event = event_model(label)
    if event is None:
        return dict.fromkeys(pks, 0)
    table = connection.ops.quote_name(event._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT pgh_obj_id, max(pgh_id) FROM {table} WHERE pgh_obj_id = ANY(%s) GROUP BY 1",  # noqa: S608
            [sorted(pks)],
        )
        return dict.fromkeys(pks, 0) | dict(cursor.fetchall())
