"""Inspections: the plan, its approval, the visit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

import django_filters
from django.db.models import Case, OuterRef, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.urls import path
from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts.clock import now
from accounts.filters import KeyFilter
from supervision.matters.serializers.requests import ReasonIn
from supervision.rest.acting import Act, Verb, addresses, name_of
from supervision.rest.endpoints import CreatingList, DetailEndpoint
from supervision.rest.rows import nested

from .. import services
from ..models import ChecklistItem, InspectedUnit, Inspection, Step, TeamMember
from ..permissions import require
from ..rules.entries import PlanWords, TeamWords
from ..serializers.answers import (
    CheckOut,
    InspectedUnitOut,
    InspectionDetailOut,
    InspectionOut,
    StepOfThingOut,
    TeamMemberOut,
)
from ..serializers.requests import ApproveInspectionIn, InspectionIn
from ..services.writing import lock_inspection
from .acting import ThingRows


class InspectionFilterSet(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(
        choices=Inspection._meta.get_field("status").choices, label=_("阶段")
    )
    kind = django_filters.ChoiceFilter(choices=Inspection._meta.get_field("kind").choices, label=_("类型"))
    unit = KeyFilter(field_name="inspected__unit", label=_("督查对象的单位 id"))
    from_day = django_filters.DateFilter(field_name="ends_on", lookup_expr="gte", label=_("结束不早于"))
    to_day = django_filters.DateFilter(field_name="starts_on", lookup_expr="lte", label=_("开始不晚于"))


class InspectionRows(ThingRows):
    out: ClassVar[type[Serializer[Any]]] = InspectionDetailOut
    thing = "inspections"
    key_name = "inspection_id"
    whole = "pk"

    def lock(self, key: int) -> Inspection:
        return lock_inspection(key)

    def seen(self) -> QuerySet[Inspection]:
        return Inspection.objects.visible_to(self.actor)

    def special(self) -> Mapping[str, Combinable]:
        def of(model: Any) -> QuerySet[Any]:
            return model.objects.visible_to(self.actor).filter(inspection=OuterRef("pk")).order_by("pk")

        # As on the page: what the team will look at is not told to the units beforehand.
        own = Case(When(pk__in=Inspection.objects.worked_on_by(self.actor).values("pk"), then="checkpoints"))
        return {
            "checkpoints": Coalesce(own, Value(""), output_field=TextField()),
            "units": nested(of(InspectedUnit), InspectedUnitOut),
            "team": nested(of(TeamMember), TeamMemberOut),
            "checklist": nested(of(ChecklistItem), CheckOut),
            "steps": nested(of(Step).filter(finding=None, conclusion=None), StepOfThingOut, by=name_of("by")),
        }


class InspectionList(CreatingList, InspectionRows):
    out = InspectionOut
    post_out = InspectionDetailOut
    title = _("督查活动")
    post_title = _("起草督查方案")
    post_creates = True
    filterset_class = InspectionFilterSet
    words = InspectionIn

    def create(self) -> Response:
        require(self.actor, "inspection.create")
        said = plan(self.valid(InspectionIn))
        with self.told_by_code(InspectionIn):
            row = services.draft_inspection(actor=self.actor, now=now(), **said)
        return self.told(row.pk, status.HTTP_201_CREATED)


class InspectionDetail(DetailEndpoint, InspectionRows):
    title = _("一次督查活动及其全部情况")
    put_title = _("修改方案（报批以前）")
    put_if_match = True
    words = InspectionIn

    def put(self, request: Request, pk: int) -> Response:
        return self.once(lambda: self.revise(pk))

    def revise(self, pk: int) -> Response:
        said = plan(self.valid(InspectionIn))
        with self.told_by_code(InspectionIn):
            self.locked(pk)
            services.revise_inspection(actor=self.actor, inspection_id=pk, now=now(), **said)
        return self.told(pk)


class InspectionAct(InspectionRows, Act):
    pass


def plan(values: dict[str, Any]) -> dict[str, Any]:
    """The arguments of the services that write a plan."""
    units = values.pop("unit_ids")
    team = [TeamWords(**one) for one in values.pop("team")]
    words = PlanWords(**values | {"methods": tuple(values["methods"])})
    return {"words": words, "unit_ids": units, "team": team}


VERBS: Final = (
    Verb("submit", _("报批方案"), services.submit_inspection),
    Verb("send-back", _("退回修改方案（督查办主任）"), services.send_back_inspection, ReasonIn),
    Verb("approve", _("批准方案并编号（督查办主任）"), services.approve_inspection, ApproveInspectionIn),
    Verb("amend", _("申请变更方案"), services.amend_inspection, ReasonIn, about=_("变更后须重新报批。")),
    Verb("prepare", _("制作检查清单"), services.prepare_checklist),
    Verb("begin", _("开始实地督查"), services.begin_inspection),
    Verb("finish", _("结束实地督查"), services.finish_inspection),
    Verb("close", _("办结"), services.close_inspection),
    Verb("cancel", _("取消（督查办主任）"), services.cancel_inspection, ReasonIn),
)
urlpatterns = [
    path("inspections/", InspectionList.as_view()),
    path("inspections/<int:pk>/", InspectionDetail.as_view()),
    *addresses(InspectionAct, VERBS),
]
