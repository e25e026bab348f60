"""待办: what waits for the office and its head, kind by kind; those who rectify wait for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from supervision.matters.rules.words import ExtensionStatus

from ..models import (
    Conclusion,
    Finding,
    Inspection,
    Recommendation,
    Rectification,
    RectificationExtension,
    Review,
    Reviewer,
    Verification,
)
from ..rules.words import (
    RUNNING,
    ConclusionStatus,
    FindingStatus,
    InspectionStatus,
    RecommendationStatus,
    RectificationStatus,
    ReviewStatus,
    VerificationStatus,
)


class Kind(StrEnum):
    """In the order in which they are shown."""

    INSPECTION = "inspection"
    NOTIFY = "notify"
    DISPUTED = "disputed"
    CONCLUSION = "conclusion"
    APPOINT = "appoint"
    RECOMMENDATION = "recommendation"
    ISSUE = "issue"
    PLAN = "plan"
    CHECK = "check"
    ASSIGN = "assign"
    APPROVE = "approve"
    PUBLISH = "publish"
    CLOSE = "close"
    EXTENSION = "extension"
    YEARLY = "yearly"


KINDS: Final = {
    Kind.INSPECTION: _("待批督查方案"),
    Kind.NOTIFY: _("待送单位确认的问题"),
    Kind.DISPUTED: _("单位有异议的问题"),
    Kind.CONCLUSION: _("待审定结论"),
    Kind.APPOINT: _("待确定复核人员"),
    Kind.RECOMMENDATION: _("待批处理建议"),
    Kind.ISSUE: _("待交办整改"),
    Kind.PLAN: _("待审整改方案"),
    Kind.CHECK: _("待初审销号申请"),
    Kind.ASSIGN: _("待安排核查"),
    Kind.APPROVE: _("待批准销号"),
    Kind.PUBLISH: _("待公示"),
    Kind.CLOSE: _("公示期满待销号"),
    Kind.EXTENSION: _("待批延期"),
    Kind.YEARLY: _("待年度复查"),
}
# What the head of the office alone decides.
OF_THE_HEAD: Final = (Kind.INSPECTION, Kind.CONCLUSION, Kind.APPOINT, Kind.RECOMMENDATION, Kind.APPROVE)


def waiting_for_office(user: User, kind: Kind, on: date) -> QuerySet[Any]:
    """The rows of a kind, who waits longest first; all that a card shows comes with them."""
    return _SOURCES[kind](user, on)


def waiting_counts(user: User, on: date) -> dict[Kind, int]:
    """Of every kind, in one statement each."""
    return {kind: waiting_for_office(user, kind, on).count() for kind in Kind}


def waiting_count(user: User, on: date) -> int:
    """All together, in one statement."""
    bare = [
        waiting_for_office(user, kind, on).order_by().prefetch_related(None).select_related(None).values("pk")
        for kind in Kind
    ]
    return bare[0].union(*bare[1:], all=True).count()


def _rectifications(user: User, status: RectificationStatus) -> QuerySet[Any]:
    """By the day of the step, what has none first come."""
    rows = Rectification.objects.visible_to(user).filter(status=status.value)
    rows = rows.select_related("origin", "category", "unit", "leader", "accepting_unit")
    return rows.order_by("step_due_on", "pk")


def _in(status: RectificationStatus) -> Callable[[User, date], QuerySet[Any]]:
    return lambda user, on: _rectifications(user, status)


def _to_issue(user: User, on: date) -> QuerySet[Any]:
    rows = _rectifications(user, RectificationStatus.DRAFT).select_related("finding__inspection")
    return rows.order_by("pk")


def _to_review_plan(user: User, on: date) -> QuerySet[Any]:
    return _rectifications(user, RectificationStatus.PLANNED).prefetch_related("measures__unit")


def _to_assign(user: User, on: date) -> QuerySet[Any]:
    """Its papers are in order, and nobody is on the way."""
    open_visits = Verification.objects.filter(
        rectification=OuterRef("pk"),
        status__in=[VerificationStatus.ASSIGNED.value, VerificationStatus.RECORDED.value],
    )
    return _rectifications(user, RectificationStatus.CHECKED).filter(~Exists(open_visits))


def _to_approve(user: User, on: date) -> QuerySet[Any]:
    rows = _rectifications(user, RectificationStatus.VERIFIED)
    return rows.prefetch_related("verifications__verifiers__user__person")


def _to_close(user: User, on: date) -> QuerySet[Any]:
    return _rectifications(user, RectificationStatus.PUBLISHED).filter(published_until__lt=on)


def _to_extend(user: User, on: date) -> QuerySet[Any]:
    """The first is the office's to decide, and every one where no leader is in charge."""
    rows = RectificationExtension.objects.visible_to(user).filter(
        Q(ordinal=1) | Q(rectification__leader__isnull=True),
        status=ExtensionStatus.ASKED.value,
        rectification__status__in=[status.value for status in RUNNING],
    )
    rows = rows.select_related("rectification__unit", "rectification__origin")
    return rows.select_related("proposed_by__person", "asked_by__person").order_by("pk")


