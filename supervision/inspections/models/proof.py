"""进展、核查、佐证、回头看: how it is shown that something was put right."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, Upload
from accounts.models.history import keep_history
from projects.models.money import MoneyField
from supervision.matters.rules.words import EXTENSION_STATUSES, ExtensionStatus

from ..rules.words import (
    PROGRESS_KINDS,
    SIDES,
    VERIFICATION_STATUSES,
    ProgressKind,
    Side,
    VerificationStatus,
    plain,
)
from .columns import by_user, concerning
from .conclusion import Conclusion
from .finding import ChecklistItem, Finding
from .locks import locked_with_its_rectification, passed_by_two_outside, verifier_is_outside
from .rectification import OfRectificationQuerySet, PlannedMeasure, Rectification

if TYPE_CHECKING:
    from accounts.models import User

KIND_CHOICES = plain(PROGRESS_KINDS)
SIDE_CHOICES = plain(SIDES)
VERIFICATION_CHOICES = plain(VERIFICATION_STATUSES)
EXTENSION_CHOICES = plain(EXTENSION_STATUSES)


@keep_history
class Progress(models.Model):
    """整改进展: what was done so far. ``amount_rectified`` in 万元 is the total up to now."""

    rectification = models.ForeignKey(Rectification, on_delete=models.CASCADE, related_name="progress")
    measure = concerning(PlannedMeasure, _("措施"), "progress")
    kind = models.CharField(
        _("种类"), max_length=8, choices=KIND_CHOICES, default=ProgressKind.PROGRESS.value
    )
    text = models.TextField(_("进展情况"), max_length=4000)
    percent = models.PositiveSmallIntegerField(_("完成比例（%）"), null=True, blank=True)
    amount_rectified = MoneyField(_("累计已整改金额（万元）"), null=True, blank=True)
    by = by_user(_("报告人"), known=True)
    at = models.DateTimeField(_("报告时间"))
    client_key = models.UUIDField(_("设备记录号"), default=uuid.uuid4, unique=True, editable=False)

    objects = OfRectificationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("整改进展")
        ordering = ["pk"]
        triggers = [locked_with_its_rectification("NEW.rectification_id")]
        constraints = [
            models.CheckConstraint(
                name="progress_is_whole",
                condition=~Q(text="")
                & Q(kind__in=list(KIND_CHOICES))
                & (Q(percent__isnull=True) | Q(percent__lte=100)),
                violation_error_message=_("请写明进展情况；完成比例在0至100之间。"),
            ),
        ]
        indexes = [models.Index(name="progress_by_time", fields=["-at"])]

    def __str__(self) -> str:
        return f"{self.rectification} {self.at:%Y-%m-%d}"


@keep_history
class Verification(models.Model):
    """现场核查 by at least two people outside the unit; each signs for himself."""

    rectification = models.ForeignKey(Rectification, on_delete=models.CASCADE, related_name="verifications")
    status = models.CharField(
        _("状态"), max_length=10, choices=VERIFICATION_CHOICES, default=VerificationStatus.ASSIGNED.value
    )
    due_on = models.DateField(_("核查时限"), null=True, blank=True)
    visited_on = models.DateField(_("核查日期"), null=True, blank=True)
    place = models.CharField(_("核查地点"), max_length=200, blank=True)
    situation = models.TextField(_("核查情况"), max_length=4000, blank=True)
    passes = models.BooleanField(_("核查结论"), null=True, blank=True)
    assigned_by = by_user(_("安排人"), known=True)
    assigned_at = models.DateTimeField(_("安排时间"))
    recorded_by = by_user(_("记录人"))
    recorded_at = models.DateTimeField(_("记录时间"), null=True, blank=True)

    objects = OfRectificationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("现场核查")
        ordering = ["pk"]
        triggers = [locked_with_its_rectification("NEW.rectification_id"), passed_by_two_outside()]
        constraints = [
            models.UniqueConstraint(
                name="verification_one_open",
                fields=["rectification"],
                condition=Q(status__in=["assigned", "recorded"]),
                violation_error_message=_("已有一次现场核查在办。"),
            ),
            models.CheckConstraint(
                name="verification_recorded_whole",
                condition=~Q(status__in=["recorded", "passed", "failed"])
                | Q(visited_on__isnull=False, passes__isnull=False, recorded_by__isnull=False)
                & ~Q(situation=""),
                violation_error_message=_("核查须写明日期、情况和结论。"),
            ),
            models.CheckConstraint(
                name="verification_ends_as_recorded",
                condition=~Q(status="passed") & ~Q(status="failed")
                | Q(status="passed", passes=True)
                | Q(status="failed", passes=False),
                violation_error_message=_("核查结果须与记录的结论一致。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rectification} {self.visited_on or ''}".strip()


class VerifierQuerySet(models.QuerySet["Verifier"]):
    def visible_to(self, user: User) -> Self:
        if user.reach.everything:
            return self
        return self.filter(verification__in=Verification.objects.visible_to(user))


@keep_history
class Verifier(models.Model):
    """核查人, with the unit as it was then: never one of the units that are being checked."""

    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="verifiers")
    user = by_user(_("核查人"), known=True)
    unit = models.ForeignKey(Unit, verbose_name=_("核查人单位"), on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(_("签字时间"), null=True, blank=True)
    opinion = models.CharField(_("意见"), max_length=500, blank=True)

    objects = VerifierQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("核查人")
        ordering = ["pk"]
        triggers = [verifier_is_outside()]
        constraints = [
            models.UniqueConstraint(
                name="verifier_once",
                fields=["verification", "user"],
                violation_error_message=_("这个人已是核查人。"),
            ),
        ]
        indexes = [models.Index(name="verifier_of_user", fields=["user"])]

    def __str__(self) -> str:
        return str(self.user)


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees what it proves sees it."""
        if user.reach.everything:
            return self
        return self.filter(
            Q(finding__in=Finding.objects.visible_to(user))
            | Q(rectification__in=Rectification.objects.visible_to(user))
            | Q(checklist_item__in=ChecklistItem.objects.visible_to(user))
            | Q(conclusion__in=Conclusion.objects.visible_to(user))
        )


