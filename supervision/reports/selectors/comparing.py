"""What changed from one document to another of its kind, and through which rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.apps import apps
from django.utils.translation import gettext as _

from accounts.models import User
from supervision.reports.models import Document, DocumentFact
from supervision.reports.rules.comparing import Cause, Comparison, Line
from supervision.reports.rules.figures import Revisions
from supervision.reports.selectors.entries import event_model

NAMED: Final = 10
_WHOLE: Final = "projects.project"


@dataclass(frozen=True)
class _Sum:
    """A figure that adds up ``field`` of the rows of ``label``, each belonging to ``owner``."""

    label: str
    field: str
    owner: str = "project_id"


# By the last word of a figure's key.
SUMS: Final = {
    "completed": _Sum("projects.monthlyprogress", "year_to_date"),
    "planned": _Sum("projects.annualplan", "planned_investment"),
    "received": _Sum("projects.receipt", "recognised"),
}


def comparison(user: User, older_id: int, newer_id: int) -> Comparison:
    """Raises DoesNotExist for a document that ``user`` does not see."""
    rows = Document.objects.visible_to(user)
    older, newer = rows.get(pk=older_id), rows.get(pk=newer_id)
    before, after = _facts(older), _facts(newer)
    causes = _Causes()
    keys = [*after, *(key for key in before if key not in after)]
    return Comparison(tuple(_line(key, before.get(key), after.get(key), causes) for key in keys))


def _facts(document: Document) -> dict[str, DocumentFact]:
    return {row.key: row for row in document.facts.select_related("basis")}


def _line(key: str, before: DocumentFact | None, after: DocumentFact | None, causes: _Causes) -> Line:
    known = after or before
    assert known is not None  # noqa: S101  the key is of one of them
    then, now = before.value if before else "", after.value if after else ""
    found = causes.of(key, before, after) if then != now and before and after else []
    return Line(
        key, known.definition, known.unit, then, now, tuple(found[:NAMED]), max(0, len(found) - NAMED)
    )


class _Causes:
    """Rows of bases compared once for all figures that stand on the same two."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str], list[Cause]] = {}

    def of(self, key: str, before: DocumentFact, after: DocumentFact) -> list[Cause]:
        kind = key.rpartition(".")[2]
        asked = (kind if kind in SUMS else "", before.basis.digest, after.basis.digest)
        if asked not in self._known:
            then, now = _revisions(before), _revisions(after)
            self._known[asked] = _added_up(SUMS[kind], then, now) if kind in SUMS else _rows(then, now)
        return self._known[asked]


def _revisions(fact: DocumentFact) -> Revisions:
    return {label: {int(pk): rev for pk, rev in rows.items()} for label, rows in fact.basis.rows.items()}


def _added_up(total: _Sum, then: Revisions, now: Revisions) -> list[Cause]:
    """Which projects made the sum larger or smaller, the largest change first."""
    before, after = (_amounts(total, revisions.get(total.label, {})) for revisions in (then, now))
    names = _names(_WHOLE, {*before, *after})
    causes = [
        Cause(_WHOLE, pk, names.get(pk, ""), _change(pk, before, after), _less(after.get(pk), before.get(pk)))
        for pk in {*before, *after}
    ]
    changed = [cause for cause in causes if cause.change]
    return sorted(changed, key=lambda cause: (-abs(cause.change or Decimal(0)), cause.pk))


def _amounts(total: _Sum, rows: Mapping[int, int]) -> dict[int, Decimal]:
    """By owner, each row as it was at its revision."""
    event = event_model(total.label)
    found: dict[int, Decimal] = {}
    entries = event.objects.filter(pgh_id__in=list(rows.values())) if event else []
    for entry in entries:
        owner = getattr(entry, total.owner)
        found[owner] = found.get(owner, Decimal(0)) + (getattr(entry, total.field) or 0)
    return found


def _less(after: Decimal | None, before: Decimal | None) -> Decimal:
    return (after or Decimal(0)) - (before or Decimal(0))


def _change(pk: int, before: Mapping[int, Any], after: Mapping[int, Any]) -> str:
    return _("新增") if pk not in before else _("移出") if pk not in after else _("变化")


def _rows(then: Revisions, now: Revisions) -> list[Cause]:
    """Rows that came, went or were revised; a project tells for its plan and months."""
    causes = []
    for label in sorted({*then, *now}):
        if label in ("projects.annualplan", "projects.monthlyprogress") and (_WHOLE in then or _WHOLE in now):
            continue
        old, new = then.get(label, {}), now.get(label, {})
        told = {pk: _change(pk, old, new) for pk in {*old, *new} if old.get(pk) != new.get(pk)}
        names = _names(label, told)
        causes += [Cause(label, pk, names.get(pk, ""), what) for pk, what in sorted(told.items())]
    return causes


def _names(label: str, pks: Iterable[int]) -> dict[int, str]:
    found = apps.get_model(label)._default_manager.in_bulk(list(pks))
    return {pk: str(row) for pk, row in found.items()}
