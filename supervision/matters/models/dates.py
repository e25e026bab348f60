"""延期、暂缓、豁免: what moves or stops the clock, each a row with a reason and a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.dated import Dated, DatedQuerySet, ends_after_start, ends_not_before_start, no_overlap
from accounts.models.history import keep_history
from rulebook.rules import Measure

from ..rules.words import EXTENSION_STATUSES, ExtensionStatus
from .duty import Duty
from .figures import beyond_the_office
from .locks import locked_with_its_matter
from .matter import Matter

if TYPE_CHECKING:
    from accounts.models import User

STATUS_CHOICES = {status.value: label for status, label in EXTENSION_STATUSES.items()}
MEASURE_CHOICES = {
    Measure.DAYS_LEFT.value: _("办结时限"),
    Measure.SIGNATURE_DELAY.value: _("签收"),
    Measure.FEEDBACK_MISSING.value: _("反馈"),
}


class OfMatterQuerySet(models.QuerySet[Any]):
    """Rows that belong to one matter are seen by whoever sees the matter."""

    def visible_to(self, user: User) -> Self:
        reach = user.reach
        if reach.everything:
            return self.filter(beyond_the_office(user, "matter__"))
        return self.filter(matter__in=Duty.objects.carried_by(reach))


class DatedOfMatterQuerySet(DatedQuerySet, OfMatterQuerySet):  # type: ignore[override]
    pass


class ExtensionQuerySet(OfMatterQuerySet):
    def approved(self) -> Self:
        return self.filter(status=ExtensionStatus.APPROVED)


@keep_history
class Extension(models.Model):
    """``ordinal``: 1 is decided by the office, from 2 on by the leader. Asked before the date runs out."""

    matter = models.ForeignKey(
        Matter, verbose_name=_("督办事项"), on_delete=models.CASCADE, related_name="extensions"
    )
    ordinal = models.PositiveSmallIntegerField(_("第几次"))
    status = models.CharField(
        _("状态"), max_length=10, choices=STATUS_CHOICES, default=ExtensionStatus.PROPOSED.value
    )
    reason = models.TextField(_("延期理由"), max_length=2000)
    progress = models.TextField(_("目前进展"), max_length=2000)
    former_due_on = models.DateField(_("现时限"))
    new_due_on = models.DateField(_("申请延至"))
    proposed_by = models.ForeignKey(
        "accounts.User", verbose_name=_("申请人"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    proposed_on = models.DateField(_("申请日期"))
    asked_by = models.ForeignKey(
        "accounts.User",
        verbose_name=_("单位负责人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    asked_on = models.DateField(_("单位同意日期"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User",
        verbose_name=_("审批人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    decided_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    decision = models.CharField(_("审批意见"), max_length=500, blank=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("延期申请")
        ordering = ["matter", "pk"]
        triggers = [locked_with_its_matter("NEW.matter_id")]
        constraints = [
            models.UniqueConstraint(
                name="extension_one_open",
                fields=["matter"],
                condition=Q(status__in=["proposed", "asked"]),
                violation_error_message=_("已有一份延期申请在办。"),
            ),
            models.UniqueConstraint(
                name="extension_ordinal_once",
                fields=["matter", "ordinal"],
                condition=Q(status="approved"),
                violation_error_message=_("第几次延期不能重复。"),
            ),
            models.CheckConstraint(
                name="extension_known_status",
                condition=Q(status__in=list(STATUS_CHOICES), ordinal__gte=1),
                violation_error_message=_("没有这种状态。"),
            ),
            models.CheckConstraint(
                name="extension_before_due",
                condition=Q(proposed_on__lte=F("former_due_on"))
                & (Q(asked_on__isnull=True) | Q(asked_on__lte=F("former_due_on"))),
                violation_error_message=_("延期须在时限届满前申请；已逾期的，请如实反馈进展和原因。"),
            ),
            models.CheckConstraint(
                name="extension_is_later",
                condition=Q(new_due_on__gt=F("former_due_on")),
                violation_error_message=_("延期后的日期应晚于现时限。"),
            ),
            models.CheckConstraint(
                name="extension_says_why",
                condition=~Q(reason="") & ~Q(progress=""),
                violation_error_message=_("请写明延期理由和目前进展。"),
            ),
            models.CheckConstraint(
                name="extension_asked_by_the_unit",
                condition=~Q(status__in=["asked", "approved", "refused"])
                | Q(asked_by__isnull=False, asked_on__isnull=False),
                violation_error_message=_("延期申请须经单位负责人同意。"),
            ),
            models.CheckConstraint(
                name="extension_decided_with_name",
                condition=~Q(status__in=["approved", "refused"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                violation_error_message=_("审批须记明审批人和时间。"),
            ),
            models.CheckConstraint(
                name="extension_refused_with_reason",
                condition=~Q(status="refused") | ~Q(decision=""),
                violation_error_message=_("不同意延期须写明理由。"),
            ),
        ]
        indexes = [
            models.Index(
                name="extension_waiting",
                fields=["proposed_on"],
                condition=Q(status__in=["proposed", "asked"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter} → {self.new_due_on}"


@keep_history
class Suspension(Dated):
    """暂缓: the clock stands still in ``[valid_from, valid_to)``. ``valid_to`` is always known."""

    matter = models.ForeignKey(
        Matter, verbose_name=_("督办事项"), on_delete=models.CASCADE, related_name="suspensions"
    )
    reason = models.CharField(_("暂缓理由"), max_length=500)
    former_due_on = models.DateField(_("暂缓前的时限"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User", verbose_name=_("决定人"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(_("决定时间"))
    resumed_by = models.ForeignKey(
        "accounts.User",
        verbose_name=_("提前恢复的决定人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )

    objects = DatedOfMatterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("暂缓")
        ordering = ["matter", "valid_from"]
        triggers = [locked_with_its_matter("NEW.matter_id")]
        constraints = [
            ends_not_before_start("suspension_ends_not_before_start"),
            models.CheckConstraint(
                name="suspension_is_for_a_time",
                condition=Q(valid_to__isnull=False) & ~Q(reason=""),
                violation_error_message=_("暂缓须写明理由和恢复日期。"),
            ),
            no_overlap(
                "suspension_once_at_a_time",
                "matter",
                message=_("该事项在这段时间已经暂缓。"),
            ),
        ]

    def __str__(self) -> str:
        return self.reason


@keep_history
class Exemption(Dated):
    """正当理由: a person grants that a measure's light is grey until a date."""

    matter = models.ForeignKey(
        Matter, verbose_name=_("督办事项"), on_delete=models.CASCADE, related_name="exemptions"
    )
    measure = models.CharField(_("指标"), max_length=20, choices=MEASURE_CHOICES)
    reason = models.CharField(_("正当理由"), max_length=300)
    granted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = DatedOfMatterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("豁免")
        ordering = ["-valid_from"]
        triggers = [locked_with_its_matter("NEW.matter_id")]
        constraints = [
            ends_after_start("matter_exemption_ends_after_start"),
            models.CheckConstraint(
                name="matter_exemption_is_for_a_time",
                condition=Q(valid_to__isnull=False, measure__in=list(MEASURE_CHOICES)) & ~Q(reason=""),
                violation_error_message=_("豁免须写明指标、理由和截止日期。"),
            ),
            no_overlap(
                "matter_exemption_once_at_a_time",
                "matter",
                "measure",
                message=_("该事项在这段时间已有同一豁免。"),
            ),
        ]

    def __str__(self) -> str:
        return self.reason
