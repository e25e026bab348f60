"""What the API takes: the words of each verb. Whatever is not said keeps its default."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from projects.serializers import shown

from ..models.dates import MEASURE_CHOICES
from ..models.duty import ROLE_CHOICES
from ..models.feedback import KIND_CHOICES
from ..models.matter import BASIS_CHOICES, CLASSIFICATION_CHOICES, LINE_CHOICES, URGENCY_CHOICES
from ..models.source import RHYTHM_CHOICES
from ..rules.words import Classification, FeedbackKind, HelpersReportTo, Urgency
from .examples import DUTY_WORDS, FEEDBACK_WORDS, INSTRUCTION_WORDS, MATTER_WORDS

HIGHEST_KEY = 2**63 - 1
Choices = list[tuple[str, Any]]
BASES: Choices = [*BASIS_CHOICES.items()]
URGENCIES: Choices = [*URGENCY_CHOICES.items()]
GRADES: Choices = [*CLASSIFICATION_CHOICES.items()]
LINES: Choices = [*LINE_CHOICES.items()]
RHYTHMS: Choices = [*RHYTHM_CHOICES.items()]
ROLES: Choices = [*ROLE_CHOICES.items()]
KINDS: Choices = [*KIND_CHOICES.items()]
MEASURES: Choices = [*MEASURE_CHOICES.items()]


class KeyIn(serializers.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=HIGHEST_KEY, **kwargs)


class SomeKeyIn(KeyIn):
    """A key, or nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_null=True, default=None, **kwargs)


class DayIn(serializers.DateField):
    """A day, or none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_null=True, default=None, **kwargs)


class SaidIn(serializers.CharField):
    """A text of so many characters at most; left out it is empty."""

    def __init__(self, length: int, **kwargs: Any) -> None:
        super().__init__(allow_blank=True, default="", max_length=length, **kwargs)


class NoteIn(serializers.Serializer[Any]):
    note = SaidIn(500, help_text=_("代领导登记纸质批阅的，注明批阅件的编号或存放处。"))


@shown({"reason": "水毁路段由公路段养护，不属本局职责"})
class ReasonIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=500)


class RetractIn(serializers.Serializer[Any]):
    reason = SaidIn(500)


@shown(DUTY_WORDS)
class DutyIn(serializers.Serializer[Any]):
    unit_id = KeyIn()
    role = serializers.ChoiceField(ROLES)
    task = SaidIn(500, help_text=_("本单位的分工。"))
    contact = SaidIn(80, help_text=_("责任人及电话。"))


class StageIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=100)
    due_on = serializers.DateField()


@shown(INSTRUCTION_WORDS)
class InstructionIn(serializers.Serializer[Any]):
    post_id = KeyIn(help_text=_("批示领导的岗位。"))
    given_on = serializers.DateField()
    text = SaidIn(2000)
    registered_only = serializers.BooleanField(
        default=False, help_text=_("内容敏感的只登记，不录原文；text 须为空。")
    )
    reference = SaidIn(60, help_text=_("批示件编号。"))


class InstructAgainIn(InstructionIn):
    due_on = DayIn(help_text=_("新一轮的办结时限；不填按原规则从今天起算。"))


class MatterWordsIn(serializers.Serializer[Any]):
    """``due_on`` with ``due_basis`` is a date by hand; else ``due_rule`` or the source's rule gives it."""

    title = serializers.CharField(max_length=200)
    source_id = KeyIn()
    requirement = serializers.CharField(max_length=4000)
    source_number = SaidIn(80)
    source_title = SaidIn(200)
    source_date = DayIn()
    basis = serializers.ChoiceField(BASES, allow_blank=True, default="")
    approver_id = SomeKeyIn(help_text=_("批准人的岗位。"))
    approved_on = DayIn()
    standard = SaidIn(2000, help_text=_("完成标准。"))
    urgency = serializers.ChoiceField(URGENCIES, default=Urgency.NORMAL.value)
    classification = serializers.ChoiceField(GRADES, default=Classification.INTERNAL.value)
    rhythm = serializers.ChoiceField(RHYTHMS, allow_blank=True, default="", help_text=_("空：按来源的频次。"))
    helpers_report_to = serializers.ChoiceField(LINES, default=HelpersReportTo.LEAD.value)
    leader_id = SomeKeyIn(help_text=_("包抓领导的岗位。"))
    sector_id = SomeKeyIn()
    project_id = SomeKeyIn()
    due_rule = SaidIn(40, help_text=_("时限规则的代码；空：按来源和紧急程度。"))
    due_on = DayIn(help_text=_("人定的时限，须写 due_basis。"))
    due_basis = SaidIn(200)
    note = SaidIn(500)


