"""督查台账: the matters that a user sees, with every column. Page, workbook and API ask here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OrderBy,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.utils import timezone

from accounts.models import Tenure, User
from accounts.models.user import REPORTERS
from projects.models.figures import DaysBetween
from rulebook.rules import Light

from ..models import Duty, Exemption, Extension, Feedback, Instruction, Matter, Step, Suspension
from ..models.figures import MatterQuerySet
from ..rules.lights import Pace
from ..rules.words import KNOWN, DutyRole, DutyStatus, FeedbackKind, State, Urgency
from .pace import matter_pace


def _last(name: str, *, descending: bool = False) -> OrderBy:
    """What is unknown comes last either way."""
    return OrderBy(F(name), descending=descending, nulls_last=True)


# The choices of the ledger; every one of them is made stable by the primary key.
ORDERINGS: Final[Mapping[str, tuple[Any, ...]]] = {
    "newest": (),
    "oldest": ("pk",),
    "due": (_last("due_on"),),
    "-due": (_last("due_on", descending=True),),
    "issued": (_last("issued_on"),),
    "-issued": (_last("issued_on", descending=True),),
    "light": (_last("light", descending=True), _last("due_on")),
    "-light": (_last("light"), _last("due_on", descending=True)),
    "urgency": (_last("urgency_rank", descending=True), _last("due_on")),
    "-urgency": (_last("urgency_rank"), _last("due_on")),
    "source": ("source_order",),
    "-source": ("-source_order",),
    "unit": (_last("lead_unit_pinyin"),),
    "-unit": (_last("lead_unit_pinyin", descending=True),),
    "leader": (_last("in_charge_order"),),
    "-leader": (_last("in_charge_order", descending=True),),
    "title": ("pinyin",),
    "-title": ("-pinyin",),
}
NEWEST: Final = "newest"
RANKS: Final = {Urgency.NORMAL: 0, Urgency.URGENT: 1, Urgency.CRITICAL: 2}
_reminder_count: list[Callable[[], Any]] = []


def register_reminder_count(count: Callable[[], Any]) -> None:
    """For ``AppConfig.ready`` of the room of reminders: an expression, of OuterRef("pk"), for 催办次数."""
    _reminder_count[:] = [count]


@dataclass(frozen=True)
class MatterFilters:
    """None and empty ask for nothing. ``source``, ``unit``, ``leader`` (a post) are primary keys.

    ``leader`` is in charge: 包抓, or approved what nobody leads; ``done_…``: accepted then.
    ``group``: 文、事、会; ``role``: that of ``unit``, any when empty; ``year``: of 交办, or of registering
    what is not handed out; both days of a span are included; ``running``: under way, or not.
    ``late``: past due and not reported done; ``mine``: of one's own posts, units or hand.
    """

    source: int | None = None
    group: str = ""
    unit: int | None = None
    role: str = ""
    leader: int | None = None
    state: str = ""
    light: Light | None = None
    urgency: str = ""
    year: int | None = None
    text: str = ""
    due_from: date | None = None
    due_to: date | None = None
    issued_from: date | None = None
    issued_to: date | None = None
    done_from: date | None = None
    done_to: date | None = None
    running: bool | None = None
    late: bool = False
    mine: bool = False
    order: str = NEWEST


def matter_ledger(
    user: User, on: date, filters: MatterFilters | None = None, pace: Pace | None = None
) -> MatterQuerySet:
    """Matters with state, light and the ledger's columns; three statements for the pace unless it is given.

    The engine's: ``state``, ``light``, ``days_left_light`` …, ``days_left``, ``signature_delay``,
    ``feedback_missing``. Added: see ``with_columns``. Raises KeyError for an ordering not in ORDERINGS.
    """
    filters, pace = filters or MatterFilters(), pace or matter_pace(on)
    rows = chosen_matters(user, filters, pace).with_state(on).with_margins(pace)
    rows = with_columns(rows, user, on).select_related("source", "leader")
    return rows.order_by(*ORDERINGS[filters.order], "pk" if ORDERINGS[filters.order] else "-pk")


def chosen_matters(user: User, filters: MatterFilters, pace: Pace) -> MatterQuerySet:
    """The filtered matters with their lights alone: what totals, groups and pages are all made of."""
    rows = Matter.objects.visible_to(user).with_light(pace)
    exact = {
        "source_id": filters.source,
        "source__group": filters.group,
        "urgency": filters.urgency,
        "light": filters.light,
        "due_on__gte": filters.due_from,
        "due_on__lte": filters.due_to,
        "issued_on__gte": filters.issued_from,
        "issued_on__lte": filters.issued_to,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value not in (None, "")})
    if filters.leader is not None:
        rows = rows.filter(led_by([filters.leader]))
    if filters.done_from or filters.done_to:
        rows = rows.filter(done_between(filters.done_from, filters.done_to))
    if filters.unit is not None:
        rows = rows.filter(pk__in=_carried_by(user, filters.unit, filters.role))
    if filters.state:
        rows = rows.with_state(pace.on).filter(state=State(filters.state).value)
    if filters.year is not None:
        rows = rows.filter(of_year(filters.year))
    if filters.running is not None:
        rows = (
            rows.running() if filters.running else rows.exclude(pk__in=Matter.objects.running().values("pk"))
        )
    if filters.late:
        rows = rows.filter(late_on(pace.on))
    if filters.mine:
        rows = rows.filter(_mine(user))
    return rows.search(filters.text)


def of_year(year: int) -> Q:
    return Q(issued_on__year=year) | Q(issued_on__isnull=True, created_at__year=year)


def led_by(posts: Collection[Any]) -> Q:
    """In charge are who leads it (包抓), and where nobody does, who approved it."""
    return Q(leader__in=posts) | Q(leader__isnull=True, approver__in=posts)


def done_between(first: date | None, last: date | None) -> Q:
    """Accepted by the office on these days; both are included. Needs ``with_lead``."""
    done = DONE
    if first:
        done &= Q(lead__accepted_at__gte=midnight(first))
    if last:
        done &= Q(lead__accepted_at__lt=midnight(last + timedelta(days=1)))
    return done


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def late_on(on: date) -> Q:
    """Handed out, past due, and the lead unit has not reported done. Needs ``with_lead``."""
    return Q(status="issued", due_on__lt=on) & ~Q(lead__status__in=["reported", "accepted"])


def _carried_by(user: User, unit: int, role: str) -> QuerySet[Any]:
    duties = Duty.objects.visible_to(user).standing().filter(unit_id=unit)
    return (duties.filter(role=role) if role else duties).order_by().values("matter")


def _mine(user: User) -> Q:
    """Of one's posts, in charge, instructing or to read; carried by one's units; or entered by oneself."""
    mine = Q(created_by=user)
    if user.posts:
        told = Instruction.objects.filter(post__in=user.posts).order_by().values("matter")
        mine |= led_by(user.posts) | Q(shown_to__in=user.posts) | Q(pk__in=told)
    if units := user.units_as(*REPORTERS):
        known = [status.value for status in KNOWN]
        carried = Duty.objects.filter(unit_id__in=units, status__in=known).order_by().values("matter")
        mine |= Q(pk__in=carried)
    return mine


def with_columns(rows: MatterQuerySet, user: User, on: date) -> MatterQuerySet:
    """Names, words and counts beside the figures. PostgreSQL looks them up for the rows that are shown.

    ``source_name``, ``source_order``, ``leader_post``, ``leader_name``; of who is in charge ``in_charge``,
    ``in_charge_post``, ``in_charge_order``;
    of the lead unit ``lead_duty_id``, ``lead_unit_id``, ``lead_unit``, ``lead_unit_pinyin``, ``lead_status``,
    ``contact``, ``signed_on``, ``reported_on``; ``helping_units``; of the newest instruction
    ``instruction_post``, ``instruction_on``, ``instruction_text`` (empty when it is registered only); of
    the newest report with news ``latest_progress``, ``percent``, ``problem``, ``next_step``,
    ``help_needed``, ``latest_report_at``; ``extension_count``, ``return_count``, ``reminder_count``;
    ``light_reason`` and ``suspended_until``, why it is grey; ``score_due_on``, by which it is in time;
    ``urgency_rank``.
    """
    return rows.with_lead().annotate(
        source_name=F("source__name"),
        source_order=F("source__order"),
        urgency_rank=Case(
            *(When(urgency=word.value, then=Value(rank)) for word, rank in RANKS.items()),
            default=Value(0),
            output_field=IntegerField(),
        ),
        score_due_on=score_due_on(),
        **_people(on),
        **_of_lead(),
        **_of_instruction(),
        **_of_report(user),
        **_counts(),
        **_why_grey(on),
    )


def _people(on: date) -> dict[str, Any]:
    holder = Tenure.objects.in_force(on).filter(post=OuterRef("leader")).values("person__name")
    return {
        **in_charge(),
        "leader_post": F("leader__name"),
        "leader_name": Subquery(holder[:1]),
    }


def in_charge() -> dict[str, Any]:
    """``led_by`` as columns."""
    return {
        "in_charge": Coalesce("leader", "approver"),
        "in_charge_post": Coalesce("leader__name", "approver__name"),
        "in_charge_order": Coalesce("leader__order", "approver__order"),
    }


def _of_lead() -> dict[str, Any]:
    helping = Duty.objects.standing().filter(matter=OuterRef("pk"), role=DutyRole.HELPING)
    return {
        "lead_duty_id": F("lead__id"),
        "lead_unit_id": F("lead__unit_id"),
        "lead_unit": F("lead__unit__short_name"),
        "lead_unit_pinyin": F("lead__unit__pinyin"),
        "lead_status": F("lead__status"),
        "contact": F("lead__contact"),
        "signed_on": TruncDate("lead__signed_at"),
        "reported_on": TruncDate("lead__reported_at"),
        "helping_units": joined(helping.order_by("pk").values("unit__short_name")),
    }


def joined(names: QuerySet[Any, Any], separator: str = "、") -> Func:
    """交通局、水务局, in their order; empty for none."""
    return Func(ArraySubquery(names), Value(separator), function="array_to_string", output_field=TextField())


def _of_instruction() -> dict[str, Any]:
    newest = Instruction.objects.filter(matter=OuterRef("pk")).order_by("-given_on", "-pk")
    return {
        "instruction_post": Subquery(newest.values("post__name")[:1]),
        "instruction_on": Subquery(newest.values("given_on")[:1]),
        "instruction_text": Subquery(newest.values("text")[:1]),
    }


def _of_report(user: User) -> dict[str, Any]:
    """Of the lead unit's newest report with news; a helping unit, which does not see it, finds its own."""
    own = Q(duty=OuterRef("lead__id"))
    if not user.reach.everything:
        # Said of the matter first: "or" alone would have every feedback of the county read for each row.
        own = Q(duty__matter=OuterRef("pk")) & (own | Q(duty__unit_id__in=user.reach.unit_ids))
    given = Feedback.objects.visible_to(user).given().filter(own).exclude(kind=FeedbackKind.NO_CHANGE)
    newest = given.order_by("-pk") if user.reach.everything else given.order_by("-duty__role", "-pk")
    return {
        "latest_progress": Subquery(newest.values("progress")[:1]),
        "percent": Subquery(newest.values("percent")[:1]),
        "problem": Subquery(newest.values("problem")[:1]),
        "next_step": Subquery(newest.values("next_step")[:1]),
        "help_needed": Subquery(newest.values("help_needed")[:1]),
        "latest_report_at": Subquery(newest.values("sent_at")[:1]),
    }


