"""季节曲线: how past years filled up month by month, frozen before a year is judged by it."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import and_
from typing import Final

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .definition import Indicator, OfIndicatorQuerySet
from .observation import end_of

FEWEST_YEARS: Final = 2
CURVE_OF_SHARES: Final = reduce(
    and_,
    (Q(**{f"shares__{month}__gte": F(f"shares__{month - 1}")}) for month in range(1, 12)),
    Q(shares__0__gte=0),
)


def _share() -> models.DecimalField:
    return models.DecimalField(max_digits=9, decimal_places=6, null=True)


class SeasonCurveQuerySet(OfIndicatorQuerySet):
    def current(self, known_on: date | None = None) -> SeasonCurveQuerySet:
        """The latest freezing of each indicator and year, as it stood at the end of a day."""
        rows = self if known_on is None else self.filter(frozen_at__lt=end_of(known_on))
        return rows.order_by("indicator_id", "year", "-revision").distinct("indicator_id", "year")


class SeasonCurve(models.Model):
    """Append-only: to freeze again is a new row with its reason.

    ``shares``: cumulative shares of the year (0…1). ``years`` are those it was learned from; of each of them
    ``year_shares`` holds the twelve shares as published and ``errors`` what the year really reached against
    what the other years' curve forecast then (actual ÷ forecast − 1), both empty where not published.
    ``learned_from`` are the ids of the observations, which never change.
    """

    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="season_curves", db_index=False
    )
    year = models.PositiveSmallIntegerField(_("用于年度"))
    revision = models.PositiveSmallIntegerField(_("修订"), default=1)
    shares = ArrayField(
        models.DecimalField(max_digits=7, decimal_places=6), verbose_name=_("累计比例"), size=12
    )
    years = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("所学年度"))
    year_shares = ArrayField(ArrayField(_share(), size=12), verbose_name=_("各年累计比例"))
    errors = ArrayField(ArrayField(_share(), size=12), verbose_name=_("各年预测误差"))
    learned_from = ArrayField(models.BigIntegerField(), verbose_name=_("所用指标值"))
    reason = models.CharField(_("重新冻结的理由"), max_length=200, blank=True)
    frozen_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    frozen_at = models.DateTimeField(_("冻结时间"))

    objects = SeasonCurveQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("季节曲线")
        ordering = ["indicator", "-year", "-revision"]
        constraints = [
            models.UniqueConstraint(
                name="season_curve_revision_once",
                fields=["indicator", "year", "revision"],
                violation_error_message=_("该指标本年度的这一版季节曲线已存在。"),
            ),
            models.CheckConstraint(
                name="season_curve_ends_at_one",
                condition=Q(shares__len=12, shares__11=1),
                violation_error_message=_("季节曲线应有十二个累计比例，12月为1。"),
            ),
            models.CheckConstraint(
                name="season_curve_never_falls",
                condition=CURVE_OF_SHARES,
                violation_error_message=_("季节曲线后一个月不能低于前一个月。"),
            ),
            models.CheckConstraint(
                name="season_curve_of_two_years_at_least",
                condition=Q(years__len__gte=FEWEST_YEARS),
                violation_error_message=_("季节曲线至少由两个完整年度学得。"),
            ),
            models.CheckConstraint(
                name="season_curve_frozen_again_with_reason",
                condition=Q(revision=1) | ~Q(reason=""),
                violation_error_message=_("重新冻结须写明理由。"),
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}"
