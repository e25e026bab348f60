"""我的督办: what waits for a person of a unit or for a leader, the worst first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from accounts.models.user import REPORTERS
from rulebook.rules import Light

from ..models import Duty, Extension, Feedback, Matter
from ..permissions import HEADS
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
from .owed import Owed, owed_feedbacks
from .pace import matter_pace

ANSWERED_DAYS: Final = 14


class Waits(StrEnum):
    """Why something is in the inbox; the order is what comes first among equals."""

    READ = "read"
    HELP = "help"
    EXTEND = "extend"
    RETURNED = "returned"
    SIGN = "sign"
    FEEDBACK = "feedback"
    SIGN_OFF = "sign_off"
    AGREE = "agree"
    GATHER = "gather"
    DUE = "due"
    ANSWERED = "answered"
    DRAFT = "draft"


ORDER: Final = {kind: place for place, kind in enumerate(Waits)}


@dataclass(frozen=True)
class Waiting:
    """``due_on``: the last day on which it is in time; None where nothing says so."""

    kind: Waits
    matter: Matter
    duty: Duty | None = None
    feedback: Feedback | None = None
    extension: Extension | None = None
    period: Owed | None = None
    due_on: date | None = None

    def days_late(self, on: date) -> int:
        """0 while it is in time."""
        return max((on - self.due_on).days, 0) if self.due_on else 0

    @property
    def row(self) -> Any:
        """What is acted on."""
        return self.feedback or self.extension or self.duty or self.matter


def inbox(user: User, on: date) -> list[Waiting]:
    """All that waits for this person today, in whatever capacity. The number of queries is constant."""
    found = [*_for_the_unit(user, on), *_for_the_leader(user)]
    return sorted(found, key=lambda one: (-one.days_late(on), ORDER[one.kind], one.due_on or date.max))


def decisions_waiting(user: User) -> int:
    """How many rows of the inbox wait for a step of theirs, in one query: the navigation asks every time.

    What the person can have no part in is not asked. Feedbacks that are owed by the calendar are not rows
    yet, and are not among them.
    """
    rows: list[QuerySet[Any]] = []
    if user.units_as(*REPORTERS):
        rows += _unit_rows(user)
    if _posts(user):
        rows += _leader_rows(user)
    if not rows:
        return 0
    parts = [each.order_by().values("pk") for each in rows]
    return parts[0].union(*parts[1:], all=True).count()


# --- a unit ---------------------------------------------------------------------------------------
def _unit_rows(user: User) -> tuple[QuerySet[Any], ...]:
    """To sign, to put right, to sign off, to agree to, to gather; each with its matter and unit."""
    mine, headed = user.units_as(*REPORTERS), user.units_as(*HEADS)
    feedbacks = standing_feedbacks().select_related("duty__matter", "duty__unit", "drafted_by__person")
    return (
        running_duties(mine).filter(status=DutyStatus.TO_SIGN),
        feedbacks.filter(duty__unit__in=mine, status=FeedbackStatus.RETURNED),
        feedbacks.filter(duty__unit__in=headed, status=FeedbackStatus.HANDED_UP),
        Extension.objects.filter(
            _led_by(headed, "matter"),
            status=ExtensionStatus.PROPOSED,
            matter__status__in=RUNNING,
        ).select_related("matter", "proposed_by__person"),
        feedbacks.filter(
            _led_by(mine, "duty__matter"),
            duty__role=DutyRole.HELPING,
            duty__matter__helpers_report_to=HelpersReportTo.LEAD,
            status=FeedbackStatus.SENT,
        ),
    )


def standing_feedbacks() -> QuerySet[Feedback]:
    """Of matters that run and units that still carry them: what a relieved unit wrote waits for nobody."""
    running = Feedback.objects.filter(duty__matter__status__in=RUNNING)
    return running.exclude(duty__status=DutyStatus.RELEASED)


def _led_by(unit_ids: Iterable[int], matter: str) -> Exists:
    """``matter``: the way from the row to its matter."""
    led = Duty.objects.standing().filter(role=DutyRole.LEAD, unit__in=tuple(unit_ids))
    return Exists(led.filter(matter=OuterRef(matter)))


def running_duties(unit_ids: Iterable[int]) -> QuerySet[Duty]:
    """What these units carry in matters that run, with the matter and the unit."""
    return (
        Duty.objects.standing()
        .filter(unit__in=tuple(unit_ids), matter__status__in=RUNNING)
        .exclude(status=DutyStatus.PLANNED)
        .select_related("matter__source", "unit")
    )


def _for_the_unit(user: User, on: date) -> Iterator[Waiting]:
    if not user.units_as(*REPORTERS):
        return
    to_sign, returned, handed_up, proposed, gathered = _unit_rows(user)
    for duty in to_sign:
        yield Waiting(Waits.SIGN, duty.matter, duty, due_on=duty.sign_by)
    for kind, feedbacks in (
        (Waits.RETURNED, returned),
        (Waits.SIGN_OFF, handed_up),
        (Waits.GATHER, gathered),
    ):
        for feedback in feedbacks:
            yield _of_feedback(kind, feedback, None if kind == Waits.GATHER else _due_of(feedback))
    for extension in proposed:
        yield Waiting(Waits.AGREE, extension.matter, extension=extension, due_on=extension.former_due_on)
    yield from _owed_by_calendar(user, on)
    for feedback in answered_feedbacks(user, on):
        yield _of_feedback(Waits.ANSWERED, feedback, None)


def _due_of(feedback: Feedback) -> date | None:
    """A final report is due with the matter."""
    return feedback.duty.matter.due_on if feedback.kind == FeedbackKind.FINAL else feedback.due_on


def _of_feedback(kind: Waits, feedback: Feedback, due_on: date | None) -> Waiting:
    return Waiting(kind, feedback.duty.matter, feedback.duty, feedback, due_on=due_on)


def _owed_by_calendar(user: User, on: date) -> Iterator[Waiting]:
    """Periods to be reported, drafts left lying, and duties whose end is near or past."""
    mine = user.units_as(*REPORTERS)
    under_way = {
        duty.pk: duty
        for duty in running_duties(mine).filter(status__in=[DutyStatus.SIGNED, DutyStatus.UNDER_WAY])
    }
    open_feedbacks = {
        feedback.duty_id: feedback
        for feedback in Feedback.objects.filter(duty__in=under_way).exclude(
            status__in=[status.value for status in GIVEN]
        )
    }
    owed = {period.duty_id: period for period in owed_feedbacks(user, on)}
    ends_soon = _ends_soon({duty.matter_id for duty in under_way.values()}, on)
    for pk, duty in under_way.items():
        feedback, period = open_feedbacks.get(pk), owed.get(pk)
        if feedback and feedback.status != FeedbackStatus.DRAFT:
            continue  # sent back, or with the head: it has its own line
        if period:
            yield Waiting(Waits.FEEDBACK, duty.matter, duty, feedback, None, period, period.due_on)
        elif feedback:
            yield Waiting(Waits.DRAFT, duty.matter, duty, feedback, due_on=feedback.due_on)
        elif duty.matter_id in ends_soon:
            yield Waiting(Waits.DUE, duty.matter, duty, due_on=duty.matter.due_on)


def _ends_soon(matter_ids: Iterable[int], on: date) -> set[int]:
    """Those whose date is near or past by the rule of lights; what is suspended or exempt is not."""
    rows = Matter.objects.filter(pk__in=tuple(matter_ids)).with_light(matter_pace(on))
    return set(rows.filter(days_left_light__gte=Light.YELLOW).values_list("pk", flat=True))


def answered_feedbacks(user: User, on: date) -> QuerySet[Feedback]:
    """Help that a leader answered lately, until the unit has reported anew."""
    since = timezone.make_aware(datetime.combine(on - timedelta(days=ANSWERED_DAYS), time()))
    later = Feedback.objects.filter(duty=OuterRef("duty"), drafted_at__gt=OuterRef("answered_at"))
    answered = standing_feedbacks().filter(
        ~Exists(later), duty__unit__in=user.units_as(*REPORTERS), answered_at__gte=since
    )
    return answered.select_related("duty__matter", "duty__unit", "answered_by__person")


def unit_matters(user: User, on: date) -> QuerySet[Any]:
    """What this person's units carry in matters that run, the worst first."""
    mine = Duty.objects.standing().filter(matter=OuterRef("pk"), unit__in=user.units_as(*REPORTERS))
    return _judged(Matter.objects.visible_to(user).filter(Exists(mine)), on)


