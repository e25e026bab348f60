"""Indicators with their definitions and targets, and observed values: read-only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.urls import path
from django.utils.translation import gettext_lazy as _

from accounts.api import asked_day
from accounts.filters import KeyFilter
from supervision.rest.endpoints import DetailEndpoint, ListEndpoint, Rows
from supervision.rest.rows import nested

from .models import Indicator, IndicatorVersion, Observation, ObservationStatus, Target
from .serializers import IndicatorDetailOut, IndicatorOut, ObservationOut, TargetOut, VersionOut


class IndicatorRows(Rows):
    out = IndicatorOut
    title = _("指标")
    parameters = frozenset({"on"})

    def rows(self) -> QuerySet[Indicator]:
        return Indicator.objects.visible_to(self.actor)

    def special(self) -> Mapping[str, Combinable]:
        """Named as on the day asked."""
        versions = IndicatorVersion.objects.in_force(asked_day(self.request))
        version = versions.filter(indicator=OuterRef("pk")).order_by()
        return {name: Subquery(version.values(name)[:1]) for name in ("name", "measured_in")}


class IndicatorList(IndicatorRows, ListEndpoint):
    filterset_class = None


class IndicatorDetail(IndicatorRows, DetailEndpoint):
    out = IndicatorDetailOut
    title = _("一个指标：口径和目标")

    def special(self) -> Mapping[str, Combinable]:
        versions = IndicatorVersion.objects.filter(indicator=OuterRef("pk")).order_by("valid_from")
        targets = Target.objects.filter(indicator=OuterRef("pk")).order_by("year", "kind")
        lists = {"versions": nested(versions, VersionOut), "targets": nested(targets, TargetOut)}
        return {**super().special(), **lists}


class ObservationFilterSet(django_filters.FilterSet):
    indicator = KeyFilter(label=_("指标 id"))
    year = KeyFilter(label=_("年"))
    month = KeyFilter(label=_("月"))
    status = django_filters.ChoiceFilter(choices=ObservationStatus.choices, label=_("数据状态"))
    is_current = django_filters.BooleanFilter(method="only_current", label=_("只要每期现行的一个值"))

    def only_current(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        newest = Observation.objects.current().values("pk")
        return rows.filter(pk__in=newest) if value else rows.exclude(pk__in=newest)


class ObservationList(ListEndpoint):
    out = ObservationOut
    title = _("指标值")
    about = _("每一次公布和修订各占一条；is_current=true 只取各期现行的值。")
    filterset_class = ObservationFilterSet

    def rows(self) -> QuerySet[Observation]:
        return Observation.objects.visible_to(self.actor).exclude(batch__state="undone")


urlpatterns = [
    path("indicators/", IndicatorList.as_view()),
    path("indicators/<int:pk>/", IndicatorDetail.as_view()),
    path("observations/", ObservationList.as_view()),
]
