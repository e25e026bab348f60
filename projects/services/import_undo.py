"""Undo an import as one act, from the history that the database itself has kept.

What the import created is deleted and what it changed is set back, if nobody has changed it since and nothing
was built on it; otherwise nothing happens and every obstacle is named. Values that are append-only stay, and
the batch's state takes them out of every figure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, models, transaction
from django.db.models import Max, Min
from django.utils.translation import gettext as _
from pghistory.models import Event

from accounts.models import User
from accounts.permissions import is_office

from ..models import ImportBatch, ProgressStep
from ..models.imports import BatchState
from .import_rows import hold_projects
from .imports import own_batch
from .writing import because

# Rows that go with the one they belong to.
PARTS: Final = (ProgressStep,)
TOLD_AT_ONCE: Final = 20
Marks = dict[str, int]


def event_models() -> list[type[Any]]:
    return [model for model in apps.get_models() if issubclass(model, Event)]


def event_marks(tracked: Collection[type[models.Model]] | None = None) -> Marks:
    """The last event of every history table, or of the histories of these models."""
    return {
        model._meta.label: model.objects.aggregate(last=Max("pgh_id"))["last"] or 0
        for model in event_models()
        if tracked is None or model.pgh_tracked_model in tracked
    }


def events_of(context_id: object, since: Marks) -> dict[str, Any]:
    """For ImportBatch.written: where in the history tables the import's own events stand."""
    found = {}
    for model in event_models():
        label = model._meta.label
        own = model.objects.filter(pgh_id__gt=since[label], pgh_context_id=context_id)
        ends = own.aggregate(first=Min("pgh_id"), last=Max("pgh_id"))
        if ends["first"] is not None:
            found[label] = [ends["first"], ends["last"]]
    return {"context": str(context_id), "events": found}


@dataclass
class _Touched:
    """The rows of one table that the import wrote."""

    model: type[models.Model]
    history: type[Any]
    first: int
    last: int
    created: set[int]
    changed: set[int]


@transaction.atomic
def undo_import(*, actor: User, batch_id: int, now: datetime) -> ImportBatch:
    """Raises ValidationError that names everything that stands in the way."""
    batch = own_batch(actor, batch_id)
    if actor.pk != batch.started_by_id and not is_office(actor):
        raise PermissionDenied(_("只有导入人本人或督查办可以撤销。"))
    if batch.state != BatchState.WRITTEN:
        raise ValidationError(_("只有已写入的导入可以撤销。"), code="wrong_state")
    hold_projects()
    touched = list(_touched(batch.written))
    kept: dict[type[models.Model], set[int]] = {}
    obstacles = [*_changed_since(touched), *_built_on(batch, touched, kept)]
    if obstacles:
        raise ValidationError(obstacles[:TOLD_AT_ONCE], code="built_on")
    with because(actor, _("撤销导入 %(file)s") % {"file": batch.upload}):
        for each in touched:
            _delete(each, kept.get(each.model, set()))
        for each in touched:
            _set_back(each)
    batch.state = BatchState.UNDONE
    batch.summary = {**batch.summary, "undone_at": now.isoformat(), "undone_by": str(actor)}
    batch.save(update_fields=["state", "summary"])
    return batch


def _touched(written: dict[str, Any]) -> Iterator[_Touched]:
    for label, (first, last) in written.get("events", {}).items():
        history: type[Any] = apps.get_model(label)
        own = history.objects.filter(pgh_id__range=(first, last), pgh_context_id=written["context"])
        created: set[int] = set()
        changed: set[int] = set()
        for pk, kind in own.order_by("pgh_id").values_list("pgh_obj_id", "pgh_label"):
            if kind == "insert":
                created.add(pk)
            elif pk not in created:
                changed.add(pk)
        yield _Touched(history.pgh_tracked_model, history, first, last, created, changed)


def _changed_since(touched: list[_Touched]) -> Iterator[str]:
    for each in touched:
        rows = each.created | each.changed
        later = each.history.objects.filter(pgh_id__gt=each.last).order_by("pgh_id")
        seen = set()
        for event in later:
            if event.pgh_obj_id in rows and event.pgh_obj_id not in seen:
                seen.add(event.pgh_obj_id)
                yield _("%(what)s“%(row)s”在导入后又由%(who)s改过。") % {
                    "what": each.model._meta.verbose_name,
                    "row": _name(each.model, event.pgh_obj_id),
                    "who": (event.pgh_context or {}).get("name") or _("他人"),
                }


def _built_on(
    batch: ImportBatch, touched: list[_Touched], kept: dict[type[models.Model], set[int]]
) -> Iterator[str]:
    """What refers to a created row and did not come with it. ``kept``: rows that append-only values need."""
    created = {each.model: each.created for each in touched}
    for each in touched:
        for relation in each.model._meta.related_objects if each.created else ():
            other: type[models.Model] = relation.related_model
            if issubclass(other, (Event, *PARTS)):
                continue
            name = relation.field.name
            rows = other._default_manager.filter(**{f"{name}__in": each.created})
            for row in rows.exclude(pk__in=created.get(other, set())).order_by("pk"):
                if getattr(row, "batch_id", None) == batch.pk:
                    kept.setdefault(each.model, set()).add(getattr(row, f"{name}_id"))
                    continue
                yield _("%(what)s“%(row)s”已被%(other)s“%(by)s”引用。") % {
                    "what": each.model._meta.verbose_name,
                    "row": _name(each.model, getattr(row, f"{name}_id")),
                    "other": other._meta.verbose_name,
                    "by": row,
                }


def _name(model: type[models.Model], pk: int) -> str:
    return str(model._default_manager.filter(pk=pk).first() or pk)


def _delete(each: _Touched, kept: set[int]) -> None:
    """Foreign keys are checked when the transaction commits, so the order of the tables is free."""
    gone = sorted(each.created - kept)
    for part in PARTS:
        for field in part._meta.fields:
            if field.is_relation and field.related_model is each.model:
                parts = part._default_manager.filter(**{f"{field.name}__in": gone})
                parts._raw_delete(parts.db)
    rows = each.model._default_manager.filter(pk__in=gone)
    rows._raw_delete(rows.db)


def _set_back(each: _Touched) -> None:
    """Every column as the event before the import's first one has it."""
    if not each.changed:
        return
    quote = connection.ops.quote_name
    known = {field.column for field in each.history._meta.concrete_fields}
    fields = [f for f in each.model._meta.concrete_fields if f.column in known and not f.primary_key]
    columns = [quote(str(field.column)) for field in fields]
    values = ", ".join(f"{column} = former.{column}" for column in columns)
    sql = f"""
        UPDATE {quote(each.model._meta.db_table)} AS row SET {values}
          FROM (SELECT DISTINCT ON (pgh_obj_id) * FROM {quote(each.history._meta.db_table)}
                 WHERE pgh_id < %s AND pgh_obj_id = ANY(%s) ORDER BY pgh_obj_id, pgh_id DESC) AS former
         WHERE row.id = former.pgh_obj_id
    """  # noqa: S608 (names of our own tables and columns)
    with connection.cursor() as cursor:
        cursor.execute(sql, [each.first, sorted(each.changed)])
        if cursor.rowcount != len(each.changed):
            raise ValidationError(
                _("%(what)s有%(count)s行没有改前的历史，不能撤销。")
                % {"what": each.model._meta.verbose_name, "count": len(each.changed) - cursor.rowcount}
            )
