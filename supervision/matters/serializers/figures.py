"""What the API tells of units and leaders in numbers, and of what is owed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from projects.serializers import shown

from .examples import LEADER_FIGURES, OWED, UNIT_FIGURES


class OwedOut(serializers.Serializer[Any]):
    """A period that has to be reported and was not yet."""

    duty_id = serializers.IntegerField()
    matter_id = serializers.IntegerField()
    period_start = serializers.DateField()
    period_end = serializers.DateField(help_text=_("不含。"))
    due_on = serializers.DateField()
    missed = serializers.IntegerField()


@shown({"results": [OWED]})
class OwedListOut(serializers.Serializer[Any]):
    results = OwedOut(many=True)


class UnitFigureOut(serializers.Serializer[Any]):
    unit_id = serializers.IntegerField()
    unit = serializers.CharField()
    received = serializers.IntegerField(help_text=_("期间交办。"))
    to_sign = serializers.IntegerField(help_text=_("其中已签收或签收时限已过的。"))
    signed_in_time = serializers.IntegerField()
    owed = serializers.IntegerField(help_text=_("期间到期应报的反馈。"))
    fed_back = serializers.IntegerField(help_text=_("其中按时报的。"))
    done = serializers.IntegerField(help_text=_("期间审核通过。"))
    done_in_time = serializers.IntegerField()
    sent_back = serializers.IntegerField(help_text=_("退回重办次数。"))
    refused = serializers.IntegerField(help_text=_("以非本单位职责退回次数。"))
    extended = serializers.IntegerField(help_text=_("同意延期次数。"))
    average_days = serializers.DecimalField(
        max_digits=7, decimal_places=1, allow_null=True, help_text=_("从交办到报办结的平均天数。")
    )


@shown({"results": [UNIT_FIGURES]})
class UnitFiguresOut(serializers.Serializer[Any]):
    results = UnitFigureOut(many=True)


class LeaderFigureOut(serializers.Serializer[Any]):
    post_id = serializers.IntegerField()
    post = serializers.CharField()
    holder = serializers.CharField()
    received = serializers.IntegerField()
    running = serializers.IntegerField()
    red = serializers.IntegerField()
    yellow = serializers.IntegerField()
    late = serializers.IntegerField()
    done = serializers.IntegerField()
    done_in_time = serializers.IntegerField()
    to_read = serializers.IntegerField(help_text=_("待阅定。"))
    to_answer = serializers.IntegerField(help_text=_("待答复的求助。"))


@shown({"results": [LEADER_FIGURES]})
class LeaderFiguresOut(serializers.Serializer[Any]):
    results = LeaderFigureOut(many=True)
