"""What inspections and rectifications owe by the calendar: answers, decisions, visits, measures, the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from rulebook.selectors import calendar
from supervision.inspections.models import (
    Finding,
    PlannedMeasure,
    Rectification,
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

from ..models import Subject
from .kinds import OFFICE, DueRows, due_rows
from .matters import LONGEST_HOLIDAY
from .sentences import Sentence, day_words, in_words

SOON: Final = 5  # workdays
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


def late_answers(on: date) -> Iterator[DueRows]:
    yield due_rows(
        Finding.objects.filter(status=FindingStatus.NOTIFIED, answer_by__lt=on),
        Subject.FINDING_ANSWER,
        due_on=F("answer_by"),
        finding=F("pk"),
        unit=F("unit_id"),
        text=Sentence(_("%s：问题尚未确认，也没有提出异议"), F("title")),
    )


def late_reviews(on: date) -> Iterator[DueRows]:
    """The office that has to see to it, and everyone who was appointed."""
    late = Review.objects.filter(status=ReviewStatus.FILED, decide_by__lt=on)
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


def late_verifications(on: date) -> Iterator[DueRows]:
    """Each verifier who has not signed."""
    yield due_rows(
        Verifier.objects.filter(
            verification__status__in=VISITING, verification__due_on__lt=on, signed_at__isnull=True
        ),
        Subject.VERIFICATION,
        due_on=F("verification__due_on"),
        verification=F("verification_id"),
        user=F("user_id"),
        text=Sentence(_("%s：现场核查尚未签字"), F("verification__rectification__title")),
    )


def late_rectifications(on: date) -> Iterator[DueRows]:
    """The unit owes it until it has applied for closing."""
    yield due_rows(
        Rectification.objects.filter(status__in=WITH_UNIT, due_on__lt=on),
        Subject.RECTIFICATION,
        due_on=F("due_on"),
        rectification=F("pk"),
        unit=F("unit_id"),
        text=Sentence(_("%s：整改时限已过，尚未申请销号"), F("title")),
    )


def late_measures(on: date) -> Iterator[DueRows]:
    """The unit that the measure names; several that fell due on one day are told as one."""
    yield due_rows(
        PlannedMeasure.objects.filter(
            rectification__status=RectificationStatus.UNDER_WAY, done_on__isnull=True, due_on__lt=on
        ),
        Subject.MEASURE,
        due_on=F("due_on"),
        rectification=F("rectification_id"),
        unit=F("unit_id"),
        text=Sentence(_("%s：整改措施“%s”尚未完成"), F("rectification__title"), F("measure")),
    )


def late_steps(on: date) -> Iterator[DueRows]:
    """The unit owes its plan, the office all that waits for it; a visit that is out is the verifiers'."""
    late = Rectification.objects.filter(step_due_on__lt=on)
    yield due_rows(
        late.filter(status=RectificationStatus.ISSUED),
        Subject.STEP,
        due_on=F("step_due_on"),
        rectification=F("pk"),
        unit=F("unit_id"),
        text=Sentence(_("%s：整改方案尚未报送"), F("title")),
    )
    out = Verification.objects.filter(rectification=OuterRef("pk"), status__in=VISITING)
    yield due_rows(
        late.filter(status__in=WITH_OFFICE).exclude(Q(status=RectificationStatus.CHECKED) & Exists(out)),
        Subject.STEP,
        due_on=F("step_due_on"),
        rectification=F("pk"),
        unit=OFFICE,
        text=Sentence(_("%s：%s，本环节已逾期"), F("title"), in_words("status", RECTIFICATION_STATUSES)),
    )


def rectifications_soon_due(on: date) -> Iterator[DueRows]:
    """From the fifth workday before the end on."""
    until = calendar(on, on + LONGEST_HOLIDAY).add(on, SOON + 1)
    yield due_rows(
        Rectification.objects.filter(status__in=WITH_UNIT, due_on__gte=on, due_on__lt=until),
        Subject.RECTIFICATION_SOON,
        due_on=F("due_on"),
        rectification=F("pk"),
        unit=F("unit_id"),
        text=Sentence(_("%s：%s到期，请抓紧整改并申请销号"), F("title"), day_words(F("due_on"))),
    )
