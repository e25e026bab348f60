"""我的整改: what waits for a person of a unit, of a team or for a leader, the latest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.models.user import REPORTERS
from rulebook.rules import Light
from supervision.matters.rules.words import ExtensionStatus

from ..models import (
    Conclusion,
    Finding,
    Inspection,
    PlannedMeasure,
    Progress,
    Rectification,
    RectificationExtension,
    Review,
    Verification,
    Verifier,
)
from ..permissions import HEADS
from ..rules.words import (
    RUNNING,
    ConclusionStatus,
    FindingStatus,
    InspectionStatus,
    RectificationStatus,
    ReviewStatus,
    Severity,
    VerificationStatus,
)
from .ledger import overdue_on
from .pace import rectification_pace

# A unit that said nothing for so long is asked how far it is.
SILENT_DAYS: Final = 30
SERIOUS: Final = (Severity.SERIOUS, Severity.MAJOR)


class Waits(StrEnum):
    """Why something is in the inbox; the order is what comes first among equals."""

    EXTEND = "extend"
    SERIOUS = "serious"
    VISIT = "visit"
    SIGN = "sign"
    REVIEW = "review"
    INSPECT = "inspect"
    FINDING = "finding"
    CONCLUSION = "conclusion"
    PLAN = "plan"
    APPLY = "apply"
    AGREE = "agree"
    PROGRESS = "progress"


WAITS: Final = {
    Waits.EXTEND: _("待批延期"),
    Waits.SERIOUS: _("较重以上问题逾期"),
    Waits.VISIT: _("待现场核查"),
    Waits.SIGN: _("待核查签字"),
    Waits.REVIEW: _("待复核决定"),
    Waits.INSPECT: _("待实地督查"),
    Waits.FINDING: _("待确认问题"),
    Waits.CONCLUSION: _("待签收结论"),
    Waits.PLAN: _("待报整改方案"),
    Waits.APPLY: _("可申请销号"),
    Waits.AGREE: _("待同意延期申请"),
    Waits.PROGRESS: _("待报整改进展"),
}
ORDER: Final = {kind: place for place, kind in enumerate(Waits)}


@dataclass(frozen=True)
class Waiting:
    """``row`` is what is acted on; ``due_on`` the last day on which it is in time, None without one.

    ``rectification``: that of the row, where it has one.
    """

    kind: Waits
    row: Any
    rectification: Rectification | None = None
    due_on: date | None = None

    @property
    def label(self) -> str:
        return str(WAITS[self.kind])

    def days_late(self, on: date) -> int:
        """0 while it is in time."""
        return max((on - self.due_on).days, 0) if self.due_on else 0


def inbox(user: User, on: date) -> list[Waiting]:
    """All that waits for this person today, in whatever capacity. The number of queries is constant."""
    found = [*_decisions(user), *_to_be_heard_of(user, on), *_serious(user, on)]
    return sorted(found, key=lambda one: (-one.days_late(on), ORDER[one.kind], one.due_on or date.max))


def decisions_waiting(user: User) -> int:
    """How many rows of the inbox wait for a step of theirs, in one query: the navigation asks every time.

    What is asked for by the calendar alone is not among them: progress, and what a leader should know.
    """
    parts = [rows.order_by().values("pk") for rows in sources(user).values()]
    return parts[0].union(*parts[1:], all=True).count()


def sources(user: User) -> dict[Waits, QuerySet[Any]]:
    """The rows of each kind that wait for a step of this person; what he can have no part in is not asked."""
    found = _of_people(user)
    if user.units_as(*REPORTERS):
        found |= _of_units(user)
    if _posts(user):
        found[Waits.EXTEND] = _to_extend(user)
    return found


def _of_units(user: User) -> dict[Waits, QuerySet[Any]]:
    mine, headed = user.units_as(*REPORTERS), user.units_as(*HEADS)
    rectifications = Rectification.objects.select_related("origin", "unit")
    undone = PlannedMeasure.objects.filter(rectification=OuterRef("pk"), done_on__isnull=True)
    planned = PlannedMeasure.objects.filter(rectification=OuterRef("pk"))
    return {
        Waits.FINDING: Finding.objects.filter(
            unit_id__in=mine, status=FindingStatus.NOTIFIED.value
        ).select_related("inspection", "unit", "category"),
        Waits.CONCLUSION: Conclusion.objects.filter(
            unit_id__in=mine, status=ConclusionStatus.ISSUED.value
        ).select_related("inspection", "unit"),
        Waits.PLAN: rectifications.filter(unit_id__in=mine, status=RectificationStatus.ISSUED.value),
        Waits.APPLY: rectifications.filter(
            Exists(planned), ~Exists(undone), unit_id__in=headed, status=RectificationStatus.UNDER_WAY.value
        ),
        Waits.AGREE: _extensions().filter(
            rectification__unit_id__in=headed, status=ExtensionStatus.PROPOSED.value
        ),
    }


def _of_people(user: User) -> dict[Waits, QuerySet[Any]]:
    """Sent to verify, appointed to review, of a team."""
    visits = Verification.objects.select_related("rectification__origin", "rectification__unit")
    unsigned = Verifier.objects.filter(verification=OuterRef("pk"), user=user, signed_at__isnull=True)
    return {
        Waits.VISIT: visits.filter(Exists(unsigned), status=VerificationStatus.ASSIGNED.value),
        Waits.SIGN: visits.filter(Exists(unsigned), status=VerificationStatus.RECORDED.value),
        Waits.REVIEW: Review.objects.filter(
            reviewers__user=user, status=ReviewStatus.FILED.value
        ).select_related("conclusion__inspection", "conclusion__unit"),
        Waits.INSPECT: Inspection.objects.filter(
            team__user=user, status__in=[InspectionStatus.APPROVED.value, InspectionStatus.ON_SITE.value]
        ),
    }


def _extensions() -> QuerySet[RectificationExtension]:
    running = [status.value for status in RUNNING]
    rows = RectificationExtension.objects.filter(rectification__status__in=running)
    return rows.select_related("rectification__unit", "proposed_by__person", "asked_by__person")


def _posts(user: User) -> tuple[int, ...]:
    return user.posts if "leader" in user.roles else ()


def _to_extend(user: User) -> QuerySet[RectificationExtension]:
    """From the second on the leader in charge decides."""
    return _extensions().filter(
        rectification__leader_id__in=_posts(user), status=ExtensionStatus.ASKED.value, ordinal__gt=1
    )


def _decisions(user: User) -> Iterator[Waiting]:
    for kind, rows in sources(user).items():
        for row in rows:
            yield Waiting(kind, row, _rectification_of(row), _due_of(kind, row))


def _rectification_of(row: Any) -> Rectification | None:
    return row if isinstance(row, Rectification) else getattr(row, "rectification", None)


def _due_of(kind: Waits, row: Any) -> date | None:
    if kind in (Waits.PLAN, Waits.APPLY):
        due_on: date | None = row.step_due_on
        return due_on
    name = {
        Waits.FINDING: "answer_by",
        Waits.VISIT: "due_on",
        Waits.SIGN: "due_on",
        Waits.REVIEW: "decide_by",
        Waits.INSPECT: "ends_on",
        Waits.AGREE: "former_due_on",
        Waits.EXTEND: "former_due_on",
    }.get(kind)
    return getattr(row, name) if name else None


def _to_be_heard_of(user: User, on: date) -> Iterator[Waiting]:
    """Under way, and silent for long, or with its date near or past by the rule of lights."""
    mine = user.units_as(*REPORTERS)
    if not mine:
        return
    rows = Rectification.objects.filter(unit_id__in=mine, status=RectificationStatus.UNDER_WAY.value)
    rows = rows.with_light(rectification_pace(on)).select_related("origin", "unit")
    since = timezone.make_aware(datetime.combine(on - timedelta(days=SILENT_DAYS), time()))
    heard = Progress.objects.filter(rectification=OuterRef("pk"), at__gte=since)
    silent = ~Exists(heard) & Q(issued_on__lt=on - timedelta(days=SILENT_DAYS))
    undone = PlannedMeasure.objects.filter(rectification=OuterRef("pk"), done_on__isnull=True)
    apply = {row for row in user.units_as(*HEADS)}
    for row in rows.annotate(undone=Exists(undone)).filter(silent | Q(days_left_light__gte=Light.YELLOW)):
        if row.undone or row.unit_id not in apply:
            yield Waiting(Waits.PROGRESS, row, row, row.due_on)


def _serious(user: User, on: date) -> Iterator[Waiting]:
    """Of the posts held today: what weighs and is past due."""
    posts = _posts(user)
    if not posts:
        return
    rows = Rectification.objects.visible_to(user).filter(
        overdue_on(on), leader_id__in=posts, severity__in=[word.value for word in SERIOUS]
    )
    for row in rows.select_related("origin", "unit"):
        yield Waiting(Waits.SERIOUS, row, row, row.due_on)


# --- lists ----------------------------------------------------------------------------------------
def unit_rectifications(user: User, on: date) -> QuerySet[Any]:
    """What this person's units put right and that runs, the worst first."""
    rows = Rectification.objects.visible_to(user).filter(unit_id__in=user.units_as(*REPORTERS))
    return _judged(rows, on)


def rectifications_in_charge(user: User, on: date) -> QuerySet[Any]:
    """责任领导: what runs of the posts held today, the worst first."""
    return _judged(Rectification.objects.visible_to(user).filter(leader_id__in=user.posts), on)


def _judged(rows: Any, on: date) -> QuerySet[Any]:
    pace = rectification_pace(on)
    rows = rows.running().with_margins(pace).with_light(pace).select_related("origin", "unit", "category")
    return rows.order_by("-light", "due_on", "pk")