@shown(MATTER_WORDS)
class RevisionIn(MatterWordsIn):
    """Only what is given changes; ``duties`` or ``stages``, where given, replace all that there are."""

    duties = DutyIn(many=True)
    stages = StageIn(many=True)

    def get_fields(self) -> dict[str, Any]:
        """Left out stays out: no default of the words stands for what was entered before."""
        fields = super().get_fields()
        for field in fields.values():
            field.required, field.default = False, serializers.empty
        return fields


@shown(MATTER_WORDS | {"duties": [DUTY_WORDS], "instructions": [INSTRUCTION_WORDS]})
class MatterIn(MatterWordsIn):
    duties = DutyIn(many=True, default=list)
    stages = StageIn(many=True, default=list)
    instructions = InstructionIn(many=True, default=list)
    parent_id = SomeKeyIn(help_text=_("上级事项。"))


class PartIn(MatterWordsIn):
    """What is left out is the parent's."""

    source_id = KeyIn(required=False)
    duties = DutyIn(many=True, default=list)


class SplitIn(serializers.Serializer[Any]):
    parts = serializers.ListField(child=PartIn(), allow_empty=False, max_length=100)


@shown({"facts_clear": True, "problem_solved": True, "form_right": True, "opinion": "同意呈阅"})
class ReviewIn(serializers.Serializer[Any]):
    """All three, and it is shown to the leader; else it goes back to be done again."""

    facts_clear = serializers.BooleanField()
    problem_solved = serializers.BooleanField()
    form_right = serializers.BooleanField()
    opinion = SaidIn(500, help_text=_("不通过的必须写明。"))
    shown_to_id = SomeKeyIn(help_text=_("呈阅领导的岗位；空：最近批示的领导，没有批示的为批准人。"))


@shown({"reason": "项目取消", "approver_id": 3})
class EndIn(ReasonIn):
    approver_id = KeyIn(help_text=_("批准人的岗位。"))


@shown({"reason": "同一件事", "approver_id": 3, "into_id": 28})
class MergeIn(EndIn):
    into_id = KeyIn(help_text=_("并入的事项。"))


@shown({"reason": "汛期停工", "until": "2026-10-15"})
class SuspendIn(ReasonIn):
    until = serializers.DateField(help_text=_("恢复办理的日期。"))


@shown({"reason": "等待省里批复", "measure": "days_left", "until": "2026-10-15"})
class ExemptIn(ReasonIn):
    measure = serializers.ChoiceField(MEASURES)
    until = serializers.DateField(help_text=_("截止日期（不含）。"))


@shown({"reason": "省里已批复", "measure": "days_left"})
class EndExemptionIn(ReasonIn):
    measure = serializers.ChoiceField(MEASURES)


@shown({"reason": "领导批示要求10月底前办结", "due_on": "2026-10-31"})
class SetDueIn(serializers.Serializer[Any]):
    due_on = serializers.DateField()
    reason = serializers.CharField(max_length=200)


@shown({"reason": "职责在公路段", "unit_id": 14})
class ReassignIn(ReasonIn):
    unit_id = KeyIn()


class FeedbackWordsIn(serializers.Serializer[Any]):
    progress = SaidIn(4000)
    percent = serializers.IntegerField(min_value=0, max_value=100, allow_null=True, default=None)
    problem = SaidIn(2000)
    help_needed = SaidIn(2000, help_text=_("需协调解决的事，报送后转包抓领导答复。"))
    next_step = SaidIn(2000)
    kind = serializers.ChoiceField(
        KINDS, default=FeedbackKind.PROGRESS.value, help_text=_("final：办结报告。")
    )
    period_start = DayIn(help_text=_("报告期的第一天；空：不属于任何一期的主动反馈。"))


@shown(FEEDBACK_WORDS)
class FeedbackIn(FeedbackWordsIn):
    """A feedback as a whole: what is left out is empty."""


@shown({"text": "请财政局9月20日前拨付应急资金"})
class AnswerIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=2000)


@shown(
    {"new_due_on": "2026-10-20", "reason": "连续降雨，路基含水量过大", "progress": "清方完成，挡墙完成四成"}
)
class ExtensionIn(serializers.Serializer[Any]):
    new_due_on = serializers.DateField()
    reason = serializers.CharField(max_length=2000)
    progress = serializers.CharField(max_length=2000)


class DecisionIn(serializers.Serializer[Any]):
    decision = SaidIn(500)


class RefusalIn(serializers.Serializer[Any]):
    decision = serializers.CharField(max_length=500)
