"""The one engine of a project's figures, in SQL. Screens, reports, workbooks and the API ask here.

``projects.rules`` says the same in Python, project by project; a property test holds the two together.
A question names its ``period`` (the cut-off month) and, where lateness counts, the day ``on``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Self

from django.apps import apps
from django.db import models
from django.db.models import (
    Case,
    Exists,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, ExtractMonth, Greatest, NullIf

from rulebook.rules import Light, Measure, Month, Thresholds

from .newest import LateralQuery, NewestRelation

if TYPE_CHECKING:
    from accounts.models import User

RATE: Final = models.DecimalField(max_digits=40, decimal_places=20)
MONTHS_A_YEAR: Final = Value(12, output_field=RATE)


class DaysBetween(Func):
    """First date minus second, in days: Django's own subtraction gives an interval."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()


class ProjectQuerySet(models.QuerySet["Any"]):
    def __init__(self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None) -> None:
        super().__init__(model, query or LateralQuery(model), using, hints)

    def visible_to(self, user: User, *, beyond: int | None = None) -> Self:
        """``beyond``: only greater keys; said here, it is said to the index of responsibilities too."""
        rows = self if beyond is None else self.filter(pk__gt=beyond)
        reach = user.reach
        if reach.everything:
            return rows
        carried = apps.get_model("projects", "Responsibility").objects.carried_by(reach)
        return rows.filter(pk__in=carried if beyond is None else carried.filter(project_id__gt=beyond))

    def in_plan(self, year: int) -> Self:
        """Those that the year's current plan holds (调出 leaves it)."""
        plans = apps.get_model("projects", "AnnualPlan").objects.in_plan(year)
        return self.filter(pk__in=plans.values("project"))

    def search(self, text: str) -> Self:
        """Part of the name or number, or pinyin syllables or initials."""
        words = text.strip().lower()
        if not words:
            return self
        return self.filter(Q(name__icontains=words) | Q(pinyin__contains=words) | Q(number__icontains=words))

    def with_progress(self, period: Month) -> ProjectQuerySet[Any]:
        """Annotate what was planned and what was done from January to the cut-off month.

        ``planned``, ``completed``, ``since_start`` in 万元; ``due_twelfths`` is what the schedule asks for by
        the cut-off, in twelfths of 万元 so that 8/12 stays exact; ``reported_month`` 1–12 is the month that
        the figures come from; ``completion_rate`` in percent; ``gap`` (时序差) in percentage points. Each is
        None when it is unknown: nothing accepted this year, or a plan unknown or zero.
        """
        joined = self.annotate(
            annual=FilteredRelation(
                "annual_plans",
                condition=Q(annual_plans__year=period.year, annual_plans__is_current=True)
                & ~Q(annual_plans__change="removed"),
            ),
            latest=NewestRelation(
                "months",
                condition=Q(
                    months__status="accepted", months__year=period.year, months__month__lte=period.month
                ),
                newest_by="month",
            ),
        )
        planned, completed = F("annual__planned_investment"), F("latest__year_to_date")
        due = _months_due(period)
        return joined.annotate(
            planned=planned,
            completed=completed,
            since_start=Coalesce("latest__since_start", "annual__carried_in"),
            due_twelfths=_exact(planned) * due,
            reported_month=F("latest__month"),
            completion_rate=_exact(completed) * 100 / NullIf(_exact(planned), Value(0, output_field=RATE)),
            # One division, so that 8/12 done against 8/12 due is 0 and not a rounding remainder.
            gap=(_exact(completed) * MONTHS_A_YEAR - _exact(planned) * due)
            * 100
            / NullIf(_exact(planned) * MONTHS_A_YEAR, Value(0, output_field=RATE)),
        )

    def with_light(
        self, period: Month, on: date, thresholds: Mapping[Measure, Thresholds]
    ) -> ProjectQuerySet[Any]:
        """Annotate the light of each measure and ``light``, the worst of them (``rulebook.rules.Light``)."""
        measured = self.with_progress(period).annotate(
            start_delay=_start_margin(on), report_missing=_report_margin(period)
        )
        margins = {
            Measure.INVESTMENT_GAP: "gap",
            Measure.START_DELAY: "start_delay",
            Measure.REPORT_MISSING: "report_missing",
        }
        lights = {
            f"{measure}_light": _light(measure, margin, thresholds.get(measure), on)
            for measure, margin in margins.items()
        }
        return measured.annotate(**lights).annotate(light=Greatest(*(F(name) for name in lights)))


def _exact(amount: F) -> Cast:
    """Numeric without a scale, so that PostgreSQL divides to twenty places and more."""
    return Cast(amount, RATE)


def _months_due(period: Month) -> Coalesce:
    """Twelfths of the plan due by the cut-off: the curve's share × 12, or simply the month."""
    share = Cast(F(f"annual__curve__{period.month - 1}"), RATE) * MONTHS_A_YEAR
    return Coalesce(share, Value(period.month, output_field=RATE), output_field=RATE)


def _start_margin(on: date) -> Case:
    """Minus the days since the planned start of what has not started; a continued project has."""
    unstarted = Q(actual_start__isnull=True) | Q(actual_start__gt=on)
    waiting = unstarted & ~Q(annual__kind="continued")
    return Case(
        When(annual__isnull=True, then=Value(None)),
        When(waiting & Q(planned_start__lt=on), then=DaysBetween(F("planned_start"), Value(on))),
        When(waiting & Q(planned_start__isnull=True), then=Value(None)),
        default=Value(0),
        output_field=IntegerField(),
    )


def _report_margin(period: Month) -> Case:
    """Minus the months, up to the cut-off, that no report covers; none is due once finished.

    A report that waits for the office counts: the unit has done its part.
    """
    waiting = apps.get_model("projects", "MonthlyProgress").objects.waiting()
    submitted = waiting.filter(project=OuterRef("pk"), year=period.year, month__lte=period.month)
    required = Case(
        When(actual_finish__lt=date(period.year, 1, 1), then=Value(0)),
        When(actual_finish__lte=period.ends_on, then=ExtractMonth("actual_finish")),
        default=Value(period.month),
        output_field=IntegerField(),
    )
    reported = Greatest(
        Coalesce(F("latest__month"), Value(0)),
        Coalesce(Subquery(submitted.order_by("-month").values("month")[:1]), Value(0)),
        F("annual__first_month") - 1,
    )
    return Case(
        When(annual__isnull=True, then=Value(None)),
        default=Value(0) - Greatest(required - reported, Value(0)),
        output_field=IntegerField(),
    )


def _light(measure: Measure, margin: str, thresholds: Thresholds | None, on: date) -> Case | Value:
    """Without a rule in force nothing is judged: the light is unknown."""
    if thresholds is None:
        return Value(Light.UNKNOWN.value, output_field=IntegerField())
    exemptions = apps.get_model("projects", "Exemption").objects.in_force(on).filter(measure=measure.value)
    ladder = (
        (thresholds.green_at, Light.GREEN),
        (thresholds.watch_at, Light.WATCH),
        (thresholds.yellow_at, Light.YELLOW),
    )
    return Case(
        When(**{f"{margin}__isnull": True}, then=Value(Light.UNKNOWN.value)),
        When(Exists(exemptions.filter(project=OuterRef("pk"))), then=Value(Light.EXEMPT.value)),
        *(
            When(**{f"{margin}__gte": lowest}, then=Value(light.value))
            for lowest, light in ladder
            if lowest is not None
        ),
        default=Value(Light.RED.value),
        output_field=IntegerField(),
    )
