"""待办审核: what waits for the office, kind by kind. Reporting units wait for these decisions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any, Final

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from ..models import Duty, Extension, Feedback, Matter
from ..rules.words import (
    GIVEN,
    RUNNING,
    DutyRole,
    DutyStatus,
    ExtensionStatus,
    FeedbackKind,
    FeedbackStatus,
    HelpersReportTo,
    MatterStatus,
)


class Kind(StrEnum):
    """In the order in which they are shown."""

    APPROVE = "approve"
    ISSUE = "issue"
    REFUSED = "refused"
    FEEDBACK = "feedback"
    REVIEW = "review"
    HELPERS = "helpers"
    EXTENSION = "extension"
    LAPSED = "lapsed"
    HELP = "help"


KINDS: Final = {
    Kind.APPROVE: _("待审批立项"),
    Kind.ISSUE: _("待交办"),
    Kind.REFUSED: _("退回待改派"),
    Kind.FEEDBACK: _("待采用反馈"),
    Kind.REVIEW: _("待审核办结"),
    Kind.HELPERS: _("配合单位报结"),
    Kind.EXTENSION: _("待批延期"),
    Kind.LAPSED: _("呈阅期满"),
    Kind.HELP: _("求助未答复"),
}
ISSUED: Final = Q(matter__status=MatterStatus.ISSUED)
# What a helping unit hands to its lead unit is not the office's to receive.
TO_THE_OFFICE: Final = Q(role=DutyRole.LEAD) | Q(matter__helpers_report_to=HelpersReportTo.OFFICE)
FEEDBACK_TO_THE_OFFICE: Final = Q(duty__role=DutyRole.LEAD) | Q(
    duty__matter__helpers_report_to=HelpersReportTo.OFFICE
)
LEAD_DUTIES: Final = Prefetch(
    "duties", Duty.objects.standing().select_related("unit").order_by("-role", "pk")
)


def waiting_for_office(user: User, kind: Kind, on: date) -> QuerySet[Any]:
    """The rows of a kind, who waits longest first; all that a card shows comes with them."""
    return _SOURCES[kind](user, on)


def waiting_counts(user: User, on: date) -> dict[Kind, int]:
    return {kind: waiting_for_office(user, kind, on).count() for kind in Kind}


def waiting_count(user: User, on: date) -> int:
    """All together, in one statement."""
    bare = [
        waiting_for_office(user, kind, on).order_by().prefetch_related(None).select_related(None).values("pk")
        for kind in Kind
    ]
    return bare[0].union(*bare[1:], all=True).count()


def _matters(user: User) -> QuerySet[Any]:
    rows = Matter.objects.visible_to(user).select_related("source", "leader", "created_by__person")
    return rows.prefetch_related(LEAD_DUTIES)


def _duties(user: User) -> QuerySet[Any]:
    return Duty.objects.visible_to(user).filter(ISSUED).select_related("matter__source", "unit")


def _feedbacks(user: User) -> QuerySet[Any]:
    """What a relieved unit wrote waits for nobody."""
    standing = Feedback.objects.visible_to(user).exclude(duty__status=DutyStatus.RELEASED)
    rows = standing.select_related("duty__matter__source", "duty__unit")
    return rows.select_related("signed_by__person").prefetch_related("files__upload")


def _to_approve(user: User, on: date) -> QuerySet[Any]:
    return _matters(user).filter(status=MatterStatus.SUBMITTED).order_by("pk")


def _to_issue(user: User, on: date) -> QuerySet[Any]:
    return _matters(user).filter(status=MatterStatus.REGISTERED).order_by("pk")


def _refused(user: User, on: date) -> QuerySet[Any]:
    return _duties(user).filter(status=DutyStatus.REFUSED).order_by("pk")


def _to_receive(user: User, on: date) -> QuerySet[Any]:
    rows = _feedbacks(user).filter(FEEDBACK_TO_THE_OFFICE, status=FeedbackStatus.SENT)
    running = rows.filter(duty__matter__status=MatterStatus.ISSUED)
    return running.exclude(kind=FeedbackKind.FINAL).order_by("pk")


def _to_review(user: User, on: date) -> QuerySet[Any]:
    reported = Duty.objects.filter(role=DutyRole.LEAD, status=DutyStatus.REPORTED).values("matter")
    return _matters(user).filter(status=MatterStatus.ISSUED, pk__in=reported).order_by("pk")


def _helpers_done(user: User, on: date) -> QuerySet[Any]:
    rows = _duties(user).filter(TO_THE_OFFICE, role=DutyRole.HELPING, status=DutyStatus.REPORTED)
    return rows.order_by("pk")


def _to_extend(user: User, on: date) -> QuerySet[Any]:
    """The first is the office's to decide."""
    rows = Extension.objects.visible_to(user).filter(ISSUED, status=ExtensionStatus.ASKED, ordinal=1)
    return rows.select_related("matter__source", "proposed_by__person", "asked_by__person").order_by("pk")


def _lapsed(user: User, on: date) -> QuerySet[Any]:
    rows = _matters(user).filter(status=MatterStatus.SHOWN, shown_until__lt=on)
    return rows.select_related("shown_to").order_by("pk")


def _unanswered(user: User, on: date) -> QuerySet[Any]:
    running = [status.value for status in RUNNING]
    rows = _feedbacks(user).filter(answered_at__isnull=True, duty__matter__status__in=running)
    given = rows.filter(status__in=[status.value for status in GIVEN])
    return given.exclude(help_needed="").order_by("pk")


_SOURCES: Final[dict[Kind, Callable[[User, date], QuerySet[Any]]]] = {
    Kind.APPROVE: _to_approve,
    Kind.ISSUE: _to_issue,
    Kind.REFUSED: _refused,
    Kind.FEEDBACK: _to_receive,
    Kind.REVIEW: _to_review,
    Kind.HELPERS: _helpers_done,
    Kind.EXTENSION: _to_extend,
    Kind.LAPSED: _lapsed,
    Kind.HELP: _unanswered,
}
