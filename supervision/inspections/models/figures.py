"""Which rectifications one sees, and how they stand, in SQL: the one engine of every screen and answer.

``rules.lights`` says the same in Python, row by row; a property test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Self

from django.apps import apps
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.functions import Greatest

from accounts.models import Role
from rulebook.rules import Light, Measure
from supervision.matters.models.searching import SearchedQuerySet
from supervision.matters.models.workday_sql import days_between, light_by_date, light_by_days, steps_of

from ..rules.lights import MEASURES, Pace
from ..rules.words import ENDED, RUNNING, WITH_UNIT, RectificationStatus

if TYPE_CHECKING:
    from accounts.models import User

IS_RUNNING: Final = Q(status__in=[status.value for status in RUNNING])
IS_WITH_UNIT: Final = Q(status__in=[status.value for status in WITH_UNIT])
# Of what runs only being listed as long-term has a reason, which lasts while that is proved.
IS_LONG_TERM: Final = IS_RUNNING & ~Q(end_reason="")
UNKNOWN, GREEN, EXEMPT = (
    Value(light.value, output_field=IntegerField()) for light in (Light.UNKNOWN, Light.GREEN, Light.EXEMPT)
)


class RectificationQuerySet(SearchedQuerySet):
    def visible_to(self, user: User) -> Self:
        """The office and the leaders see all; a unit what it is to put right, from the day it was told.

        Whoever is sent to verify it sees it too, who accepts it (验收单位), and the system that handed it in.
        """
        reach = user.reach
        if reach.everything:
            return self
        told = ~Q(status=RectificationStatus.DRAFT.value) & Q(issued_on__isnull=False)
        seen = told & Q(pk__in=_carried(user))
        return self.filter(seen | Q(created_by=user) if Role.API_CLIENT in user.roles else seen)

    def running(self) -> Self:
        """Somebody owes a step."""
        return self.filter(IS_RUNNING)

    def ended(self) -> Self:
        return self.filter(status__in=[status.value for status in ENDED])

    def with_margins(self, pace: Pace) -> Self:
        """Annotate ``days_left`` and ``step_days_left`` in workdays, as ``rules.lights`` says; or None."""
        return self.annotate(
            days_left=Case(
                When(~IS_RUNNING | IS_LONG_TERM | Q(due_on__isnull=True), then=Value(None)),
                When(HAS_APPLIED, then=days_between(pace.workdays, F("applied_on"), F("due_on"))),
                default=days_between(pace.workdays, pace.on, F("due_on")),
                output_field=IntegerField(),
            ),
            step_days_left=Case(
                When(~IS_RUNNING | Q(step_due_on__isnull=True), then=Value(None)),
                default=days_between(pace.workdays, pace.on, F("step_due_on")),
                output_field=IntegerField(),
            ),
        )

    def with_light(self, pace: Pace) -> Self:
        """Annotate ``days_left_light`` and ``step_days_left_light``, and ``light``, the worse of them.

        They are ``rulebook.rules.Light`` as numbers. ``pace``: ``selectors.rectification_pace(on)``.
        """
        judged = {
            measure: JUDGES[measure](steps_of(pace.thresholds[measure]), pace)
            for measure in MEASURES
            if measure in pace.thresholds
        }
        single = {
            f"{measure}_light": _while_running(judged[measure]) if measure in judged else UNKNOWN
            for measure in MEASURES
        }
        found = [*judged.values()]
        worst = Greatest(*found) if len(found) > 1 else found[0] if found else UNKNOWN
        return self.annotate(**single, light=_while_running(worst))


# What was sent back is judged by today again.
HAS_APPLIED: Final = ~IS_WITH_UNIT & Q(applied_on__isnull=False)


def _carried(user: User) -> Any:
    """Keys, each found by an index of its own: one condition over all of them reads the whole table."""
    units, rows = user.reach.unit_ids, _of("Rectification")
    return (
        rows.filter(unit_id__in=units)
        .values("pk")
        .union(
            rows.filter(accepting_unit_id__in=units).values("pk"),
            _of("HelpingUnit").filter(unit_id__in=units).values("rectification_id"),
            _of("Verifier").filter(user=user).values("verification__rectification_id"),
            all=True,
        )
    )


def _of(model: str) -> Any:
    return apps.get_model("inspections", model).objects


def _while_running(judged: Any) -> Case:
    """What is not handed out or has ended is not judged."""
    return Case(When(~IS_RUNNING, then=UNKNOWN), default=judged, output_field=IntegerField())


def _due_light(steps: Mapping[Decimal, Light], pace: Pace) -> Case:
    """Once applied for it is judged as of that day; in time is green, however close it was."""
    late = days_between(pace.workdays, F("applied_on"), F("due_on"))
    return Case(
        When(IS_LONG_TERM, then=EXEMPT),
        When(due_on__isnull=True, then=UNKNOWN),
        When(HAS_APPLIED & Q(due_on__gte=F("applied_on")), then=GREEN),
        When(HAS_APPLIED, then=light_by_days(late, steps)),
        default=light_by_date(F("due_on"), steps, pace.on, pace.workdays),
        output_field=IntegerField(),
    )


def _step_light(steps: Mapping[Decimal, Light], pace: Pace) -> Case:
    return Case(
        When(step_due_on__isnull=True, then=UNKNOWN),
        default=light_by_date(F("step_due_on"), steps, pace.on, pace.workdays),
        output_field=IntegerField(),
    )


JUDGES: Final = {Measure.DAYS_LEFT: _due_light, Measure.STEP_DAYS_LEFT: _step_light}
