"""Row history as the database's triggers wrote it: when, who, why, and what changed from what to what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_ACTS: Final = {
    "insert": gettext_lazy("新建"),
    "update": gettext_lazy("修改"),
    "delete": gettext_lazy("删除"),
}


@dataclass(frozen=True)
class FieldChange:
    """``old`` is empty where the row was new."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Change:
    """One line of history. ``who`` is empty for what the machine did by itself."""

    number: int
    at: datetime
    act: str
    row_id: int
    who: str
    address: str
    reason: str
    fields: tuple[FieldChange, ...]


def is_tracked(model: type[models.Model]) -> bool:
    return hasattr(model, "pgh_event_model")


def row_history(row: models.Model) -> list[Change]:
    """All changes of one row, the newest first."""
    events = list(_events(type(row)).filter(pgh_obj_id=row.pk).order_by("pgh_id"))
    fields = _tracked_fields(type(row))
    words = {field: _words(field, events) for field in fields}
    changes = []
    former: Any = None
    for event in events:
        changed = [
            field for field in fields if former is None or _value(former, field) != _value(event, field)
        ]
        changes.append(_change(event, [_field_change(words[f], f, former, event) for f in changed]))
        former = event
    return changes[::-1]


def recent_changes(model: type[models.Model], *, before: int | None = None, limit: int = 100) -> list[Change]:
    """The newest changes of a table without their content; ``before`` is the last number of a page."""
    events = _events(model).order_by("-pgh_id")
    if before is not None:
        events = events.filter(pgh_id__lt=before)
    return [_change(event, []) for event in events[:limit]]


def _events(model: type[models.Model]) -> models.QuerySet[Any]:
    return model.pgh_event_model._default_manager.all()  # type: ignore[attr-defined]


def _tracked_fields(model: type[models.Model]) -> list[Any]:
    kept = {field.name for field in model.pgh_event_model._meta.get_fields()}  # type: ignore[attr-defined]
    return [field for field in model._meta.concrete_fields if field.name in kept and field.name != "pinyin"]


def _value(event: Any, field: Any) -> Any:
    return getattr(event, field.attname)


def _words(field: Any, events: Iterable[Any]) -> dict[Any, str]:
    """What the values of a field are called: a choice by its label, a row by its name."""
    values = {value for event in events if isinstance(value := _value(event, field), (int, str, bool))}
    if field.flatchoices:
        return {value: str(label) for value, label in field.flatchoices}
    if field.is_relation:
        return {pk: str(row) for pk, row in field.related_model._base_manager.in_bulk(values).items()}
    if isinstance(field, models.BooleanField):
        return {True: _("是"), False: _("否")}
    return {}


def _field_change(words: dict[Any, str], field: Any, former: Any, event: Any) -> FieldChange:
    def shown(value: Any) -> str:
        if value is None or value == "":
            return "—"
        return words.get(value, str(value)) if isinstance(value, (int, str, bool)) else str(value)

    old = "" if former is None else shown(_value(former, field))
    return FieldChange(str(field.verbose_name), old, shown(_value(event, field)))


def _change(event: Any, fields: Iterable[FieldChange]) -> Change:
    context = event.pgh_context or {}
    return Change(
        number=event.pgh_id,
        at=event.pgh_created_at,
        act=str(_ACTS.get(event.pgh_label, event.pgh_label)),
        row_id=event.pgh_obj_id,
        who=str(context.get("name", "")),
        address=str(context.get("address", "")),
        reason=str(context.get("reason", "")),
        fields=tuple(fields),
    )
