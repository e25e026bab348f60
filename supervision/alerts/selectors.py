"""What is due and not done, kind by kind; and what the board of the office shows.

A kind of reminder is one queryset of due rows with the columns of ``DUE``. Adding a kind is adding one here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext as _

from accounts.models import Role, RoleGrant, Tenure, Unit, User
from accounts.models.dated import in_force
from indicators.models import Frequency as IndicatorFrequency
from indicators.models import Indicator, IndicatorVersion, Observation
from projects.models import AnnualPlan, Exemption, Milestone, MonthlyProgress, Responsibility
from projects.models.responsibility import REPORTING
from rulebook.models import INDICATOR_VALUE, MONTHLY_PROGRESS
from rulebook.rules import Measure, Month
from rulebook.selectors import due_dates

from .models import Digest, Reminder, ReminderQuerySet, Subject

# The columns of every kind, in the order in which the ledger takes them.
DUE: Final = ("subject_", "due_project", "due_milestone", "due_indicator", "due_unit", "due_on_", "text_")
NO_KEY: Final = Cast(Value(None), BigIntegerField())

LOOKS_BACK: Final = 2  # months

DueRows = QuerySet[Any]


def months_due(on: date, rule: str) -> list[tuple[Month, date]]:
    """The months of the year whose deadline by ``rule`` has passed on that day, with the deadline.

    A month at whose end no rule was in force has none and is never late; the board says so.
    Until the end of March last year's months count too: December is due in January.
    """
    last = Month.of(on).previous()
    first = Month(Month.from_index(last.index - LOOKS_BACK).year, 1)
    months = [Month.from_index(index) for index in range(first.index, last.index + 1)]
    deadlines = due_dates(rule, [month.ends_on for month in months])
    return [(month, due.on) for month, due in zip(months, deadlines, strict=True) if due and due.on < on]


def late_progress(on: date) -> Iterator[DueRows]:
    """Months of the plan year for which a carrying unit has neither reported nor been exempted."""
    for month, due_on in months_due(on, MONTHLY_PROGRESS):
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
        yield _due(
            AnnualPlan.objects.in_plan(month.year)
            .filter(~Exists(reported), ~Exists(exempt), first_month__lte=month.month)
            .exclude(finished)
            .annotate(carrier=_carriers(on)),
            Subject.PROGRESS,
            due_on=Value(due_on, output_field=DateField()),
            project=F("project_id"),
            unit=F("carrier__unit_id"),
            text=Concat(F("project__name"), Value(_("：%s进展尚未报送") % month.label)),
        )


def missed_milestones(on: date) -> Iterator[DueRows]:
    """The milestone's own unit owes it, or else the units that carry the project."""
    yield _due(
        Milestone.objects.missed(on).exclude(project__stage="cancelled").annotate(carrier=_carriers(on)),
        Subject.MILESTONE,
        due_on=F("due_on"),
        milestone=F("pk"),
        unit=Coalesce("unit_id", "carrier__unit_id"),
        text=Concat(F("project__name"), Value(_("：节点“")), F("name"), Value(_("”逾期未完成"))),
    )


def _carriers(on: date) -> FilteredRelation:
    """Who reports on the row's project that day; the row stays when nobody does."""
    carries = Q(project__responsibilities__role__in=REPORTING) & in_force(on, "project__responsibilities__")
    return FilteredRelation("project__responsibilities", condition=carries)


def missing_observations(on: date) -> Iterator[DueRows]:
    """Indicators whose value for a due month was not entered by the unit that answers for them.

    A series that lags is due as many months later, by the same rule.
    """
    dated = months_due(on, INDICATOR_VALUE)
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
    return _due(
        Indicator.objects.filter(Exists(expected), ~Exists(entered)),
        Subject.OBSERVATION,
        due_on=Value(due_on, output_field=DateField()),
        indicator=F("pk"),
        unit=F("unit_id"),
        text=Concat(named, Value(_("：%s数值尚未填报") % month.label), output_field=CharField()),
    )


KINDS: Final[dict[str, Callable[[date], Iterator[DueRows]]]] = {
    Subject.PROGRESS: late_progress,
    Subject.MILESTONE: missed_milestones,
    Subject.OBSERVATION: missing_observations,
}


def _due(rows: DueRows, subject: str, *, due_on: Any, unit: Any, text: Any, **keys: Any) -> DueRows:
    named = {f"due_{key}": keys.get(key, NO_KEY) for key in ("project", "milestone", "indicator")}
    return (
        rows.order_by()
        .annotate(
            subject_=Value(subject, output_field=CharField()),
            due_on_=due_on,
            due_unit=unit,
            text_=Cast(text, CharField()),
            **named,
        )
        .values_list(*DUE)
    )


@dataclass(frozen=True)
class Board:
    """What was raised, what went out, what failed, and where nobody can be told: the office sees it all."""

    pending: int
    sent: int
    failed: int
    unread: int
    digests: QuerySet[Digest]
    without_clerk: QuerySet[Any]


def board(user: User, on: date) -> Board:
    digests = Digest.objects.visible_to(user).select_related("recipient__person", "recipient__unit")
    still_open = Reminder.objects.open().filter(digest=OuterRef("pk"))
    counted = digests.order_by().aggregate(
        sent=Count("pk", filter=Q(sent_at__isnull=False, on=on)),
        failed=Count("pk", filter=Q(Exists(still_open), gave_up_at__isnull=False)),
    )
    unread = Reminder.objects.visible_to(user).open().unread().count()
    return Board(
        **counted,
        pending=digests.to_send().count(),
        unread=unread,
        digests=digests.annotate(items=Count("reminders")).order_by("-on", "-pk"),
        without_clerk=units_without_clerk(user, on),
    )


def units_without_clerk(user: User, on: date) -> QuerySet[Any]:
    """Units that have something to report and nobody to do it; ``has_head``: their head is told instead."""
    granted = RoleGrant.objects.in_force(on).filter(user__is_active=True)
    carrying = Responsibility.objects.in_force(on).filter(role__in=REPORTING)
    data_clerks = granted.filter(role=Role.DATA_CLERK, unit__isnull=False)
    owing = [
        carrying.values("unit"),
        Indicator.objects.filter(unit__isnull=False)
        .exclude(unit__in=data_clerks.values("unit"))
        .values("unit"),
        Milestone.objects.filter(unit__isnull=False, completed_on__isnull=True).values("unit"),
    ]
    clerks, heads = granted.filter(role=Role.UNIT_CLERK), granted.filter(role=Role.UNIT_HEAD)
    return (
        Unit.objects.visible_to(user)
        .filter(reduce(or_, (Q(pk__in=units) for units in owing)))
        .exclude(pk__in=clerks.values("unit"))
        .annotate(has_head=Exists(heads.filter(unit=OuterRef("pk"))))
    )


def my_reminders(user: User) -> ReminderQuerySet:
    """What the user was told and is still open, the longest overdue first."""
    return (
        Reminder.objects.filter(recipient=user)
        .open()
        .select_related("project", "milestone__project", "indicator")
        .order_by("due_on", "-rung", "pk")
    )


def due_digests(now: datetime) -> QuerySet[Digest]:
    return Digest.objects.claimable(now).order_by("send_after", "pk")


def carried_in_person(user: User, on: date) -> QuerySet[Any]:
    """The ids of the projects that the posts held by this person carry (包抓): a leader's own."""
    posts = Tenure.objects.in_force(on).filter(person__isnull=False, person=user.person_id).values("post")
    return Responsibility.objects.in_force(on).filter(post__in=posts).values("project")
