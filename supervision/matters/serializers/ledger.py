"""What the API tells of a matter: the columns of the ledger, and the whole of one matter."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from projects.serializers import LightOut, shown

from ..models.matter import FOLLOW_CHOICES, STATUS_CHOICES
from ..rules.words import STATES
from .answers import (
    DutyOfMatterOut,
    ExemptionOut,
    ExtensionOfMatterOut,
    InstructionOut,
    NamedMatterOut,
    ReviewOut,
    StageOut,
    StepOfMatterOut,
    SuspensionOut,
)
from .examples import LEDGER, MATTER
from .requests import BASES, GRADES, LINES, RHYTHMS, URGENCIES, Choices

STATUSES: Choices = [*STATUS_CHOICES.items()]
STATE_WORDS: Choices = [(state.value, label) for state, label in STATES.items()]
FOLLOWS: Choices = [*FOLLOW_CHOICES.items()]


@shown(LEDGER)
class MatterOut(NamedMatterOut):
    """Counts are of rows, dates of the day of the request; null is unknown, never nought."""

    source_id = serializers.IntegerField()
    source_name = serializers.CharField()
    source_number = serializers.CharField(help_text=_("来源文号。"))
    source_title = serializers.CharField(help_text=_("来源文件或会议。"))
    source_date = serializers.DateField(allow_null=True)
    requirement = serializers.CharField()
    standard = serializers.CharField(help_text=_("完成标准。"))
    status = serializers.ChoiceField(STATUSES, help_text=_("人作的决定：办理阶段。"))
    state = serializers.ChoiceField(STATE_WORDS, help_text=_("现在处于哪一步，由办理阶段和交办单算出。"))
    light = LightOut()
    light_reason = serializers.CharField(help_text=_("暂缓或豁免的理由。"))
    days_left = serializers.IntegerField(allow_null=True, help_text=_("离办结时限的工作日；负数为已过。"))
    urgency = serializers.ChoiceField(URGENCIES)
    rhythm = serializers.ChoiceField(RHYTHMS)
    issued_on = serializers.DateField(allow_null=True)
    signed_on = serializers.DateField(allow_null=True, help_text=_("牵头单位签收日期。"))
    due_on = serializers.DateField(allow_null=True)
    original_due_on = serializers.DateField(allow_null=True)
    due_basis = serializers.CharField(help_text=_("时限的规则或理由，以及日历的提示。"))
    score_due_on = serializers.DateField(
        allow_null=True, help_text=_("评价按期办结用的日期：原定时限加暂缓天数。")
    )
    lead_unit = serializers.CharField(allow_null=True)
    helping_units = serializers.CharField(help_text=_("以顿号分隔。"))
    contact = serializers.CharField(allow_null=True, help_text=_("责任人及电话。"))
    leader_post = serializers.CharField(allow_null=True, help_text=_("包抓领导的岗位。"))
    leader_name = serializers.CharField(allow_null=True, help_text=_("岗位今天的在任人员。"))
    instruction_post = serializers.CharField(allow_null=True, help_text=_("最近批示的领导岗位。"))
    instruction_on = serializers.DateField(allow_null=True)
    instruction_text = serializers.CharField(allow_null=True, help_text=_("仅登记的为空。"))
    latest_progress = serializers.CharField(allow_null=True)
    percent = serializers.IntegerField(allow_null=True)
    problem = serializers.CharField(allow_null=True)
    next_step = serializers.CharField(allow_null=True)
    latest_report_at = serializers.DateTimeField(allow_null=True, help_text=_("最近反馈时间。"))
    extension_count = serializers.IntegerField()
    return_count = serializers.IntegerField()
    reminder_count = serializers.IntegerField()
    position = serializers.IntegerField(help_text=_("第几轮。"))
    ended_on = serializers.DateField(allow_null=True)
    note = serializers.CharField()


@shown(MATTER)
class MatterDetailOut(MatterOut):
    basis = serializers.ChoiceField(BASES, allow_blank=True)
    approver_id = serializers.IntegerField(allow_null=True)
    approver_name = serializers.CharField(source="approver__name", allow_null=True, help_text=_("岗位。"))
    approved_on = serializers.DateField(allow_null=True)
    classification = serializers.ChoiceField(GRADES)
    helpers_report_to = serializers.ChoiceField(LINES)
    leader_id = serializers.IntegerField(allow_null=True)
    sector_id = serializers.IntegerField(allow_null=True)
    project_id = serializers.IntegerField(allow_null=True)
    due_rule = serializers.CharField()
    shown_to_id = serializers.IntegerField(allow_null=True)
    shown_to_name = serializers.CharField(source="shown_to__name", allow_null=True)
    shown_on = serializers.DateField(allow_null=True)
    shown_until = serializers.DateField(allow_null=True)
    end_reason = serializers.CharField()
    end_approver_id = serializers.IntegerField(allow_null=True)
    has_archive = serializers.BooleanField()
    follow_kind = serializers.ChoiceField(FOLLOWS, allow_blank=True)
    parent = NamedMatterOut(allow_null=True)
    children = NamedMatterOut(many=True)
    follows = NamedMatterOut(allow_null=True)
    followers = NamedMatterOut(many=True)
    merged_into = NamedMatterOut(allow_null=True)
    merged = NamedMatterOut(many=True)
    duties = DutyOfMatterOut(many=True)
    stages = StageOut(many=True)
    instructions = InstructionOut(many=True)
    extensions = ExtensionOfMatterOut(many=True)
    suspensions = SuspensionOut(many=True)
    exemptions = ExemptionOut(many=True)
    reviews = ReviewOut(many=True)
    steps = StepOfMatterOut(many=True)
