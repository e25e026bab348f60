"""Everything about one matter that this person may see, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q

from accounts.models import Post, User

from ..models import Duty, Extension, Feedback, FeedbackFile, Matter, MatterFile, Step
from ..models.matter import Stage
from ..models.story import Instruction, Review
from .ledger import matter_ledger

FEEDBACKS_SHOWN = 60
POSTS = ("approver_id", "leader_id", "shown_to_id", "end_approver_id")


@dataclass(frozen=True)
class MatterPage:
    """``holders``: post → who holds it on the day; ``rounds``: the affair from its first matter to its last.

    ``duties`` are the standing ones, the lead first; ``relieved`` those whose unit was changed or relieved.
    """

    matter: Any
    holders: dict[int, str]
    duties: list[Duty]
    relieved: list[Duty]
    feedbacks: list[Feedback]
    more_feedbacks: bool
    steps: list[Step]
    rounds: list[Matter]
    children: list[Matter]
    merged: list[Matter]


def matter_page(user: User, matter_id: int, on: date) -> MatterPage:
    """Raises Matter.DoesNotExist for a stranger."""
    matter = _matter(user, on).get(pk=matter_id)
    duties = list(matter.duties.all())
    for row in (*duties, *matter.extensions.all()):
        row.matter = matter
    feedbacks = _feedbacks(user, matter, duties)
    related = list(_related(user, matter))
    return MatterPage(
        matter=matter,
        holders=_holders(matter, on),
        duties=[duty for duty in duties if duty.status != "released"],
        relieved=[duty for duty in duties if duty.status == "released"],
        feedbacks=feedbacks[:FEEDBACKS_SHOWN],
        more_feedbacks=len(feedbacks) > FEEDBACKS_SHOWN,
        steps=_steps(user, matter),
        rounds=_rounds(user, matter),
        children=[row for row in related if row.parent_id == matter.pk],
        merged=[row for row in related if row.merged_into_id == matter.pk],
    )


def _matter(user: User, on: date) -> Any:
    duties = Duty.objects.visible_to(user).select_related("unit", "signed_by__person", "replaces__unit")
    extensions = Extension.objects.select_related(
        "proposed_by__person", "asked_by__person", "decided_by__person"
    )
    reviews = Review.objects.select_related("reviewed_by__person")
    files = MatterFile.objects.select_related("upload")
    instructions = Instruction.objects.select_related("post", "recorded_by__person")
    return (
        matter_ledger(user, on)
        .select_related(
            "source", "approver", "leader", "sector", "project", "shown_to", "end_approver", "archive"
        )
        .select_related("created_by__person", "parent", "merged_into", "follows")
        .prefetch_related(
            Prefetch("duties", duties.order_by("-role", "pk")),
            Prefetch("extensions", extensions),
            Prefetch("reviews", reviews),
            Prefetch("files", files),
            Prefetch("instructions", instructions),
            Prefetch("stages", Stage.objects.order_by("due_on")),
            "suspensions",
            "exemptions",
        )
    )


def _feedbacks(user: User, matter: Matter, duties: list[Duty]) -> list[Feedback]:
    """The newest first, one more than is shown."""
    known = {duty.pk: duty for duty in duties}
    rows = (
        Feedback.objects.visible_to(user)
        .filter(duty__matter=matter)
        .select_related("duty__unit", "drafted_by__person", "signed_by__person")
        .select_related("decided_by__person", "answered_by__person")
        .prefetch_related(Prefetch("files", FeedbackFile.objects.select_related("upload")))
    )
    feedbacks = list(rows.order_by("-pk")[: FEEDBACKS_SHOWN + 1])
    for row in feedbacks:
        row.duty = known.get(row.duty_id, row.duty)
        row.duty.matter = matter
    return feedbacks


def _steps(user: User, matter: Matter) -> list[Step]:
    steps = Step.objects.visible_to(user).filter(matter=matter)
    return list(steps.select_related("by__person", "duty__unit").order_by("-pk"))


def _holders(matter: Matter, on: date) -> dict[int, str]:
    ids = {getattr(matter, name) for name in POSTS}
    ids |= {row.post_id for row in matter.instructions.all()}
    posts = Post.objects.filter(pk__in=ids - {None}).with_holder(on)
    return {post.pk: post.holder_name or "" for post in posts}


def _rounds(user: User, matter: Matter) -> list[Matter]:
    """Followed backwards and forwards; empty for an affair of one round. A unit sees those it carried."""
    found: dict[int, Matter] = {matter.pk: matter}
    seen = Matter.objects.visible_to(user)
    edge = {matter.pk, matter.follows_id} - {None}
    while edge:
        rows = seen.filter(Q(pk__in=edge) | Q(follows__in=edge)).exclude(pk__in=found)
        edge = set()
        for row in rows:
            found[row.pk] = row
            edge |= {row.pk, row.follows_id} - {None}
    return sorted(found.values(), key=lambda row: (row.position, row.pk)) if len(found) > 1 else []


def _related(user: User, matter: Matter) -> Any:
    rows = Matter.objects.visible_to(user).filter(Q(parent=matter) | Q(merged_into=matter))
    return rows.order_by("pk")
