"""One inspection with all that this person may see of it, and the list that is carried along on site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.models import Unit, User
from accounts.models.user import REPORTERS
from accounts.permissions import is_office

from ..models import (
    ChecklistItem,
    Clue,
    Conclusion,
    Evidence,
    Finding,
    InspectedUnit,
    Inspection,
    PlanVersion,
    Recommendation,
    Rectification,
    Review,
    Step,
    TeamMember,
)
from ..rules.words import CheckResult, FindingStatus

STORY_SHOWN = 200


@dataclass(frozen=True)
class Checked:
    """How far the list of one unit is."""

    unit: Unit
    total: int
    done: int
    problems: int


@dataclass(frozen=True)
class InspectionPage:
    """``checked`` is None for whoever is looked at: the list is the team's own paper."""

    inspection: Inspection
    checked: list[Checked] | None
    conclusions: list[Conclusion]
    steps: list[Step]
    clues: int


def inspection_page(user: User, inspection_id: int) -> InspectionPage:
    """Raises Inspection.DoesNotExist for a stranger."""
    inspection = whole_inspection(user).get(pk=inspection_id)
    clues = Clue.objects.visible_to(user).filter(inspection=inspection).count()
    conclusions = (
        Conclusion.objects.visible_to(user)
        .filter(inspection=inspection)
        .select_related("unit")
        .prefetch_related(Prefetch("reviews", Review.objects.visible_to(user)))
        .order_by("unit__pinyin", "pk")
    )
    return InspectionPage(
        inspection=inspection,
        checked=_checked(inspection) if sees_the_list(user, inspection) else None,
        conclusions=list(conclusions),
        steps=_story(user, inspection=inspection),
        clues=clues,
    )


def whole_inspection(user: User) -> QuerySet[Inspection]:
    """With its team, units and versions."""
    units = InspectedUnit.objects.select_related("unit").order_by("unit__pinyin", "pk")
    return (
        Inspection.objects.visible_to(user)
        .select_related("organiser", "designation__unit", "year_plan", "approver", "sector")
        .select_related("created_by__person")
        .prefetch_related(
            Prefetch("inspected", units),
            Prefetch("team", TeamMember.objects.select_related("user__person", "user__unit")),
            Prefetch("versions", PlanVersion.objects.select_related("approver").order_by("-revision")),
        )
    )


def sees_the_list(user: User, inspection: Inspection) -> bool:
    """The office, who organises and the team; never the units that are looked at."""
    return (
        user.reach.everything
        or inspection.organiser_id in user.reach.unit_ids
        or any(member.user_id == user.pk for member in inspection.team.all())
    )


def _checked(inspection: Inspection) -> list[Checked]:
    pending, problem = CheckResult.PENDING.value, CheckResult.PROBLEM.value
    rows = (
        ChecklistItem.objects.filter(inspection=inspection)
        .order_by()
        .values("unit_id")
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=~Q(result=pending)),
            problems=Count("pk", filter=Q(result=problem)),
        )
    )
    known = {row["unit_id"]: (row["total"], row["done"], row["problems"]) for row in rows}
    return [Checked(row.unit, *known.get(row.unit_id, (0, 0, 0))) for row in inspection.inspected.all()]


def checklist(inspection: Inspection) -> list[tuple[Unit, list[ChecklistItem]]]:
    """By unit, in the order of the plan's units."""
    items: dict[int, list[ChecklistItem]] = {}
    rows = ChecklistItem.objects.filter(inspection=inspection).select_related("checked_by__person")
    for item in rows.order_by("pk"):
        items.setdefault(item.unit_id, []).append(item)
    return [(row.unit, items.get(row.unit_id, [])) for row in inspection.inspected.all()]


def findings_of(user: User, inspection: Inspection | None = None) -> QuerySet[Finding]:
    """The newest first, of one inspection or of all; each with how many files prove it."""
    rows = Finding.objects.visible_to(user).select_related("unit", "category", "inspection")
    rows = rows if inspection is None else rows.filter(inspection=inspection)
    return rows.annotate(files=Count("evidence")).order_by("-pk")


def finding_page(user: User, finding_id: int) -> tuple[Finding, list[Step]]:
    """With its evidence, rectifications and story. Raises Finding.DoesNotExist for a stranger."""
    evidence = Evidence.objects.select_related("upload", "added_by__person")
    ordered = Rectification.objects.visible_to(user).order_by("pk")
    finding = (
        Finding.objects.visible_to(user)
        .select_related("unit", "category", "inspection", "project", "milestone", "matter", "indicator")
        .select_related("found_by__person", "answered_by__person", "resolved_by__person")
        .prefetch_related(Prefetch("evidence", evidence), Prefetch("rectifications", ordered))
        .prefetch_related("inspection__team")
        .get(pk=finding_id)
    )
    return finding, _story(user, finding=finding)


def conclusion_page(user: User, conclusion_id: int) -> tuple[Conclusion, list[Step]]:
    """With its findings and their evidence. Raises Conclusion.DoesNotExist for a stranger."""
    evidence = Prefetch("evidence", Evidence.objects.select_related("upload"))
    findings = Finding.objects.visible_to(user).select_related("category").prefetch_related(evidence)
    recommendations = Recommendation.objects.visible_to(user)
    conclusion = (
        Conclusion.objects.visible_to(user)
        .select_related("inspection", "unit", "signatory", "drafted_by__person", "issued_by__person")
        .select_related("received_by__person", "replaces", "replaced_by")
        .prefetch_related(
            Prefetch("findings", findings.order_by("pk")),
            Prefetch("reviews", Review.objects.select_related("filed_by__person", "decided_by__person")),
            "reviews__reviewers__user__person",
            Prefetch("recommendations", recommendations.select_related("approver")),
            "inspection__team",
        )
        .get(pk=conclusion_id)
    )
    return conclusion, _story(user, conclusion=conclusion)


def _story(user: User, **of: Any) -> list[Step]:
    """The newest first."""
    rows = (
        Step.objects.visible_to(user)
        .filter(**of)
        .select_related("by__person", "finding", "conclusion", "unit")
    )
    return list(rows.order_by("-pk")[:STORY_SHOWN])


def takes_part(user: User) -> bool:
    """In the team of any inspection."""
    return TeamMember.objects.filter(user=user).exists()


def findings_waiting(user: User) -> int:
    """What one's units have to confirm, for whoever reports for them; what is disputed, for the office."""
    if is_office(user):
        return Finding.objects.visible_to(user).filter(status=FindingStatus.DISPUTED).count()
    units = user.units_as(*REPORTERS)
    return Finding.objects.filter(unit__in=units, status=FindingStatus.NOTIFIED).count() if units else 0
