"""What inspections and rectifications owe by the calendar: answers, decisions, visits, measures, the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.utils.translation import gettext as _

from supervision.inspections.models import (
    Finding,
    PlannedMeasure,
    Rectification,
    RectificationExtension,
    Review,
    Verification,
    Verifier,
)
from supervision.inspections.rules.words import (
    RECTIFICATION_STATUSES,
    WITH_UNIT,
    FindingStatus,
    RectificationStatus,
    ReviewStatus,
    VerificationStatus,
)
from supervision.matters.rules.words import ExtensionStatus

from ..models import Subject
from ..rules import DECISION
from .deadlines import deadline_of
from .kinds import NO_KEY, OFFICE, DueRows, due_rows, folded
from .matters import either
from .sentences import Sentence, in_words

VISITING: Final = (VerificationStatus.ASSIGNED, VerificationStatus.RECORDED)
# The office's own steps; while verifiers are out it is they who are asked.
WITH_OFFICE: Final = (
    RectificationStatus.PLANNED,
    RectificationStatus.APPLIED,
    RectificationStatus.CHECKED,
    RectificationStatus.VERIFIED,
    RectificationStatus.APPROVED,
    RectificationStatus.PUBLISHED,
    RectificationStatus.LONG_TERM,
)

# Each step of a rectification is a thing of its own.
STAGE: Final = Case(
    *(When(status=status, then=Value(number)) for number, status in enumerate(RectificationStatus)),
    output_field=IntegerField(),
)


def late_answers(on: date, until: date) -> Iterator[DueRows]:
    yield due_rows(
        Finding.objects.filter(status=FindingStatus.NOTIFIED, answer_by__isnull=False),
        Subject.FINDING_ANSWER,
        due_on=F("answer_by"),
        finding=F("pk"),
        unit=F("unit_id"),
        text=Sentence(_("%s：问题尚未确认，也没有提出异议"), F("title")),
    )


def late_reviews(on: date, until: date) -> Iterator[DueRows]:
    """The office that has to see to it, and everyone who was appointed."""
    late = Review.objects.filter(status=ReviewStatus.FILED, decide_by__isnull=False)
    words = Sentence(_("%s：复核尚未决定（政府督查工作条例第十七条）"), F("conclusion__inspection__title"))
    due_on = F("decide_by")
    yield due_rows(late, Subject.REVIEW_DECISION, due_on=due_on, review=F("pk"), unit=OFFICE, text=words)
    yield due_rows(
        late.filter(reviewers__isnull=False),
        Subject.REVIEW_DECISION,
        due_on=due_on,
        review=F("pk"),
        user=F("reviewers__user_id"),
        text=words,
    )


def late_verifications(on: date, until: date) -> Iterator[DueRows]:
    """Each verifier who has not signed."""
    yield due_rows(
        Verifier.objects.filter(
            verification__status__in=VISITING, verification__due_on__isnull=False, signed_at__isnull=True
        ),
        Subject.VERIFICATION,
        due_on=F("verification__due_on"),
        verification=F("verification_id"),
        revision=folded("user_id"),
        user=F("user_id"),
        text=Sentence(_("%s：现场核查尚未签字"), F("verification__rectification__title")),
    )


def late_rectifications(on: date, until: date) -> Iterator[DueRows]:
    """The unit owes it until it has applied for closing."""
    yield due_rows(
        Rectification.objects.filter(status__in=WITH_UNIT, due_on__isnull=False),
        Subject.RECTIFICATION,
        due_on=F("due_on"),
        rectification=F("pk"),
        unit=F("unit_id"),
        text=Sentence(_("%s：整改尚未申请销号"), F("title")),
    )


def late_measures(on: date, until: date) -> Iterator[DueRows]:
    """The unit that the measure names."""
    yield due_rows(
        PlannedMeasure.objects.filter(
            rectification__status=RectificationStatus.UNDER_WAY, done_on__isnull=True, due_on__isnull=False
        ),
        Subject.MEASURE,
        due_on=F("due_on"),
        rectification=F("rectification_id"),
        revision=folded("pk"),
        unit=F("unit_id"),
        text=Sentence(_("%s：整改措施“%s”尚未完成"), F("rectification__title"), F("measure")),
    )


def late_steps(on: date, until: date) -> Iterator[DueRows]:
    """The unit owes its plan, the office all that waits for it; a visit that is out is the verifiers'."""
    late = Rectification.objects.filter(step_due_on__isnull=False)
    yield due_rows(
        late.filter(status=RectificationStatus.ISSUED),
        Subject.STEP,
        due_on=F("step_due_on"),
        rectification=F("pk"),
        revision=STAGE,
        unit=F("unit_id"),
        text=Sentence(_("%s：整改方案尚未报送"), F("title")),
    )
    out = Verification.objects.filter(rectification=OuterRef("pk"), status__in=VISITING)
    yield due_rows(
        late.filter(status__in=WITH_OFFICE).exclude(Q(status=RectificationStatus.CHECKED) & Exists(out)),
        Subject.STEP,
        due_on=F("step_due_on"),
        rectification=F("pk"),
        revision=STAGE,
        unit=OFFICE,
        text=Sentence(_("%s：%s，本环节尚未办理"), F("title"), in_words("status", RECTIFICATION_STATUSES)),
    )


def late_decisions(on: date, until: date) -> Iterator[DueRows]:
    """Whoever decides on a later date: of the first request the office, of every further one the leader."""
    asked = RectificationExtension.objects.filter(status=ExtensionStatus.ASKED)
    due_on = deadline_of(asked, "asked_on", DECISION)
    if due_on is None:
        return
    yield due_rows(
        asked,
        Subject.LONGER,
        due_on=due_on,
        rectification=F("rectification_id"),
        revision=folded("pk"),
        unit=OFFICE,
        post=either(Q(ordinal__gt=1), F("rectification__leader_id"), NO_KEY),
        text=Sentence(_("%s：第%s次延期申请尚未审批"), F("rectification__title"), F("ordinal")),
    )


def leaders_of_rectifications(on: date) -> Iterator[DueRows]:
    yield Rectification.objects.filter(leader__isnull=False).order_by().values_list("pk", "leader_id")


def excused_rectifications(on: date) -> Iterator[DueRows]:
    """Withdrawn, or kept under watch for years: nobody is to act by a date any more."""
    ended = [RectificationStatus.WITHDRAWN, RectificationStatus.LONG_TERM]
    yield Rectification.objects.filter(status__in=ended).order_by().values_list("pk")
