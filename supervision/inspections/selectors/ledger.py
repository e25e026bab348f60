"""整改台账: the rectifications that a user sees, with every column. Page, workbook and API ask here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Case, DateField, F, IntegerField, OrderBy, Q, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThanOrEqual

from accounts.models import User
from accounts.models.user import REPORTERS
from projects.models.figures import DaysBetween
from rulebook.rules import Light

from ..models import HelpingUnit, Rectification, Verifier
from ..models.figures import IS_RUNNING, IS_WITH_UNIT, RectificationQuerySet
from ..rules.ages import MOST_DAYS, AgeBand
from ..rules.lights import Pace
from ..rules.words import RectificationStatus, Severity
from .columns import with_columns
from .pace import rectification_pace


def _last(name: str, *, descending: bool = False) -> OrderBy:
    """What is unknown comes last either way."""
    return OrderBy(F(name), descending=descending, nulls_last=True)


# The choices of the ledger; every one of them is made stable by the primary key.
ORDERINGS: Final[Mapping[str, tuple[Any, ...]]] = {
    "newest": (),
    "oldest": ("pk",),
    "due": (_last("due_on"),),
    "-due": (_last("due_on", descending=True),),
    "step": (_last("step_due_on"),),
    "-step": (_last("step_due_on", descending=True),),
    "issued": (_last("issued_on"),),
    "-issued": (_last("issued_on", descending=True),),
    "age": (_last("age_days", descending=True),),
    "-age": (_last("age_days"),),
    "light": (_last("light", descending=True), _last("due_on")),
    "-light": (_last("light"), _last("due_on", descending=True)),
    "severity": (_last("severity_rank", descending=True), _last("due_on")),
    "-severity": (_last("severity_rank"), _last("due_on")),
    "amount": (_last("amount", descending=True),),
    "-amount": (_last("amount"),),
    "origin": ("origin_order",),
    "-origin": ("-origin_order",),
    "category": ("category_order",),
    "-category": ("-category_order",),
    "unit": ("unit_pinyin",),
    "-unit": ("-unit_pinyin",),
    "leader": (_last("leader_order"),),
    "-leader": (_last("leader_order", descending=True),),
    "title": ("pinyin",),
    "-title": ("-pinyin",),
}
NEWEST: Final = "newest"
RANKS: Final = {rank: place for place, rank in enumerate(Severity)}


@dataclass(frozen=True)
class RectificationFilters:
    """None and empty ask for nothing. ``origin``, ``unit``, ``category``, ``leader`` (a post), ``sector``,
    ``project`` and ``inspection`` are primary keys.

    ``unit`` puts right, ``helping`` helps; ``year``: of 交办, or of entering what is not handed out; both
    days of a span are included. ``running``: somebody owes a step, or not. ``overdue``: past due while the
    unit works; ``step_overdue``: past the day of the next step, whoever owes it. ``relapse``: a second or
    later round, or a first one; ``money``: its amount is known, or not. ``mine``: of one's own posts, units,
    verifications or hand.
    """

    text: str = ""
    origin: int | None = None
    unit: int | None = None
    helping: int | None = None
    category: int | None = None
    severity: str = ""
    status: str = ""
    light: Light | None = None
    leader: int | None = None
    age: AgeBand | None = None
    time_class: str = ""
    year: int | None = None
    sector: int | None = None
    project: int | None = None
    inspection: int | None = None
    due_from: date | None = None
    due_to: date | None = None
    issued_from: date | None = None
    issued_to: date | None = None
    closed_from: date | None = None
    closed_to: date | None = None
    running: bool | None = None
    overdue: bool = False
    step_overdue: bool = False
    relapse: bool | None = None
    money: bool | None = None
    mine: bool = False
    order: str = NEWEST


def rectification_ledger(
    user: User, on: date, filters: RectificationFilters | None = None, pace: Pace | None = None
) -> RectificationQuerySet:
    """Rectifications with light and the ledger's columns; two statements for the pace unless it is given.

    The engine's: ``light``, ``days_left_light``, ``step_days_left_light``, ``days_left``,
    ``step_days_left``. Added: ``age_days``, ``severity_rank`` and what ``columns.with_columns`` says.
    Raises KeyError for an ordering not in ORDERINGS.
    """
    filters, pace = filters or RectificationFilters(), pace or rectification_pace(on)
    rows = chosen_rectifications(user, filters, pace).with_margins(pace)
    rows = rows.annotate(age_days=age_days(on), severity_rank=severity_rank())
    rows = with_columns(rows, on).select_related("origin", "category", "unit", "leader")
    return rows.order_by(*ORDERINGS[filters.order], "pk" if ORDERINGS[filters.order] else "-pk")


def chosen_rectifications(user: User, filters: RectificationFilters, pace: Pace) -> RectificationQuerySet:
    """The filtered rows with their lights alone: what totals, groups and pages are all made of."""
    rows: RectificationQuerySet = Rectification.objects.visible_to(user).with_light(pace)
    exact = {
        "origin_id": filters.origin,
        "unit_id": filters.unit,
        "category_id": filters.category,
        "severity": filters.severity,
        "status": filters.status,
        "light": filters.light,
        "leader_id": filters.leader,
        "time_class": filters.time_class,
        "sector_id": filters.sector,
        "project_id": filters.project,
        "finding__inspection_id": filters.inspection,
        "due_on__gte": filters.due_from,
        "due_on__lte": filters.due_to,
        "issued_on__gte": filters.issued_from,
        "issued_on__lte": filters.issued_to,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value not in (None, "")})
    for asked in _asked(user, filters, pace.on):
        rows = rows.filter(asked)
    if filters.age is not None:
        rows = rows.alias(age_band=age_band(pace.on)).filter(age_band=filters.age.value)
    return rows.search(filters.text)


def _asked(user: User, filters: RectificationFilters, on: date) -> list[Q]:
    """What is more than one column with one value."""
    asked = []
    if filters.helping is not None:
        helping = HelpingUnit.objects.visible_to(user).filter(unit_id=filters.helping)
        asked.append(Q(pk__in=helping.values("rectification_id")))
    if filters.year is not None:
        asked.append(of_year(filters.year))
    if filters.closed_from or filters.closed_to:
        asked.append(closed_between(filters.closed_from, filters.closed_to))
    if filters.running is not None:
        asked.append(IS_RUNNING if filters.running else ~IS_RUNNING)
    if filters.overdue:
        asked.append(overdue_on(on))
    if filters.step_overdue:
        asked.append(step_overdue_on(on))
    if filters.relapse is not None:
        asked.append(Q(position__gt=1) if filters.relapse else Q(position=1))
    if filters.money is not None:
        asked.append(Q(amount__isnull=not filters.money))
    if filters.mine:
        asked.append(_mine(user))
    return asked


def of_year(year: int) -> Q:
    return Q(issued_on__year=year) | Q(issued_on__isnull=True, created_at__year=year)


CLOSED: Final = Q(status=RectificationStatus.CLOSED.value)


def closed_between(first: date | None, last: date | None) -> Q:
    """Both days are included."""
    closed = CLOSED
    if first:
        closed &= Q(ended_on__gte=first)
    if last:
        closed &= Q(ended_on__lte=last)
    return closed


def overdue_on(on: date) -> Q:
    """The unit works past its date; what is long-term has none."""
    return IS_WITH_UNIT & Q(due_on__lt=on, end_reason="")


def step_overdue_on(on: date) -> Q:
    """The next step is late, whoever owes it."""
    return IS_RUNNING & Q(step_due_on__lt=on)


def _mine(user: User) -> Q:
    sent = Verifier.objects.filter(user=user).values("verification__rectification_id")
    mine = Q(created_by=user) | Q(pk__in=sent)
    if user.posts:
        mine |= Q(leader__in=user.posts)
    if units := user.units_as(*REPORTERS):
        helping = HelpingUnit.objects.filter(unit_id__in=units).values("rectification_id")
        mine |= Q(unit_id__in=units) | Q(accepting_unit_id__in=units) | Q(pk__in=helping)
    return mine


def age_days(on: date) -> DaysBetween:
    """Natural days since 交办, of what ended until then; None of what is not handed out."""
    until = Coalesce(F("ended_on"), Value(on, output_field=DateField()))
    return DaysBetween(until, F("issued_on"))


def age_band(on: date) -> Case:
    """``rules.ages.AgeBand`` as a number."""
    bands = [
        When(LessThanOrEqual(age_days(on), most), then=Value(band.value)) for band, most in MOST_DAYS.items()
    ]
    return Case(
        When(issued_on__isnull=True, then=Value(None)),
        *bands,
        default=Value(AgeBand.OLDER.value),
        output_field=IntegerField(),
    )


def severity_rank() -> Case:
    return Case(
        *(When(severity=word.value, then=Value(rank)) for word, rank in RANKS.items()),
        default=Value(0),
        output_field=IntegerField(),
    )
