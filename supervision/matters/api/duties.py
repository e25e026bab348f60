"""Duties: what each unit carries, and what the unit and the office do about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, QuerySet
from django.db.models.expressions import Combinable
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.filters import KeyFilter
from supervision.rest.acting import Act, Verb, addresses, name_of
from supervision.rest.endpoints import DetailEndpoint, ListEndpoint
from supervision.rest.rows import nested

from .. import services
from ..models import Duty, Feedback, Step
from ..permissions import require
from ..rules.entries_feedback import FeedbackWords
from ..selectors.feedback_entry import open_feedback
from ..serializers.answers import DutyDetailOut, DutyOut, StepOfMatterOut
from ..serializers.requests import FeedbackIn, ReasonIn, ReassignIn
from .acting import ThingRows
from .feedbacks import FeedbackRows


class DutyFilterSet(django_filters.FilterSet):
    matter = KeyFilter(label=gettext_lazy("督办事项 id"))
    unit = KeyFilter(label=gettext_lazy("单位 id"))
    role = django_filters.ChoiceFilter(
        choices=Duty._meta.get_field("role").choices, label=gettext_lazy("责任")
    )
    status = django_filters.ChoiceFilter(
        choices=Duty._meta.get_field("status").choices, label=gettext_lazy("状态")
    )
    sign_before = django_filters.DateFilter(
        field_name="sign_by", lookup_expr="lt", label=gettext_lazy("签收时限早于")
    )


class DutyRows(ThingRows):
    out = DutyDetailOut
    thing = "duties"
    key_name = "duty_id"

    def seen(self) -> QuerySet[Duty]:
        return Duty.objects.visible_to(self.actor)

    def special(self) -> Mapping[str, Combinable]:
        steps = Step.objects.visible_to(self.actor).filter(duty=OuterRef("pk")).order_by("pk")
        return {
            "signed_by": name_of("signed_by"),
            "steps": nested(steps, StepOfMatterOut, by=name_of("by")),
        }


class DutyList(ListEndpoint):
    out = DutyOut
    title = gettext_lazy("交办单")
    about = gettext_lazy("一个单位承担一个督办事项，为一张交办单。")
    filterset_class = DutyFilterSet

    def rows(self) -> QuerySet[Duty]:
        return Duty.objects.visible_to(self.actor)


class DutyDetail(DetailEndpoint, DutyRows):
    title = gettext_lazy("一张交办单及其办理记录")


class DutyAct(DutyRows, Act):
    pass


def draft(*, words: FeedbackWords, period_start: date | None, **told: Any) -> Feedback:
    """A draft where none is open; one that is open is changed by PUT, with its ETag."""
    duty = Duty.objects.get(pk=told["duty_id"])
    require(told["actor"], "feedback.write", duty)  # before a word of what the unit has open
    present = open_feedback(duty)
    if present is not None:
        message = _("本单位已有一份在办的反馈（/api/v1/feedbacks/%(key)s/），请先读取，再带 If-Match 修改。")
        raise ValidationError(message % {"key": present.pk}, code="feedback_one_open")
    return services.write_feedback(words=words, period_start=period_start, **told)


def feedback_words(values: dict[str, Any]) -> dict[str, Any]:
    start = values.pop("period_start")
    return {"words": FeedbackWords(**values), "period_start": start}


VERBS: Final = (
    Verb("sign", gettext_lazy("签收"), services.sign_duty),
    Verb("refuse", gettext_lazy("退回（非本单位职责）"), services.refuse_duty, ReasonIn),
    Verb("insist", gettext_lazy("维持交办（督查办）"), services.insist_duty, ReasonIn),
    Verb("reassign", gettext_lazy("改派（督查办）"), services.reassign_duty, ReassignIn, answers=DutyRows),
    Verb("release", gettext_lazy("解除配合单位（督查办）"), services.release_duty, ReasonIn),
    Verb("start", gettext_lazy("开始办理"), services.start_duty),
    Verb(
        "accept",
        gettext_lazy("通过配合单位的办结报告"),
        services.accept_duty,
        about=gettext_lazy(
            "配合单位由牵头单位汇总的，牵头单位也可办理；牵头单位的办结用 matters/{id}/review/。"
        ),
    ),
    Verb("redo", gettext_lazy("退回重办"), services.redo_duty, ReasonIn),
    Verb(
        "feedbacks",
        gettext_lazy("写一份反馈草稿"),
        draft,
        FeedbackIn,
        said=feedback_words,
        answers=FeedbackRows,
    ),
    Verb(
        "no-change",
        gettext_lazy("本期无变化"),
        services.no_change,
        about=gettext_lazy("联络员办理的送负责人审签；负责人或接口调用方办理的直接报送。"),
        answers=FeedbackRows,
    ),
)
urlpatterns = [
    path("duties/", DutyList.as_view()),
    path("duties/<int:pk>/", DutyDetail.as_view()),
    *addresses(DutyAct, VERBS),
]
