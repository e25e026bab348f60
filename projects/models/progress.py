"""月度进展: reported by the unit, accepted by the office; a correction is a new revision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Upload
from accounts.models.history import keep_history

from .money import MoneyField
from .project import Project, Stage
from .responsibility import OfProjectQuerySet, Responsibility

if TYPE_CHECKING:
    from accounts.models import User


class ProgressStatus(models.TextChoices):
    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("已报送")
    RETURNED = "returned", _("已退回")
    ACCEPTED = "accepted", _("已采用")
    SUPERSEDED = "superseded", _("已更正")


OPEN: Final = (ProgressStatus.DRAFT, ProgressStatus.SUBMITTED, ProgressStatus.RETURNED)


class MonthlyProgressQuerySet(OfProjectQuerySet):
    def accepted(self) -> Self:
        return self.filter(status=ProgressStatus.ACCEPTED)

    def waiting(self) -> Self:
        return self.filter(status=ProgressStatus.SUBMITTED)


@keep_history
class MonthlyProgress(models.Model):
    """Amounts in 万元: of the month, from January to the month, from the start of building to the month."""

    project = models.ForeignKey(
        Project, verbose_name=_("项目"), on_delete=models.CASCADE, related_name="months", db_index=False
    )
    year = models.PositiveSmallIntegerField(_("年"))
    month = models.PositiveSmallIntegerField(_("月"))
    revision = models.PositiveSmallIntegerField(_("修订"), default=1)
    status = models.CharField(_("状态"), max_length=10, choices=ProgressStatus, default=ProgressStatus.DRAFT)
    month_amount = MoneyField(_("本月完成投资"), null=True, blank=True)
    year_to_date = MoneyField(_("年初至本月累计"), null=True, blank=True)
    since_start = MoneyField(_("开工以来累计"), null=True, blank=True)
    physical_progress = models.TextField(_("形象进度"), blank=True)
    stage = models.CharField(_("建设阶段"), max_length=12, choices=Stage, blank=True)
    started_on = models.DateField(_("本次报告的实际开工"), null=True, blank=True)
    finished_on = models.DateField(_("本次报告的实际竣工"), null=True, blank=True)
    problem = models.TextField(_("存在问题"), blank=True)
    next_step = models.TextField(_("下一步措施"), blank=True)
    # [{"code": …, "message": …, "reason": …}]: what looked odd, and why a person stands by it.
    warnings = models.JSONField(_("提示及说明"), default=list, blank=True)
    reason = models.CharField(_("更正事由"), max_length=300, blank=True)
    return_reason = models.CharField(_("退回事由"), max_length=300, blank=True, default="", db_default="")
    batch = models.ForeignKey(
        "projects.ImportBatch",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    reported_by = models.ForeignKey(
        "accounts.User", verbose_name=_("填报人"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reported_at = models.DateTimeField(_("填报时间"))
    decided_by = models.ForeignKey(
        "accounts.User",
        verbose_name=_("审核人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    decided_at = models.DateTimeField(_("审核时间"), null=True, blank=True)

    objects = MonthlyProgressQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("月度进展")
        ordering = ["project", "-year", "-month", "-revision"]
        constraints = [
            models.UniqueConstraint(
                name="progress_revision_once",
                fields=["project", "year", "month", "revision"],
                violation_error_message=_("该月的这一修订已存在。"),
            ),
            models.UniqueConstraint(
                name="progress_one_accepted",
                fields=["project", "year", "month"],
                include=["year_to_date", "since_start"],
                condition=Q(status=ProgressStatus.ACCEPTED),
                violation_error_message=_("该月已有采用的进展，更正须作为新的修订报送。"),
            ),
            models.UniqueConstraint(
                name="progress_one_open",
                fields=["project", "year", "month"],
                condition=Q(status__in=OPEN),
                violation_error_message=_("该月已有一份在办的填报，请先办理完毕。"),
            ),
            models.CheckConstraint(
                name="progress_month_is_1_to_12",
                condition=Q(month__gte=1, month__lte=12),
                violation_error_message=_("月份应为1至12。"),
            ),
            models.CheckConstraint(
                name="progress_year_within_since_start",
                condition=Q(year_to_date__isnull=True)
                | Q(since_start__isnull=True)
                | Q(year_to_date__lte=F("since_start")),
                violation_error_message=_("年初至本月累计不能大于开工以来累计。"),
            ),
            models.CheckConstraint(
                name="progress_totals_not_negative",
                condition=(Q(year_to_date__isnull=True) | Q(year_to_date__gte=0))
                & (Q(since_start__isnull=True) | Q(since_start__gte=0)),
                violation_error_message=_("累计完成投资不能为负数；冲减只能体现在当月数上。"),
            ),
            models.CheckConstraint(
                name="progress_correction_has_reason",
                condition=Q(revision=1) | ~Q(reason=""),
                violation_error_message=_("更正须写明事由。"),
            ),
            models.CheckConstraint(
                name="progress_decision_is_signed",
                condition=~Q(status__in=["accepted", "returned", "superseded"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                violation_error_message=_("采用、退回须记明审核人和时间。"),
            ),
            models.CheckConstraint(
                name="progress_return_has_reason",
                condition=~Q(status=ProgressStatus.RETURNED) | ~Q(return_reason=""),
                violation_error_message=_("退回须写明事由。"),
            ),
        ]
        indexes = [
            # The office's queue: what waits for a decision.
            models.Index(name="progress_waiting", fields=["reported_at"], condition=Q(status="submitted")),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.year}年{self.month}月"


class ProgressStepQuerySet(models.QuerySet["ProgressStep"]):
    def visible_to(self, user: User) -> Self:
        reach = user.reach
        if reach.everything:
            return self
        return self.filter(progress__project__in=Responsibility.objects.carried_by(reach))


class ProgressStep(models.Model):
    """One row a decision: who brought the report to which status, when and why. Never changed."""

    progress = models.ForeignKey(MonthlyProgress, on_delete=models.CASCADE, related_name="steps")
    status = models.CharField(_("状态"), max_length=10, choices=ProgressStatus)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(_("时间"))
    note = models.CharField(_("说明"), max_length=300, blank=True)

    objects = ProgressStepQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("办理记录")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_status_display()} {self.at:%Y-%m-%d}"


class ProgressPhoto(models.Model):
    progress = models.ForeignKey(MonthlyProgress, on_delete=models.CASCADE, related_name="photos")
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(_("说明"), max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("现场照片")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="progress_photo_once",
                fields=["progress", "upload"],
                violation_error_message=_("这张照片已附在本月进展上。"),
            ),
        ]

    def __str__(self) -> str:
        return self.caption or str(self.upload)
