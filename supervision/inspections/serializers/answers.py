"""What the API tells of inspections, findings, conclusions, rectifications and what hangs on them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from projects.serializers import LightOut, MoneyOut
from supervision.matters.models.dates import STATUS_CHOICES as EXTENSION_CHOICES
from supervision.matters.serializers.answers import NameOut
from supervision.matters.serializers.requests import BASES, Choices

from ..models.conclusion import (
    RECOMMENDATION_CHOICES,
    REVIEW_CHOICES,
)
from ..models.conclusion import STATUS_CHOICES as CONCLUSION_CHOICES
from ..models.finding import ORIGIN_CHOICES
from ..models.finding import STATUS_CHOICES as FINDING_CHOICES
from ..models.inspection import STATUS_CHOICES as INSPECTION_CHOICES
from ..models.proof import KIND_CHOICES as PROGRESS_CHOICES
from ..models.proof import VERIFICATION_CHOICES
from ..models.rectification import STATUS_CHOICES
from .requests import (
    CONTENTS,
    KINDS,
    MEMBERS,
    METHODS,
    RECOMMENDATIONS,
    RESULTS,
    SEVERITIES,
    SIDES,
    TEAM_ROLES,
    TIMES,
)

INSPECTION_STATUSES: Choices = [*INSPECTION_CHOICES.items()]
FINDING_STATUSES: Choices = [*FINDING_CHOICES.items()]
CONCLUSION_STATUSES: Choices = [*CONCLUSION_CHOICES.items()]
REVIEW_STATUSES: Choices = [*REVIEW_CHOICES.items()]
RECOMMENDATION_STATUSES: Choices = [*RECOMMENDATION_CHOICES.items()]
STATUSES: Choices = [*STATUS_CHOICES.items()]
VERIFICATION_STATUSES: Choices = [*VERIFICATION_CHOICES.items()]
EXTENSION_STATUSES: Choices = [*EXTENSION_CHOICES.items()]
CHECK_ORIGINS: Choices = [*ORIGIN_CHOICES.items()]
PROGRESS_KINDS: Choices = [*PROGRESS_CHOICES.items()]


class StepOfThingOut(serializers.Serializer[Any]):
    verb = serializers.CharField(help_text=_("代号，见 docs/inspections.md。"))
    at = serializers.DateTimeField()
    by = NameOut()
    note = serializers.CharField()


class EvidenceOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField(source="upload__name")
    content_type = serializers.CharField(source="upload__content_type")
    size = serializers.IntegerField(source="upload__size")
    sha256 = serializers.CharField(source="upload__sha256")
    side = serializers.ChoiceField(SIDES)
    pair = serializers.IntegerField(allow_null=True, help_text=_("同一组的整改前后照片。"))
    caption = serializers.CharField()
    claimed_at = serializers.DateTimeField(allow_null=True)
    claimed_place = serializers.CharField()
    progress_id = serializers.IntegerField(allow_null=True)
    verification_id = serializers.IntegerField(allow_null=True)
    added_at = serializers.DateTimeField()


# --- inspections ------------------------------------------------------------------------------------
class InspectionOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    number = serializers.CharField(help_text=_("督查编号；批准方案以前为空。"))
    title = serializers.CharField()
    kind = serializers.ChoiceField(KINDS)
    content_category = serializers.ChoiceField(CONTENTS)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    organiser_id = serializers.IntegerField()
    organiser_name = serializers.CharField(source="organiser__short_name")
    status = serializers.ChoiceField(INSPECTION_STATUSES)
    revision = serializers.IntegerField(help_text=_("方案版次。"))


class InspectedUnitOut(serializers.Serializer[Any]):
    unit_id = serializers.IntegerField()
    unit_name = serializers.CharField(source="unit__short_name")


class TeamMemberOut(serializers.Serializer[Any]):
    user_id = serializers.IntegerField(allow_null=True)
    name = serializers.CharField()
    employer = serializers.CharField()
    kind = serializers.ChoiceField(MEMBERS)
    role = serializers.ChoiceField(TEAM_ROLES)


class CheckOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    unit_id = serializers.IntegerField()
    origin = serializers.ChoiceField(CHECK_ORIGINS)
    text = serializers.CharField()
    result = serializers.ChoiceField(RESULTS)
    note = serializers.CharField()


class InspectionDetailOut(InspectionOut):
    content = serializers.CharField()
    scope = serializers.CharField()
    methods = serializers.ListField(child=serializers.ChoiceField(METHODS))
    checkpoints = serializers.CharField()
    is_unannounced = serializers.BooleanField()
    designation_id = serializers.IntegerField(allow_null=True)
    year_plan_id = serializers.IntegerField(allow_null=True)
    unplanned_reason = serializers.CharField()
    overlap_reason = serializers.CharField()
    basis = serializers.ChoiceField(BASES, allow_blank=True)
    basis_document = serializers.CharField()
    approver_id = serializers.IntegerField(allow_null=True)
    approved_on = serializers.DateField(allow_null=True)
    began_on = serializers.DateField(allow_null=True)
    finished_on = serializers.DateField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)
    units = InspectedUnitOut(many=True)
    team = TeamMemberOut(many=True)
    checklist = CheckOut(many=True)
    steps = StepOfThingOut(many=True)


# --- findings and conclusions -----------------------------------------------------------------------
class NamedFindingOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    number = serializers.CharField(help_text=_("问题编号；送单位确认以前为空。"))
    title = serializers.CharField()


class FindingOut(NamedFindingOut):
    inspection_id = serializers.IntegerField(allow_null=True)
    unit_id = serializers.IntegerField()
    unit_name = serializers.CharField(source="unit__short_name")
    category_name = serializers.CharField(source="category__name")
    severity = serializers.ChoiceField(SEVERITIES)
    status = serializers.ChoiceField(FINDING_STATUSES)
    amount = MoneyOut(help_text=_("问题金额，万元。"))
    found_at = serializers.DateTimeField()
    answer_by = serializers.DateField(allow_null=True, help_text=_("确认时限。"))


class FindingDetailOut(FindingOut):
    client_key = serializers.UUIDField()
    description = serializers.CharField()
    basis = serializers.CharField()
    place = serializers.CharField()
    latitude = serializers.DecimalField(max_digits=9, decimal_places=6, allow_null=True)
    longitude = serializers.DecimalField(max_digits=9, decimal_places=6, allow_null=True)
    project_id = serializers.IntegerField(allow_null=True)
    milestone_id = serializers.IntegerField(allow_null=True)
    matter_id = serializers.IntegerField(allow_null=True)
    indicator_id = serializers.IntegerField(allow_null=True)
    figures = serializers.JSONField(help_text=_("认定时的数据，不再变化。"))
    notified_on = serializers.DateField(allow_null=True)
    statement = serializers.CharField(help_text=_("单位陈述。"))
    answered_at = serializers.DateTimeField(allow_null=True)
    resolution = serializers.CharField(help_text=_("认定意见。"))
    resolved_at = serializers.DateTimeField(allow_null=True)
    found_by = NameOut()
    evidence = EvidenceOut(many=True)
    steps = StepOfThingOut(many=True)


class ConclusionOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    number = serializers.CharField(help_text=_("文号；作出以前为空。"))
    inspection_id = serializers.IntegerField()
    unit_id = serializers.IntegerField()
    unit_name = serializers.CharField(source="unit__short_name")
    status = serializers.ChoiceField(CONCLUSION_STATUSES)
    issued_on = serializers.DateField(allow_null=True)
    delivered_on = serializers.DateField(allow_null=True)
    review_until = serializers.DateField(
        allow_null=True, help_text=_("申请复核的最后一天（政府督查工作条例第十七条）。")
    )


class ConclusionReviewOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    conclusion_id = serializers.IntegerField()
    status = serializers.ChoiceField(REVIEW_STATUSES)
    reason = serializers.CharField()
    filed_on = serializers.DateField()
    allowed_until = serializers.DateField()
    decide_by = serializers.DateField()
    decision = serializers.CharField()
    decided_on = serializers.DateField(allow_null=True)


class ConclusionReviewDetailOut(ConclusionReviewOut):
    decide_basis = serializers.CharField(help_text=_("期限依据。"))
    signatory_id = serializers.IntegerField(allow_null=True)
    filed_by = NameOut()
    decided_by = NameOut()
    reviewers = serializers.ListField(child=serializers.CharField(), help_text=_("复核人员的姓名。"))


class RecommendationOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(RECOMMENDATIONS)
    addressee = serializers.CharField()
    text = serializers.CharField()
    status = serializers.ChoiceField(RECOMMENDATION_STATUSES)
    transferred_to = serializers.CharField(help_text=_("接收机关。"))
    outcome = serializers.CharField()


class ConclusionDetailOut(ConclusionOut):
    text = serializers.CharField()
    signatory_id = serializers.IntegerField(allow_null=True)
    receipt_note = serializers.CharField()
    review_basis = serializers.CharField(help_text=_("期限依据。"))
    replaces_id = serializers.IntegerField(allow_null=True, help_text=_("复核变更前的结论。"))
    drafted_by = NameOut()
    received_by = NameOut()
    findings = NamedFindingOut(many=True)
    reviews = ConclusionReviewOut(many=True)
    recommendations = RecommendationOut(many=True)
    steps = StepOfThingOut(many=True)


# --- rectifications ---------------------------------------------------------------------------------
class NamedRectificationOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    number = serializers.CharField(help_text=_("整改编号；交办以前为空。"))
    title = serializers.CharField()


class RectificationOut(NamedRectificationOut):
    """Counts are of rows, dates of the day of the request; null is unknown, never nought."""

    origin_id = serializers.IntegerField()
    origin_name = serializers.CharField()
    external_number = serializers.CharField(help_text=_("来源编号。"))
    category_name = serializers.CharField()
    severity = serializers.ChoiceField(SEVERITIES)
    time_class = serializers.ChoiceField(TIMES)
    unit_id = serializers.IntegerField()
    unit_name = serializers.CharField()
    helping_units = serializers.CharField(help_text=_("以顿号分隔。"))
    leader_post = serializers.CharField(allow_null=True)
    leader_name = serializers.CharField(allow_null=True, help_text=_("岗位今天的在任人员。"))
    status = serializers.ChoiceField(STATUSES)
    light = LightOut()
    light_reason = serializers.CharField(help_text=_("灰灯的理由。"))
    days_left = serializers.IntegerField(allow_null=True, help_text=_("离整改时限的工作日；负数为已过。"))
    step_days_left = serializers.IntegerField(allow_null=True, help_text=_("离本环节时限的工作日。"))
    issued_on = serializers.DateField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    original_due_on = serializers.DateField(allow_null=True)
    step_due_on = serializers.DateField(allow_null=True)
    amount = MoneyOut(help_text=_("问题金额，万元。"))
    amount_rectified = MoneyOut(help_text=_("已整改金额，万元。"))
    latest_progress = serializers.CharField(allow_null=True)
    percent = serializers.IntegerField(allow_null=True)
    measure_count = serializers.IntegerField()
    measures_done = serializers.IntegerField()
    evidence_count = serializers.IntegerField()
    extension_count = serializers.IntegerField()
    times_sent_back = serializers.IntegerField()
    position = serializers.IntegerField(help_text=_("第几轮；第二轮起为反弹。"))
    applied_on = serializers.DateField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)


class PlannedMeasureOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    problem = serializers.CharField()
    measure = serializers.CharField()
    unit_id = serializers.IntegerField()
    unit_name = serializers.CharField(source="unit__short_name")
    person = serializers.CharField()
    due_on = serializers.DateField()
    done_on = serializers.DateField(allow_null=True)
    outcome = serializers.CharField()


class RectificationProgressOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(PROGRESS_KINDS)
    measure_id = serializers.IntegerField(allow_null=True)
    text = serializers.CharField()
    percent = serializers.IntegerField(allow_null=True)
    amount_rectified = MoneyOut()
    at = serializers.DateTimeField()
    by = NameOut()


class VerifierOut(serializers.Serializer[Any]):
    user_id = serializers.IntegerField()
    name = NameOut()
    unit_name = serializers.CharField(source="unit__short_name")
    signed_at = serializers.DateTimeField(allow_null=True)
    opinion = serializers.CharField()


class VerificationOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    rectification_id = serializers.IntegerField()
    status = serializers.ChoiceField(VERIFICATION_STATUSES)
    due_on = serializers.DateField(allow_null=True)
    visited_on = serializers.DateField(allow_null=True)
    place = serializers.CharField()
    situation = serializers.CharField()
    passes = serializers.BooleanField(allow_null=True)


class VerificationDetailOut(VerificationOut):
    verifiers = VerifierOut(many=True)


class ExtensionOfRectificationOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    ordinal = serializers.IntegerField(help_text=_("第几次；第二次起由责任领导批。"))
    status = serializers.ChoiceField(EXTENSION_STATUSES)
    reason = serializers.CharField()
    progress = serializers.CharField()
    former_due_on = serializers.DateField()
    new_due_on = serializers.DateField()
    decision = serializers.CharField()


class RectificationExtensionOut(ExtensionOfRectificationOut):
    rectification_id = serializers.IntegerField()


class RectificationExtensionDetailOut(RectificationExtensionOut):
    proposed_by = NameOut()
    asked_by = NameOut()
    decided_by = NameOut()


class LookBackOut(serializers.Serializer[Any]):
    on = serializers.DateField()
    holds = serializers.BooleanField()
    is_yearly = serializers.BooleanField(help_text=_("长期坚持的年度复查。"))
    situation = serializers.CharField()


class RectificationDetailOut(RectificationOut):
    source_document = serializers.CharField()
    problem = serializers.CharField()
    goal = serializers.CharField()
    person = serializers.CharField()
    due_basis = serializers.CharField()
    step_basis = serializers.CharField()
    extends_to_similar = serializers.CharField(help_text=_("举一反三情况。"))
    lasting_means = serializers.CharField(help_text=_("长效机制。"))
    needs_notice = serializers.BooleanField(help_text=_("销号前须公示。"))
    published_on = serializers.DateField(allow_null=True)
    published_until = serializers.DateField(allow_null=True)
    approved_on = serializers.DateField(allow_null=True)
    end_reason = serializers.CharField()
    finding_id = serializers.IntegerField(allow_null=True)
    project_id = serializers.IntegerField(allow_null=True)
    matter_id = serializers.IntegerField(allow_null=True)
    indicator_id = serializers.IntegerField(allow_null=True)
    follows_id = serializers.IntegerField(allow_null=True, help_text=_("反弹前的整改。"))
    applied_by = NameOut()
    approved_by = NameOut()
    measures = PlannedMeasureOut(many=True)
    progress = RectificationProgressOut(many=True)
    evidence = EvidenceOut(many=True)
    verifications = VerificationOut(many=True)
    extensions = ExtensionOfRectificationOut(many=True)
    look_backs = LookBackOut(many=True)
    followers = NamedRectificationOut(many=True)
    steps = StepOfThingOut(many=True)
