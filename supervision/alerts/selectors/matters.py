"""What the matters owe by the calendar: signatures, feedback, decisions on a later date, the end.

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
    IntegerField,
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
from supervision.matters.models import Duty, Exemption, Extension, Feedback, Matter, Stage, Suspension
from supervision.matters.rules.words import (
    OWED,
    RUNNING,
    Classification,
    DutyRole,
    DutyStatus,
    ExtensionStatus,
    MatterStatus,
    Rhythm,
)
from supervision.matters.selectors.pace import known_workdays, report_periods

from ..models import Subject
from ..rules import DECISION
from .deadlines import deadline_of
from .kinds import NO_KEY, OFFICE, DueRows, due_rows, folded
from .sentences import Sentence

ONE_DAY: Final = timedelta(days=1)
# Of each rhythm, and the time that three quarters take.
NEWEST: Final = 3
LOOKS_BACK: Final = timedelta(days=400)
# Periods are told apart by the number of the day on which they begin.
EPOCH: Final = date(2000, 1, 1)


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


def late_signatures(on: date, until: date) -> Iterator[DueRows]:
    yield due_rows(
        running_duties(on, Measure.SIGNATURE_DELAY).filter(status=DutyStatus.TO_SIGN, sign_by__isnull=False),
        Subject.SIGNATURE,
        due_on=F("sign_by"),
        duty=F("pk"),
        unit=F("unit_id"),
        text=Sentence(_("%s：尚未签收"), named("matter__")),
    )


def missing_feedbacks(on: date, until: date) -> Iterator[DueRows]:
    """Each period for which the unit has sent nothing, nor anything for a later one.

    Of a rhythm only the newest periods: what was never reported is not told for years.
    """
    regular = report_periods(on - LOOKS_BACK, max(on, until), known_workdays())
    for rhythm, periods in regular.items():
        past = [period for period in periods if period.due_on < on][-NEWEST:]
        for period in [*past, *(period for period in periods if on <= period.due_on <= until)]:
            yield _missing_feedback(
                _reporting(on).filter(matter__rhythm=rhythm, issued_on__lte=period.middle),
                before=Value(period.start - ONE_DAY, output_field=DateField()),
                due_on=Value(period.due_on, output_field=DateField()),
                number=Value((period.start - EPOCH).days, output_field=IntegerField()),
                label=Value(period.label),
            )
    yield _missing_stages(on, until)


def _missing_stages(on: date, until: date) -> DueRows:
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
            stage__due_on__lte=until,
            stage__due_on__gte=Greatest(F("matter__issued_on"), Value(on - LOOKS_BACK)),
            matter__rhythm=Rhythm.BY_STAGE,
        )
        .annotate(had=_days(F("issued_on") - F("begins")), left=_days(due_on - F("issued_on") + 2 * one_day))
        .filter(had__lte=F("left"))
    )
    label = Sentence(_("阶段“%s”"), F("stage__name"))
    return _missing_feedback(
        duties, before=F("begins"), due_on=due_on, number=folded("stage__pk"), label=label
    )


def _missing_feedback(
    duties: QuerySet[Duty], *, before: Any, due_on: Any, number: Any, label: Any
) -> DueRows:
    """``before`` is the last day before the period, ``due_on`` the day by which it was to be reported.

    ``number`` tells the periods of a duty apart.
    """
    answers = Feedback.objects.given().filter(duty=OuterRef("pk"), period_start__gt=OuterRef("before"))
    stops = Suspension.objects.filter(
        matter=OuterRef("matter"), valid_from__lte=OuterRef("due"), valid_to__gt=OuterRef("due")
    )
    return due_rows(
        duties.annotate(before=before, due=due_on).filter(~Exists(answers), ~Exists(stops)),
        Subject.FEEDBACK,
        due_on=F("due"),
        duty=F("pk"),
        revision=number,
        unit=F("unit_id"),
        text=Sentence(_("%s：%s反馈尚未报送"), named("matter__"), label),
    )


def _reporting(on: date) -> QuerySet[Duty]:
    """Who has signed and not reported it done owes feedback."""
    status = (DutyStatus.SIGNED, DutyStatus.UNDER_WAY)
    return running_duties(on, Measure.FEEDBACK_MISSING).filter(status__in=status)


def _days(difference: Any) -> ExpressionWrapper:
    return ExpressionWrapper(difference, output_field=DurationField())


def late_matters(on: date, until: date) -> Iterator[DueRows]:
    """The lead unit owes it until it has reported it done; what it refused the office has to hand on."""
    yield due_rows(
        _unfinished(on).filter(matter__due_on__isnull=False),
        Subject.MATTER,
        due_on=F("matter__due_on"),
        matter=F("matter_id"),
        unit=either(Q(status=DutyStatus.REFUSED), OFFICE, F("unit_id")),
        text=Sentence(_("%s：尚未报办结"), named("matter__")),
    )


def _unfinished(on: date) -> QuerySet[Duty]:
    duties = running_duties(on, Measure.DAYS_LEFT).filter(role=DutyRole.LEAD)
    return duties.filter(status__in=[*OWED, DutyStatus.REFUSED])


def late_decisions(on: date, until: date) -> Iterator[DueRows]:
    """Whoever decides on a later date: of the first request the office, of every further one the leader."""
    asked = Extension.objects.filter(status=ExtensionStatus.ASKED, matter__status__in=RUNNING)
    due_on = deadline_of(asked, "asked_on", DECISION)
    if due_on is None:
        return
    yield due_rows(
        asked,
        Subject.EXTENSION,
        due_on=due_on,
        extension=F("pk"),
        unit=OFFICE,
        post=either(Q(ordinal__gt=1), Coalesce("matter__leader_id", "matter__approver_id"), NO_KEY),
        text=Sentence(_("%s：第%s次延期申请尚未审批"), named("matter__"), F("ordinal")),
    )


def leaders_of_extensions(on: date) -> Iterator[DueRows]:
    asked = Extension.objects.filter(matter__leader__isnull=False).order_by()
    yield asked.values_list("pk", "matter__leader_id")


def leaders_of_matters(on: date) -> Iterator[DueRows]:
    yield Matter.objects.filter(leader__isnull=False).order_by().values_list("pk", "leader_id")


def leaders_of_duties(on: date) -> Iterator[DueRows]:
    yield Duty.objects.filter(matter__leader__isnull=False).order_by().values_list("pk", "matter__leader_id")


def excused_matters(on: date) -> Iterator[DueRows]:
    yield _excused_matters(on).order_by().values_list("pk")


def excused_duties(on: date) -> Iterator[DueRows]:
    """Released themselves, or with their matter."""
    gone = Q(status=DutyStatus.RELEASED) | Q(matter__in=_excused_matters(on))
    yield Duty.objects.filter(gone).order_by().values_list("pk")


def _excused_matters(on: date) -> QuerySet[Matter]:
    """Suspended, exempted of whatever measure, or ended without having been done."""
    suspended = Suspension.objects.in_force(on).filter(matter=OuterRef("pk"))
    exempt = Exemption.objects.in_force(on).filter(matter=OuterRef("pk"))
    ended = [MatterStatus.WITHDRAWN, MatterStatus.MERGED, MatterStatus.LONG_TERM, MatterStatus.CONTINUED]
    return Matter.objects.filter(Exists(suspended) | Exists(exempt) | Q(status__in=ended))
