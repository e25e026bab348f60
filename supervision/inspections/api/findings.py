"""Findings: written down once, put to the unit, agreed or disputed, upheld or dropped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

import django_filters
from django.db.models import OuterRef, QuerySet
from django.db.models.expressions import Combinable
from django.urls import path
from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts.clock import now
from accounts.filters import KeyFilter
from supervision.matters.serializers.requests import ReasonIn
from supervision.rest.acting import Act, Verb, addresses, name_of
from supervision.rest.endpoints import CreatingList, DetailEndpoint
from supervision.rest.rows import nested

from .. import services
from ..models import Evidence, Finding, Inspection, Step
from ..permissions import require
from ..rules.entries import FindingWords
from ..serializers.answers import EvidenceOut, FindingDetailOut, FindingOut, StepOfThingOut
from ..serializers.requests import DisputeIn, FindingIn, StatementIn, files_of
from ..services.writing import lock_finding
from .acting import ThingRows


class FindingFilterSet(django_filters.FilterSet):
    inspection = KeyFilter(label=_("督查活动 id"))
    unit = KeyFilter(label=_("单位 id"))
    category = KeyFilter(label=_("问题类别 id"))
    status = django_filters.ChoiceFilter(choices=Finding._meta.get_field("status").choices, label=_("状态"))
    severity = django_filters.ChoiceFilter(
        choices=Finding._meta.get_field("severity").choices, label=_("严重程度")
    )


class FindingRows(ThingRows):
    out: ClassVar[type[Serializer[Any]]] = FindingDetailOut
    thing = "findings"
    key_name = "finding_id"
    whole = "pk"

    def lock(self, key: int) -> Finding:
        return lock_finding(key)

    def seen(self) -> QuerySet[Finding]:
        return Finding.objects.visible_to(self.actor)

    def special(self) -> Mapping[str, Combinable]:
        def of(model: Any) -> QuerySet[Any]:
            return model.objects.visible_to(self.actor).filter(finding=OuterRef("pk")).order_by("pk")

        return {
            "found_by": name_of("found_by"),
            "evidence": nested(of(Evidence), EvidenceOut),
            "steps": nested(of(Step), StepOfThingOut, by=name_of("by")),
        }


class FindingList(CreatingList, FindingRows):
    out = FindingOut
    post_out = FindingDetailOut
    title = _("督查发现的问题")
    post_title = _("记录问题")
    about = _("同一 client_key 只记一次：再次发送的得到先前那一条。")
    post_creates = True
    filterset_class = FindingFilterSet
    words = FindingIn

    def create(self) -> Response:
        require(self.actor, "finding.record")
        values = self.valid(FindingIn)
        said = {"inspection_id": values.pop("inspection_id"), "client_key": values.pop("client_key")}
        files = files_of(values)
        words = FindingWords(**values)
        with self.told_by_code(FindingIn):
            self.require_seen(Inspection, said["inspection_id"])
            self.require_concerned_seen(values)
            row = services.record_finding(actor=self.actor, words=words, files=files, now=now(), **said)
        return self.told(row.pk, status.HTTP_201_CREATED)


class FindingDetail(DetailEndpoint, FindingRows):
    title = _("一个问题及其证据")


class FindingAct(FindingRows, Act):
    pass


VERBS: Final = (
    Verb("notify", _("送单位确认"), services.notify_finding),
    Verb("agree", _("认可（被督查单位）"), services.agree_finding, StatementIn),
    Verb("dispute", _("提出异议（被督查单位）"), services.dispute_finding, DisputeIn),
    Verb("uphold", _("维持认定"), services.uphold_finding, ReasonIn),
    Verb("drop", _("不予认定"), services.drop_finding, ReasonIn),
)
urlpatterns = [
    path("findings/", FindingList.as_view()),
    path("findings/<int:pk>/", FindingDetail.as_view()),
    *addresses(FindingAct, VERBS),
]