def _counts() -> dict[str, Any]:
    reminders = _reminder_count[0]() if _reminder_count else Value(0, output_field=IntegerField())
    return {
        "extension_count": counted(Extension.objects.approved().filter(matter=OuterRef("pk"))),
        "return_count": counted(Step.objects.filter(matter=OuterRef("pk"), verb="duty.redo")),
        "reminder_count": reminders,
    }


def counted(rows: QuerySet[Any]) -> Coalesce:
    """How many ``rows`` there are of a matter: they are filtered by OuterRef and have a ``matter``."""
    count = rows.order_by().values("matter").annotate(found=Count("pk")).values("found")
    return Coalesce(Subquery(count, output_field=IntegerField()), Value(0))


def _why_grey(on: date) -> dict[str, Any]:
    stops = Suspension.objects.in_force(on).filter(matter=OuterRef("pk"))
    exempt = Exemption.objects.in_force(on).filter(matter=OuterRef("pk")).order_by()
    reasons = exempt.values("matter").annotate(all=StringAgg("reason", "；", distinct=True)).values("all")
    running = Q(status="issued")
    return {
        "light_reason": Case(
            When(running, then=Coalesce(Subquery(stops.values("reason")[:1]), Subquery(reasons), Value(""))),
            default=Value(""),
            output_field=TextField(),
        ),
        "suspended_until": Case(
            When(running, then=Subquery(stops.values("valid_to")[:1])),
            default=Value(None),
            output_field=DateField(),
        ),
    }


