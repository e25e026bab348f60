"""Two editors of one draft: what was on the page when it was opened, and what has changed since."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from django.utils.translation import gettext as _

from ..models import Matter

FIELDS: Final = (
    "source",
    "source_title",
    "source_number",
    "source_date",
    "basis",
    "approver",
    "approved_on",
    "classification",
    "title",
    "requirement",
    "standard",
    "urgency",
    "sector",
    "project",
    "rhythm",
    "due_rule",
    "due_on",
    "due_basis",
    "helpers_report_to",
    "leader",
    "note",
)
DUTIES, STAGES = "duties", "stages"


def seen_of(matter: Matter) -> str:
    """For the hidden field: a short mark of every value."""
    return json.dumps({name: _mark(value) for name, (_label, value) in _values(matter).items()})


def changed_since(matter: Matter, seen: str) -> list[tuple[str, str]]:
    """(label, the value now) of what a colleague changed; everything when ``seen`` cannot be read."""
    try:
        marks: Any = json.loads(seen)
        known = marks.get
    except (ValueError, AttributeError):
        known = {}.get
    values = _values(matter)
    return [(label, value) for name, (label, value) in values.items() if known(name) != _mark(value)]


def _mark(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:12]


def _values(matter: Matter) -> dict[str, tuple[str, str]]:
    found = {}
    for name in FIELDS:
        field: Any = Matter._meta.get_field(name)
        display = getattr(matter, f"get_{name}_display", None)
        value = display() if display else getattr(matter, name)
        found[name] = (str(field.verbose_name), "" if value is None else str(value))
    duties = (f"{d.get_role_display()} {d.unit} {d.task} {d.contact}".strip() for d in _planned(matter))
    stages = (f"{stage.due_on} {stage.name}" for stage in matter.stages.order_by("due_on"))
    return {**found, DUTIES: (_("承办单位"), "；".join(duties)), STAGES: (_("阶段节点"), "；".join(stages))}


def _planned(matter: Matter) -> Any:
    return matter.duties.standing().select_related("unit").order_by("-role", "pk")