@keep_history
class Evidence(models.Model):
    """佐证: a file that proves exactly one thing; of a rectification perhaps one progress or verification.

    ``claimed_at`` and ``claimed_place`` are what the person says; what the picture itself says is the
    upload's.
    """

    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="evidence")
    finding = models.ForeignKey(
        Finding, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    checklist_item = models.ForeignKey(
        ChecklistItem, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    conclusion = models.ForeignKey(
        Conclusion, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    rectification = models.ForeignKey(
        Rectification, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    progress = models.ForeignKey(
        Progress, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    verification = models.ForeignKey(
        Verification, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    side = models.CharField(_("前后"), max_length=8, choices=SIDE_CHOICES, default=Side.OTHER.value)
    caption = models.CharField(_("说明"), max_length=200, blank=True)
    claimed_at = models.DateTimeField(_("拍摄时间（自述）"), null=True, blank=True)
    claimed_place = models.CharField(_("拍摄地点（自述）"), max_length=200, blank=True)
    latitude = models.DecimalField(_("纬度（自述）"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("经度（自述）"), max_digits=9, decimal_places=6, null=True, blank=True)
    pair = models.PositiveSmallIntegerField(
        _("对比组"), null=True, blank=True, help_text=_("同一组的整改前后照片并排显示。")
    )
    client_key = models.UUIDField(_("设备记录号"), default=uuid.uuid4, unique=True, editable=False)
    added_by = by_user(_("上传人"), known=True)
    added_at = models.DateTimeField(_("上传时间"))

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("佐证")
        ordering = ["pk"]
        triggers = [locked_with_its_rectification("NEW.rectification_id")]
        constraints = [
            models.CheckConstraint(
                name="evidence_proves_one_thing",
                condition=Q(
                    finding__isnull=False,
                    checklist_item__isnull=True,
                    conclusion__isnull=True,
                    rectification__isnull=True,
                )
                | Q(
                    finding__isnull=True,
                    checklist_item__isnull=False,
                    conclusion__isnull=True,
                    rectification__isnull=True,
                )
                | Q(
                    finding__isnull=True,
                    checklist_item__isnull=True,
                    conclusion__isnull=False,
                    rectification__isnull=True,
                )
                | Q(
                    finding__isnull=True,
                    checklist_item__isnull=True,
                    conclusion__isnull=True,
                    rectification__isnull=False,
                ),
                violation_error_message=_("一份佐证只能证明一件事。"),
            ),
            models.CheckConstraint(
                name="evidence_step_of_its_rectification",
                condition=Q(rectification__isnull=False)
                & ~Q(progress__isnull=False, verification__isnull=False)
                | Q(progress__isnull=True, verification__isnull=True),
                violation_error_message=_("进展或核查的佐证须属于同一件整改。"),
            ),
        ]

    def __str__(self) -> str:
        return self.caption or self.upload.name


class RectificationExtensionQuerySet(OfRectificationQuerySet):
    def approved(self) -> Self:
        return self.filter(status=ExtensionStatus.APPROVED)


@keep_history
class RectificationExtension(models.Model):
    """延期: asked before the date runs out; first the office decides, from the second on the leader."""

    rectification = models.ForeignKey(Rectification, on_delete=models.CASCADE, related_name="extensions")
    ordinal = models.PositiveSmallIntegerField(_("第几次"))
    status = models.CharField(
        _("状态"), max_length=10, choices=EXTENSION_CHOICES, default=ExtensionStatus.PROPOSED.value
    )
    reason = models.TextField(_("延期理由"), max_length=2000)
    progress = models.TextField(_("目前进展"), max_length=2000)
    former_due_on = models.DateField(_("现时限"))
    new_due_on = models.DateField(_("申请延至"))
    proposed_by = by_user(_("申请人"), known=True)
    proposed_on = models.DateField(_("申请日期"))
    asked_by = by_user(_("单位负责人"))
    asked_on = models.DateField(_("单位同意日期"), null=True, blank=True)
    decided_by = by_user(_("审批人"))
    decided_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    decision = models.CharField(_("审批意见"), max_length=500, blank=True)

    objects = RectificationExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("整改延期")
        ordering = ["rectification", "pk"]
        triggers = [locked_with_its_rectification("NEW.rectification_id")]
        constraints = [
            models.UniqueConstraint(
                name="rectification_extension_one_open",
                fields=["rectification"],
                condition=Q(status__in=["proposed", "asked"]),
                violation_error_message=_("已有一份延期申请在办。"),
            ),
            models.UniqueConstraint(
                name="rectification_extension_ordinal_once",
                fields=["rectification", "ordinal"],
                condition=Q(status="approved"),
                violation_error_message=_("第几次延期不能重复。"),
            ),
            models.CheckConstraint(
                name="rectification_extension_before_due",
                condition=Q(proposed_on__lte=F("former_due_on"), status__in=list(EXTENSION_CHOICES))
                & (Q(asked_on__isnull=True) | Q(asked_on__lte=F("former_due_on"))),
                violation_error_message=_("延期须在时限届满前申请；已逾期的，请如实报告进展和原因。"),
            ),
            models.CheckConstraint(
                name="rectification_extension_is_later",
                condition=Q(new_due_on__gt=F("former_due_on")) & ~Q(reason="") & ~Q(progress=""),
                violation_error_message=_("延期后的日期应晚于现时限，并写明理由和目前进展。"),
            ),
            models.CheckConstraint(
                name="rectification_extension_decided_with_name",
                condition=~Q(status__in=["approved", "refused"])
                | Q(decided_by__isnull=False, decided_at__isnull=False, asked_by__isnull=False),
                violation_error_message=_("延期须经单位负责人同意，审批须记明审批人和时间。"),
            ),
            models.CheckConstraint(
                name="rectification_extension_refused_with_reason",
                condition=~Q(status="refused") | ~Q(decision=""),
                violation_error_message=_("不同意延期须写明理由。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rectification} → {self.new_due_on}"


class LookBack(models.Model):
    """回头看 at what was closed, or the yearly review of what is long-term: does it hold?"""

    rectification = models.ForeignKey(Rectification, on_delete=models.PROTECT, related_name="look_backs")
    on = models.DateField(_("日期"))
    holds = models.BooleanField(_("整改成效保持"))
    situation = models.TextField(_("情况"), max_length=2000)
    is_yearly = models.BooleanField(_("长期坚持的年度复查"), default=False)
    by = by_user(_("检查人"), known=True)
    at = models.DateTimeField(_("登记时间"))

    objects = OfRectificationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("回头看")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="look_back_says_what",
                condition=~Q(situation=""),
                violation_error_message=_("请写明回头看的情况。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rectification} {self.on}"
