"""Sources, what is owed, and the figures of units and leaders: whole lists, for reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any, ClassVar

import django_filters
import orjson
from django.db.models import QuerySet
from django.urls import path
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts.clock import today
from supervision.rest.endpoints import Endpoint, ListEndpoint
from supervision.rest.rows import Written

from ..models import Source
from ..models.source import SourceGroup
from ..permissions import require
from ..selectors.owed import owed_feedbacks
from ..selectors.statistics import leader_statistics, unit_statistics
from ..serializers.answers import SourceOut
from ..serializers.figures import LeaderFiguresOut, OwedListOut, UnitFiguresOut

LONGEST = timedelta(days=1100)


class SourceFilterSet(django_filters.FilterSet):
    group = django_filters.ChoiceFilter(choices=SourceGroup.choices, label=gettext_lazy("类别"))
    is_active = django_filters.BooleanFilter(label=gettext_lazy("在用"))


class SourceList(ListEndpoint):
    out = SourceOut
    title = gettext_lazy("立项来源")
    filterset_class = SourceFilterSet

    def rows(self) -> QuerySet[Source]:
        return Source.objects.visible_to(self.actor)


class WholeList(Endpoint):
    """A list that is computed as a whole and told as one."""

    out: ClassVar[type[Serializer[Any]]]

    def listed(self) -> Sequence[Any]:
        raise NotImplementedError

    def get(self, request: Request) -> Response:
        results = [self.told(row) for row in self.listed()]
        return self.tagged(Written(orjson.dumps({"results": results}, default=str)))

    def told(self, row: Any) -> dict[str, Any]:
        return asdict(row)


class OwedList(WholeList):
    out = OwedListOut
    title = gettext_lazy("应报未报的反馈")
    about = gettext_lazy("本单位每张交办单最近一期应报未报的反馈；missed 是连同以前各期共缺几期。")

    def listed(self) -> Sequence[Any]:
        return owed_feedbacks(self.actor, today())

    def told(self, row: Any) -> dict[str, Any]:
        return {
            "duty_id": row.duty_id,
            "matter_id": row.matter_id,
            "period_start": row.start,
            "period_end": row.end,
            "due_on": row.due_on,
            "missed": row.missed,
        }


class OfATime(WholeList):
    """``?start=2026-01-01&end=2026-10-01``: half-open; else the year up to today."""

    parameters = frozenset({"start", "end"})

    def between(self) -> tuple[date, date]:
        require(self.actor, "matter.view_statistics")
        end = self._day("end") or today() + timedelta(days=1)
        start = self._day("start") or date((end - timedelta(days=1)).year, 1, 1)
        if not start < end <= start + LONGEST:
            raise ValidationError({"end": [_("应晚于 start，相距不超过三年。")]})
        return start, end

    def _day(self, name: str) -> date | None:
        text = self.request.query_params.get(name)
        if text is None:
            return None
        try:
            day = parse_date(text)
        except ValueError:
            day = None
        if day is None or not 2000 <= day.year <= 2100:
            raise ValidationError({name: [_("应为日期，如 2026-09-12。")]})
        return day


class UnitFigures(OfATime):
    out = UnitFiguresOut
    title = gettext_lazy("各单位办理情况统计")
    about = gettext_lazy("与网页的单位统计出自同一计算；单位的人只得到本单位的。")

    def listed(self) -> Sequence[Any]:
        return unit_statistics(self.actor, today(), *self.between())


class LeaderFigures(OfATime):
    out = LeaderFiguresOut
    title = gettext_lazy("各领导包抓事项统计")

    def listed(self) -> Sequence[Any]:
        return leader_statistics(self.actor, today(), *self.between())


urlpatterns = [
    path("sources/", SourceList.as_view()),
    path("feedbacks/owed/", OwedList.as_view()),
    path("unit-statistics/", UnitFigures.as_view()),
    path("leader-statistics/", LeaderFigures.as_view()),
]