def matters_in_charge(user: User, on: date) -> QuerySet[Any]:
    """包抓: what runs of the posts held today, the worst first."""
    return _judged(Matter.objects.visible_to(user).filter(leader__in=user.posts), on)


def _judged(matters: Any, on: date) -> QuerySet[Any]:
    """Those that run, with ``state``, ``light`` and the lead unit's name."""
    rows = matters.running().with_state(on).with_light(matter_pace(on))
    return rows.annotate(lead_unit=F("lead__unit__short_name")).order_by("-light", "due_on", "pk")


# --- a leader -------------------------------------------------------------------------------------
def _posts(user: User) -> tuple[int, ...]:
    return user.posts if "leader" in user.roles else ()


def _leader_rows(user: User) -> tuple[QuerySet[Any], ...]:
    """To read, to answer, to decide: of the posts held today."""
    posts = _posts(user)
    in_charge = Coalesce("leader", "approver")
    mine = Matter.objects.annotate(in_charge=in_charge).filter(in_charge__in=posts)
    return (
        Matter.objects.filter(status=MatterStatus.SHOWN, shown_to__in=posts).annotate(report=_final_report()),
        unanswered_help().filter(duty__matter__in=mine),
        Extension.objects.filter(
            status=ExtensionStatus.ASKED, ordinal__gt=1, matter__in=mine, matter__status__in=RUNNING
        ).select_related("matter", "asked_by__person"),
    )


def _final_report() -> Subquery:
    """What the lead unit reported done with."""
    finals = Feedback.objects.given().filter(
        duty__matter=OuterRef("pk"), duty__role=DutyRole.LEAD, kind=FeedbackKind.FINAL
    )
    return Subquery(finals.order_by("-pk").values("progress")[:1])


def unanswered_help() -> QuerySet[Feedback]:
    """Signed, sent, asking for help, and nobody has answered."""
    given = [status.value for status in GIVEN]
    asking = standing_feedbacks().filter(~Q(help_needed=""), status__in=given, answered_at__isnull=True)
    return asking.select_related("duty__matter", "duty__unit")


def _for_the_leader(user: User) -> Iterator[Waiting]:
    if not _posts(user):
        return
    shown, help_asked, extensions = _leader_rows(user)
    for matter in shown:
        yield Waiting(Waits.READ, matter, due_on=matter.shown_until)
    for feedback in help_asked:
        yield _of_feedback(Waits.HELP, feedback, None)
    for extension in extensions:
        yield Waiting(Waits.EXTEND, extension.matter, extension=extension, due_on=extension.former_due_on)
