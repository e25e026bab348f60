"""What the API tells of projects, and what it takes of a month's report. Amounts in 万元, as text."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from rulebook.rules import Light, Month
from rulebook.rules.lights import LIGHT_LABELS

from .models.plan import PlanChange, PlanKind
from .models.progress import ProgressStatus
from .models.project import ConstructionNature, Level, Stage
from .models.responsibility import ResponsibilityRole

LIGHTS = [(light.code, LIGHT_LABELS[light]) for light in Light]


class MoneyOut(serializers.DecimalField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=16, decimal_places=4, allow_null=True, **kwargs)


class RateOut(serializers.DecimalField):
    """Percent or percentage points, rounded half up to four places."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=24, decimal_places=4, allow_null=True, **kwargs)


class LightOut(serializers.ChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(LIGHTS, **kwargs)


class SectorOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    heading = serializers.CharField()
    order = serializers.IntegerField()


class NamedProjectOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    number = serializers.CharField()
    name = serializers.CharField()


class ProjectOut(NamedProjectOut):
    sector_id = serializers.IntegerField()
    sector_name = serializers.CharField(source="sector__name")
    programme_id = serializers.IntegerField(allow_null=True)
    plan_id = serializers.IntegerField(allow_null=True)
    levels = serializers.ListField(child=serializers.ChoiceField(Level.choices))
    nature = serializers.ChoiceField(ConstructionNature.choices, allow_blank=True)
    stage = serializers.ChoiceField(Stage.choices)
    is_promotion = serializers.BooleanField()
    location = serializers.CharField()
    total_investment = MoneyOut()
    owner_name = serializers.CharField()
    planned_start = serializers.DateField(allow_null=True)
    planned_finish = serializers.DateField(allow_null=True)
    actual_start = serializers.DateField(allow_null=True)
    actual_finish = serializers.DateField(allow_null=True)


class FiguresOut(serializers.Serializer[Any]):
    """From January to ``period``; null is unknown, never nought."""

    period = serializers.CharField(help_text=_("截至月份，如 2026-08。"))
    planned = MoneyOut(help_text=_("年度计划投资。"))
    due = MoneyOut(help_text=_("按时序应完成。"))
    completed = MoneyOut(help_text=_("年初至截至月份已采用的累计完成。"))
    since_start = MoneyOut(help_text=_("开工以来累计。"))
    reported_month = serializers.IntegerField(allow_null=True, help_text=_("数据所属月份。"))
    completion_rate = RateOut(help_text=_("完成率，%。"))
    gap = RateOut(help_text=_("时序差，百分点。"))
    light = LightOut()


class ProjectFiguresOut(NamedProjectOut, FiguresOut):
    pass


class LightsOut(serializers.Serializer[Any]):
    investment_gap = LightOut(source="investment_gap_light")
    start_delay = LightOut(source="start_delay_light")
    report_missing = LightOut(source="report_missing_light")


class AnnualPlanOut(serializers.Serializer[Any]):
    year = serializers.IntegerField()
    version = serializers.IntegerField()
    kind = serializers.ChoiceField(PlanKind.choices)
    change = serializers.ChoiceField(PlanChange.choices)
    planned_investment = MoneyOut()
    carried_in = MoneyOut()
    curve = serializers.ListField(
        child=serializers.DecimalField(max_digits=7, decimal_places=6), allow_null=True
    )
    goals = serializers.CharField()


class HolderOut(serializers.Serializer[Any]):
    """``unit`` or ``post``; the holder's name is who holds the post on the day asked."""

    id = serializers.IntegerField()
    role = serializers.ChoiceField(ResponsibilityRole.choices)
    position = serializers.IntegerField()
    unit_id = serializers.IntegerField(allow_null=True)
    unit_name = serializers.CharField(source="unit__short_name", allow_null=True)
    post_id = serializers.IntegerField(allow_null=True)
    post_name = serializers.CharField(source="post__name", allow_null=True)
    holder_name = serializers.CharField(allow_null=True)
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)


class ResponsibilityOut(HolderOut):
    project_id = serializers.IntegerField()


