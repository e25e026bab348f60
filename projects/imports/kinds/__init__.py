"""The kinds of sheets that are understood, as tables: field, label, parser and other headings."""

from __future__ import annotations

from projects.imports.kinds.declare import Field, Kind
from projects.imports.kinds.funding import ASSESSMENTS, ATTRACTION, RECEIPTS
from projects.imports.kinds.people import INDICATORS, MILESTONES, RESPONSIBILITIES, ROSTER
from projects.imports.kinds.projects import LEDGER, PROGRESS

KINDS = {
    kind.name: kind
    for kind in (
        LEDGER,
        PROGRESS,
        RESPONSIBILITIES,
        MILESTONES,
        INDICATORS,
        ROSTER,
        ATTRACTION,
        RECEIPTS,
        ASSESSMENTS,
    )
}

__all__ = ["KINDS", "Field", "Kind"]
