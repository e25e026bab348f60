"""Everything about one rectification that this person may see, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Prefetch, Q

from accounts.models import Post, User

from ..models import (
    Evidence,
    HelpingUnit,
    LookBack,
    PlannedMeasure,
    Progress,
    Rectification,
    RectificationExtension,
    Step,
    Verification,
    Verifier,
)
from ..rules.words import VerificationStatus
from .ledger import rectification_ledger

POSTS: Final = ("leader_id", "end_approver_id")
OPEN_VISITS: Final = (VerificationStatus.ASSIGNED, VerificationStatus.RECORDED)


@dataclass(frozen=True)
class EvidencePair:
    """Before and after of one ``pair``, side by side; either side may be missing."""

    pair: int
    before: list[Evidence]
    after: list[Evidence]


@dataclass(frozen=True)
class RectificationPage:
    """``rectification`` is a row of the ledger with all its columns; ``holders``: post → who holds it.

    ``progress``, ``verifications`` and ``steps`` come newest first; each progress and verification has
    ``files``, its evidence; ``evidence`` is all of it, ``pairs`` what stands before and after.
    ``rounds``: from the first round to the last, empty for one round; a unit sees those it was told of.
    """

    rectification: Any
    holders: dict[int, str]
    helping: list[HelpingUnit]
    measures: list[PlannedMeasure]
    progress: list[Progress]
    evidence: list[Evidence]
    pairs: list[EvidencePair]
    verifications: list[Verification]
    extensions: list[RectificationExtension]
    look_backs: list[LookBack]
    steps: list[Step]
    rounds: list[Rectification]

    @property
    def open_verification(self) -> Verification | None:
        return next((visit for visit in self.verifications if visit.status in OPEN_VISITS), None)


def rectification_page(user: User, rectification_id: int, on: date) -> RectificationPage:
    """Raises Rectification.DoesNotExist for a stranger."""
    row = _rectification(user, on).get(pk=rectification_id)
    evidence = _evidence(user, row)
    progress, verifications = list(row.progress.all()), list(row.verifications.all())
    for each in (*row.helping.all(), *row.measures.all(), *progress, *verifications):
        each.rectification = row
    for each in (*row.extensions.all(), *row.look_backs.all(), *evidence):
        each.rectification = row
    for report in progress:
        report.files = [file for file in evidence if file.progress_id == report.pk]
    for visit in verifications:
        visit.files = [file for file in evidence if file.verification_id == visit.pk]
    return RectificationPage(
        rectification=row,
        holders=_holders(row, on),
        helping=list(row.helping.all()),
        measures=list(row.measures.all()),
        progress=progress,
        evidence=evidence,
        pairs=pairs_of(evidence),
        verifications=verifications,
        extensions=list(row.extensions.all()),
        look_backs=list(row.look_backs.all()),
        steps=_steps(user, row),
        rounds=_rounds(user, row),
    )


def _rectification(user: User, on: date) -> Any:
    rows = rectification_ledger(user, on).select_related(
        "origin", "category", "unit", "leader", "accepting_unit", "sector", "project", "milestone"
    )
    rows = rows.select_related("matter", "indicator", "finding__inspection", "end_approver", "archive")
    rows = rows.select_related("follows", "created_by__person", "applied_by__person")
    rows = rows.select_related("checked_by__person", "approved_by__person")
    extensions = RectificationExtension.objects.select_related(
        "proposed_by__person", "asked_by__person", "decided_by__person"
    )
    return rows.prefetch_related(
        Prefetch("helping", HelpingUnit.objects.select_related("unit")),
        Prefetch("measures", PlannedMeasure.objects.select_related("unit").order_by("pk")),
        Prefetch("progress", Progress.objects.select_related("by__person", "measure").order_by("-pk")),
        Prefetch("verifications", visits_with_people().order_by("-pk")),
        Prefetch("extensions", extensions.order_by("pk")),
        Prefetch("look_backs", LookBack.objects.select_related("by__person").order_by("-pk")),
    )


def visits_with_people() -> Any:
    verifiers = Verifier.objects.select_related("user__person", "unit").order_by("pk")
    rows = Verification.objects.select_related("assigned_by__person", "recorded_by__person")
    return rows.prefetch_related(Prefetch("verifiers", verifiers))


def _evidence(user: User, row: Rectification) -> list[Evidence]:
    """In the order in which it came."""
    rows = Evidence.objects.visible_to(user).filter(rectification=row)
    return list(rows.select_related("upload", "added_by__person").order_by("pk"))


def pairs_of(evidence: list[Evidence]) -> list[EvidencePair]:
    found: dict[int, EvidencePair] = {}
    for row in evidence:
        if row.pair is None:
            continue
        pair = found.setdefault(row.pair, EvidencePair(row.pair, [], []))
        (pair.before if row.side == "before" else pair.after).append(row)
    return [found[number] for number in sorted(found)]


def _steps(user: User, row: Rectification) -> list[Step]:
    steps = Step.objects.visible_to(user).filter(rectification=row)
    return list(steps.select_related("by__person", "unit").order_by("-pk"))


def _holders(row: Rectification, on: date) -> dict[int, str]:
    ids = {getattr(row, name) for name in POSTS} - {None}
    return {post.pk: post.holder_name or "" for post in Post.objects.filter(pk__in=ids).with_holder(on)}


def _rounds(user: User, row: Rectification) -> list[Rectification]:
    """Followed backwards and forwards."""
    found: dict[int, Rectification] = {row.pk: row}
    seen = Rectification.objects.visible_to(user)
    edge = {row.pk, row.follows_id} - {None}
    while edge:
        rows = seen.filter(Q(pk__in=edge) | Q(follows__in=edge)).exclude(pk__in=found)
        edge = set()
        for each in rows:
            found[each.pk] = each
            edge |= {each.pk, each.follows_id} - {None}
    return sorted(found.values(), key=lambda each: (each.position, each.pk)) if len(found) > 1 else []


@dataclass(frozen=True)
class VerificationPage:
    """What one sees on the phone beside the ditch. ``mine``: one's own line, to sign; None of others."""

    verification: Verification
    rectification: Any
    measures: list[PlannedMeasure]
    evidence: list[Evidence]
    pairs: list[EvidencePair]
    mine: Verifier | None


def verification_page(user: User, verification_id: int, on: date) -> VerificationPage:
    """Raises Verification.DoesNotExist for a stranger."""
    visit = visits_with_people().visible_to(user).get(pk=verification_id)
    row = rectification_ledger(user, on).select_related("accepting_unit").get(pk=visit.rectification_id)
    visit.rectification = row
    evidence = _evidence(user, row)
    for each in evidence:
        each.rectification = row
    visit.files = [file for file in evidence if file.verification_id == visit.pk]
    measures = PlannedMeasure.objects.filter(rectification=row).select_related("unit").order_by("pk")
    return VerificationPage(
        verification=visit,
        rectification=row,
        measures=list(measures),
        evidence=evidence,
        pairs=pairs_of(evidence),
        mine=next((line for line in visit.verifiers.all() if line.user_id == user.pk), None),
    )
