"""What the API tells of duties, feedbacks, extensions and all that hangs on a matter."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from projects.serializers import shown

from ..models.dates import STATUS_CHOICES as EXTENSION_CHOICES
from ..models.duty import STATUS_CHOICES as DUTY_CHOICES
from ..models.feedback import STATUS_CHOICES as FEEDBACK_CHOICES
from ..models.source import SourceGroup
from .examples import DUTY, EXTENSION, FEEDBACK, FILE, INSTRUCTION, SOURCE
from .requests import KINDS, MEASURES, RHYTHMS, ROLES, Choices

DUTY_STATUSES: Choices = [*DUTY_CHOICES.items()]
FEEDBACK_STATUSES: Choices = [*FEEDBACK_CHOICES.items()]
EXTENSION_STATUSES: Choices = [*EXTENSION_CHOICES.items()]
NAME = _("姓名；接口调用方为其用户名。")


class NameOut(serializers.CharField):
    """Of a person; null where nobody did it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_null=True, help_text=NAME, **kwargs)


@shown(SOURCE)
class SourceOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    group = serializers.ChoiceField(SourceGroup.choices)
    deadline_rule = serializers.CharField()
    urgent_deadline_rule = serializers.CharField()
    rhythm = serializers.ChoiceField(RHYTHMS)
    is_active = serializers.BooleanField()


class NamedMatterOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    number = serializers.CharField(help_text=_("立项编号；批准立项以前为空。"))
    title = serializers.CharField()


class DutyOfMatterOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    unit_id = serializers.IntegerField()
    unit_name = serializers.CharField(source="unit__short_name")
    role = serializers.ChoiceField(ROLES)
    status = serializers.ChoiceField(DUTY_STATUSES)
    task = serializers.CharField()
    contact = serializers.CharField()
    issued_on = serializers.DateField(allow_null=True)
    sign_by = serializers.DateField(allow_null=True, help_text=_("签收时限。"))
    signed_at = serializers.DateTimeField(allow_null=True)
    reported_at = serializers.DateTimeField(allow_null=True, help_text=_("报办结时间。"))
    accepted_at = serializers.DateTimeField(allow_null=True)
    refusal = serializers.CharField(help_text=_("退回理由。"))
    replaces_id = serializers.IntegerField(allow_null=True, help_text=_("改派自哪张交办单。"))


@shown(DUTY)
class DutyOut(DutyOfMatterOut):
    matter_id = serializers.IntegerField()
    matter_number = serializers.CharField(source="matter__number")
    matter_title = serializers.CharField(source="matter__title")
    matter_due_on = serializers.DateField(source="matter__due_on", allow_null=True)


class StepOfMatterOut(serializers.Serializer[Any]):
    verb = serializers.CharField(help_text=_("代号，见 docs/matters.md。"))
    at = serializers.DateTimeField()
    by = NameOut()
    note = serializers.CharField()


@shown(DUTY | {"signed_by": "路联络", "steps": []})
class DutyDetailOut(DutyOut):
    signed_by = NameOut()
    steps = StepOfMatterOut(many=True)


@shown(FEEDBACK)
class FeedbackOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    matter_id = serializers.IntegerField(source="duty__matter_id")
    duty_id = serializers.IntegerField()
    unit_id = serializers.IntegerField(source="duty__unit_id")
    unit_name = serializers.CharField(source="duty__unit__short_name")
    kind = serializers.ChoiceField(KINDS)
    status = serializers.ChoiceField(FEEDBACK_STATUSES)
    period_start = serializers.DateField(allow_null=True)
    period_end = serializers.DateField(allow_null=True, help_text=_("不含。"))
    due_on = serializers.DateField(allow_null=True)
    progress = serializers.CharField()
    percent = serializers.IntegerField(allow_null=True)
    problem = serializers.CharField()
    help_needed = serializers.CharField()
    next_step = serializers.CharField()
    drafted_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    return_reason = serializers.CharField()
    answer = serializers.CharField(help_text=_("领导对求助的答复。"))
    answered_at = serializers.DateTimeField(allow_null=True)


class FileOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="upload_id")
    name = serializers.CharField(source="upload__name")
    size = serializers.IntegerField(source="upload__size")
    caption = serializers.CharField()


@shown(
    FEEDBACK
    | {
        "drafted_by": "路联络",
        "signed_by": "路局长",
        "decided_by": None,
        "answered_by": None,
        "files": [FILE],
    }
)
class FeedbackDetailOut(FeedbackOut):
    drafted_by = NameOut()
    signed_by = NameOut()
    decided_by = NameOut()
    answered_by = NameOut()
    files = FileOut(many=True)


class ExtensionOfMatterOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    ordinal = serializers.IntegerField(help_text=_("第几次；第二次起由领导批。"))
    status = serializers.ChoiceField(EXTENSION_STATUSES)
    reason = serializers.CharField()
    progress = serializers.CharField()
    former_due_on = serializers.DateField()
    new_due_on = serializers.DateField()
    proposed_on = serializers.DateField()
    asked_on = serializers.DateField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    decision = serializers.CharField()


@shown(EXTENSION)
class ExtensionOut(ExtensionOfMatterOut):
    matter_id = serializers.IntegerField()
    matter_number = serializers.CharField(source="matter__number")
    matter_title = serializers.CharField(source="matter__title")


@shown(EXTENSION | {"proposed_by": "路联络", "asked_by": "路局长", "decided_by": None})
class ExtensionDetailOut(ExtensionOut):
    proposed_by = NameOut()
    asked_by = NameOut()
    decided_by = NameOut()


class StageOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    due_on = serializers.DateField()


@shown(INSTRUCTION)
class InstructionOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    post_id = serializers.IntegerField()
    post_name = serializers.CharField(source="post__name")
    given_on = serializers.DateField()
    text = serializers.CharField(help_text=_("仅登记的批示没有原文。"))
    registered_only = serializers.BooleanField()
    reference = serializers.CharField()


class SuspensionOut(serializers.Serializer[Any]):
    reason = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(help_text=_("恢复办理的日期。"))
    former_due_on = serializers.DateField(allow_null=True)


class ExemptionOut(serializers.Serializer[Any]):
    measure = serializers.ChoiceField(MEASURES)
    reason = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(help_text=_("不含。"))


class ReviewOut(serializers.Serializer[Any]):
    facts_clear = serializers.BooleanField()
    problem_solved = serializers.BooleanField()
    form_right = serializers.BooleanField()
    opinion = serializers.CharField()
    reviewed_at = serializers.DateTimeField()
