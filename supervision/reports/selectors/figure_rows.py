"""The rows behind a figure of a document: which, at which revision, by whose hand, and what each adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext as _

from supervision.reports.models import DocumentFact
from supervision.reports.selectors.comparing import SUMS
from supervision.reports.selectors.entries import event_model, newest_entries


@dataclass(frozen=True, slots=True)
class FigureRow:
    """``revision`` is the number of the row's history entry, 0 without history; ``part`` what it adds."""

    label: str
    thing: str
    pk: int
    name: str
    revision: int
    who: str
    at: datetime | None
    part: Decimal | None
    changed_since: bool
    row: Model | None


def listed_rows(fact: DocumentFact) -> list[tuple[str, int, int]]:
    """(model label, key, revision) of all; the rows that a sum adds up come first."""
    adds = SUMS.get(fact.key.rpartition(".")[2])
    labels = sorted(fact.basis.rows, key=lambda label: (label != (adds.label if adds else ""), label))
    return [
        (label, int(pk), revision)
        for label in labels
        for pk, revision in sorted(fact.basis.rows[label].items(), key=lambda item: int(item[0]))
    ]


def figure_rows(fact: DocumentFact, chosen: Sequence[tuple[str, int, int]]) -> list[FigureRow]:
    """Three statements for each model among the ``chosen`` of ``listed_rows``."""
    by_label: dict[str, dict[int, int]] = {}
    for label, pk, revision in chosen:
        by_label.setdefault(label, {})[pk] = revision
    found = {(label, row.pk): row for label, rows in by_label.items() for row in _of_label(fact, label, rows)}
    return [found[label, pk] for label, pk, _revision in chosen]


def _of_label(fact: DocumentFact, label: str, revisions: dict[int, int]) -> list[FigureRow]:
    model = apps.get_model(label)
    beside = [field.name for field in model._meta.fields if field.is_relation]
    rows: dict[int, Any] = model._default_manager.select_related(*beside).in_bulk(list(revisions))
    newest = newest_entries(label, set(revisions))
    event = event_model(label)
    used = [revision for revision in revisions.values() if revision]
    entries = event.objects.in_bulk(used) if event and used else {}
    adds = SUMS.get(fact.key.rpartition(".")[2])
    field = adds.field if adds and adds.label == label else ""
    return [
        FigureRow(
            label=label,
            thing=str(model._meta.verbose_name),
            pk=pk,
            name=str(rows[pk]) if pk in rows else _("已删除"),
            revision=revision,
            who=_who(entries.get(revision)),
            at=getattr(entries.get(revision), "pgh_created_at", None),
            part=getattr(entries.get(revision), field, None) if field else None,
            changed_since=newest.get(pk, 0) != revision,
            row=rows.get(pk),
        )
        for pk, revision in revisions.items()
    ]


def _who(entry: Any) -> str:
    return str((entry.pgh_context or {}).get("name", "")) if entry is not None else ""
