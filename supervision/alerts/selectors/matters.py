"""What the matters owe by the calendar: signatures, feedback, the end; and that the end is near.

Whatever is suspended, exempted or ended is not late.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, Greatest
from django.utils.translation import gettext as _

from rulebook.rules import Measure
from rulebook.selectors import calendar
from supervision.matters.models import Duty, Exemption, Feedback, Stage, Suspension
from supervision.matters.rules.words import OWED, Classification, DutyRole, DutyStatus, MatterStatus, Rhythm
from supervision.matters.selectors.pace import known_workdays, report_periods

from ..models import Subject
from .kinds import OFFICE, DueRows, due_rows
from .sentences import Sentence, day_words

ONE_DAY: Final = timedelta(days=1)
# Of each rhythm, and the time that three quarters take.
NEWEST: Final = 3
LOOKS_BACK: Final = timedelta(days=400)
SOON: Final = 3  # workdays
LONGEST_HOLIDAY: Final = timedelta(days=30)


def of_work_secret(matter: str) -> Q:
    return Q(**{f"{matter}classification": Classification.WORK_SECRET})


def named(matter: str = "") -> Any:
    """The title; of a work secret only the number, because the words go out by mail."""
    return Case(
        When(
            of_work_secret(matter),
            then=Concat(Value(_("工作秘密事项")), F(f"{matter}number")),
        ),
        default=F(f"{matter}title"),
        output_field=CharField(),
    )


def either(condition: Q, then: Any, otherwise: Any) -> Case:
    """Of two keys."""
    return Case(When(condition, then=then), default=otherwise, output_field=BigIntegerField())


def lead_unit(matter: str, column: str = "unit") -> Subquery:
    """Of the unit that leads the matter which ``matter`` names."""
    leads = Duty.objects.standing().filter(matter=OuterRef(matter), role=DutyRole.LEAD)
    return Subquery(leads.values(column)[:1])


def running_duties(on: date, measure: Measure) -> QuerySet[Duty]:
    """Duties of issued matters whose clock runs on that day and of which the measure is asked."""
    suspended = Suspension.objects.in_force(on).filter(matter=OuterRef("matter"))
    exempt = Exemption.objects.in_force(on).filter(matter=OuterRef("matter"), measure=measure.value)
    return Duty.objects.filter(~Exists(suspended), ~Exists(exempt), matter__status=MatterStatus.ISSUED)


def late_signatures(on: date) -> Iterator[DueRows]:
    yield due_rows(
        running_duties(on, Measure.SIGNATURE_DELAY).filter(status=DutyStatus.TO_SIGN, sign_by__lt=on),
        Subject.SIGNATURE,
        due_on=F("sign_by"),
        duty=F("pk"),
        unit=F("unit_id"),
        text=Sentence(_("%s：尚未签收"), named("matter__")),
    )


def missing_feedbacks(on: date) -> Iterator[DueRows]:
    """Each period for which the unit has sent nothing, nor anything for a later one.

    Of a rhythm only the newest periods: what was never reported is not told for years.
    """
    regular = report_periods(on - LOOKS_BACK, on, known_workdays())
    for rhythm, periods in regular.items():
        for period in [period for period in periods if period.is_late(on)][-NEWEST:]:
            yield _missing_feedback(
                _reporting(on).filter(matter__rhythm=rhythm, issued_on__lte=period.middle),
                before=Value(period.start - ONE_DAY, output_field=DateField()),
                due_on=Value(period.due_on, output_field=DateField()),
                label=Value(period.label),
            )
    yield _missing_stages(on)


def _missing_stages(on: date) -> DueRows:
    """A stage is reported by its own day; it begins after the one before, the first with the matter."""
    one_day, due_on = Value(ONE_DAY, output_field=DurationField()), F("stage__due_on")
    earlier = Stage.objects.filter(
        matter=OuterRef("matter"),
        due_on__lt=OuterRef("stage__due_on"),
        due_on__gte=OuterRef("matter__issued_on"),
    )
    before = Coalesce(
        Subquery(earlier.order_by("-due_on").values("due_on")[:1]),
        Cast(F("matter__issued_on") - one_day, DateField()),
    )
    duties = (
        _reporting(on)
        .annotate(stage=FilteredRelation("matter__stages"), begins=before)
        .filter(
            stage__due_on__lt=on,
            stage__due_on__gte=Greatest(F("matter__issued_on"), Value(on - LOOKS_BACK)),
            matter__rhythm=Rhythm.BY_STAGE,
        )
        .annotate(had=_days(F("issued_on") - F("begins")), left=_days(due_on - F("issued_on") + 2 * one_day))
        .filter(had__lte=F("left"))
    )
    label = Sentence(_("阶段“%s”"), F("stage__name"))
    return _missing_feedback(duties, before=F("begins"), due_on=due_on, label=label)


def _missing_feedback(duties: QuerySet[Duty], *, before: Any, due_on: Any, label: Any) -> DueRows:
    """``before`` is the last day before the period, ``due_on`` the day by which it was to be reported."""
    answers = Feedback.objects.given().filter(duty=OuterRef("pk"), period_start__gt=OuterRef("before"))
    stops = Suspension.objects.filter(
        matter=OuterRef("matter"), valid_from__lte=OuterRef("due"), valid_to__gt=OuterRef("due")
    )
    return due_rows(
        duties.annotate(before=before, due=due_on).filter(~Exists(answers), ~Exists(stops)),
        Subject.FEEDBACK,
        due_on=F("due"),
        duty=F("pk"),
        unit=F("unit_id"),
        text=Sentence(_("%s：%s反馈尚未报送"), named("matter__"), label),
    )


def _reporting(on: date) -> QuerySet[Duty]:
    """Who has signed and not reported it done owes feedback."""
    status = (DutyStatus.SIGNED, DutyStatus.UNDER_WAY)
    return running_duties(on, Measure.FEEDBACK_MISSING).filter(status__in=status)


def _days(difference: Any) -> ExpressionWrapper:
    return ExpressionWrapper(difference, output_field=DurationField())


def late_matters(on: date) -> Iterator[DueRows]:
    """The lead unit owes it until it has reported it done; what it refused the office has to hand on."""
    yield due_rows(
        _unfinished(on).filter(matter__due_on__lt=on),
        Subject.MATTER,
        due_on=F("matter__due_on"),
        matter=F("matter_id"),
        unit=either(Q(status=DutyStatus.REFUSED), OFFICE, F("unit_id")),
        text=Sentence(_("%s：办结时限已过，尚未报办结"), named("matter__")),
    )


def matters_soon_due(on: date) -> Iterator[DueRows]:
    """From the third workday before the end on."""
    until = calendar(on, on + LONGEST_HOLIDAY).add(on, SOON + 1)
    yield due_rows(
        _unfinished(on).filter(matter__due_on__gte=on, matter__due_on__lt=until, status__in=OWED),
        Subject.DUE_SOON,
        due_on=F("matter__due_on"),
        matter=F("matter_id"),
        unit=F("unit_id"),
        text=Sentence(
            _("%s：%s到期，请抓紧办理，按时报办结"), named("matter__"), day_words(F("matter__due_on"))
        ),
    )


def _unfinished(on: date) -> QuerySet[Duty]:
    duties = running_duties(on, Measure.DAYS_LEFT).filter(role=DutyRole.LEAD)
    return duties.filter(status__in=[*OWED, DutyStatus.REFUSED])
