"""What the projects and the indicators owe: reports, milestones, values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.db.models import (
    CharField,
    DateField,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext as _

from accounts.models.dated import in_force
from indicators.models import Frequency as IndicatorFrequency
from indicators.models import Indicator, IndicatorVersion, Observation
from projects.models import AnnualPlan, Exemption, Milestone, MonthlyProgress, Project, Responsibility
from projects.models.plan import PlanChange
from projects.models.responsibility import REPORTING, ResponsibilityRole
from rulebook.models import INDICATOR_VALUE, MONTHLY_PROGRESS
from rulebook.rules import Measure, Month
from rulebook.selectors import due_dates

from ..models import Subject
from .kinds import DueRows, due_rows

LOOKS_BACK: Final = 2  # months


def months_due(on: date, rule: str, until: date) -> list[tuple[Month, date]]:
    """The months of the year whose deadline by ``rule`` is ``until`` or earlier, with the deadline.

    A month at whose end no rule was in force has none and is never late; the board says so.
    Until the end of March last year's months count too: December is due in January.
    """
    last = Month.of(max(on, until)).previous()
    first = Month(Month.from_index(Month.of(on).previous().index - LOOKS_BACK).year, 1)
    months = [Month.from_index(index) for index in range(first.index, last.index + 1)]
    deadlines = due_dates(rule, [month.ends_on for month in months])
    return [(month, due.on) for month, due in zip(months, deadlines, strict=True) if due and due.on <= until]


def late_progress(on: date, until: date) -> Iterator[DueRows]:
    """Months of the plan year for which a carrying unit has neither reported nor been exempted."""
    for month, due_on in months_due(on, MONTHLY_PROGRESS, until):
        reported = MonthlyProgress.objects.filter(
            project=OuterRef("project"),
            year=month.year,
            month__gte=month.month,  # cumulative figures: a later month's report covers the earlier ones
            status__in=["submitted", "accepted"],
        )
        exempt = Exemption.objects.in_force(on).filter(
            project=OuterRef("project"), measure=Measure.REPORT_MISSING.value
        )
        finished = Q(project__actual_finish__lt=month.first_day) | Q(project__stage="cancelled")
        yield due_rows(
            AnnualPlan.objects.in_plan(month.year)
            .filter(~Exists(reported), ~Exists(exempt), first_month__lte=month.month)
            .exclude(finished)
            .annotate(carrier=_carriers(on)),
            Subject.PROGRESS,
            due_on=Value(due_on, output_field=DateField()),
            project=F("project_id"),
            revision=_number(month),
            unit=F("carrier__unit_id"),
            text=Concat(F("project__name"), Value(_("：%s进展尚未报送") % month.label)),
        )


def _number(month: Month) -> Value:
    """Tells the reports of one project, or the values of one indicator, apart in the ledger."""
    return Value(month.index, output_field=IntegerField())


def missed_milestones(on: date, until: date) -> Iterator[DueRows]:
    """The milestone's own unit owes it, or else the units that carry the project.

    What was moved out of the year's plan (调出) is left in peace; what never was in it is not.
    """
    moved_out = AnnualPlan.objects.current(on.year).filter(change=PlanChange.REMOVED)
    yield due_rows(
        Milestone.objects.open_on(on)
        .filter(~Exists(moved_out.filter(project=OuterRef("project"))))
        .exclude(project__stage="cancelled")
        .annotate(carrier=_carriers(on)),
        Subject.MILESTONE,
        due_on=F("due_on"),
        milestone=F("pk"),
        unit=Coalesce("unit_id", "carrier__unit_id"),
        text=Concat(F("project__name"), Value(_("：节点“")), F("name"), Value(_("”尚未完成"))),
    )


def late_starts(on: date, until: date) -> Iterator[DueRows]:
    """Projects of the year's plan that were to begin and have not."""
    exempt = Exemption.objects.in_force(on).filter(
        project=OuterRef("project"), measure=Measure.START_DELAY.value
    )
    unstarted = Q(project__actual_start__isnull=True) | Q(project__actual_start__gt=on)
    yield due_rows(
        AnnualPlan.objects.in_plan(on.year)
        .filter(unstarted, ~Exists(exempt), project__planned_start__isnull=False)
        .exclude(Q(project__stage="cancelled") | Q(project__actual_finish__lte=on))
        .annotate(carrier=_carriers(on)),
        Subject.START,
        due_on=F("project__planned_start"),
        project=F("project_id"),
        unit=F("carrier__unit_id"),
        text=Concat(F("project__name"), Value(_("：尚未开工"))),
    )


def leaders_of_projects(on: date) -> Iterator[DueRows]:
    yield _leaders(on).values_list("project_id", "post_id")


def leaders_of_milestones(on: date) -> Iterator[DueRows]:
    yield _leaders(on).filter(project__milestones__isnull=False).values_list("project__milestones", "post_id")


def _leaders(on: date) -> QuerySet[Any]:
    return (
        Responsibility.objects.in_force(on)
        .filter(role=ResponsibilityRole.LEADER, post__isnull=False)
        .order_by()
    )


def excused_projects(on: date) -> Iterator[DueRows]:
    """Exempted, cancelled, or moved out of the year's plan."""
    yield _excused(on).values_list("pk")


def excused_milestones(on: date) -> Iterator[DueRows]:
    yield Milestone.objects.filter(project__in=_excused(on)).order_by().values_list("pk")


def _excused(on: date) -> QuerySet[Any]:
    exempt = Exemption.objects.in_force(on).filter(project=OuterRef("pk"))
    moved_out = AnnualPlan.objects.current(on.year).filter(project=OuterRef("pk"), change=PlanChange.REMOVED)
    return Project.objects.filter(Exists(exempt) | Exists(moved_out) | Q(stage="cancelled")).order_by()


def _carriers(on: date) -> FilteredRelation:
    """Who reports on the row's project that day; the row stays when nobody does."""
    carries = Q(project__responsibilities__role__in=REPORTING) & in_force(on, "project__responsibilities__")
    return FilteredRelation("project__responsibilities", condition=carries)


def missing_observations(on: date, until: date) -> Iterator[DueRows]:
    """Indicators whose value for a due month was not entered by the unit that answers for them.

    A series that lags is due as many months later, by the same rule.
    """
    dated = months_due(on, INDICATOR_VALUE, until)
    if not dated:
        return
    lags = IndicatorVersion.objects.order_by().values_list("lag_months", flat=True).distinct()
    for published, due_on in dated:
        for lag in sorted(lags):
            month = Month.from_index(published.index - lag)
            if month >= dated[0][0]:
                yield _missing_values(month, lag, due_on)


def _missing_values(month: Month, lag: int, due_on: date) -> DueRows:
    entered = Observation.objects.filter(
        indicator=OuterRef("pk"), year=month.year, month=month.month
    ).exclude(batch__state="undone")
    expected = IndicatorVersion.objects.in_force(month.ends_on).filter(
        indicator=OuterRef("pk"), lag_months=lag
    )
    if month.month % 3:
        expected = expected.filter(frequency=IndicatorFrequency.MONTHLY)
    if month.month == 1:
        expected = expected.filter(skips_january=False)
    named = expected.values("name")[:1]
    return due_rows(
        Indicator.objects.filter(Exists(expected), ~Exists(entered)),
        Subject.OBSERVATION,
        due_on=Value(due_on, output_field=DateField()),
        indicator=F("pk"),
        revision=_number(month),
        unit=F("unit_id"),
        text=Concat(named, Value(_("：%s数值尚未填报") % month.label), output_field=CharField()),
    )
