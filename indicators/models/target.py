"""Targets of a year: the county's own, and those that the city or the province sets for it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.history import keep_history
from projects.models.plan import CURVE_NEVER_FALLS

from .definition import Indicator, OfIndicatorQuerySet


class TargetKind(models.TextChoices):
    LEVEL = "level", _("总量目标")
    GROWTH = "growth", _("增速目标")


class TargetSetter(models.TextChoices):
    """In the order in which the board takes one."""

    COUNTY = "county", _("县定")
    CITY = "city", _("市定")
    PROVINCE = "province", _("省定")


@keep_history
class Target(models.Model):
    """年度目标: a level in the indicator's unit, or a growth rate in percent. Two kinds, never one column."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField(_("年度"))
    kind = models.CharField(_("目标类型"), max_length=8, choices=TargetKind)
    set_by = models.CharField(_("目标层级"), max_length=10, choices=TargetSetter, default=TargetSetter.COUNTY)
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
                name="target_once_per_year_kind_and_setter",
                fields=["indicator", "year", "kind", "set_by"],
                violation_error_message=_("该指标本年度已有同一层级的同类目标。"),
            ),
            models.CheckConstraint(
                name="target_known_setter",
                condition=Q(set_by__in=TargetSetter.values),
                violation_error_message=_("目标层级应为县定、市定或省定。"),
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
