"""Projects with their figures, responsibilities, milestones and sectors: read-only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Final

import django_filters
from django.contrib.postgres.fields import ArrayField
from django.db.models import DecimalField, F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, JSONObject, Round
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.serializers import Serializer

from accounts.api import asked_day
from accounts.clock import today
from accounts.filters import KeyFilter
from accounts.models import Tenure
from rulebook.rules import Light, Month
from supervision.rest.endpoints import DetailEndpoint, ListEndpoint, Rows
from supervision.rest.rows import Place, WordOf, columns_of, nested

from ..filters import LedgerFilterSet
from ..models import AnnualPlan, Milestone, Project, Responsibility, Sector
from ..models.figures import ProjectQuerySet
from ..selectors import light_thresholds, measured_projects, reporting_month
from ..serializers import (
    AnnualPlanOut,
    FiguresOut,
    HolderOut,
    LightsOut,
    MilestoneOut,
    NamedProjectOut,
    ProjectDetailOut,
    ProjectFiguresOut,
    ProjectOut,
    ResponsibilityOut,
    SectorOut,
)

WORDS_OF_LIGHTS: Final = [light.code for light in Light]
EXACT: Final = DecimalField(max_digits=40, decimal_places=4)
TWELVE: Final = Value(12, output_field=EXACT)


class AtCutOff(Rows):
    """``?period=2026-08``, else the newest month that had to be reported."""

    @cached_property
    def period(self) -> Month:
        text = self.request.query_params.get("period")
        try:
            return reporting_month(today()) if text is None else Month.parse(text)
        except ValueError as error:
            raise ValidationError({"period": [str(error)]}) from error


def figures_of(period: Month) -> Mapping[str, Combinable]:
    """The columns of FiguresOut that are not plain: computed exactly, rounded here and only here."""
    return {
        "period": Value(str(period)),
        "due": Round(F("due_twelfths") / TWELVE, precision=4, output_field=EXACT),
        "completion_rate": Round(F("completion_rate"), precision=4, output_field=EXACT),
        "gap": Round(F("gap"), precision=4, output_field=EXACT),
        "light": WordOf("light", words=WORDS_OF_LIGHTS),
    }


class ProjectList(ListEndpoint):
    out: ClassVar[type[Serializer[Any]]] = ProjectOut
    title = _("项目")
    about = _("按截至月份的亮灯、年度类型等筛选；数字见 /projects/figures/。")
    filterset_class = LedgerFilterSet

    @property
    def known_parameters(self) -> frozenset[str]:
        """Pages follow the key, so there is no other order."""
        return super().known_parameters - {"sort"}

    def rows(self) -> QuerySet[Project]:
        return self.told(Project.objects.visible_to(self.actor))

    def told(self, seen: ProjectQuerySet) -> ProjectQuerySet:
        """What the list tells of the projects that the caller sees."""
        return seen

    @property
    def is_whole(self) -> bool:
        return not self.request.query_params.keys() & LedgerFilterSet.base_filters.keys()

    def page(self, every: Callable[[], QuerySet[Any]]) -> QuerySet[Any]:
        """The whole list begins beyond the last key also in the index of who carries what."""
        place = Place.asked(self.request)
        if not self.is_whole or place.after is None or place.is_descending:
            return every()
        return self.told(Project.objects.visible_to(self.actor, beyond=place.after))

    def filtered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The ledger's own choices, where the caller makes any."""
        if self.is_whole:
            return rows
        filters = LedgerFilterSet(self.request.query_params, request=self.request)
        if not filters.is_valid():
            raise ValidationError(filters.errors)
        chosen = replace(filters.chosen, bundles=True)  # as in the whole list
        return measured_projects(self.actor, filters.cut_off, today(), chosen)


class FiguresList(AtCutOff, ProjectList):
    out = ProjectFiguresOut
    title = _("项目的计划、完成、完成率、时序差和亮灯")
    about = _("截至 period 的数字，与台账、汇报出自同一计算。")

    def told(self, seen: ProjectQuerySet) -> ProjectQuerySet:
        on = today()
        return seen.with_light(self.period, on, light_thresholds(on))

    def special(self) -> Mapping[str, Combinable]:
        return figures_of(self.period)


class ProjectDetail(AtCutOff, DetailEndpoint):
    out = ProjectDetailOut
    title = _("一个项目：计划、数字、亮灯、责任")
    parameters = frozenset({"period"})

    def rows(self) -> QuerySet[Project]:
        on = today()
        rows = Project.objects.visible_to(self.actor)
        return rows.with_light(self.period, on, light_thresholds(on))

    def special(self) -> Mapping[str, Combinable]:
        on = today()
        seen = Project.objects.visible_to(self.actor)
        name = JSONObject(**columns_of(NamedProjectOut))
        plans = AnnualPlan.objects.current(self.period.year).filter(project=OuterRef("pk"))
        curve = Cast("curve", ArrayField(TextField()))
        held = Responsibility.objects.in_force(on).filter(project=OuterRef("pk"))
        lights = {str(name): WordOf(f"{name}_light", words=WORDS_OF_LIGHTS) for name in LightsOut().fields}
        return {
            "parent": Subquery(seen.filter(pk=OuterRef("parent_id")).order_by().values(written=name)),
            "children": nested(seen.filter(parent=OuterRef("pk")).order_by("pk"), NamedProjectOut),
            "annual_plan": Subquery(
                plans.order_by().values(written=JSONObject(**columns_of(AnnualPlanOut, curve=curve)))
            ),
            "figures": JSONObject(**columns_of(FiguresOut, **figures_of(self.period))),
            "lights": JSONObject(**lights),
            "responsibilities": nested(
                held.order_by("role", "position", "pk"), HolderOut, holder_name=holder_name(on)
            ),
        }


def holder_name(on: date) -> Subquery:
    """Who holds the responsible post on the day; NULL for a unit's responsibility and a vacant post."""
    tenures = Tenure.objects.in_force(on).filter(post=OuterRef("post_id"))
    return Subquery(tenures.order_by().values("person__name")[:1])


class OfProjectFilterSet(django_filters.FilterSet):
    project = KeyFilter(label=_("项目 id"))
    unit = KeyFilter(label=_("单位 id"))


class ResponsibilityList(ListEndpoint):
    out = ResponsibilityOut
    title = _("包抓责任")
    about = _("某一天有效的责任；岗位责任附当天的在任人员。")
    filterset_class = OfProjectFilterSet
    parameters = frozenset({"on"})

    def rows(self) -> QuerySet[Responsibility]:
        rows = Responsibility.objects.visible_to(self.actor)
        return rows.in_force(asked_day(self.request))

    def special(self) -> Mapping[str, Combinable]:
        return {"holder_name": holder_name(asked_day(self.request))}


class MilestoneFilterSet(OfProjectFilterSet):
    is_completed = django_filters.BooleanFilter(
        field_name="completed_on", lookup_expr="isnull", exclude=True, label=_("已完成")
    )
    due_before = django_filters.DateFilter(field_name="due_on", lookup_expr="lt", label=_("时限早于"))


class MilestoneList(ListEndpoint):
    out = MilestoneOut
    title = _("关键节点")
    filterset_class = MilestoneFilterSet

    def rows(self) -> QuerySet[Milestone]:
        return Milestone.objects.visible_to(self.actor)


class SectorList(ListEndpoint):
    out = SectorOut
    title = _("板块")
    filterset_class = None

    def rows(self) -> QuerySet[Sector]:
        return Sector.objects.visible_to(self.actor)
