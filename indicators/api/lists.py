"""Lists: indicators with their definitions and targets, observed values, other counties', season curves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
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

from ..models import (
    Indicator,
    IndicatorVersion,
    Observation,
    ObservationStatus,
    PeerObservation,
    SeasonCurve,
    Target,
    TargetKind,
    TargetSetter,
)
from ..serializers.answers import (
    IndicatorDetailOut,
    IndicatorOut,
    ListedTargetOut,
    ListedVersionOut,
    ObservationOut,
    PeerObservationOut,
    SeasonCurveOut,
    TargetOut,
    VersionOut,
)


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
    as_of = django_filters.DateFilter(method="known_then", label=_("当时所知：到这一天为止报来的"))
    is_current = django_filters.BooleanFilter(method="only_current", label=_("只要每期现行的一个值"))

    def known_then(self, rows: QuerySet[Any], name: str, value: date) -> QuerySet[Any]:
        return rows.known_on(value)  # type: ignore[attr-defined]

    def only_current(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """As known on the day of ``as_of``, when that is asked too."""
        every = type(rows)(rows.model)
        newest = every.current(self.form.cleaned_data.get("as_of")).values("pk")  # type: ignore[attr-defined]
        return rows.filter(pk__in=newest) if value else rows.exclude(pk__in=newest)


class ObservationRows(Rows):
    out = ObservationOut

    def rows(self) -> QuerySet[Observation]:
        return Observation.objects.visible_to(self.actor).that_count()


class ObservationDetail(ObservationRows, DetailEndpoint):
    title = _("一个指标值")


class PeerObservationFilterSet(ObservationFilterSet):
    status = None
    region = django_filters.CharFilter(label=_("地区"))


class OfIndicatorFilterSet(django_filters.FilterSet):
    indicator = KeyFilter(label=_("指标 id"))


class OfYearFilterSet(OfIndicatorFilterSet):
    year = KeyFilter(label=_("年"))


class TargetFilterSet(OfYearFilterSet):
    kind = django_filters.ChoiceFilter(choices=TargetKind.choices, label=_("目标类型"))
    set_by = django_filters.ChoiceFilter(choices=TargetSetter.choices, label=_("目标层级"))


class VersionList(ListEndpoint):
    out = ListedVersionOut
    title = _("指标口径")
    filterset_class = OfIndicatorFilterSet

    def rows(self) -> QuerySet[IndicatorVersion]:
        return IndicatorVersion.objects.visible_to(self.actor)


class TargetList(ListEndpoint):
    out = ListedTargetOut
    title = _("年度目标")
    filterset_class = TargetFilterSet

    def rows(self) -> QuerySet[Target]:
        return Target.objects.visible_to(self.actor)


class PeerObservationRows(Rows):
    out = PeerObservationOut

    def rows(self) -> QuerySet[PeerObservation]:
        return PeerObservation.objects.visible_to(self.actor).that_count()


class SeasonCurveList(ListEndpoint):
    out = SeasonCurveOut
    title = _("季节曲线")
    about = _("每次冻结各占一条；同一年度以 revision 最大的为准。")
    filterset_class = OfYearFilterSet

    def rows(self) -> QuerySet[SeasonCurve]:
        return SeasonCurve.objects.visible_to(self.actor)


urlpatterns = [
    path("indicators/", IndicatorList.as_view()),
    path("indicators/<int:pk>/", IndicatorDetail.as_view()),
    path("indicator-versions/", VersionList.as_view()),
    path("targets/", TargetList.as_view()),
    path("observations/<int:pk>/", ObservationDetail.as_view()),
    path("season-curves/", SeasonCurveList.as_view()),
]
