"""Indicators and what they mean at a time (口径)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from accounts.models.dated import Dated, DatedQuerySet, ends_after_start, no_overlap
from accounts.models.history import keep_history

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
    RATE = "rate", _("比率")


class SentenceForm(models.TextChoices):
    """The verb before the value: 完成85.6亿元, 达到12,345元, 为3.2%; some are told by growth alone."""

    COMPLETED = "completed", _("完成…")
    REACHED = "reached", _("达到…")
    IS = "is", _("为…")
    GROWTH_ONLY = "growth_only", _("只写增速")


class IndicatorVersionQuerySet(DatedQuerySet, OfIndicatorQuerySet):  # type: ignore[override]
    pass


@keep_history
class IndicatorVersion(Dated):
    """口径: name, unit and definition as they are valid for a time.

    ``skips_january``: January is not published alone, whether February's figure is 1—2月 or the month is free
    of reporting. ``breaks_series``: figures by this version are not compared with those of an earlier one.
    """

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
    skips_january = models.BooleanField(_("1月不单独公布（1—2月合并或1月免报）"), default=False)
    decimals = models.PositiveSmallIntegerField(_("小数位"), default=2)
    sentence = models.CharField(
        _("句式"), max_length=12, choices=SentenceForm, default=SentenceForm.COMPLETED
    )
    growth_computable = models.BooleanField(
        _("增速可由数值计算"),
        default=False,
        help_text=_("公布的增速多按可比口径，不等于两年数值之比；确知相等的（如到位资金）才选。"),
    )
    breaks_series = models.BooleanField(
        _("与上一口径不可比"), default=False, help_text=_("选中后不与此前的数据比较，也不用来学季节曲线。")
    )
    data_source = models.CharField(_("数据来源"), max_length=80, blank=True)

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
            models.CheckConstraint(
                name="indicator_version_rate_is_not_divided",
                condition=Q(growth_computable=False) | ~Q(value_kind=ValueKind.RATE),
                violation_error_message=_("比率的变动用百分点表示，增速不能由数值计算，请取消该选项。"),
            ),
            models.CheckConstraint(
                name="indicator_version_lag_and_decimals_in_reach",
                condition=Q(lag_months__lte=11, decimals__lte=4),
                violation_error_message=_("错月数应为0至11，小数位应为0至4。"),
            ),
            models.CheckConstraint(
                name="indicator_version_known_words",
                condition=Q(
                    growth_basis__in=GrowthBasis.values,
                    frequency__in=Frequency.values,
                    value_kind__in=ValueKind.values,
                    sentence__in=SentenceForm.values,
                ),
                violation_error_message=_("增速口径、频率、数值类型和句式应从所列的词中选择。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_flow(self) -> bool:
        """Adds up over the year: only then a share of the year means anything."""
        return self.value_kind == ValueKind.CUMULATIVE and not self.measured_in.endswith(("%", "‰"))

    def publishes(self, month: int) -> bool:
        """Whether this version has a figure of its own for the month of a year."""
        if self.frequency == Frequency.QUARTERLY:
            return month % 3 == 0
        return month > 1 or not self.skips_january
