"""Extensions: asked for by the lead unit (``POST matters/{id}/extensions/``), decided by office or leader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import django_filters
from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.urls import path
from django.utils.translation import gettext_lazy as _

from accounts.filters import KeyFilter
from supervision.rest.acting import Act, Verb, addresses, name_of
from supervision.rest.endpoints import DetailEndpoint, ListEndpoint

from .. import services
from ..models import Extension
from ..serializers.answers import ExtensionDetailOut, ExtensionOut
from ..serializers.requests import DecisionIn, RefusalIn, RetractIn
from .acting import ThingRows


class ExtensionFilterSet(django_filters.FilterSet):
    matter = KeyFilter(label=_("督办事项 id"))
    status = django_filters.ChoiceFilter(choices=Extension._meta.get_field("status").choices, label=_("状态"))


class ExtensionRows(ThingRows):
    out = ExtensionDetailOut
    thing = "extensions"
    key_name = "extension_id"

    def seen(self) -> QuerySet[Extension]:
        return Extension.objects.visible_to(self.actor)

    def special(self) -> Mapping[str, Combinable]:
        return {name: name_of(name) for name in ("proposed_by", "asked_by", "decided_by")}


class ExtensionList(ListEndpoint):
    out = ExtensionOut
    title = _("延期申请")
    filterset_class = ExtensionFilterSet

    def rows(self) -> QuerySet[Extension]:
        return Extension.objects.visible_to(self.actor)


class ExtensionDetail(DetailEndpoint, ExtensionRows):
    title = _("一份延期申请")


class ExtensionAct(ExtensionRows, Act):
    pass


VERBS: Final = (
    Verb("agree", _("单位同意申请（负责人）"), services.agree_extension),
    Verb("retract", _("撤回申请"), services.retract_extension, RetractIn),
    Verb(
        "approve",
        _("同意延期"),
        services.approve_extension,
        DecisionIn,
        about=_("第一次由督查办批，第二次起由领导批。"),
    ),
    Verb("refuse", _("不同意延期"), services.refuse_extension, RefusalIn),
)
urlpatterns = [
    path("extensions/", ExtensionList.as_view()),
    path("extensions/<int:pk>/", ExtensionDetail.as_view()),
    *addresses(ExtensionAct, VERBS),
]