def _to_review_yearly(user: User, on: date) -> QuerySet[Any]:
    return _rectifications(user, RectificationStatus.LONG_TERM).filter(step_due_on__lte=on)


def _inspections(user: User, on: date) -> QuerySet[Any]:
    rows = Inspection.objects.visible_to(user).filter(status=InspectionStatus.SUBMITTED.value)
    rows = rows.select_related("organiser", "created_by__person")
    return rows.prefetch_related("inspected__unit", "team").order_by("starts_on", "pk")


def _findings(status: FindingStatus) -> Callable[[User, date], QuerySet[Any]]:
    def rows(user: User, on: date) -> QuerySet[Any]:
        found = Finding.objects.visible_to(user).filter(status=status.value)
        return found.select_related("inspection", "unit", "category", "answered_by__person").order_by("pk")

    return rows


def _conclusions(user: User, on: date) -> QuerySet[Any]:
    rows = Conclusion.objects.visible_to(user).filter(status=ConclusionStatus.SUBMITTED.value)
    return rows.select_related("inspection", "unit", "drafted_by__person").order_by("pk")


def _reviews(user: User, on: date) -> QuerySet[Any]:
    """Nobody is appointed yet."""
    appointed = Reviewer.objects.filter(review=OuterRef("pk"))
    rows = Review.objects.visible_to(user).filter(~Exists(appointed), status=ReviewStatus.FILED.value)
    return rows.select_related("conclusion__inspection", "conclusion__unit", "filed_by__person").order_by(
        "decide_by", "pk"
    )


def _recommendations(user: User, on: date) -> QuerySet[Any]:
    rows = Recommendation.objects.visible_to(user).filter(status=RecommendationStatus.SUBMITTED.value)
    return rows.select_related("conclusion__inspection", "conclusion__unit").order_by("pk")


_SOURCES: Final[dict[Kind, Callable[[User, date], QuerySet[Any]]]] = {
    Kind.INSPECTION: _inspections,
    Kind.NOTIFY: _findings(FindingStatus.DRAFT),
    Kind.DISPUTED: _findings(FindingStatus.DISPUTED),
    Kind.CONCLUSION: _conclusions,
    Kind.APPOINT: _reviews,
    Kind.RECOMMENDATION: _recommendations,
    Kind.ISSUE: _to_issue,
    Kind.PLAN: _to_review_plan,
    Kind.CHECK: _in(RectificationStatus.APPLIED),
    Kind.ASSIGN: _to_assign,
    Kind.APPROVE: _to_approve,
    Kind.PUBLISH: _in(RectificationStatus.APPROVED),
    Kind.CLOSE: _to_close,
    Kind.EXTENSION: _to_extend,
    Kind.YEARLY: _to_review_yearly,
}
