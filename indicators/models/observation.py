"""Observed values, append-only: the county's own and those of other counties."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final, Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .definition import Indicator, IndicatorVersion, OfIndicatorQuerySet

UNDONE: Final = "undone"
LAST_DAY: Final = date(2999, 12, 31)  # after which everything is known


class ObservationStatus(models.TextChoices):
    """From weakest to strongest: their values sort so."""

    ESTIMATE = "1_estimate", _("预计")
    FLASH = "2_flash", _("快报")
    PRELIMINARY = "3_preliminary", _("初步核算")
    RETURNED = "4_returned", _("上级反馈")
    FINAL = "5_final", _("最终核实")


class RankScope(models.TextChoices):
    CITY = "city", _("全市")
    PROVINCE = "province", _("全省")


def end_of(day: date) -> datetime:
    """The midnight after which a thing was not known on that day yet."""
    return datetime.combine(min(day, LAST_DAY) + timedelta(days=1), time(), timezone.get_default_timezone())


class ReportedQuerySet(OfIndicatorQuerySet):
    def that_count(self) -> Self:
        """Without what an undone import brought."""
        return self.exclude(batch__state=UNDONE)

    def known_on(self, day: date | None) -> Self:
        """What had been reported by the end of that day; None asks for everything known."""
        return self if day is None else self.filter(reported_at__lt=end_of(day))


class ObservationQuerySet(ReportedQuerySet):
    def current(self, known_on: date | None = None) -> Self:
        """One row a month: the strongest status, then the latest revision, as known on a day.

        What an undone import brought does not count, on whatever day: it never was the county's figure.
        """
        return (
            self.that_count()
            .known_on(known_on)
            .order_by("indicator_id", "year", "month", "-status", "-revision")
            .distinct("indicator_id", "year", "month")
        )


class Reported(models.Model):
    """Who reported a row, when, from which paper."""

    source_document = models.CharField(_("来源"), max_length=200, blank=True)
    batch = models.ForeignKey(
        "projects.ImportBatch", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reported_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(_("填报时间"))

    class Meta:
        abstract = True


def _append_only() -> pgtrigger.Protect:
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


def _month_is_1_to_12(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(month__gte=1, month__lte=12),
        violation_error_message=_("月份应为1至12。"),
    )


def _says_something(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(value__isnull=False) | Q(growth__isnull=False),
        violation_error_message=_("数值和增速至少填一项。"),
    )


class Observation(Reported):
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
    rank_scope = models.CharField(
        _("排位范围"), max_length=10, choices=RankScope, default=RankScope.CITY, blank=True
    )
    peer_growth = models.DecimalField(
        _("全市平均增速（%）"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    note = models.CharField(_("说明"), max_length=200, blank=True)

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
            _month_is_1_to_12("observation_month_is_1_to_12"),
            _says_something("observation_says_something"),
            models.CheckConstraint(
                name="observation_rank_within_its_field",
                condition=Q(rank__isnull=True)
                | Q(rank__gte=1, rank_of__isnull=False, rank__lte=models.F("rank_of")),
                violation_error_message=_("位次应在1与参加排位数之间。"),
            ),
            models.CheckConstraint(
                name="observation_known_words",
                condition=Q(status__in=ObservationStatus.values, rank_scope__in=RankScope.values),
                violation_error_message=_("数据状态和排位范围应从所列的词中选择。"),
            ),
        ]
        triggers = [_append_only()]

    def __str__(self) -> str:
        return f"{self.version} {self.year}年{self.month}月"


class PeerObservationQuerySet(ReportedQuerySet):
    def current(self, known_on: date | None = None) -> Self:
        """One row a region and month: the latest revision, as known on a day."""
        return (
            self.that_count()
            .known_on(known_on)
            .order_by("indicator_id", "year", "month", "region", "-revision")
            .distinct("indicator_id", "year", "month", "region")
        )


class PeerObservation(Reported):
    """外县数据, append-only: what the city's bulletin says of another county, or of the city as a whole."""

    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="peer_observations", db_index=False
    )
    year = models.PositiveSmallIntegerField(_("年"))
    month = models.PositiveSmallIntegerField(_("月"))
    region = models.CharField(_("地区"), max_length=40)
    is_whole = models.BooleanField(_("全市合计或平均"), default=False)
    revision = models.PositiveSmallIntegerField(_("修订"), default=1)
    value = models.DecimalField(_("数值"), max_digits=18, decimal_places=4, null=True, blank=True)
    growth = models.DecimalField(_("同比增速（%）"), max_digits=8, decimal_places=2, null=True, blank=True)
    rank = models.PositiveSmallIntegerField(_("位次"), null=True, blank=True)

    objects = PeerObservationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("外县指标值")
        ordering = ["indicator", "-year", "-month", "region", "-revision"]
        constraints = [
            models.UniqueConstraint(
                name="peer_observation_revision_once",
                fields=["indicator", "year", "month", "region", "revision"],
                violation_error_message=_("该地区本期的这一修订已存在。"),
            ),
            _month_is_1_to_12("peer_observation_month_is_1_to_12"),
            _says_something("peer_observation_says_something"),
            models.CheckConstraint(
                name="peer_observation_names_its_region",
                condition=~Q(region=""),
                violation_error_message=_("请填写地区名称。"),
            ),
            models.CheckConstraint(
                name="peer_observation_rank_from_1",
                condition=Q(rank__isnull=True) | Q(rank__gte=1, is_whole=False),
                violation_error_message=_("位次从1起，全市合计或平均没有位次。"),
            ),
        ]
        triggers = [_append_only()]

    def __str__(self) -> str:
        return f"{self.region} {self.year}年{self.month}月"
