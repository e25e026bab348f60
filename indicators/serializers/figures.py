"""What the API tells of what is computed: standing, words, lights, schedules and forecast."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from ..models import TargetKind, TargetSetter
from ..rules import Likelihood, Movement, Outcome, ScheduleKind
from .answers import GrowthOut, ObservationOut

OUTCOMES = [(outcome.value, outcome.name) for outcome in Outcome]
MOVEMENTS = [(movement.value, movement.name) for movement in Movement]
SCHEDULES = [(kind.value, kind.name) for kind in ScheduleKind]
LIKELIHOODS = [(likelihood.value, likelihood.name) for likelihood in Likelihood]


class ExactOut(serializers.DecimalField):
    """A computed figure as text, with at most four places."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=24, decimal_places=4, allow_null=True, **kwargs)


class RowErrorOut(serializers.Serializer[Any]):
    field = serializers.CharField()
    code = serializers.CharField(help_text=_("稳定不变，供程序判断。"))
    message = serializers.CharField()
    remedy = serializers.CharField(help_text=_("怎样改正。"))


class RowAnswerOut(serializers.Serializer[Any]):
    index = serializers.IntegerField(help_text=_("请求中的第几行，从0起。"))
    outcome = serializers.ChoiceField(OUTCOMES)
    id = serializers.IntegerField(allow_null=True)
    revision = serializers.IntegerField(allow_null=True)
    errors: Any = RowErrorOut(many=True)
    warnings = serializers.ListField(child=serializers.CharField())


class RowAnswersOut(serializers.Serializer[Any]):
    new = serializers.IntegerField()
    revised = serializers.IntegerField()
    same = serializers.IntegerField()
    refused = serializers.IntegerField()
    rows = RowAnswerOut(many=True)


class TargetStandingOut(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(TargetKind.choices)
    set_by = serializers.ChoiceField(TargetSetter.choices)
    value = ExactOut()
    completion_rate = ExactOut(help_text=_("完成率（%）"))
    gap = ExactOut(help_text=_("与时序进度或目标增速之差（百分点）"))


class IndicatorLightOut(serializers.Serializer[Any]):
    measure = serializers.CharField()
    margin = ExactOut()
    light = serializers.CharField()
    reason = serializers.CharField()


class StandingOut(serializers.Serializer[Any]):
    indicator_id = serializers.IntegerField()
    name = serializers.CharField(allow_null=True)
    measured_in = serializers.CharField(allow_null=True)
    label: Any = serializers.CharField(help_text=_("数据期间，如 2026年1—8月；没有数据时为空。"))
    observation: Any = ObservationOut(allow_null=True)
    growth = GrowthOut(help_text=_("同比增速（%）"))
    growth_is_computed = serializers.BooleanField(help_text=_("由数值计算而不是公布的。"))
    growth_change = ExactOut(help_text=_("较上一公布期（百分点）"))
    movement = serializers.ChoiceField(MOVEMENTS, allow_null=True)
    words = serializers.CharField(help_text=_("同比增长5.3%，增速较1—7月回落0.4个百分点"))
    rank_words = serializers.CharField()
    peer_gap = ExactOut(help_text=_("与全市平均增速之差（百分点）"))
    targets = TargetStandingOut(many=True)
    light = serializers.CharField()
    lights = IndicatorLightOut(many=True)


class ScheduleOut(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(SCHEDULES)
    label: Any = serializers.CharField()
    share = ExactOut(help_text=_("应完成的比例（%）"))
    gap = ExactOut(help_text=_("完成率与它之差（百分点）"))
    year_end = ExactOut(help_text=_("照此推算的全年数"))


class ForecastOut(serializers.Serializer[Any]):
    value = ExactOut()
    low = ExactOut()
    high = ExactOut()
    radius = ExactOut(help_text=_("往年同月预测的最大误差（%）"))
    years = serializers.IntegerField(help_text=_("区间所据的年数"))
    coverage = ExactOut(help_text=_("各年相似时区间能包住的机会（%）"))


class HitOut(serializers.Serializer[Any]):
    year = serializers.IntegerField()
    forecast = ExactOut()
    actual = ExactOut()
    error = ExactOut(help_text=_("%，正数为预测偏高"))
    within = serializers.BooleanField(allow_null=True)
    frozen = serializers.BooleanField(help_text=_("由当年冻结的曲线预测；否则由其他年度的曲线倒推。"))


class BackTestOut(serializers.Serializer[Any]):
    season = ExactOut(help_text=_("季节曲线的平均误差（%）"))
    linear = ExactOut(help_text=_("按月均衡的平均误差（%）"))
    forecasts = serializers.IntegerField()
    season_wins = serializers.BooleanField()


class RunRateOut(serializers.Serializer[Any]):
    so_far = ExactOut()
    needed = ExactOut()
    months_left = serializers.IntegerField()


class OutlookOut(serializers.Serializer[Any]):
    indicator_id = serializers.IntegerField()
    label: Any = serializers.CharField()
    target = ExactOut()
    schedules = ScheduleOut(many=True)
    why_linear = serializers.CharField(help_text=_("没有季节曲线的原因；有则为空。"))
    run_rate: Any = RunRateOut(allow_null=True)
    forecast: Any = ForecastOut(allow_null=True)
    likelihood = serializers.ChoiceField(LIKELIHOODS, allow_null=True)
    back_test: Any = BackTestOut(allow_null=True)
    hits = HitOut(many=True)
