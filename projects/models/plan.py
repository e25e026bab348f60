"""年度计划: what a project has to do in a year; every change (调入、调出、调整) is a new version."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import Final, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.history import keep_history

from .money import MoneyField
from .project import Project
from .responsibility import OfProjectQuerySet


class PlanKind(models.TextChoices):
    NEW = "new", _("新建")
    CONTINUED = "continued", _("续建")
    PREPARATION = "preparation", _("前期")


class PlanChange(models.TextChoices):
    INITIAL = "initial", _("年初下达")
    ADDED = "added", _("调入")
    ADJUSTED = "adjusted", _("调整")
    REMOVED = "removed", _("调出")


CURVE_NEVER_FALLS: Final = reduce(
    and_, (Q(**{f"curve__{month}__gte": F(f"curve__{month - 1}")}) for month in range(1, 12))
)


class AnnualPlanQuerySet(OfProjectQuerySet):
    def current(self, year: int) -> Self:
        return self.filter(year=year, is_current=True)

    def in_plan(self, year: int) -> Self:
        """A project that was moved out (调出) is no longer measured by the plan."""
        return self.current(year).exclude(change=PlanChange.REMOVED)


@keep_history
class AnnualPlan(models.Model):
    """``curve``: twelve cumulative shares of the year's plan (0…1); empty means linear, month ÷ 12."""

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="annual_plans", db_index=False
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    version = models.PositiveSmallIntegerField(_("版次"), default=1)
    is_current = models.BooleanField(_("现行"), default=True)
    kind = models.CharField(_("年度类型"), max_length=12, choices=PlanKind, default=PlanKind.CONTINUED)
    change = models.CharField(_("变更"), max_length=10, choices=PlanChange, default=PlanChange.INITIAL)
    first_month = models.PositiveSmallIntegerField(
        _("月报起始月"), default=1, help_text=_("年中调入的，从调入当月起报。")
    )
    planned_investment = MoneyField(_("年度计划投资（万元）"), null=True, blank=True)
    carried_in = MoneyField(_("截至上年底累计（万元）"), null=True, blank=True)
    curve = ArrayField(
        models.DecimalField(max_digits=7, decimal_places=6),
        verbose_name=_("月度曲线"),
        size=12,
        null=True,
        blank=True,
        help_text=_("十二个累计比例（0—1）；不填按月均衡。"),
    )
    goals = models.TextField(_("年度建设目标"), blank=True)
    reason = models.CharField(_("变更事由"), max_length=300, blank=True)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(_("决定日期"))

    objects = AnnualPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("年度计划")
        ordering = ["project", "-year", "-version"]
        constraints = [
            models.UniqueConstraint(
                name="annual_plan_version_once",
                fields=["project", "year", "version"],
                violation_error_message=_("该年度计划的这一版次已存在。"),
            ),
            models.UniqueConstraint(
                name="annual_plan_one_current",
                fields=["project", "year"],
                condition=Q(is_current=True),
                violation_error_message=_("同一项目同一年度只能有一个现行计划。"),
            ),
            models.CheckConstraint(
                name="annual_plan_amounts_not_negative",
                condition=(Q(planned_investment__isnull=True) | Q(planned_investment__gte=0))
                & (Q(carried_in__isnull=True) | Q(carried_in__gte=0)),
                violation_error_message=_("计划投资和截至上年底累计不能为负数。"),
            ),
            models.CheckConstraint(
                name="annual_plan_first_month_is_1_to_12",
                condition=Q(first_month__gte=1, first_month__lte=12),
                violation_error_message=_("月报起始月应为1至12。"),
            ),
            models.CheckConstraint(
                name="annual_plan_change_has_reason",
                condition=Q(change=PlanChange.INITIAL) | ~Q(reason=""),
                violation_error_message=_("调入、调整、调出须写明事由。"),
            ),
            models.CheckConstraint(
                name="annual_plan_curve_ends_at_one",
                condition=Q(curve__isnull=True) | Q(curve__len=12, curve__11=1),
                violation_error_message=_("月度曲线应有十二个累计比例，12月为1。"),
            ),
            models.CheckConstraint(
                name="annual_plan_curve_never_falls",
                condition=Q(curve__isnull=True) | (Q(curve__0__gte=0) & CURVE_NEVER_FALLS),
                violation_error_message=_("月度曲线填累计比例，后一个月不能低于前一个月。"),
            ),
        ]
        indexes = [
            # The ledger joins every project with its plan of the year.
            models.Index(
                name="annual_plan_of_year", fields=["year", "project"], condition=Q(is_current=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.year}年（第{self.version}版）"
