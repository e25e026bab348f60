"""What goes into the dossier of an ended matter: every row and every file, in the order in which it came."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import Upload

from ..models import (
    Duty,
    Exemption,
    Extension,
    Feedback,
    FeedbackFile,
    Instruction,
    Matter,
    Review,
    Step,
    Suspension,
)

ARCHIVE_STEP = "matter.archive"


@dataclass(frozen=True)
class ArchivedFile:
    """``place`` says what the file belongs to."""

    upload: Upload
    place: str


@dataclass(frozen=True)
class Dossier:
    matter: Matter
    instructions: tuple[Instruction, ...]
    duties: tuple[Duty, ...]
    feedbacks: tuple[Feedback, ...]
    extensions: tuple[Extension, ...]
    suspensions: tuple[Suspension, ...]
    exemptions: tuple[Exemption, ...]
    reviews: tuple[Review, ...]
    steps: tuple[Step, ...]
    files: tuple[ArchivedFile, ...]


def dossier(matter_id: int) -> Dossier:
    """Drafts that never left a unit are not part of it. Raises Matter.DoesNotExist."""
    named = ("source", "approver", "leader", "shown_to", "end_approver", "follows", "merged_into", "parent")
    matter = Matter.objects.select_related(*named, "created_by__person").get(pk=matter_id)
    feedbacks = Feedback.objects.filter(duty__matter=matter).left_the_unit()
    people = ("duty__unit", "drafted_by__person", "signed_by__person", "answered_by__person")
    given = tuple(feedbacks.select_related(*people).order_by("pk"))
    steps = matter.steps.exclude(verb=ARCHIVE_STEP).select_related("by__person", "duty__unit")
    return Dossier(
        matter=matter,
        instructions=tuple(matter.instructions.select_related("post").order_by("given_on", "pk")),
        duties=tuple(
            matter.duties.select_related("unit", "signed_by__person", "replaces__unit").order_by("pk")
        ),
        feedbacks=given,
        extensions=tuple(
            matter.extensions.select_related("proposed_by__person", "decided_by__person").order_by("pk")
        ),
        suspensions=tuple(matter.suspensions.select_related("decided_by__person").order_by("pk")),
        exemptions=tuple(matter.exemptions.select_related("granted_by__person").order_by("pk")),
        reviews=tuple(matter.reviews.select_related("reviewed_by__person").order_by("pk")),
        steps=tuple(steps.order_by("pk")),
        files=_files(matter, given),
    )


def _files(matter: Matter, feedbacks: tuple[Feedback, ...]) -> tuple[ArchivedFile, ...]:
    """Each upload once, where it was first attached."""
    own = [(row.upload, row.caption or "事项附件") for row in matter.files.select_related("upload")]
    units = {feedback.pk: feedback.duty.unit.short_name for feedback in feedbacks}
    attached = FeedbackFile.objects.filter(feedback__in=units).select_related("upload").order_by("pk")
    own += [(row.upload, f"{units[row.feedback_id]}反馈{_after(row.caption)}") for row in attached]
    found: dict[int, ArchivedFile] = {}
    for upload, place in own:
        found.setdefault(upload.pk, ArchivedFile(upload, place))
    return tuple(found.values())


def _after(caption: str) -> str:
    return f"：{caption}" if caption else ""
