"""One project's history as people read it: when, who, what from what to what, why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from ..models import ProgressStep, Project

# Tracked rows of a project, and the field by which they belong to it. Reports tell their own steps.
TRACKED: Final = (
    ("Project", "pgh_obj_id"),
    ("AnnualPlan", "project_id"),
    ("Responsibility", "project_id"),
    ("Milestone", "project_id"),
    ("FundingLine", "project_id"),
    ("Receipt", "project_id"),
    ("StabilityAssessment", "project_id"),
    ("StatisticsEntry", "project_id"),
    ("Exemption", "project_id"),
)
SILENT: Final = {"id", "pinyin", "project", "is_current", "version"}
NEWEST: Final = 300


@dataclass(frozen=True)
class Change:
    """A field's words, before and after; empty is unknown."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class HistoryEntry:
    at: datetime
    by: str
    title: str
    changes: tuple[Change, ...] = ()
    reason: str = ""


def project_history(project: Project) -> list[HistoryEntry]:
    """Newest first, at most ``NEWEST``; one statement for each kind of row."""
    entries = [entry for name, key in TRACKED for entry in _events(name, key, project)]
    steps = ProgressStep.objects.filter(progress__project=project).select_related("by__person", "progress")
    entries += [_told(step) for step in steps.order_by("-pk")[:NEWEST]]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:NEWEST]


def _events(name: str, key: str, project: Project) -> list[HistoryEntry]:
    model = apps.get_model("projects", name)
    events = apps.get_model("projects", f"{name}Event").objects.filter(**{key: project.pk})
    fields = [field for field in model._meta.concrete_fields if field.name not in SILENT]
    links = [field.name for field in fields if isinstance(field, models.ForeignKey)]
    former: dict[Any, Any] = {}
    entries = []
    for event in (events.select_related(*links) if links else events).order_by("pgh_id"):
        changes = _changes(fields, former.get(event.pgh_obj_id), event)
        former[event.pgh_obj_id] = event
        if changes or event.pgh_label != "update":
            entries.append(_entry(model, event, changes))
    return entries


def _entry(model: type[models.Model], event: Any, changes: tuple[Change, ...]) -> HistoryEntry:
    context = event.pgh_context or {}
    act = {"insert": _("登记"), "update": _("修改"), "delete": _("删除")}[event.pgh_label]
    what = f"{act}{model._meta.verbose_name}"
    if model is not Project:
        what = f"{what}：{_named(model, event)}"
    return HistoryEntry(
        event.pgh_created_at, context.get("name", ""), what, changes, context.get("reason", "")
    )


def _named(model: type[models.Model], event: Any) -> str:
    """What the row calls itself; an event carries the row's columns under the same names."""
    shown: Any = model(**{f.attname: getattr(event, f.attname) for f in model._meta.concrete_fields})
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and field.name != "project" and getattr(event, field.attname):
            setattr(shown, field.name, getattr(event, field.name))
    return str(shown.year) if hasattr(shown, "version") else str(shown)


def _changes(fields: list[Any], before: Any, after: Any) -> tuple[Change, ...]:
    if after.pgh_label == "delete":
        return ()
    changes = []
    for field in fields:
        old = _words(before, field) if before else ""
        new = _words(after, field)
        if old != new:
            changes.append(Change(str(field.verbose_name), old, new))
    return tuple(changes)


def _words(row: Any, field: Any) -> str:
    value = getattr(row, field.name)
    if value is None or value == "":
        return ""
    choices = dict(getattr(field, "base_field", field).flatchoices)
    if isinstance(value, list):
        return "、".join(str(choices.get(item, item)) for item in value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(field, models.DecimalField):
        return f"{value.normalize():f}"
    return str(choices.get(value, value))


def _told(step: ProgressStep) -> HistoryEntry:
    report = step.progress
    title = _("%(year)s年%(month)s月进展（第%(revision)s次）：%(status)s") % {
        "year": report.year,
        "month": report.month,
        "revision": report.revision,
        "status": step.get_status_display(),
    }
    return HistoryEntry(step.at, str(step.by), title, (), step.note)
