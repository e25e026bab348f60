"""资金、到位、稳评、入库、正当理由: what surrounds the building itself."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Upload
from accounts.models.dated import Dated, DatedQuerySet, ends_after_start, no_overlap
from accounts.models.history import keep_history

from .money import MoneyField
from .project import Project
from .responsibility import OfProjectQuerySet


class FundingSource(models.TextChoices):
    """资金来源: the statistics' kinds, split as counties split them."""

    CENTRAL_BUDGET = "central_budget", _("中央预算内")
    FISCAL = "fiscal", _("省市县财政")
    SPECIAL_BOND = "special_bond", _("地方政府专项债")
    TREASURY_BOND = "treasury_bond", _("超长期特别国债")
    LOAN = "loan", _("银行贷款")
    SELF_RAISED = "self_raised", _("企业自筹")
    SOCIAL = "social", _("社会资本")
    FOREIGN = "foreign", _("利用外资")
    OTHER = "other", _("其他资金")


@keep_history
class FundingLine(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="funding", db_index=False)
    source = models.CharField(_("资金来源"), max_length=16, choices=FundingSource)
    planned = MoneyField(_("计划（万元）"), null=True, blank=True)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("资金拼盘")
        ordering = ["project", "source"]
        constraints = [
            models.UniqueConstraint(
                name="funding_source_once",
                fields=["project", "source"],
                violation_error_message=_("该项目已有这一资金来源。"),
            ),
            models.CheckConstraint(
                name="funding_not_negative",
                condition=Q(planned__isnull=True) | Q(planned__gte=0),
                violation_error_message=_("资金计划不能为负数。"),
            ),
        ]

    def __str__(self) -> str:
        return self.get_source_display()


class ReceiptStatus(models.TextChoices):
    DECLARED = "declared", _("申报")
    RECOGNISED = "recognised", _("认定")
    REFUSED = "refused", _("不予认定")


@keep_history
class Receipt(models.Model):
    """到位资金 up to a month, as declared and as recognised; 招商引资 counts only what is recognised."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="receipts")
    source = models.CharField(
        _("资金来源"), max_length=16, choices=FundingSource, default=FundingSource.OTHER
    )
    received_on = models.DateField(_("到位日期"))
    amount = MoneyField(_("申报金额（万元）"))
    status = models.CharField(_("认定"), max_length=10, choices=ReceiptStatus, default=ReceiptStatus.DECLARED)
    recognised = MoneyField(_("认定金额（万元）"), null=True, blank=True)
    evidence = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("说明"), max_length=200, blank=True)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("到位资金")
        ordering = ["-received_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="receipt_once_per_day_and_source",
                fields=["project", "source", "received_on"],
                violation_error_message=_("该项目当日已登记同一来源的到位资金。"),
            ),
            models.CheckConstraint(
                name="receipt_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("到位资金应大于零。"),
            ),
            models.CheckConstraint(
                name="receipt_recognised_within_declared",
                condition=Q(status=ReceiptStatus.RECOGNISED, recognised__gte=0, recognised__lte=F("amount"))
                | (~Q(status=ReceiptStatus.RECOGNISED) & Q(recognised__isnull=True)),
                violation_error_message=_("认定金额应在零与申报金额之间；未认定的不填认定金额。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.received_on} {self.amount}"


class RiskLevel(models.TextChoices):
    LOW = "low", _("低风险")
    MEDIUM = "medium", _("中风险")
    HIGH = "high", _("高风险")


@keep_history
class StabilityAssessment(models.Model):
    """社会稳定风险评估（稳评）, three levels of 发改投资〔2012〕2492号."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="assessments")
    assessed_on = models.DateField(_("评估日期"))
    level = models.CharField(_("风险等级"), max_length=8, choices=RiskLevel)
    assessor = models.CharField(_("评估主体"), max_length=120, blank=True)
    measures = models.TextField(_("化解措施"), blank=True)
    filing_number = models.CharField(_("备案号"), max_length=60, blank=True)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("稳评")
        ordering = ["-assessed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="assessment_once_per_day",
                fields=["project", "assessed_on"],
                violation_error_message=_("该项目当日已登记稳评。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessed_on} {self.get_level_display()}"


@keep_history
class StatisticsEntry(models.Model):
    """入库（入统）: when the project entered the statistics database, and what was counted there.

    统计口径 and 调度口径 are two numbers; neither is derived from the other.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="statistics", db_index=False)
    entered_on = models.DateField(_("入库日期"))
    counted_until = models.DateField(_("统计截至"), null=True, blank=True)
    counted = MoneyField(_("入统投资（万元）"), null=True, blank=True)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("入库入统")
        ordering = ["-entered_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="statistics_entry_once",
                fields=["project", "entered_on"],
                violation_error_message=_("该项目当日已登记入库。"),
            ),
            models.CheckConstraint(
                name="statistics_amount_has_its_day",
                condition=Q(counted__isnull=True) | Q(counted_until__isnull=False),
                violation_error_message=_("填了入统投资，须同时填统计截至日期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entered_on}"


class ExemptionQuerySet(DatedQuerySet, OfProjectQuerySet):  # type: ignore[override]
    pass


@keep_history
class Exemption(Dated):
    """正当理由: a person grants that a measure's light is not shown until a date."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="exemptions")
    measure = models.CharField(
        _("指标"),
        max_length=20,
        choices=[
            ("investment_gap", _("投资进度")),
            ("start_delay", _("开工")),
            ("report_missing", _("月报")),
        ],
    )
    reason = models.CharField(_("正当理由"), max_length=300)
    granted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    objects = ExemptionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("正当理由")
        ordering = ["-valid_from"]
        constraints = [
            ends_after_start("exemption_ends_after_start"),
            models.CheckConstraint(
                name="exemption_is_for_a_time",
                condition=Q(valid_to__isnull=False) & ~Q(reason=""),
                violation_error_message=_("豁免须写明理由和截止日期。"),
            ),
            no_overlap(
                "exemption_once_at_a_time",
                "project",
                "measure",
                message=_("该项目在这段时间已有同一豁免。"),
            ),
        ]

    def __str__(self) -> str:
        return self.reason
