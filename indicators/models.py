"""How well the county is doing: indicators, their versions, targets and observed values.

Growth is an input, never computed from levels: published growth regularly contradicts the ratio of levels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from accounts.models.dated import Dated, DatedQuerySet, ends_after_start, no_overlap
from accounts.models.history import keep_history
from projects.models.plan import CURVE_NEVER_FALLS

if TYPE_CHECKING:
    from accounts.models import User


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def visible_to(self, user: User) -> Self:
        reach = user.reach
        return self if reach.everything else self.filter(unit_id__in=reach.unit_ids)


@keep_history
class Indicator(models.Model):
    """An indicator keeps its identity while its name and definition change."""

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("责任单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
    )
    order = models.PositiveSmallIntegerField(_("排序"), default=100)
    in_report = models.BooleanField(_("写入汇报首段"), default=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("指标")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.code


class OfIndicatorQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        reach = user.reach
        return self if reach.everything else self.filter(indicator__unit_id__in=reach.unit_ids)


class GrowthBasis(models.TextChoices):
    REAL = "real", _("可比价（实际）")
    NOMINAL = "nominal", _("名义")
    PHYSICAL = "physical", _("实物量")


class Frequency(models.TextChoices):
    MONTHLY = "monthly", _("月度")
    QUARTERLY = "quarterly", _("季度")


class ValueKind(models.TextChoices):
    CUMULATIVE = "cumulative", _("累计")
    POINT = "point", _("时点")


class IndicatorVersionQuerySet(DatedQuerySet, OfIndicatorQuerySet):  # type: ignore[override]
    pass


@keep_history
class IndicatorVersion(Dated):
    """口径: name, unit and definition as they are valid for a time."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="versions")
    name = models.CharField(_("指标名称"), max_length=80)
    measured_in = models.CharField(_("计量单位"), max_length=20)
    definition = models.TextField(_("口径"), blank=True)
    growth_basis = models.CharField(
        _("增速口径"), max_length=10, choices=GrowthBasis, default=GrowthBasis.NOMINAL
    )
    frequency = models.CharField(_("频率"), max_length=10, choices=Frequency, default=Frequency.MONTHLY)
    value_kind = models.CharField(
        _("数值类型"), max_length=10, choices=ValueKind, default=ValueKind.CUMULATIVE
    )
    lag_months = models.PositiveSmallIntegerField(_("错月数"), default=0)
    skips_january = models.BooleanField(_("1月免报"), default=False)
    decimals = models.PositiveSmallIntegerField(_("小数位"), default=2)

    objects = IndicatorVersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("指标口径")
        ordering = ["indicator", "-valid_from"]
        constraints = [
            ends_after_start("indicator_version_ends_after_start"),
            no_overlap(
                "indicator_version_once_at_a_time",
                "indicator",
                message=_("该指标在这段时间已有口径。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TargetKind(models.TextChoices):
    LEVEL = "level", _("总量目标")
    GROWTH = "growth", _("增速目标")


@keep_history
class Target(models.Model):
    """年度目标: a level in the indicator's unit, or a growth rate in percent. Two kinds, never one column."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField(_("年度"))
    kind = models.CharField(_("目标类型"), max_length=8, choices=TargetKind)
    value = models.DecimalField(_("目标值"), max_digits=18, decimal_places=4)
    curve = ArrayField(
        models.DecimalField(max_digits=7, decimal_places=6),
        verbose_name=_("月度曲线"),
        size=12,
        null=True,
        blank=True,
    )
    source_document = models.CharField(_("依据"), max_length=200, blank=True)

    objects = OfIndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("年度目标")
        ordering = ["-year", "indicator"]
        constraints = [
            models.UniqueConstraint(
                name="target_once_per_year_and_kind",
                fields=["indicator", "year", "kind"],
                violation_error_message=_("该指标本年度已有同类目标。"),
            ),
            models.CheckConstraint(
                name="target_curve_is_for_levels",
                condition=Q(curve__isnull=True) | Q(kind=TargetKind.LEVEL, curve__len=12, curve__11=1),
                violation_error_message=_("月度曲线只用于总量目标，应有十二个累计比例，12月为1。"),
            ),
            models.CheckConstraint(
                name="target_curve_never_falls",
                condition=Q(curve__isnull=True) | (Q(curve__0__gte=0) & CURVE_NEVER_FALLS),
                violation_error_message=_("月度曲线填累计比例，后一个月不能低于前一个月。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}"


class ObservationStatus(models.TextChoices):
    """From weakest to strongest; ``STRENGTH`` orders them."""

    ESTIMATE = "1_estimate", _("预计")
    FLASH = "2_flash", _("快报")
    PRELIMINARY = "3_preliminary", _("初步核算")
    RETURNED = "4_returned", _("上级反馈")
    FINAL = "5_final", _("最终核实")


class ObservationQuerySet(OfIndicatorQuerySet):
    def current(self) -> Self:
        """One row a month: the strongest status, then the latest revision.

        What an undone import brought does not count.
        """
        return (
            self.exclude(batch__state="undone")
            .order_by("indicator_id", "year", "month", "-status", "-revision")
            .distinct("indicator_id", "year", "month")
        )


class Observation(models.Model):
    """指标值, append-only: a better figure is a new row. Value and growth may each be missing, not both."""

    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="observations", db_index=False
    )
    version = models.ForeignKey(IndicatorVersion, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("年"))
    month = models.PositiveSmallIntegerField(_("月"), help_text=_("累计截至该月；季度数填季末月。"))
    status = models.CharField(_("数据状态"), max_length=14, choices=ObservationStatus)
    revision = models.PositiveSmallIntegerField(_("修订"), default=1)
    value = models.DecimalField(_("数值"), max_digits=18, decimal_places=4, null=True, blank=True)
    growth = models.DecimalField(_("同比增速（%）"), max_digits=8, decimal_places=2, null=True, blank=True)
    rank = models.PositiveSmallIntegerField(_("位次"), null=True, blank=True)
    rank_of = models.PositiveSmallIntegerField(_("参加排位数"), null=True, blank=True)
    peer_growth = models.DecimalField(
        _("全市平均增速（%）"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    source_document = models.CharField(_("来源"), max_length=200, blank=True)
    batch = models.ForeignKey(
        "projects.ImportBatch", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reported_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(_("填报时间"))

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("指标值")
        ordering = ["indicator", "-year", "-month", "-status", "-revision"]
        constraints = [
            models.UniqueConstraint(
                name="observation_revision_once",
                fields=["indicator", "year", "month", "status", "revision"],
                violation_error_message=_("该指标本期的这一修订已存在。"),
            ),
            models.CheckConstraint(
                name="observation_month_is_1_to_12",
                condition=Q(month__gte=1, month__lte=12),
                violation_error_message=_("月份应为1至12。"),
            ),
            models.CheckConstraint(
                name="observation_says_something",
                condition=Q(value__isnull=False) | Q(growth__isnull=False),
                violation_error_message=_("数值和增速至少填一项。"),
            ),
            models.CheckConstraint(
                name="observation_rank_within_its_field",
                condition=Q(rank__isnull=True)
                | Q(rank__gte=1, rank_of__isnull=False, rank__lte=models.F("rank_of")),
                violation_error_message=_("位次应在1与参加排位数之间。"),
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.version} {self.year}年{self.month}月"