def score_due_on() -> Case:
    """``rules.due.score_due_on`` in SQL: extensions do not help, suspensions do."""
    suspended = Suspension.objects.order_by().values("matter")
    stopped = Suspension.objects.filter(matter=OuterRef("pk")).order_by().values("matter")
    days = Cast(Sum(DaysBetween(F("valid_to"), F("valid_from"))), IntegerField())
    moved = F("original_due_on") + Subquery(stopped.annotate(days=days).values("days"))
    extended = Extension.objects.approved().filter(matter=OuterRef("pk"))
    return Case(
        When(~Q(pk__in=suspended), then=F("original_due_on")),
        When(~Exists(extended), then=F("due_on")),
        default=ExpressionWrapper(moved, output_field=DateField()),
        output_field=DateField(),
    )


def with_done(rows: MatterQuerySet) -> MatterQuerySet:
    """``reported_on`` and ``score_due_on``, for ``DONE`` and ``IN_TIME``."""
    return rows.with_lead().annotate(reported_on=TruncDate("lead__reported_at"), score_due_on=score_due_on())


# Accepted by the office; and reported by the lead unit on the day that counts, or before.
DONE: Final = Q(lead__status=DutyStatus.ACCEPTED.value)
IN_TIME: Final = DONE & Q(reported_on__lte=F("score_due_on"))
