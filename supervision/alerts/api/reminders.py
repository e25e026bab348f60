"""Reminders, for reading: whom the office told of what, and the proof of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import OuterRef, QuerySet
from django.db.models.expressions import Combinable
from django.urls import path
from django.utils.translation import gettext_lazy as _

from accounts.filters import KeyFilter
from supervision.rest.acting import name_of
from supervision.rest.endpoints import DetailEndpoint, ListEndpoint
from supervision.rest.rows import nested

from ..models import Delivery, Reminder, Subject
from ..serializers.reminders import COLOUR_WORDS, DeliveryOut, ReminderDetailOut, ReminderOut


class ReminderFilterSet(django_filters.FilterSet):
    subject = django_filters.ChoiceFilter(choices=Subject.choices, label=_("类别"))
    colour = django_filters.ChoiceFilter(choices=COLOUR_WORDS, label=_("颜色"))
    unit = KeyFilter(label=_("责任单位 id"))
    recipient = KeyFilter(label=_("接收人账号 id"))
    open = django_filters.BooleanFilter("settled_at", "isnull", label=_("尚未了结"))
    unread = django_filters.BooleanFilter("read_at", "isnull", label=_("尚未阅读"))
    raised_after = django_filters.IsoDateTimeFilter("raised_at", "gte", label=_("生成时间不早于"))


class ReminderList(ListEndpoint):
    out = ReminderOut
    title = _("催办")
    filterset_class = ReminderFilterSet

    def rows(self) -> QuerySet[Reminder]:
        return Reminder.objects.visible_to(self.actor)

    def special(self) -> Mapping[str, Combinable]:
        return {"recipient_name": name_of("recipient")}


class ReminderDetail(DetailEndpoint):
    out = ReminderDetailOut
    title = _("一条催办和它的送达记录")

    def rows(self) -> QuerySet[Reminder]:
        return Reminder.objects.visible_to(self.actor)

    def special(self) -> Mapping[str, Combinable]:
        tried: QuerySet[Any] = Delivery.objects.filter(digest__lines__reminder=OuterRef("pk"))
        return {
            "recipient_name": name_of("recipient"),
            "deliveries": nested(tried.order_by("pk"), DeliveryOut),
        }


urlpatterns = [
    path("reminders/", ReminderList.as_view()),
    path("reminders/<int:pk>/", ReminderDetail.as_view()),
]
