"""What the API tells of projects, and what it takes of a month's report. Amounts in 万元, as text."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from rulebook.rules import Light, Month
from rulebook.rules.lights import LIGHT_LABELS

from .models.plan import PlanChange, PlanKind
from .models.progress import ProgressStatus
from .models.project import ConstructionNature, Level, Stage
from .models.responsibility import ResponsibilityRole

LIGHTS = [(light.code, LIGHT_LABELS[light]) for light in Light]
# What the description shows: one project and its report for 8月.
NAMED = {"id": 17, "number": "JT-2026-03", "name": "省道过境段改建"}
FIGURES = {
    "period": "2026-08",
    "planned": "1200.0000",
    "due": "800.0000",
    "completed": "700.0000",
    "since_start": "700.0000",
    "reported_month": 8,
    "completion_rate": "58.3333",
    "gap": "-8.3333",
    "light": "watch",
}
ENTRY = {
    "month_amount": "100.0000",
    "year_to_date": "800.0000",
    "since_start": "800.0000",
    "physical_progress": "路面完成六成",
    "stage": "building",
    "started_on": "2026-03-05",
    "finished_on": None,
    "problem": "砂石料供应不足",
    "next_step": "9月底前完成路面",
}
PROJECT = NAMED | {
    "sector_id": 1,
    "sector_name": "项目建设",
    "programme_id": None,
    "plan_id": None,
    "levels": ["county"],
    "nature": "renovation",
    "stage": "building",
    "is_promotion": False,
    "location": "城关镇",
    "total_investment": "3600.0000",
    "owner_name": "云岭县交通投资公司",
    "planned_start": "2026-03-01",
    "planned_finish": "2027-06-30",
    "actual_start": "2026-03-05",
    "actual_finish": None,
}
PLAN = {
    "year": 2026,
    "version": 1,
    "kind": "new",
    "change": "initial",
    "planned_investment": "1200.0000",
    "carried_in": "0.0000",
    "curve": None,
    "goals": "路面完成九成",
}
HOLDER = {
    "id": 61,
    "role": "leader",
    "position": 1,
    "unit_id": None,
    "unit_name": None,
    "post_id": 3,
    "post_name": "常务副县长",
    "holder_name": "常县长",
    "valid_from": "2026-01-01",
    "valid_to": None,
}
REPORTED = {"id": 905, "project_id": 17, "project_name": NAMED["name"], "year": 2026, "month": 8} | ENTRY
DRAFTED = REPORTED | {
    "revision": 1,
    "status": "draft",
    "reported_at": "2026-09-03T09:12:00+08:00",
    "decided_at": None,
}
STEP = {"status": "draft", "at": "2026-09-03T09:12:00+08:00", "by": "路联络", "note": ""}


def shown(example: dict[str, Any]) -> Any:
    """The class decorator that gives a serializer its example."""
    return extend_schema_serializer(examples=[OpenApiExample("example", value=example)])


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


@shown(PROJECT)
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


@shown(NAMED | FIGURES)
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


@shown(
    PROJECT
    | {
        "content": "改建二级公路12公里",
        "funding_note": "",
        "starts_on": "2026-01-01",
        "ends_on": None,
        "note": "",
        "parent": None,
        "children": [],
        "annual_plan": PLAN,
        "figures": FIGURES,
        "lights": {"investment_gap": "watch", "start_delay": "green", "report_missing": "green"},
        "responsibilities": [HOLDER],
    }
)
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


@shown(DRAFTED)
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


@shown(DRAFTED | {"reason": "", "return_reason": "", "warnings": [], "steps": [STEP]})
class ProgressDetailOut(ProgressOut):
    reason = serializers.CharField(help_text=_("更正事由。"))
    return_reason = serializers.CharField(help_text=_("最近一次退回的事由。"))
    warnings = ConfirmedOut(many=True)
    steps = StepOut(many=True)


@extend_schema_field({"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"})
class MonthIn(serializers.CharField):
    """“2026-08”."""

    def to_internal_value(self, data: Any) -> Any:
        """A Month."""
        try:
            return Month.parse(super().to_internal_value(data))
        except ValueError as error:
            raise serializers.ValidationError(str(error), code="invalid_month") from error

    def to_representation(self, value: Any) -> str:
        return str(value)


class MoneyIn(serializers.DecimalField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=16, decimal_places=4, allow_null=True, default=None, **kwargs)


class TextIn(serializers.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_blank=True, default="", max_length=4000, **kwargs)


@shown(ENTRY)
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


@shown({"project_id": 17, "period": "2026-08"} | ENTRY)
class ReportIn(EntryIn):
    project_id = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    period = MonthIn(help_text=_("报送月份，如 2026-08。"))


@shown(ENTRY | {"year_to_date": "780.0000", "reason": "审计核减20万元"})
class CorrectionIn(EntryIn):
    reason = serializers.CharField(max_length=300)


@shown({"confirmations": {"year_fell": "审计核减，见审计报告"}})
class SubmitIn(serializers.Serializer[Any]):
    confirmations = serializers.DictField(
        child=serializers.CharField(max_length=300), default=dict, help_text=_("提示的 code → 说明。")
    )


@shown({"reason": "本月完成与形象进度不符，请核实"})
class ReturnIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300)


class AcceptIn(serializers.Serializer[Any]):
    """Nothing to say."""
