"""Visits and extensions of a rectification."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import django_filters
from django.db.models import OuterRef, QuerySet
from django.db.models.expressions import Combinable
from django.urls import path
from django.utils.translation import gettext_lazy as _

from accounts.filters import KeyFilter
from supervision.matters.serializers.requests import DecisionIn, ReasonIn, RefusalIn, RetractIn
from supervision.rest.acting import Act, Verb, addresses, name_of
from supervision.rest.endpoints import DetailEndpoint, ListEndpoint
from supervision.rest.rows import nested

from .. import services
from ..models import Rectification, RectificationExtension, Verification, Verifier
from ..serializers.answers import (
    RectificationExtensionDetailOut,
    RectificationExtensionOut,
    VerificationDetailOut,
    VerificationOut,
    VerifierOut,
)
from ..serializers.requests import OpinionIn, RecordIn, files_of
from ..services.writing import lock_rectification
from .acting import ThingRows


class OfRectification(ThingRows):
    whole = "rectification_id"

    def lock(self, key: int) -> Rectification:
        return lock_rectification(key)


class VerificationFilterSet(django_filters.FilterSet):
    rectification = KeyFilter(label=_("整改 id"))
    status = django_filters.ChoiceFilter(
        choices=Verification._meta.get_field("status").choices, label=_("状态")
    )


class VerificationRows(OfRectification):
    out = VerificationDetailOut
    thing = "verifications"
    key_name = "verification_id"

    def seen(self) -> QuerySet[Verification]:
        rows: QuerySet[Verification] = Verification.objects.visible_to(self.actor)
        return rows

    def special(self) -> Mapping[str, Combinable]:
        people = Verifier.objects.filter(verification=OuterRef("pk")).order_by("pk")
        return {"verifiers": nested(people, VerifierOut, name=name_of("user"))}


class VerificationList(ListEndpoint):
    out = VerificationOut
    title = _("现场核查")
    filterset_class = VerificationFilterSet

    def rows(self) -> QuerySet[Verification]:
        rows: QuerySet[Verification] = Verification.objects.visible_to(self.actor)
        return rows


class VerificationDetail(DetailEndpoint, VerificationRows):
    title = _("一次现场核查")


class VerificationAct(VerificationRows, Act):
    pass


class ExtensionFilterSet(django_filters.FilterSet):
    rectification = KeyFilter(label=_("整改 id"))
    status = django_filters.ChoiceFilter(
        choices=RectificationExtension._meta.get_field("status").choices, label=_("状态")
    )


class ExtensionRows(OfRectification):
    out = RectificationExtensionDetailOut
    thing = "rectification-extensions"
    key_name = "extension_id"

    def seen(self) -> QuerySet[RectificationExtension]:
        rows: QuerySet[RectificationExtension] = RectificationExtension.objects.visible_to(self.actor)
        return rows

    def special(self) -> Mapping[str, Combinable]:
        return {name: name_of(name) for name in ("proposed_by", "asked_by", "decided_by")}


class ExtensionList(ListEndpoint):
    out = RectificationExtensionOut
    title = _("整改延期申请")
    filterset_class = ExtensionFilterSet

    def rows(self) -> QuerySet[RectificationExtension]:
        rows: QuerySet[RectificationExtension] = RectificationExtension.objects.visible_to(self.actor)
        return rows


class ExtensionDetail(DetailEndpoint, ExtensionRows):
    title = _("一份整改延期申请")


class ExtensionAct(ExtensionRows, Act):
    pass


def record(values: dict[str, Any]) -> dict[str, Any]:
    files = files_of(values)
    return values | {"files": files}


VERBS: Final = (
    Verb("record", _("记录核查情况（核查人）"), services.record_verification, RecordIn, said=record),
    Verb("sign", _("核查人签字"), services.sign_verification, OpinionIn),
    Verb("disagree", _("不同意记录（核查人）"), services.disagree_verification, ReasonIn),
    Verb("cancel", _("取消核查"), services.cancel_verification, ReasonIn),
)
EXTENSION_VERBS: Final = (
    Verb("agree", _("单位同意申请（负责人）"), services.agree_extension),
    Verb("retract", _("撤回申请"), services.retract_extension, RetractIn),
    Verb(
        "approve",
        _("同意延期"),
        services.approve_extension,
        DecisionIn,
        about=_("第一次由督查办批，第二次起由责任领导批。"),
    ),
    Verb("refuse", _("不同意延期"), services.refuse_extension, RefusalIn),
)
urlpatterns = [
    path("verifications/", VerificationList.as_view()),
    path("verifications/<int:pk>/", VerificationDetail.as_view()),
    *addresses(VerificationAct, VERBS),
    path("rectification-extensions/", ExtensionList.as_view()),
    path("rectification-extensions/<int:pk>/", ExtensionDetail.as_view()),
    *addresses(ExtensionAct, EXTENSION_VERBS),
]
