"""What is due and not done, kind by kind; and what the board of the office shows.

A kind of reminder is one queryset of due rows with the columns of ``DUE``. Adding a kind is adding one here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.models.dated import in_force
from indicators.models import Frequency as IndicatorFrequency
from indicators.models import Indicator, IndicatorVersion, Observation
from projects.models import AnnualPlan, Exemption, Milestone, MonthlyProgress, Responsibility
from projects.models.responsibility import REPORTING
from rulebook.models import INDICATOR_VALUE, MONTHLY_PROGRESS
from rulebook.rules import Measure, Month
from rulebook.selectors import due_dates

from .models import Digest, Reminder, Subject

# The columns of every kind, in the order in which the ledger takes them.
DUE: Final = ("subject_", "due_project", "due_milestone", "due_indicator", "due_unit", "due_on_", "text_")
NO_KEY: Final = Cast(Value(None), BigIntegerField())

LOOKS_BACK: Final = 2  # months

DueRows = QuerySet[Any]


def months_due(on: date, rule: str) -> list[tuple[Month, date]]:
    """The months of the year whose deadline by ``rule`` has passed on that day, with the deadline.

    Until the end of March last year's months count too: December is due in January.
    """
    last = Month.of(on).previous()
    first = Month(Month.from_index(last.index - LOOKS_BACK).year, 1)
    months = [Month.from_index(index) for index in range(first.index, last.index + 1)]
    deadlines = due_dates(rule, [month.ends_on for month in months], on)
    return [
        (month, deadline.on) for month, deadline in zip(months, deadlines, strict=True) if deadline.on < on
    ]


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
        planned = AnnualPlan.objects.in_plan(month.year)
        finished = Q(project__actual_finish__lt=month.first_day) | Q(project__stage="cancelled")
        yield _due(
            Responsibility.objects.in_force(on)
            .filter(
                role__in=REPORTING,
                project__in=planned.filter(first_month__lte=month.month).values("project"),
            )
            .exclude(finished)
            .filter(~Exists(reported), ~Exists(exempt)),
            Subject.PROGRESS,
            due_on=Value(due_on, output_field=DateField()),
            project=F("project_id"),
            unit=F("unit_id"),
            text=Concat(F("project__name"), Value(_("：%s进展尚未报送") % month.label)),
        )


def missed_milestones(on: date) -> Iterator[DueRows]:
    """The milestone's own unit owes it, or else the units that carry the project."""
    open_ones = Milestone.objects.missed(on).exclude(project__stage="cancelled")
    text = Concat(F("project__name"), Value(_("：节点“")), F("name"), Value(_("”逾期未完成")))
    yield _due(
        open_ones.filter(unit__isnull=False),
        Subject.MILESTONE,
        due_on=F("due_on"),
        milestone=F("pk"),
        unit=F("unit_id"),
        text=text,
    )
    carried = Q(project__responsibilities__role__in=REPORTING) & in_force(on, "project__responsibilities__")
    yield _due(
        open_ones.filter(carried, unit__isnull=True),
        Subject.MILESTONE,
        due_on=F("due_on"),
        milestone=F("pk"),
        unit=F("project__responsibilities__unit_id"),
        text=text,
    )


def missing_observations(on: date) -> Iterator[DueRows]:
    """Indicators whose value for a due month was not entered by the unit that answers for them."""
    for month, due_on in months_due(on, INDICATOR_VALUE):
        entered = Observation.objects.filter(
            indicator=OuterRef("pk"), year=month.year, month=month.month
        ).exclude(batch__state="undone")
        expected = IndicatorVersion.objects.in_force(month.ends_on).filter(indicator=OuterRef("pk"))
        expected = expected.filter(lag_months__lte=Month.of(on).previous().index - month.index)
        if month.month % 3:
            expected = expected.filter(frequency=IndicatorFrequency.MONTHLY)
        if month.month == 1:
            expected = expected.filter(skips_january=False)
        named = expected.values("name")[:1]
        yield _due(
            Indicator.objects.filter(Exists(expected), ~Exists(entered), unit__isnull=False),
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
    """What was raised, what went out, what failed: the office sees it all."""

    pending: int
    sent: int
    failed: int
    unread: int
    digests: QuerySet[Digest]


def board(user: User, on: date) -> Board:
    digests = Digest.objects.visible_to(user).select_related("recipient__person", "recipient__unit")
    counted = digests.order_by().aggregate(
        sent=Count("pk", filter=Q(sent_at__isnull=False, on=on)),
        failed=Count("pk", filter=Q(gave_up_at__isnull=False)),
    )
    unread = Reminder.objects.visible_to(user).open().unread().count()
    return Board(
        **counted,
        pending=digests.to_send().count(),
        unread=unread,
        digests=digests.annotate(items=Count("reminders")),
    )


def my_reminders(user: User) -> QuerySet[Reminder]:
    """What the user was told and is still open, the longest overdue first."""
    return (
        Reminder.objects.filter(recipient=user)
        .open()
        .select_related("project", "milestone__project", "indicator")
        .order_by("due_on", "-rung", "pk")
    )


def due_digests(now: datetime) -> QuerySet[Digest]:
    return Digest.objects.claimable(now).order_by("send_after", "pk")
