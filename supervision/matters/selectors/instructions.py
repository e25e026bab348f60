"""我的批示: what a leader wrote, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from accounts.models import User

from ..models import Feedback, Instruction, Matter
from ..rules.words import FollowKind
from .pace import matter_pace


@dataclass(frozen=True)
class Outcome:
    """``matter`` has state, light, lead_unit, latest_progress; ``next`` is the round it was followed by."""

    instruction: Instruction
    matter: Any
    next: Matter | None


def instructions_of(user: User) -> QuerySet[Instruction]:
    """By the posts held today, the newest first: who follows in a post inherits what it ordered."""
    rows = Instruction.objects.visible_to(user).filter(post__in=user.posts)
    return rows.select_related("post").order_by("-given_on", "-pk")


def outcomes(user: User, on: date, rows: Sequence[Instruction]) -> list[Outcome]:
    """In the order given; the number of queries is constant."""
    ids = {row.matter_id for row in rows}
    said = Feedback.objects.given().filter(duty__matter=OuterRef("pk"), duty__role="lead").order_by("-pk")
    seen = Matter.objects.visible_to(user)
    judged = seen.filter(pk__in=ids).with_state(on).with_light(matter_pace(on))
    matters = {
        matter.pk: matter
        for matter in judged.annotate(
            lead_unit=F("lead__unit__short_name"), latest_progress=Subquery(said.values("progress")[:1])
        )
    }
    following = seen.filter(follows__in=ids, follow_kind=FollowKind.INSTRUCTION)
    followers = {matter.follows_id: matter for matter in following}
    return [Outcome(row, matters[row.matter_id], followers.get(row.matter_id)) for row in rows]
