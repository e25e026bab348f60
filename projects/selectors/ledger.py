"""项目台账: the rows that a user sees, with every column of the ledger, in one statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Func, OrderBy, OuterRef, Q, QuerySet, Subquery, TextField, Value

from accounts.models import Tenure, User
from rulebook.rules import Light, Measure, Month, Thresholds

from ..models import AnnualPlan, Project, Responsibility
from ..models.figures import ProjectQuerySet
from ..models.responsibility import ResponsibilityRole
from .periods import light_thresholds

LEADING: Final = (ResponsibilityRole.LEAD, ResponsibilityRole.RESPONSIBLE)


def _last(name: str, *, descending: bool = False) -> OrderBy:
    """What is unknown comes last either way."""
    return OrderBy(F(name), descending=descending, nulls_last=True)


# The choices of the ledger; every one of them is made stable by the primary key.
ORDERINGS: Final[Mapping[str, tuple[Any, ...]]] = {
    "sector": ("sector__order",),
    "-sector": ("-sector__order",),
    "number": ("number",),
    "name": ("pinyin",),
    "-name": ("-pinyin",),
    "light": (_last("light", descending=True), _last("gap")),
    "-light": (_last("light"), _last("gap", descending=True)),
    "gap": (_last("gap"),),
    "-gap": (_last("gap", descending=True),),
    "rate": (_last("completion_rate"),),
    "-rate": (_last("completion_rate", descending=True),),
    "planned": (_last("planned"),),
    "-planned": (_last("planned", descending=True),),
    "completed": (_last("completed"),),
    "-completed": (_last("completed", descending=True),),
}


@dataclass(frozen=True)
class LedgerFilters:
    """None and empty ask for nothing. Ids are primary keys; ``unit`` holds any role, ``leader`` is a post.

    ``in_plan``: whether the year's plan has the project. ``bundles``: also parents without a plan of their
    own, whose figures are those of their planned parts; ``in_plan=False`` finds them as well.
    """

    sector: int | None = None
    programme: int | None = None
    plan: int | None = None
    level: str = ""
    kind: str = ""
    stage: str = ""
    light: Light | None = None
    unit: int | None = None
    leader: int | None = None
    in_plan: bool | None = None
    bundles: bool = False
    promotion: bool | None = None
    text: str = ""
    order: str = "sector"


def ledger(user: User, period: Month, on: date, filters: LedgerFilters | None = None) -> ProjectQuerySet:
    """Projects with figures, lights and the ledger's columns.

    Added to the engine's: ``sector_name``, ``kind``, ``leader_post``, ``leader_name``, ``responsible_units``
    (牵头 first), ``helping_units``, ``physical_progress``, ``problem``, ``next_step`` (of the newest accepted
    month of the year). Raises KeyError for an ordering that is not in ORDERINGS.
    """
    filters = filters or LedgerFilters()
    rows = measured_projects(user, period, on, filters)
    return with_columns(rows, on).order_by(*ORDERINGS[filters.order], "pk")


def measured_projects(
    user: User,
    period: Month,
    on: date,
    filters: LedgerFilters,
    thresholds: Mapping[Measure, Thresholds] | None = None,
) -> ProjectQuerySet:
    """The filtered projects with figures and lights alone: what totals and pages are both made of."""
    if thresholds is None:
        thresholds = light_thresholds(on)
    rows = Project.objects.visible_to(user).with_light(period, on, thresholds)
    exact = {
        "sector_id": filters.sector,
        "programme_id": filters.programme,
        "plan_id": filters.plan,
        "stage": filters.stage,
        "is_promotion": filters.promotion,
        "annual__kind": filters.kind,
        "annual__isnull": None if filters.in_plan is None else not filters.in_plan,
        "light": filters.light,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value not in (None, "")})
    if filters.in_plan is None and not filters.bundles:
        rows = rows.filter(Q(annual__isnull=False) | ~Exists(_planned_parts(period.year)))
    if filters.level:
        rows = rows.filter(levels__contains=[filters.level])
    if filters.unit is not None:
        rows = rows.filter(pk__in=_carried(on).filter(unit_id=filters.unit).values("project"))
    if filters.leader is not None:
        rows = rows.filter(pk__in=_carried(on).filter(post_id=filters.leader).values("project"))
    return rows.search(filters.text)


def _planned_parts(year: int) -> QuerySet[AnnualPlan]:
    return AnnualPlan.objects.in_plan(year).filter(project__parent=OuterRef("pk"))


def with_columns(rows: ProjectQuerySet, on: date) -> ProjectQuerySet:
    """Names and words beside the figures, the words of the month that the figures come from.

    Subqueries of the shown rows only: PostgreSQL runs them after the limit.
    """
    leaders = _carried(on).filter(project=OuterRef("pk"), role=ResponsibilityRole.LEADER).order_by("pk")
    holder = Tenure.objects.in_force(on).filter(post=OuterRef("post")).values("person__name")[:1]
    return rows.annotate(
        sector_name=F("sector__name"),
        kind=F("annual__kind"),
        leader_post=Subquery(leaders.values("post__name")[:1]),
        leader_name=Subquery(leaders.annotate(holder=Subquery(holder)).values("holder")[:1]),
        responsible_units=_unit_names(on, *LEADING),
        helping_units=_unit_names(on, ResponsibilityRole.HELPING),
        physical_progress=F("latest__physical_progress"),
        problem=F("latest__problem"),
        next_step=F("latest__next_step"),
    )


def _carried(on: date) -> QuerySet[Responsibility]:
    return Responsibility.objects.in_force(on)


def _unit_names(on: date, *roles: str) -> Func:
    """Short names in their order, 交通局、水务局; 牵头 sorts before 责任 in the alphabet too."""
    names = _carried(on).filter(project=OuterRef("pk"), role__in=roles)
    ordered = names.order_by("role", "position", "pk").values("unit__short_name")
    return Func(ArraySubquery(ordered), Value("、"), function="array_to_string", output_field=TextField())


__all__ = ["ORDERINGS", "LedgerFilters", "ledger", "measured_projects", "with_columns"]