class ProjectDetailOut(ProjectOut):
    content = serializers.CharField()
    funding_note = serializers.CharField()
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    note = serializers.CharField()
    parent = NamedProjectOut(allow_null=True)
    children = NamedProjectOut(many=True)
    annual_plan = AnnualPlanOut(allow_null=True)
    figures = FiguresOut()
    lights = LightsOut()
    responsibilities = HolderOut(many=True)


class MilestoneOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    project_id = serializers.IntegerField()
    name = serializers.CharField()
    due_on = serializers.DateField()
    unit_id = serializers.IntegerField(allow_null=True)
    unit_name = serializers.CharField(source="unit__short_name", allow_null=True)
    arrangement = serializers.CharField()
    completed_on = serializers.DateField(allow_null=True)
    completion = serializers.CharField()


class ProgressOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    project_id = serializers.IntegerField()
    project_name = serializers.CharField(source="project__name")
    year = serializers.IntegerField()
    month = serializers.IntegerField()
    revision = serializers.IntegerField()
    status = serializers.ChoiceField(ProgressStatus.choices)
    month_amount = MoneyOut(help_text=_("本月完成投资。"))
    year_to_date = MoneyOut(help_text=_("年初至本月累计。"))
    since_start = MoneyOut(help_text=_("开工以来累计。"))
    physical_progress = serializers.CharField()
    stage = serializers.ChoiceField(Stage.choices, allow_blank=True)
    started_on = serializers.DateField(allow_null=True)
    finished_on = serializers.DateField(allow_null=True)
    problem = serializers.CharField()
    next_step = serializers.CharField()
    reported_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)


class StepOut(serializers.Serializer[Any]):
    status = serializers.ChoiceField(ProgressStatus.choices)
    at = serializers.DateTimeField()
    by = serializers.CharField(help_text=_("姓名；接口调用方为其用户名。"))
    note = serializers.CharField()


class ConfirmedOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    message = serializers.CharField()
    reason = serializers.CharField()


class ProgressDetailOut(ProgressOut):
    reason = serializers.CharField(help_text=_("更正事由。"))
    return_reason = serializers.CharField(help_text=_("最近一次退回的事由。"))
    warnings = ConfirmedOut(many=True)
    steps = StepOut(many=True)


class MonthIn(serializers.CharField):
    """“2026-08”."""

    def to_internal_value(self, data: Any) -> Month:
        try:
            return Month.parse(super().to_internal_value(data))
        except ValueError as error:
            raise serializers.ValidationError(str(error), code="invalid_month") from error

    def to_representation(self, value: Month) -> str:
        return str(value)


class MoneyIn(serializers.DecimalField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=16, decimal_places=4, allow_null=True, default=None, **kwargs)


class TextIn(serializers.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_blank=True, default="", max_length=4000, **kwargs)


class EntryIn(serializers.Serializer[Any]):
    """A month's report as a whole: what is left out is empty."""

    month_amount = MoneyIn(help_text=_("本月完成投资，万元；冲减可为负数。"))
    year_to_date = MoneyIn(help_text=_("年初至本月累计，万元。"))
    since_start = MoneyIn(help_text=_("开工以来累计，万元。"))
    physical_progress = TextIn()
    stage = serializers.ChoiceField(Stage.choices, allow_blank=True, default="")
    started_on = serializers.DateField(allow_null=True, default=None)
    finished_on = serializers.DateField(allow_null=True, default=None)
    problem = TextIn()
    next_step = TextIn()


class ReportIn(EntryIn):
    project_id = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    period = MonthIn(help_text=_("报送月份，如 2026-08。"))


class CorrectionIn(EntryIn):
    reason = serializers.CharField(max_length=300)


class SubmitIn(serializers.Serializer[Any]):
    confirmations = serializers.DictField(
        child=serializers.CharField(max_length=300), default=dict, help_text=_("提示的 code → 说明。")
    )


class ReturnIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300)


class AcceptIn(serializers.Serializer[Any]):
    """Nothing to say."""
