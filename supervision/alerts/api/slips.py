"""Slips by the API: read by whoever sees them, each step one service's; units answer by it too."""

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
from supervision.inspections.serializers.answers import StepOfThingOut
from supervision.matters.serializers.requests import ReasonIn
from supervision.rest import acting
from supervision.rest.acting import Act, Verb, addresses, name_of
from supervision.rest.endpoints import CreatingList, DetailEndpoint
from supervision.rest.rows import nested

from ..exports.slips import issue_slip
from ..models import Slip, SlipAnswer, SlipStep
from ..permissions import require
from ..serializers import slips as words
from ..services import slips as services
from ..services.slips.writing import lock_slip

OF_STATE: Final = frozenset(
    {
        "wrong_step",
        "own_draft",
        "no_talk",
        "no_answer",
        "slip_only_escalates",
        "slip_issued_is_locked",
        "slip_one_of_a_colour_open",
    }
)


class SlipFilterSet(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(choices=words.SLIP_KIND_WORDS, label=_("文种"))
    colour = django_filters.ChoiceFilter(choices=words.SLIP_COLOUR_WORDS, label=_("颜色"))
    status = django_filters.ChoiceFilter(choices=words.SLIP_STATUS_WORDS, label=_("状态"))
    unit = KeyFilter(label=_("责任单位 id"))


class SlipRows(acting.ThingRows):
    out: ClassVar[type[Serializer[Any]]] = words.SlipDetailOut
    write_scope = "matters"
    of_state = OF_STATE
    thing = "slips"
    key_name = "slip_id"
    whole = "pk"

    def lock(self, key: int) -> Slip:
        return lock_slip(key)

    def seen(self) -> QuerySet[Slip]:
        return Slip.objects.visible_to(self.actor)

    def special(self) -> Mapping[str, Combinable]:
        steps = SlipStep.objects.filter(slip=OuterRef("pk")).order_by("pk")
        answers = SlipAnswer.objects.filter(slip=OuterRef("pk")).order_by("pk")
        if not self.actor.reach.everything:  # how it came about is the office's business
            steps = steps.exclude(verb__in=BEFORE_ISSUE)
        return {
            "drafted_by": name_of("drafted_by"),
            "approved_by": name_of("approved_by"),
            "signed_by": name_of("signed_by"),
            "answers": nested(answers, words.SlipAnswerOut, by=name_of("by")),
            "steps": nested(steps, StepOfThingOut, by=name_of("by")),
        }


BEFORE_ISSUE: Final = [
    f"slip.{verb}"
    for verb in ("propose", "take_up", "draft", "revise", "refresh", "submit", "send_back", "approve")
]


class SlipList(CreatingList, SlipRows):
    out = words.SlipOut
    post_out = words.SlipDetailOut
    title = _("督查单和通知")
    post_title = _("起草督查单或通知")
    post_creates = True
    filterset_class = SlipFilterSet
    words = words.SlipIn

    def create(self) -> Response:
        require(self.actor, "slip.draft")
        values = words.words_of(self.valid(words.SlipIn))
        with self.told_by_code(words.SlipIn):
            row = services.draft_slip(actor=self.actor, now=now(), **values)
        return self.told(row.pk, status.HTTP_201_CREATED)


class SlipDetail(DetailEndpoint, SlipRows):
    title = _("一张督查单或通知")


class SlipAct(SlipRows, Act):
    pass


VERBS: Final = (
    Verb("take-up", _("采纳系统建议"), services.take_up_slip, words.SlipWordsIn, said=words.words_of),
    Verb("dismiss", _("不予出单"), services.dismiss_slip, ReasonIn),
    Verb("revise", _("修改草稿"), services.revise_slip, words.SlipWordsIn, said=words.words_of),
    Verb("refresh", _("更新事实"), services.refresh_slip),
    Verb("submit", _("报请批准"), services.submit_slip),
    Verb("send-back", _("退回修改"), services.send_back_slip, ReasonIn),
    Verb("approve", _("批准（督查办主任；红色可由县领导）"), services.approve_slip, words.ApproveSlipIn),
    Verb("issue", _("编号印发"), issue_slip),
    Verb("sign", _("签收"), services.sign_slip, words.SignSlipIn),
    Verb("answer", _("报送反馈（责任单位）"), services.answer_slip, words.AnswerSlipIn, said=words.answered),
    Verb("return-answer", _("退回重报"), services.return_answer, ReasonIn),
    Verb("close", _("审核通过并办结"), services.close_slip, words.CloseSlipIn),
    Verb("record-talk", _("登记约谈情况"), services.record_talk, words.TalkIn),
    Verb("withdraw", _("撤回"), services.withdraw_slip, ReasonIn),
)
urlpatterns = [
    path("slips/", SlipList.as_view()),
    path("slips/<int:pk>/", SlipDetail.as_view()),
    *addresses(SlipAct, VERBS),
]
