"""What somebody is told of a matter once and at once: something happened, or waits for them.

What waits is open until it is done; mere news for a fortnight. ``due_on`` is the day on which it happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    FilteredRelation,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Left, Trim, TruncDate
from django.utils.translation import gettext as _

from supervision.matters.models import Duty, Extension, Feedback, Matter, Step
from supervision.matters.rules.words import (
    DUTY_ROLES,
    GIVEN,
    KNOWN,
    MATTER_STATUSES,
    RUNNING,
    DutyRole,
    DutyStatus,
    ExtensionStatus,
    FeedbackKind,
    FeedbackStatus,
    HelpersReportTo,
    MatterStatus,
)

from ..models import Subject
from .kinds import NO_KEY, OFFICE, DueRows, due_rows
from .matters import either, lead_unit, named, of_work_secret
from .sentences import FORTNIGHT, QUOTED, Sentence, day_words, in_words, lately

STOPS: Final = "。．.；;，,、！!：: "
ENDINGS: Final = (
    MatterStatus.CLOSED,
    MatterStatus.WITHDRAWN,
    MatterStatus.MERGED,
    MatterStatus.LONG_TERM,
)


def quoted(column: str, matter: str) -> Case:
    """What somebody wrote, cut short and without its full stop, since it stands within a sentence; of a work
    secret nothing, because the words go out by mail.
    """
    unsaid = Value(_("内容请登录系统查看"))
    said = Func(Left(Trim(column), QUOTED), Value(STOPS), function="rtrim", output_field=CharField())
    return Case(When(of_work_secret(matter), then=unsaid), default=said)


# --- to the unit ------------------------------------------------------------------------------------
def assigned(on: date) -> Iterator[DueRows]:
    yield due_rows(
        _duties(DutyStatus.TO_SIGN),
        Subject.ASSIGNED,
        due_on=F("issued_on"),
        duty=F("pk"),
        unit=F("unit_id"),
        text=Sentence(
            _("%s：交办本单位（%s），请于%s前签收"),
            named("matter__"),
            in_words("role", DUTY_ROLES),
            day_words(F("sign_by")),
        ),
    )


def returned(on: date) -> Iterator[DueRows]:
    """A final report that comes back is the duty sent back to be done again."""
    words = Case(
        When(kind=FeedbackKind.FINAL, then=Value(_("%s：办结报告退回重办（%s）"))),
        default=Value(_("%s：反馈退回补正（%s）")),
    )
    yield due_rows(
        _feedbacks().filter(status=FeedbackStatus.RETURNED),
        Subject.RETURNED,
        due_on=TruncDate(Coalesce("decided_at", "sent_at", "drafted_at")),
        feedback=F("pk"),
        unit=F("duty__unit_id"),
        text=Sentence(words, named("duty__matter__"), quoted("return_reason", "duty__matter__")),
    )


def answered(on: date) -> Iterator[DueRows]:
    """Until the unit has written again."""
    later = Feedback.objects.filter(duty=OuterRef("duty"), drafted_at__gt=OuterRef("answered_at"))
    yield due_rows(
        _feedbacks().filter(~Exists(later), answered_at__gte=lately(on)),
        Subject.ANSWERED,
        due_on=TruncDate("answered_at"),
        feedback=F("pk"),
        unit=F("duty__unit_id"),
        text=Sentence(_("%s：请求协调的问题已有答复"), named("duty__matter__")),
    )


def decided(on: date) -> Iterator[DueRows]:
    words = Case(
        When(status=ExtensionStatus.APPROVED, then=Value(_("%s：同意延期，办结时限延至%s"))),
        default=Value(_("%s：不同意延期，办结时限仍为%s")),
    )
    until = Case(When(status=ExtensionStatus.APPROVED, then=F("new_due_on")), default=F("former_due_on"))
    yield due_rows(
        _extensions(ExtensionStatus.APPROVED, ExtensionStatus.REFUSED).filter(decided_at__gte=lately(on)),
        Subject.DECIDED,
        due_on=TruncDate("decided_at"),
        extension=F("pk"),
        unit=lead_unit("matter"),
        text=Sentence(words, named("matter__"), day_words(until)),
    )


def closed(on: date) -> Iterator[DueRows]:
    """To every unit that carried it to the end."""
    carried = [status for status in KNOWN if status != DutyStatus.REFUSED]
    carriers = FilteredRelation("duties", condition=Q(duties__status__in=carried))
    yield due_rows(
        Matter.objects.filter(status__in=ENDINGS, ended_on__gt=on - FORTNIGHT)
        .annotate(carrier=carriers)
        .filter(carrier__isnull=False),
        Subject.CLOSED,
        due_on=F("ended_on"),
        matter=F("pk"),
        unit=F("carrier__unit_id"),
        text=Sentence(_("%s：%s"), named(), in_words("status", MATTER_STATUSES)),
    )


# --- to the head of the unit ------------------------------------------------------------------------
def to_sign_off(on: date) -> Iterator[DueRows]:
    """What the clerk handed up, and a request for a later date that the unit has not agreed to."""
    words = Case(
        When(kind=FeedbackKind.FINAL, then=Value(_("%s：本单位办结报告待负责人审签"))),
        default=Value(_("%s：本单位反馈待负责人审签")),
    )
    yield due_rows(
        _feedbacks().filter(status=FeedbackStatus.HANDED_UP),
        Subject.SIGN_OFF,
        due_on=TruncDate("drafted_at"),
        feedback=F("pk"),
        unit=F("duty__unit_id"),
        text=Sentence(words, named("duty__matter__")),
    )
    yield due_rows(
        _extensions(ExtensionStatus.PROPOSED),
        Subject.SIGN_OFF,
        due_on=F("proposed_on"),
        extension=F("pk"),
        unit=lead_unit("matter"),
        text=Sentence(_("%s：本单位申请延至%s，待负责人同意"), named("matter__"), day_words(F("new_due_on"))),
    )


# --- to the office ----------------------------------------------------------------------------------
def refused(on: date) -> Iterator[DueRows]:
    steps = Step.objects.filter(duty=OuterRef("pk"), verb="duty.refuse").order_by("-pk")
    yield due_rows(
        _duties(DutyStatus.REFUSED),
        Subject.REFUSED,
        due_on=Coalesce(TruncDate(Subquery(steps.values("at")[:1])), F("issued_on")),
        duty=F("pk"),
        unit=OFFICE,
        text=Sentence(
            _("%s：%s退回交办（%s），请改派或维持交办"),
            named("matter__"),
            F("unit__short_name"),
            quoted("refusal", "matter__"),
        ),
    )


def reported(on: date) -> Iterator[DueRows]:
    yield due_rows(
        _duties(DutyStatus.REPORTED).filter(role=DutyRole.LEAD, matter__status=MatterStatus.ISSUED),
        Subject.REPORTED,
        due_on=TruncDate("reported_at"),
        duty=F("pk"),
        unit=OFFICE,
        text=Sentence(_("%s：%s已报办结，请审核"), named("matter__"), F("unit__short_name")),
    )


def feedback_waiting(on: date) -> Iterator[DueRows]:
    """A helping unit whose lead gathers is read by the lead; the lead's own final report is ``reported``."""
    gathered = Q(duty__role=DutyRole.HELPING, duty__matter__helpers_report_to=HelpersReportTo.LEAD)
    yield due_rows(
        _feedbacks()
        .filter(status=FeedbackStatus.SENT)
        .exclude(kind=FeedbackKind.FINAL, duty__role=DutyRole.LEAD),
        Subject.FEEDBACK_WAITING,
        due_on=TruncDate("sent_at"),
        feedback=F("pk"),
        unit=either(gathered, lead_unit("duty__matter"), OFFICE),
        text=Sentence(_("%s：%s的反馈待审核"), named("duty__matter__"), F("duty__unit__short_name")),
    )


