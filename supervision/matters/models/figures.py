"""Where a matter stands and what light it has, in SQL: the one engine of every screen, workbook and answer.

``rules.lights`` says the same in Python, matter by matter; a property test holds the two together. Only
matters that run cost anything, and a light is found by comparing dates, not by counting days.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Self, cast

from django.apps import apps
from django.db import models
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    Max,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, TruncDate

from accounts.models import Role
from accounts.models.user import SEES_EVERYTHING
from rulebook.rules import Light, Measure, Thresholds

from ..rules.lights import BY_LEAD, DONE, MEASURES, Pace
from ..rules.words import ENDED, NOT_REGISTERED, RUNNING, DutyRole, DutyStatus, MatterStatus, State
from .pace_sql import MissingReports
from .searching import SearchedQuerySet
from .workday_sql import days_between, light_by_date, light_by_days, steps_of

if TYPE_CHECKING:
    from accounts.models import User

ISSUED: Final = Q(status=MatterStatus.ISSUED.value)
IS_RUNNING: Final = Q(status__in=[status.value for status in RUNNING])
STANDING: Final = [status.value for status in DutyStatus if status != DutyStatus.RELEASED]
LEAD_DONE: Final = Q(lead__status__in=[status.value for status in DONE])
UNKNOWN, GREEN, EXEMPT = (Value(light.value) for light in (Light.UNKNOWN, Light.GREEN, Light.EXEMPT))


def beyond_the_office(user: User, matter: str = "") -> Q:
    """Which of all matters somebody who sees the county sees; ``matter`` reaches them over a relation.

    To leaders a matter is there once it is registered, or put before them for approval.
    """
    if SEES_EVERYTHING & user.roles != {Role.LEADER}:
        return Q()
    asked = Q(**{f"{matter}approver__in": user.posts}) & ~Q(**{f"{matter}status": MatterStatus.DRAFT.value})
    return asked | ~Q(**{f"{matter}status__in": [status.value for status in NOT_REGISTERED]})


class MatterQuerySet(SearchedQuerySet):
    def visible_to(self, user: User) -> Self:
        """The office and auditors see all, leaders from the registration on; a unit what it carries, from the
        day on which it was told.
        """
        reach = user.reach
        if reach.everything:
            return self.filter(beyond_the_office(user))
        return self.filter(pk__in=_of("Duty").carried_by(reach))

    def running(self) -> Self:
        """The units owe something, or a leader does."""
        return self.filter(IS_RUNNING)

    def ended(self) -> Self:
        return self.filter(status__in=[status.value for status in ENDED])

    def affairs(self) -> Self:
        """Every affair once, in its newest round."""
        return self.exclude(status=MatterStatus.CONTINUED.value)

    def with_lead(self) -> MatterQuerySet:
        """``lead`` for F() and filters: the duty of the unit that leads, of which there is one."""
        if "lead" in cast(Any, self.query)._filtered_relations:
            return self
        return self.annotate(
            lead=FilteredRelation(
                "duties", condition=Q(duties__role=DutyRole.LEAD.value, duties__status__in=STANDING)
            )
        )

    def with_state(self, on: date) -> MatterQuerySet:
        """Annotate ``state``, a ``rules.words.State``."""
        rows = self.with_lead()
        by_lead = (
            When(lead__status=status.value, then=Value(state.value)) for status, state in BY_LEAD.items()
        )
        state = Case(
            When(~ISSUED, then=F("status")),
            When(_stopped(on), then=Value(State.SUSPENDED.value)),
            *by_lead,
            default=Value(State.TO_SIGN.value),
            output_field=CharField(),
        )
        return rows.annotate(state=state)

    def with_margins(self, pace: Pace) -> MatterQuerySet:
        """Annotate ``days_left``, ``signature_delay`` in workdays and ``feedback_missing`` in reports.

        Each is None where there is nothing to measure. ``rules.lights`` says what they mean.
        """
        signature = _to_sign().annotate(margin=days_between(pace.workdays, pace.on, F("sign_by")))
        return self.with_lead().annotate(
            days_left=Case(
                When(~IS_RUNNING | Q(due_on__isnull=True), then=Value(None)),
                When(LEAD_DONE, then=days_between(pace.workdays, _reported_on(), F("due_on"))),
                default=days_between(pace.workdays, pace.on, F("due_on")),
                output_field=IntegerField(),
            ),
            signature_delay=Case(
                When(ISSUED, then=Subquery(signature.values("margin")[:1])),
                default=Value(None),
                output_field=IntegerField(),
            ),
            feedback_missing=Case(
                When(ISSUED, then=Value(0) - _most_missing(pace)),
                default=Value(None),
                output_field=IntegerField(),
            ),
        )

    def with_light(self, pace: Pace) -> MatterQuerySet:
        """Annotate the light of each measure, ``days_left_light`` …, and ``light``, the worst of them.

        They are ``rulebook.rules.Light`` as numbers. ``pace``: ``selectors.matter_pace(on)``.
        """
        rows = self.with_lead()
        judged = {
            measure: _judged(measure, pace.thresholds[measure], pace)
            for measure in MEASURES
            if measure in pace.thresholds
        }
        single = {
            f"{measure}_light": _wrapped(judged[measure], pace.on) if measure in judged else _unknown()
            for measure in MEASURES
        }
        found = list(judged.values())
        worst = Greatest(*found) if len(found) > 1 else found[0] if found else None
        return rows.annotate(**single, light=_unknown() if worst is None else _wrapped(worst, pace.on))


def _of(model: str) -> Any:
    return apps.get_model("matters", model).objects


def _unknown() -> Any:
    """Without a rule in force nothing is judged."""
    return Value(Light.UNKNOWN.value, output_field=IntegerField())


def _stopped(on: date) -> Exists:
    return Exists(_of("Suspension").in_force(on).filter(matter=OuterRef("pk")))


def _reported_on() -> TruncDate:
    return TruncDate("lead__reported_at")


def _to_sign() -> models.QuerySet[Any]:
    """The duty of the matter that is to be signed first."""
    waiting = _of("Duty").filter(
        matter=OuterRef("pk"), status=DutyStatus.TO_SIGN.value, sign_by__isnull=False
    )
    return waiting.order_by("sign_by")


def _most_missing(pace: Pace) -> Coalesce:
    """The reports that the worst unit owes."""
    duties = _of("Duty").owed().filter(matter=OuterRef("pk")).order_by().values("matter")
    most = duties.annotate(most=Max(MissingReports(pace))).values("most")
    return Coalesce(Subquery(most, output_field=IntegerField()), Value(0))


def _wrapped(judged: Any, on: date) -> Case:
    """What does not run is not judged, what waits for the leader is green, what is suspended grey."""
    return Case(
        When(~IS_RUNNING, then=UNKNOWN),
        When(~ISSUED, then=GREEN),
        When(_stopped(on), then=EXEMPT),
        default=judged,
        output_field=IntegerField(),
    )


def _judged(measure: Measure, thresholds: Thresholds, pace: Pace) -> Case:
    """The light of one measure of a matter that runs."""
    exempt = _of("Exemption").in_force(pace.on).filter(matter=OuterRef("pk"), measure=measure.value)
    judge = {
        Measure.DAYS_LEFT: _due_light,
        Measure.SIGNATURE_DELAY: _signature_light,
        Measure.FEEDBACK_MISSING: _feedback_light,
    }[measure]
    return Case(
        When(Exists(exempt), then=EXEMPT),
        default=judge(steps_of(thresholds), pace),
        output_field=IntegerField(),
    )


def _due_light(steps: Mapping[Decimal, Light], pace: Pace) -> Case:
    """Once reported done it is judged as of that day; in time is green, however close it was."""
    by_date = light_by_date(F("due_on"), steps, pace.on, pace.workdays)
    late = days_between(pace.workdays, _reported_on(), F("due_on"))
    return Case(
        When(due_on__isnull=True, then=UNKNOWN),
        When(LEAD_DONE & Q(due_on__gte=_reported_on()), then=GREEN),
        When(LEAD_DONE, then=light_by_days(late, steps)),
        default=by_date,
        output_field=IntegerField(),
    )


def _signature_light(steps: Mapping[Decimal, Light], pace: Pace) -> Coalesce:
    lit = _to_sign().annotate(lit=light_by_date(F("sign_by"), steps, pace.on, pace.workdays))
    return Coalesce(Subquery(lit.values("lit")[:1]), GREEN)


def _feedback_light(steps: Mapping[Decimal, Light], pace: Pace) -> Any:
    """Margins are minus the missing reports."""
    return light_by_days(Value(0) - _most_missing(pace), steps)
