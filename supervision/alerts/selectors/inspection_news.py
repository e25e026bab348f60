"""What somebody is told of a finding, a conclusion or a rectification once and at once.

What waits is open until it is done; mere news for a fortnight. ``due_on`` is the day on which it happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Left, TruncDate
from django.utils.translation import gettext as _

from supervision.inspections.models import (
    Conclusion,
    Finding,
    Rectification,
    RectificationExtension,
    Review,
    Step,
    Verifier,
)
from supervision.inspections.rules.words import (
    RECTIFICATION_STATUSES,
    ConclusionStatus,
    FindingStatus,
    RectificationStatus,
    ReviewStatus,
)
from supervision.matters.rules.words import ExtensionStatus

from ..models import Subject
from .inspections import VISITING
from .kinds import NO_KEY, OFFICE, DueRows, due_rows
from .matters import either
from .sentences import FORTNIGHT, QUOTED, Sentence, day_words, in_words, lately

BACK: Final = ("rectification.send_back", "rectification.return_plan")
WAITING: Final = (
    RectificationStatus.PLANNED,
    RectificationStatus.APPLIED,
    RectificationStatus.VERIFIED,
    RectificationStatus.APPROVED,
)


# --- to the unit ------------------------------------------------------------------------------------
def findings_told(on: date) -> Iterator[DueRows]:
    yield due_rows(
        Finding.objects.filter(status=FindingStatus.NOTIFIED),
        Subject.FINDING_TOLD,
        due_on=F("notified_on"),
        finding=F("pk"),
        unit=F("unit_id"),
        text=Sentence(_("%s：请于%s前确认，有异议的请说明"), F("title"), day_words(F("answer_by"))),
    )


def conclusions_issued(on: date) -> Iterator[DueRows]:
    yield due_rows(
        Conclusion.objects.filter(status=ConclusionStatus.ISSUED),
        Subject.CONCLUDED,
        due_on=F("issued_on"),
        conclusion=F("pk"),
        unit=F("unit_id"),
        text=Sentence(_("%s：督查结论%s请签收"), F("inspection__title"), F("number")),
    )


def ordered(on: date) -> Iterator[DueRows]:
    yield due_rows(
        Rectification.objects.filter(status=RectificationStatus.ISSUED),
        Subject.ORDERED,
        due_on=F("issued_on"),
        rectification=F("pk"),
        unit=F("unit_id"),
        text=Sentence(_("%s：交办本单位整改，%s前完成，请报整改方案"), F("title"), day_words(F("due_on"))),
    )


def sent_back(on: date) -> Iterator[DueRows]:
    """Until the unit has done something about it."""
    yield due_rows(
        _with_last_step(RectificationStatus.ISSUED, RectificationStatus.UNDER_WAY).filter(last_verb__in=BACK),
        Subject.SENT_BACK,
        due_on=TruncDate("last_at"),
        rectification=F("pk"),
        unit=F("unit_id"),
        text=Sentence(_("%s：退回（%s）"), F("title"), Left("last_note", QUOTED)),
    )


def longer_decided(on: date) -> Iterator[DueRows]:
    approved = Q(status=ExtensionStatus.APPROVED)
    words = Case(
        When(approved, then=Value(_("%s：同意延期，整改时限延至%s"))),
        default=Value(_("%s：不同意延期，整改时限仍为%s")),
    )
    until = Case(When(approved, then=F("new_due_on")), default=F("former_due_on"))
    yield due_rows(
        RectificationExtension.objects.filter(
            status__in=[ExtensionStatus.APPROVED, ExtensionStatus.REFUSED], decided_at__gte=lately(on)
        ),
        Subject.LONGER_DECIDED,
        due_on=TruncDate("decided_at"),
        rectification=F("rectification_id"),
        unit=F("rectification__unit_id"),
        text=Sentence(words, F("rectification__title"), day_words(until)),
    )


def rectified(on: date) -> Iterator[DueRows]:
    ended = [RectificationStatus.CLOSED, RectificationStatus.WITHDRAWN]
    yield due_rows(
        Rectification.objects.filter(status__in=ended, ended_on__gt=on - FORTNIGHT, issued_on__isnull=False),
        Subject.RECTIFIED,
        due_on=F("ended_on"),
        rectification=F("pk"),
        unit=F("unit_id"),
        text=Sentence(_("%s：%s"), F("title"), in_words("status", RECTIFICATION_STATUSES)),
    )


# --- to persons who were named ----------------------------------------------------------------------
def to_verify(on: date) -> Iterator[DueRows]:
    yield due_rows(
        Verifier.objects.filter(verification__status__in=VISITING, signed_at__isnull=True),
        Subject.TO_VERIFY,
        due_on=TruncDate("verification__assigned_at"),
        verification=F("verification_id"),
        user=F("user_id"),
        text=Sentence(
            _("%s：请您到%s现场核查并签字"),
            F("verification__rectification__title"),
            F("verification__rectification__unit__short_name"),
        ),
    )


def reviews_filed(on: date) -> Iterator[DueRows]:
    """To the office, and to whoever was appointed."""
    filed = Review.objects.filter(status=ReviewStatus.FILED)
    words = Sentence(
        _("%s：%s申请复核，请于%s前决定"),
        F("conclusion__inspection__title"),
        F("conclusion__unit__short_name"),
        day_words(F("decide_by")),
    )
    yield due_rows(filed, Subject.REVIEW_FILED, due_on=F("filed_on"), review=F("pk"), unit=OFFICE, text=words)
    yield due_rows(
        filed.filter(reviewers__isnull=False),
        Subject.REVIEW_FILED,
        due_on=F("filed_on"),
        review=F("pk"),
        user=F("reviewers__user_id"),
        text=words,
    )


# --- to the office and the leader -------------------------------------------------------------------
def disputed(on: date) -> Iterator[DueRows]:
    yield due_rows(
        Finding.objects.filter(status=FindingStatus.DISPUTED),
        Subject.DISPUTED,
        due_on=TruncDate("answered_at"),
        finding=F("pk"),
        unit=OFFICE,
        text=Sentence(
            _("%s：%s有异议（%s），请认定"), F("title"), F("unit__short_name"), Left("statement", QUOTED)
        ),
    )


def rectifications_waiting(on: date) -> Iterator[DueRows]:
    yield due_rows(
        _with_last_step(*WAITING).filter(last_at__isnull=False),
        Subject.RECTIFICATION_WAITING,
        due_on=TruncDate("last_at"),
        rectification=F("pk"),
        unit=OFFICE,
        text=Sentence(
            _("%s：%s，%s"), F("title"), F("unit__short_name"), in_words("status", RECTIFICATION_STATUSES)
        ),
    )


def longer_waiting(on: date) -> Iterator[DueRows]:
    """The first is decided by the office, every further one by the leader in charge."""
    yield due_rows(
        RectificationExtension.objects.filter(status=ExtensionStatus.ASKED),
        Subject.LONGER_WAITING,
        due_on=F("asked_on"),
        rectification=F("rectification_id"),
        unit=OFFICE,
        post=either(Q(ordinal__gt=1), F("rectification__leader_id"), NO_KEY),
        text=Sentence(
            _("%s：%s第%s次申请延期，拟延至%s，请审批"),
            F("rectification__title"),
            F("rectification__unit__short_name"),
            F("ordinal"),
            day_words(F("new_due_on")),
        ),
    )


def _with_last_step(*statuses: RectificationStatus) -> QuerySet[Any]:
    """With who wrote the last line of its story, when and why."""
    steps = Step.objects.filter(rectification=OuterRef("pk")).order_by("-pk")
    return Rectification.objects.filter(status__in=statuses).annotate(
        last_verb=Subquery(steps.values("verb")[:1]),
        last_at=Subquery(steps.values("at")[:1]),
        last_note=Subquery(steps.values("note")[:1]),
    )
