"""Scores: schemes, rounds, sheets with every point's rows, lists; a unit appeals, the office decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

import django_filters
from django.db.models import OuterRef, QuerySet
from django.db.models.expressions import Combinable
from django.urls import path
from django.utils.translation import gettext_lazy as _
from rest_framework.serializers import Serializer

from accounts.filters import KeyFilter
from supervision.inspections.serializers.requests import files_of
from supervision.rest import acting
from supervision.rest.acting import Act, Verb, addresses, name_of
from supervision.rest.endpoints import DetailEndpoint, ListEndpoint
from supervision.rest.rows import nested

from ..models import (
    ScoreAdjustment,
    ScoreAppeal,
    ScoreEvent,
    ScoreEvidence,
    ScoreList,
    ScoreListEntry,
    ScoreRound,
    ScoreRule,
    ScoreScheme,
    ScoreSheet,
)
from ..serializers.scores import (
    APPEALS,
    AppealIn,
    RefuseIn,
    ScoreAdjustmentOut,
    ScoreAppealDetailOut,
    ScoreAppealOut,
    ScoreEventOut,
    ScoreEvidenceOut,
    ScoreListEntryOut,
    ScoreListOut,
    ScoreRoundOut,
    ScoreRuleOut,
    ScoreSchemeDetailOut,
    ScoreSchemeOut,
    ScoreSheetDetailOut,
    ScoreSheetOut,
    UpholdIn,
)
from ..services import scoring
from ..services.scoring.steps import lock_round

OF_STATE: Final = frozenset({"wrong_step", "not_shown", "score_appeal_decided_by_another"})


class SheetFilterSet(django_filters.FilterSet):
    round = KeyFilter(label=_("考核期 id"))
    unit = KeyFilter(label=_("单位 id"))
    group = django_filters.CharFilter(label=_("考核分组"))


class AppealFilterSet(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(choices=APPEALS, label=_("状态"))


class OfScores(acting.ThingRows):
    write_scope = "scores"
    of_state = OF_STATE

    def lock(self, key: int) -> object:
        return lock_round(key)


class SchemeList(ListEndpoint):
    out = ScoreSchemeOut
    title = _("考核方案")

    def rows(self) -> QuerySet[ScoreScheme]:
        return ScoreScheme.objects.visible_to(self.actor)


class SchemeDetail(DetailEndpoint):
    out = ScoreSchemeDetailOut
    title = _("一个考核方案及其项目")

    def rows(self) -> QuerySet[ScoreScheme]:
        return ScoreScheme.objects.visible_to(self.actor)

    def special(self) -> Mapping[str, Combinable]:
        rules = ScoreRule.objects.filter(scheme=OuterRef("pk")).order_by("order", "pk")
        return {"rules": nested(rules, ScoreRuleOut)}


class RoundList(ListEndpoint):
    out = ScoreRoundOut
    title = _("考核期")

    def rows(self) -> QuerySet[ScoreRound]:
        return ScoreRound.objects.visible_to(self.actor)


class SheetList(ListEndpoint):
    out = ScoreSheetOut
    title = _("评分表")
    filterset_class = SheetFilterSet

    def rows(self) -> QuerySet[ScoreSheet]:
        return ScoreSheet.objects.visible_to(self.actor).with_total()


class SheetRows(OfScores):
    out: ClassVar[type[Serializer[Any]]] = ScoreSheetDetailOut
    thing = "score-sheets"
    key_name = "sheet_id"
    whole = "round_id"

    def seen(self) -> QuerySet[ScoreSheet]:
        return ScoreSheet.objects.visible_to(self.actor).with_total()

    def special(self) -> Mapping[str, Combinable]:
        evidence = ScoreEvidence.objects.filter(event=OuterRef("pk")).order_by("pk")
        events = ScoreEvent.objects.filter(sheet=OuterRef("pk")).order_by("rule__order", "rule")
        adjustments = ScoreAdjustment.objects.visible_to(self.actor).filter(sheet=OuterRef("pk"))
        return {
            "events": nested(events, ScoreEventOut, evidence=nested(evidence, ScoreEvidenceOut)),
            "adjustments": nested(adjustments.order_by("pk"), ScoreAdjustmentOut),
        }


class SheetDetail(DetailEndpoint, SheetRows):
    title = _("一张评分表：每一分及其依据")


class SheetAct(SheetRows, Act):
    pass


class AppealList(ListEndpoint):
    out = ScoreAppealOut
    title = _("考核申诉")
    filterset_class = AppealFilterSet

    def rows(self) -> QuerySet[ScoreAppeal]:
        return ScoreAppeal.objects.visible_to(self.actor)


class AppealRows(OfScores):
    out: ClassVar[type[Serializer[Any]]] = ScoreAppealDetailOut
    thing = "score-appeals"
    key_name = "appeal_id"
    whole = "event__sheet__round_id"

    def seen(self) -> QuerySet[ScoreAppeal]:
        return ScoreAppeal.objects.visible_to(self.actor)

    def special(self) -> Mapping[str, Combinable]:
        return {"filed_by": name_of("filed_by"), "decided_by": name_of("decided_by")}


class AppealDetail(DetailEndpoint, AppealRows):
    title = _("一份申诉")


class AppealAct(AppealRows, Act):
    pass


class ListsList(ListEndpoint):
    out = ScoreListOut
    title = _("红黑榜")

    def rows(self) -> QuerySet[ScoreList]:
        return ScoreList.objects.visible_to(self.actor)

    def special(self) -> Mapping[str, Combinable]:
        entries = ScoreListEntry.objects.filter(list=OuterRef("pk")).order_by("pk")
        return {"entries": nested(entries, ScoreListEntryOut)}


def file_appeal(*, sheet_id: int, event_id: int, **told: Any) -> ScoreAppeal:
    """The point must be one of the sheet in the address. Raises ScoreEvent.DoesNotExist."""
    event = ScoreEvent.objects.get(pk=event_id, sheet=sheet_id)
    return scoring.file_appeal(event_id=event.pk, **told)


def with_files(values: dict[str, Any]) -> dict[str, Any]:
    files = files_of(values)
    return values | {"files": files}


SHEET_VERBS: Final = (
    Verb(
        "appeals",
        _("对一个得分项申诉（被考核单位）"),
        file_appeal,
        AppealIn,
        said=with_files,
        answers=AppealRows,
    ),
)
APPEAL_VERBS: Final = (
    Verb("uphold", _("申诉成立并调整分值"), scoring.uphold_appeal, UpholdIn),
    Verb("refuse", _("申诉不成立"), scoring.refuse_appeal, RefuseIn),
    Verb("retract", _("撤回申诉（被考核单位）"), scoring.retract_appeal),
)
urlpatterns = [
    path("score-schemes/", SchemeList.as_view()),
    path("score-schemes/<int:pk>/", SchemeDetail.as_view()),
    path("score-rounds/", RoundList.as_view()),
    path("score-sheets/", SheetList.as_view()),
    path("score-sheets/<int:pk>/", SheetDetail.as_view()),
    *addresses(SheetAct, SHEET_VERBS),
    path("score-appeals/", AppealList.as_view()),
    path("score-appeals/<int:pk>/", AppealDetail.as_view()),
    *addresses(AppealAct, APPEAL_VERBS),
    path("score-lists/", ListsList.as_view()),
]
