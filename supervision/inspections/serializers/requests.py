"""What the API takes: the words of each verb. Whatever is not said keeps its default."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import IO, Any, Final

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from projects.serializers import shown
from supervision.matters.serializers.requests import (
    BASES,
    Choices,
    DayIn,
    KeyIn,
    SaidIn,
    SomeKeyIn,
)

from ..models.conclusion import KIND_CHOICES
from ..models.finding import RESULT_CHOICES, SEVERITY_CHOICES
from ..models.inspection import CONTENT_CHOICES, MEMBER_CHOICES, METHOD_CHOICES, ROLE_CHOICES
from ..models.inspection import KIND_CHOICES as INSPECTION_CHOICES
from ..models.proof import SIDE_CHOICES
from ..models.rectification import TIME_CHOICES
from ..rules.words import MemberKind, Severity, Side, TeamRole, TimeClass
from .examples import FILE_WORDS, FINDING_WORDS, MEASURE_WORDS, PLAN_WORDS, RECTIFICATION_WORDS

KINDS: Choices = [*INSPECTION_CHOICES.items()]
CONTENTS: Choices = [*CONTENT_CHOICES.items()]
METHODS: Choices = [*METHOD_CHOICES.items()]
TEAM_ROLES: Choices = [*ROLE_CHOICES.items()]
MEMBERS: Choices = [*MEMBER_CHOICES.items()]
RESULTS: Choices = [*RESULT_CHOICES.items()]
SEVERITIES: Choices = [*SEVERITY_CHOICES.items()]
TIMES: Choices = [*TIME_CHOICES.items()]
SIDES: Choices = [*SIDE_CHOICES.items()]
RECOMMENDATIONS: Choices = [*KIND_CHOICES.items()]
MOST_FILES: Final = 5
KEYS = serializers.ListField


class MoneyIn(serializers.DecimalField):
    """万元, or unknown."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_digits=16, decimal_places=4, min_value=0, allow_null=True, default=None, **kwargs
        )


class DegreeIn(serializers.DecimalField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=9, decimal_places=6, allow_null=True, default=None, **kwargs)