def extension_waiting(on: date) -> Iterator[DueRows]:
    """The first is decided by the office, every further one by the leader."""
    yield due_rows(
        _extensions(ExtensionStatus.ASKED),
        Subject.EXTENSION_WAITING,
        due_on=F("asked_on"),
        extension=F("pk"),
        unit=OFFICE,
        post=either(Q(ordinal__gt=1), _in_charge("matter__"), NO_KEY),
        text=Sentence(
            _("%s：%s第%s次申请延期，拟延至%s，请审批"),
            named("matter__"),
            lead_unit("matter", "unit__short_name"),
            F("ordinal"),
            day_words(F("new_due_on")),
        ),
    )


# --- to a leader ------------------------------------------------------------------------------------
def help_needed(on: date) -> Iterator[DueRows]:
    yield due_rows(
        _feedbacks().filter(~Q(help_needed=""), status__in=GIVEN, answered_at__isnull=True),
        Subject.HELP,
        due_on=TruncDate("sent_at"),
        feedback=F("pk"),
        post=_in_charge("duty__matter__"),
        text=Sentence(
            _("%s：%s请求协调（%s）"),
            named("duty__matter__"),
            F("duty__unit__short_name"),
            quoted("help_needed", "duty__matter__"),
        ),
    )


def shown(on: date) -> Iterator[DueRows]:
    yield due_rows(
        Matter.objects.filter(status=MatterStatus.SHOWN),
        Subject.SHOWN,
        due_on=F("shown_on"),
        matter=F("pk"),
        post=F("shown_to_id"),
        text=Sentence(_("%s：办结情况呈阅，请于%s前阅定"), named(), day_words(F("shown_until"))),
    )


def _duties(status: DutyStatus) -> QuerySet[Duty]:
    return Duty.objects.filter(status=status, matter__status__in=RUNNING)


def _feedbacks() -> QuerySet[Feedback]:
    return Feedback.objects.filter(duty__matter__status__in=RUNNING).exclude(duty__status=DutyStatus.RELEASED)


def _extensions(*statuses: ExtensionStatus) -> QuerySet[Extension]:
    return Extension.objects.filter(status__in=statuses, matter__status__in=RUNNING)


def _in_charge(matter: str) -> Any:
    return Coalesce(f"{matter}leader_id", f"{matter}approver_id")
