"""Conclusions: drafted, made by the government, delivered, reviewed by people who took no part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

import django_filters
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.expressions import Combinable
from django.urls import path
from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts.clock import now
from accounts.filters import KeyFilter
from supervision.matters.serializers.requests import ReasonIn, RetractIn
from supervision.rest.acting import Act, Verb, addresses, name_of
from supervision.rest.endpoints import CreatingList, DetailEndpoint, ListEndpoint
from supervision.rest.rows import nested

from .. import services
from ..models import Conclusion, Finding, Inspection, Recommendation, Review, Reviewer, Step
from ..permissions import require
from ..serializers.answers import (
    ConclusionDetailOut,
    ConclusionOut,
    ConclusionReviewDetailOut,
    ConclusionReviewOut,
    NamedFindingOut,
    RecommendationOut,
    StepOfThingOut,
)
from ..serializers.requests import (
    AppointIn,
    ChangeReviewIn,
    ConclusionIn,
    ConclusionTextIn,
    DecideReviewIn,
    DeliverIn,
    IssueConclusionIn,
    LongReasonIn,
)
from ..services.writing import lock_conclusion
from .acting import ThingRows


class ConclusionFilterSet(django_filters.FilterSet):
    inspection = KeyFilter(label=_("督查活动 id"))
    unit = KeyFilter(label=_("单位 id"))
    status = django_filters.ChoiceFilter(
        choices=Conclusion._meta.get_field("status").choices, label=_("状态")
    )


class ReviewFilterSet(django_filters.FilterSet):
    conclusion = KeyFilter(label=_("督查结论 id"))
    status = django_filters.ChoiceFilter(choices=Review._meta.get_field("status").choices, label=_("状态"))


class ConclusionRows(ThingRows):
    out: ClassVar[type[Serializer[Any]]] = ConclusionDetailOut
    thing = "conclusions"
    key_name = "conclusion_id"
    whole = "pk"

    def lock(self, key: int) -> Conclusion:
        return lock_conclusion(key)

    def seen(self) -> QuerySet[Conclusion]:
        return Conclusion.objects.visible_to(self.actor)

    def special(self) -> Mapping[str, Combinable]:
        def of(model: Any) -> QuerySet[Any]:
            return model.objects.visible_to(self.actor).filter(conclusion=OuterRef("pk")).order_by("pk")

        findings = Finding.objects.filter(conclusions=OuterRef("pk")).order_by("pk")
        return {
            "drafted_by": name_of("drafted_by"),
            "received_by": name_of("received_by"),
            "findings": nested(findings, NamedFindingOut),
            "reviews": nested(of(Review), ConclusionReviewOut),
            "recommendations": nested(of(Recommendation), RecommendationOut),
            "steps": nested(of(Step), StepOfThingOut, by=name_of("by")),
        }


class ConclusionList(CreatingList, ConclusionRows):
    out = ConclusionOut
    post_out = ConclusionDetailOut
    title = _("督查结论")
    post_title = _("起草结论")
    post_creates = True
    filterset_class = ConclusionFilterSet
    words = ConclusionIn

    def create(self) -> Response:
        require(self.actor, "conclusion.draft")
        values = self.valid(ConclusionIn)
        with self.told_by_code(ConclusionIn):
            self.require_seen(Inspection, values["inspection_id"])
            row = services.draft_conclusion(actor=self.actor, now=now(), **values)
        return self.told(row.pk, status.HTTP_201_CREATED)


class ConclusionDetail(DetailEndpoint, ConclusionRows):
    title = _("一份督查结论")
    put_title = _("修改结论（报审以前）")
    put_if_match = True
    words = ConclusionTextIn

    def put(self, request: Request, pk: int) -> Response:
        return self.once(lambda: self.revise(pk))

    def revise(self, pk: int) -> Response:
        values = self.valid(ConclusionTextIn)
        with self.told_by_code(ConclusionTextIn):
            self.locked(pk)
            services.revise_conclusion(actor=self.actor, conclusion_id=pk, now=now(), **values)
        return self.told(pk)


class ConclusionAct(ConclusionRows, Act):
    pass


class ReviewRows(ThingRows):
    out = ConclusionReviewDetailOut
    thing = "reviews"
    key_name = "review_id"
    whole = "conclusion_id"

    def lock(self, key: int) -> Conclusion:
        return lock_conclusion(key)

    def seen(self) -> QuerySet[Review]:
        return Review.objects.visible_to(self.actor)

    def special(self) -> Mapping[str, Combinable]:
        named = Reviewer.objects.filter(review=OuterRef("pk")).order_by("pk").annotate(name=name_of("user"))
        return {
            "filed_by": name_of("filed_by"),
            "decided_by": name_of("decided_by"),
            "reviewers": ArraySubquery(named.values("name")),
        }


class ReviewList(ListEndpoint):
    out = ConclusionReviewOut
    title = _("复核")
    filterset_class = ReviewFilterSet

    def rows(self) -> QuerySet[Review]:
        return Review.objects.visible_to(self.actor)


class ReviewDetail(DetailEndpoint, ReviewRows):
    title = _("一次复核")


class ReviewAct(ReviewRows, Act):
    pass


VERBS: Final = (
    Verb("submit", _("报政府审定"), services.submit_conclusion),
    Verb("send-back", _("退回修改（督查办主任）"), services.send_back_conclusion, ReasonIn),
    Verb("issue", _("作出结论并编文号（督查办主任）"), services.issue_conclusion, IssueConclusionIn),
    Verb("deliver", _("送达签收"), services.deliver_conclusion, DeliverIn),
    Verb(
        "reviews",
        _("申请复核（被督查单位）"),
        services.file_review,
        LongReasonIn,
        about=_("须在送达之日起30日内（政府督查工作条例第十七条）。"),
        answers=ReviewRows,
    ),
)
REVIEW_VERBS: Final = (
    Verb("appoint", _("确定复核人员（督查办主任）"), services.appoint_reviewers, AppointIn),
    Verb("uphold", _("维持结论（复核人员）"), services.uphold_review, DecideReviewIn),
    Verb("change", _("变更结论（复核人员）"), services.change_review, ChangeReviewIn, answers=ConclusionRows),
    Verb("revoke", _("撤销结论（复核人员）"), services.revoke_review, DecideReviewIn),
    Verb("retract", _("撤回申请（被督查单位）"), services.retract_review, RetractIn),
)
urlpatterns = [
    path("conclusions/", ConclusionList.as_view()),
    path("conclusions/<int:pk>/", ConclusionDetail.as_view()),
    *addresses(ConclusionAct, VERBS),
    path("reviews/", ReviewList.as_view()),
    path("reviews/<int:pk>/", ReviewDetail.as_view()),
    *addresses(ReviewAct, REVIEW_VERBS),
]