class ContentIn(serializers.CharField):
    """Base64 of a file's bytes."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            return base64.b64decode(super().to_internal_value(data), validate=True)
        except ValueError:  # binascii's own is one, and letters outside ASCII raise another
            raise serializers.ValidationError(_("应为 Base64。"), code="not_base64") from None


@shown(FILE_WORDS)
class FileIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200, help_text=_("文件名。"))
    content = ContentIn(help_text=_("文件内容的 Base64；一次请求总共不超过5 MB。"))


def files_of(values: dict[str, Any]) -> list[tuple[str, IO[bytes]]]:
    """Names and files, as services take them; leaves ``values`` without."""
    return [(one["name"], BytesIO(one["content"])) for one in values.pop("files", [])]


class WithFilesIn(serializers.Serializer[Any]):
    files = serializers.ListField(child=FileIn(), default=list, max_length=MOST_FILES)


class TeamIn(serializers.Serializer[Any]):
    user_id = SomeKeyIn(help_text=_("有账号的填账号；没有的填姓名和单位。"))
    name = SaidIn(40)
    employer = SaidIn(100)
    kind = serializers.ChoiceField(MEMBERS, default=MemberKind.STAFF.value)
    role = serializers.ChoiceField(TEAM_ROLES, default=TeamRole.MEMBER.value)


@shown(PLAN_WORDS)
class InspectionIn(serializers.Serializer[Any]):
    """方案 as a whole: what is left out is empty."""

    title = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(KINDS)
    content_category = serializers.ChoiceField(CONTENTS)
    content = serializers.CharField(max_length=4000)
    scope = serializers.CharField(max_length=2000)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    methods = KEYS(child=serializers.ChoiceField(METHODS), default=list)
    checkpoints = SaidIn(4000, help_text=_("每行一条。"))
    sector_id = SomeKeyIn()
    is_unannounced = serializers.BooleanField(default=False)
    designation_id = SomeKeyIn()
    year_plan_id = SomeKeyIn()
    unplanned_reason = SaidIn(500)
    overlap_reason = SaidIn(500)
    unit_ids = KEYS(child=KeyIn(), default=list, help_text=_("督查对象。"))
    team = TeamIn(many=True, default=list)


class ApproveInspectionIn(serializers.Serializer[Any]):
    basis = serializers.ChoiceField(BASES)
    basis_document = SaidIn(200)
    approver_id = KeyIn(help_text=_("批准人的岗位。"))
    approved_on = serializers.DateField()


@shown(FINDING_WORDS)
class FindingIn(WithFilesIn):
    inspection_id = SomeKeyIn(help_text=_("日常监测中发现的不填。"))
    client_key = serializers.UUIDField(
        allow_null=True, default=None, help_text=_("调用方的记录号：同一号只记一次。")
    )
    unit_id = KeyIn()
    category_id = KeyIn()
    title = serializers.CharField(max_length=200)
    description = serializers.CharField(max_length=4000)
    severity = serializers.ChoiceField(SEVERITIES, default=Severity.GENERAL.value)
    basis = SaidIn(500)
    amount = MoneyIn(help_text=_("问题金额，万元。"))
    place = SaidIn(200)
    latitude = DegreeIn()
    longitude = DegreeIn()
    found_at = serializers.DateTimeField(allow_null=True, default=None)
    project_id = SomeKeyIn()
    milestone_id = SomeKeyIn()
    matter_id = SomeKeyIn()
    indicator_id = SomeKeyIn()


class StatementIn(serializers.Serializer[Any]):
    statement = SaidIn(2000)


class DisputeIn(serializers.Serializer[Any]):
    statement = serializers.CharField(max_length=2000)


class ConclusionTextIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=8000)
    finding_ids = KEYS(child=KeyIn(), default=list)


class ConclusionIn(ConclusionTextIn):
    inspection_id = KeyIn()
    unit_id = KeyIn()


class IssueConclusionIn(serializers.Serializer[Any]):
    signatory_id = KeyIn(help_text=_("签发领导的岗位。"))
    issued_on = serializers.DateField()


class DeliverIn(serializers.Serializer[Any]):
    delivered_on = DayIn(help_text=_("空：今天。"))
    receipt_note = SaidIn(200)


class LongReasonIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=4000)


class AppointIn(serializers.Serializer[Any]):
    user_ids = KEYS(child=KeyIn(), allow_empty=False)


class DecideReviewIn(serializers.Serializer[Any]):
    decision = serializers.CharField(max_length=4000)
    signatory_id = KeyIn(help_text=_("签发领导的岗位。"))


class ChangeReviewIn(DecideReviewIn, ConclusionTextIn):
    """The decision, and the conclusion that takes the place of the former one."""


@shown(RECTIFICATION_WORDS | {"origin_id": 1})
class RectificationIn(serializers.Serializer[Any]):
    """As a whole: what is left out is empty."""

    title = serializers.CharField(max_length=200)
    problem = serializers.CharField(max_length=4000)
    origin_id = KeyIn(help_text=_("问题来源。"))
    external_number: Any = SaidIn(60, help_text=_("来源方的编号：同一来源只登记一次。"))
    source_document = SaidIn(200)
    category_id = KeyIn()
    severity = serializers.ChoiceField(SEVERITIES, default=Severity.GENERAL.value)
    time_class = serializers.ChoiceField(TIMES, default=TimeClass.SHORT.value)
    unit_id = KeyIn(help_text=_("整改责任单位。"))
    helping_ids = KEYS(child=KeyIn(), default=list, help_text=_("配合单位。"))
    project_id = SomeKeyIn()
    milestone_id = SomeKeyIn()
    matter_id = SomeKeyIn()
    indicator_id = SomeKeyIn()
    sector_id = SomeKeyIn()
    amount = MoneyIn(help_text=_("问题金额，万元。"))
    goal = SaidIn(2000)
    leader_id = SomeKeyIn(help_text=_("责任领导的岗位。"))
    person = SaidIn(80)
    accepting_unit_id = SomeKeyIn(help_text=_("验收单位。"))
    needs_notice = serializers.BooleanField(allow_null=True, default=None)
    due_on = DayIn(help_text=_("人定的时限，须写 due_basis。"))
    due_basis = SaidIn(200)
    note = SaidIn(500)


@shown(RECTIFICATION_WORDS | {"origin_code": "audit", "external_number": "县审2026-014"})
class ReceivedIn(RectificationIn):
    """From another system, by its own number: the same words again change nothing."""

    origin_code = serializers.SlugField(max_length=30)
    external_number: Any = serializers.CharField(max_length=60)

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        del fields["origin_id"], fields["helping_ids"]
        return fields


@shown(MEASURE_WORDS)
class MeasureIn(serializers.Serializer[Any]):
    problem = serializers.CharField(max_length=500)
    measure = serializers.CharField(max_length=1000)
    unit_id = KeyIn()
    person = serializers.CharField(max_length=80)
    due_on = serializers.DateField()


class MeasuresIn(serializers.Serializer[Any]):
    measures = serializers.ListField(child=MeasureIn(), allow_empty=False, max_length=100)
    goal = serializers.CharField(max_length=2000, allow_null=True, default=None)


class FinishMeasureIn(serializers.Serializer[Any]):
    measure_id = KeyIn()
    done_on = serializers.DateField()
    outcome = serializers.CharField(max_length=500)


class RectificationProgressIn(WithFilesIn):
    text = serializers.CharField(max_length=4000)
    percent = serializers.IntegerField(min_value=0, max_value=100, allow_null=True, default=None)
    amount_rectified = MoneyIn(help_text=_("累计已整改金额，万元。"))
    measure_id = SomeKeyIn()
    client_key = serializers.UUIDField(allow_null=True, default=None)


class EvidenceIn(WithFilesIn):
    side = serializers.ChoiceField(SIDES, default=Side.OTHER.value)
    pair = serializers.IntegerField(min_value=1, max_value=999, allow_null=True, default=None)
    caption = SaidIn(200)
    claimed_at = serializers.DateTimeField(allow_null=True, default=None)
    claimed_place = SaidIn(200)
    latitude = DegreeIn()
    longitude = DegreeIn()
    progress_id = SomeKeyIn()


class ApplyIn(WithFilesIn):
    text = serializers.CharField(max_length=4000)
    extends_to_similar = SaidIn(1000, help_text=_("举一反三情况。"))
    lasting_means = SaidIn(1000, help_text=_("长效机制。"))
    amount_rectified = MoneyIn(help_text=_("累计已整改金额，万元。"))


class CheckPapersIn(serializers.Serializer[Any]):
    passes = serializers.BooleanField()
    reason = SaidIn(500, help_text=_("不通过的必须写明。"))


class AssignIn(serializers.Serializer[Any]):
    user_ids = KEYS(child=KeyIn(), allow_empty=False)
    due_on = DayIn()


class RecordIn(WithFilesIn):
    visited_on = serializers.DateField()
    place = SaidIn(200)
    situation = serializers.CharField(max_length=4000)
    passes = serializers.BooleanField()
    opinion = SaidIn(500)


class OpinionIn(serializers.Serializer[Any]):
    opinion = SaidIn(500)


class PublishIn(serializers.Serializer[Any]):
    published_until = DayIn(help_text=_("空：按时限规则。"))


class YearlyIn(serializers.Serializer[Any]):
    situation = serializers.CharField(max_length=2000)
    holds = serializers.BooleanField()
    on = DayIn(help_text=_("空：今天。"))


class LookBackIn(serializers.Serializer[Any]):
    on = serializers.DateField()
    holds = serializers.BooleanField(help_text=_("否：反弹，另立相互关联的整改。"))
    situation = serializers.CharField(max_length=2000)
