"""Which rows behind a document's figures were changed since, by whom and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext as _

from supervision.reports.rules.figures import Revisions
from supervision.reports.rules.verdicts import RevisedRow
from supervision.reports.selectors.entries import event_model, newest_entries


@dataclass(frozen=True)
class Revised:
    """Answers for any of the rows that it was asked about."""

    now: Revisions
    told: Mapping[tuple[str, int], RevisedRow]

    def since(self, then: Revisions) -> tuple[RevisedRow, ...]:
        return tuple(
            self.told[label, pk]
            for label, rows in then.items()
            for pk, revision in rows.items()
            if self.now[label].get(pk, 0) != revision
        )

    def between(self, then: Revisions, again: Revisions) -> tuple[RevisedRow, ...]:
        """Changed since, and the rows that the question finds today in addition."""
        added = tuple(
            self.told[label, pk]
            for label, rows in again.items()
            for pk in rows
            if pk not in then.get(label, {})
        )
        return self.since(then) + added


def revised_rows(kept: Iterable[Revisions], again: Iterable[Revisions]) -> Revised:
    """Three statements for each model of which a row was changed."""
    then: dict[str, dict[int, int]] = defaultdict(dict)
    for revisions in kept:
        for label, rows in revisions.items():
            then[label].update(rows)
    added: dict[str, set[int]] = defaultdict(set)
    for revisions in again:
        for label, rows in revisions.items():
            added[label].update(set(rows) - set(then.get(label, {})))
    now = {label: newest_entries(label, set(rows)) for label, rows in then.items()}
    told: dict[tuple[str, int], RevisedRow] = {}
    for label in {*then, *added}:
        changed = {pk for pk, revision in then.get(label, {}).items() if now[label].get(pk, 0) != revision}
        told |= {(label, row.pk): row for row in _told(label, changed, added.get(label, set()))}
    return Revised(now, told)


def _told(label: str, changed: set[int], added: set[int]) -> list[RevisedRow]:
    if not changed | added:
        return []
    model = apps.get_model(label)
    rows: dict[int, Model] = model._default_manager.in_bulk(changed | added)
    entries = _entries(label, changed | added)
    return [
        _row(label, pk, rows.get(pk), entries.get(pk), is_new=pk in added) for pk in sorted(changed | added)
    ]


def _entries(label: str, pks: set[int]) -> dict[int, Any]:
    event = event_model(label)
    if event is None:
        return {}
    rows = event.objects.filter(pgh_obj_id__in=pks).order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return {row.pgh_obj_id: row for row in rows}


def _row(label: str, pk: int, row: Model | None, entry: Any, *, is_new: bool) -> RevisedRow:
    name = f"{apps.get_model(label)._meta.verbose_name}“{row}”" if row else f"{label} {pk}"
    what = _("新增") if is_new else _("修改") if row else _("删除")
    who = str((entry.pgh_context or {}).get("name", "")) if entry is not None else ""
    return RevisedRow(label, pk, name, what, who, entry.pgh_created_at if entry is not None else None)
