"""Feedbacks: drafted in the unit, signed, sent, taken or returned; help that is asked for and answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import django_filters
from django.db.models import OuterRef, QuerySet
from django.db.models.expressions import Combinable
from django.urls import path
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.clock import now
from accounts.filters import KeyFilter
from supervision.rest.acting import Act, Verb, addresses, name_of
from supervision.rest.endpoints import DetailEndpoint, ListEndpoint
from supervision.rest.rows import nested

from .. import services
from ..models import Feedback, FeedbackFile
from ..rules.entries_feedback import FeedbackWords
from ..rules.states import WRITABLE, Thing, require_status
from ..serializers.answers import FeedbackDetailOut, FeedbackOut, FileOut
from ..serializers.requests import AnswerIn, FeedbackIn, ReasonIn
from .acting import ThingRows

CHANGE: Final = _("修改")


class FeedbackFilterSet(django_filters.FilterSet):
    matter = KeyFilter(field_name="duty__matter", label=_("督办事项 id"))
    duty = KeyFilter(label=_("交办单 id"))
    unit = KeyFilter(field_name="duty__unit", label=_("单位 id"))
    kind = django_filters.ChoiceFilter(choices=Feedback._meta.get_field("kind").choices, label=_("类别"))
    status = django_filters.ChoiceFilter(choices=Feedback._meta.get_field("status").choices, label=_("状态"))
    asks_for_help = django_filters.BooleanFilter(
        field_name="help_needed", method="only_asking", label=_("有求助而未答复")
    )

    def only_asking(self, rows: QuerySet[Feedback], name: str, value: bool) -> QuerySet[Feedback]:
        asking = Feedback.objects.given().filter(answered_at__isnull=True).exclude(help_needed="")
        return rows.filter(pk__in=asking.values("pk")) if value else rows.exclude(pk__in=asking.values("pk"))


class FeedbackRows(ThingRows):
    out = FeedbackDetailOut
    thing = "feedbacks"
    key_name = "feedback_id"
    whole = "duty__matter_id"

    def seen(self) -> QuerySet[Feedback]:
        return Feedback.objects.visible_to(self.actor)

    def special(self) -> Mapping[str, Combinable]:
        files = FeedbackFile.objects.filter(feedback=OuterRef("pk")).order_by("pk")
        people = ("drafted_by", "signed_by", "decided_by", "answered_by")
        return {**{name: name_of(name) for name in people}, "files": nested(files, FileOut)}


class FeedbackList(ListEndpoint):
    out = FeedbackOut
    title = _("反馈")
    about = _("没有报送的草稿只有本单位看得到。")
    filterset_class = FeedbackFilterSet

    def rows(self) -> QuerySet[Feedback]:
        return Feedback.objects.visible_to(self.actor)


class FeedbackDetail(DetailEndpoint, FeedbackRows):
    title = _("一份反馈")
    put_title = _("修改草稿或被退回的反馈")
    put_if_match = True
    words = FeedbackIn

    def put(self, request: Request, pk: int) -> Response:
        return self.once(lambda: self.replace(pk))

    def replace(self, pk: int) -> Response:
        values = self.valid(FeedbackIn)
        start = values.pop("period_start")
        with self.told_by_code(FeedbackIn):
            self.locked(pk)
            row = Feedback.objects.get(pk=pk)
            require_status(Thing.FEEDBACK, row.status, WRITABLE, CHANGE)
            services.write_feedback(
                actor=self.actor,
                duty_id=row.duty_id,
                words=FeedbackWords(**values),
                period_start=start,
                now=now(),
            )
        return self.told(pk)


class FeedbackAct(FeedbackRows, Act):
    pass


VERBS: Final = (
    Verb("hand-up", _("送负责人审签"), services.hand_up_feedback),
    Verb("pull-back", _("退回修改（单位负责人）"), services.pull_back_feedback, ReasonIn),
    Verb(
        "sign",
        _("审签并报送"),
        services.sign_feedback,
        about=_("办结报告（kind=final）报送后，交办单即为“已报办结”。"),
    ),
    Verb("receive", _("采用"), services.receive_feedback),
    Verb("return", _("退回补正"), services.return_feedback, ReasonIn),
    Verb("answer", _("答复求助"), services.answer_help, AnswerIn),
)
urlpatterns = [
    path("feedbacks/", FeedbackList.as_view()),
    path("feedbacks/<int:pk>/", FeedbackDetail.as_view()),
    *addresses(FeedbackAct, VERBS),
]
