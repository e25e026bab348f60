"""What goes into the dossier of an ended rectification: every row and every file, in their order."""

from __future__ import annotations

from dataclasses import dataclass

from supervision.matters.selectors.archive import ArchivedFile

from ..models import (
    Evidence,
    LookBack,
    PlannedMeasure,
    Progress,
    Rectification,
    RectificationExtension,
    Step,
    Verification,
)
from ..rules.words import SIDES, Side

ARCHIVE_STEP = "rectification.archive"


@dataclass(frozen=True)
class RectificationDossier:
    row: Rectification
    helping: tuple[str, ...]
    measures: tuple[PlannedMeasure, ...]
    progress: tuple[Progress, ...]
    verifications: tuple[Verification, ...]
    extensions: tuple[RectificationExtension, ...]
    look_backs: tuple[LookBack, ...]
    steps: tuple[Step, ...]
    files: tuple[ArchivedFile, ...]


def rectification_dossier(rectification_id: int) -> RectificationDossier:
    """All of it, in nobody's reach: who may have it is asked before. Raises Rectification.DoesNotExist."""
    named = ("origin", "category", "unit", "leader", "accepting_unit", "finding", "end_approver", "follows")
    people = ("applied_by__person", "checked_by__person", "approved_by__person")
    row = Rectification.objects.select_related(*named, *people).get(pk=rectification_id)
    verifications = row.verifications.select_related("recorded_by__person").prefetch_related(
        "verifiers__user__person", "verifiers__unit"
    )
    steps = row.steps.exclude(verb=ARCHIVE_STEP).select_related("by__person")
    decided = ("proposed_by__person", "asked_by__person", "decided_by__person")
    return RectificationDossier(
        row=row,
        helping=tuple(helper.unit.short_name for helper in row.helping.select_related("unit")),
        measures=tuple(row.measures.select_related("unit").order_by("pk")),
        progress=tuple(row.progress.select_related("by__person", "measure").order_by("pk")),
        verifications=tuple(verifications.order_by("pk")),
        extensions=tuple(row.extensions.select_related(*decided).order_by("pk")),
        look_backs=tuple(row.look_backs.select_related("by__person").order_by("pk")),
        steps=tuple(steps.order_by("pk")),
        files=_files(row),
    )


def _files(row: Rectification) -> tuple[ArchivedFile, ...]:
    """Each upload once, where it was first shown."""
    found: dict[int, ArchivedFile] = {}
    for evidence in row.evidence.select_related("upload").order_by("pk"):
        found.setdefault(evidence.upload_id, ArchivedFile(evidence.upload, _place(evidence)))
    return tuple(found.values())


def _place(evidence: Evidence) -> str:
    of = "核查" if evidence.verification_id else "进展" if evidence.progress_id else "佐证"
    side = str(SIDES[Side(evidence.side)]) if evidence.side != Side.OTHER else ""
    return "：".join(part for part in (of, side, evidence.caption) if part)
