"""Outlines as they are looked at: by kind with all versions, and what a version changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count

from accounts.models import User
from supervision.reports.models import Outline
from supervision.reports.rules.kinds import KINDS
from supervision.reports.selectors.drafts import DraftSection, sections_of
from supervision.reports.selectors.entries import event_model


@dataclass(frozen=True, slots=True)
class Version:
    outline: Outline
    sections: int
    in_force: bool
    who: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class RuleChange:
    """``before`` or ``after`` is empty for a rule that came or went."""

    section: str
    rule: str
    before: str
    after: str


def outlines_by_kind(user: User, on: date) -> list[tuple[Any, list[Version]]]:
    """Every kind with its outlines, the newest version of each name first. Two statements."""
    rows = Outline.objects.visible_to(user).annotate(count=Count("sections"))
    found = list(rows.order_by("kind", "name", "-valid_from"))
    entries = _entries(row.pk for row in found)
    versions: dict[str, list[Version]] = {kind.value: [] for kind in KINDS}
    for row in found:
        count: Any = getattr(row, "count", 0)
        who, at = entries.get(row.pk, ("", None))
        in_force = row.valid_from <= on and (row.valid_to is None or on < row.valid_to)
        versions.setdefault(row.kind, []).append(Version(row, count, in_force, who, at))
    return [(label, versions[kind.value]) for kind, label in KINDS.items()]


def _entries(keys: Iterable[int]) -> dict[int, tuple[str, datetime]]:
    """Who changed each last, and when."""
    event = event_model("reports.outline")
    rows = event.objects.filter(pgh_obj_id__in=list(keys)).order_by("pgh_obj_id", "-pgh_id")
    return {
        row.pgh_obj_id: (str((row.pgh_context or {}).get("name", "")), row.pgh_created_at)
        for row in rows.distinct("pgh_obj_id")
    }


def version_before(outline: Outline) -> Outline | None:
    rows = Outline.objects.filter(kind=outline.kind, name=outline.name, valid_from__lt=outline.valid_from)
    return rows.order_by("-valid_from").first()


def rule_changes(former: Outline, later: Outline) -> list[RuleChange]:
    """Rules are known by their section's heading (its source without one) and their own name."""
    before, after = _templates(sections_of(former)), _templates(sections_of(later))
    keys = [*after, *(key for key in before if key not in after)]
    return [
        RuleChange(key[0], key[1], before.get(key, ""), after.get(key, ""))
        for key in keys
        if before.get(key, "") != after.get(key, "")
    ]


def _templates(sections: Iterable[DraftSection]) -> dict[tuple[str, str, int], str]:
    found: dict[tuple[str, str, int], str] = {}
    for section in sections:
        for rule in section.rules:
            name = section.heading or section.source
            again = sum(key[:2] == (name, rule.name) for key in found)
            found[name, rule.name, again] = rule.template
    return found
