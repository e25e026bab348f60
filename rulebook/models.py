"""By what rules: the workday calendar, dated deadline and light rules, and gapless numbers.

Rules are rows with a time of validity, so that a past month is judged as it was judged then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.dated import Dated, DatedQuerySet, ends_after_start, no_overlap
from accounts.models.history import keep_history

from .rules import DayUnit, DeadlineTerms, Thresholds
from .rules.lights import MEASURE_LABELS
from .rules.workdays import DAY_UNIT_LABELS

if TYPE_CHECKING:
    from accounts.models import User

MONTHLY_PROGRESS = "monthly_progress"
INDICATOR_VALUE = "indicator_value"
# The deadlines that the rounds of supervision ask for.
DEADLINES = {MONTHLY_PROGRESS: _("月报报送"), INDICATOR_VALUE: _("指标值填报")}
MAX_DEADLINE_DAYS = 3650


def register_deadline(key: str, label: Any) -> None:
    """For ``AppConfig.ready`` of a room to the right: a deadline whose absence the office must know of."""
    DEADLINES[key] = label


# Plain strings, so that no migration imports the rules.
UNIT_CHOICES = {unit.value: label for unit, label in DAY_UNIT_LABELS.items()}
MEASURE_CHOICES = {measure.value: label for measure, label in MEASURE_LABELS.items()}


class Origin(models.TextChoices):
    NOTICE = "notice", _("国务院通知")
    ESTIMATE = "estimate", _("推算")
    PERSON = "person", _("人工设定")


class Subject(models.TextChoices):
    PROJECT = "project", _("项目")
    MATTER = "matter", _("督办事项")
    RECTIFICATION = "rectification", _("整改")


class OpenToStaff(models.QuerySet["CalendarDay"]):
    def visible_to(self, user: User) -> Self:
        """The rule book is open to everyone who works here."""
        return self if user.is_active else self.none()


class RuleQuerySet(DatedQuerySet):
    def visible_to(self, user: User) -> Self:
        """The rule book is open to everyone who works here."""
        return self if user.is_active else self.none()


@keep_history
class CalendarDay(models.Model):
    """日历: whether a day is worked. A filled year has a row for every day, weekends included."""

    date = models.DateField(_("日期"), unique=True)
    is_workday = models.BooleanField(_("工作日"))
    name = models.CharField(
        _("节日名称"), max_length=40, blank=True, help_text=_("例如：春节、国庆节调休上班。")
    )
    origin = models.CharField(_("来源"), max_length=10, choices=Origin)
    source = models.CharField(_("依据"), max_length=200, help_text=_("通知的名称和文号，或设定的理由。"))

    objects = OpenToStaff.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("工作日历")
        ordering = ["date"]
        constraints = [
            models.CheckConstraint(
                name="calendar_day_has_source",
                condition=~Q(source=""),
                violation_error_message=_("请填写依据：通知的名称和文号，或设定的理由。"),
            ),
            models.CheckConstraint(
                name="calendar_day_known_origin",
                condition=Q(origin__in=Origin.values),
                violation_error_message=_("来源应为国务院通知、推算或人工设定。"),
            ),
        ]

    def __str__(self) -> str:
        kind = _("工作日") if self.is_workday else _("休息日")
        return f"{self.date} {kind} {self.name}".rstrip()


@keep_history
class DeadlineRule(Dated):
    """时限: so many natural or working days after an event."""

    key = models.SlugField(_("代码"), max_length=40)
    start_event = models.CharField(_("起算事件"), max_length=40, help_text=_("例如：月份结束、交办、签收。"))
    amount = models.PositiveSmallIntegerField(_("天数"), help_text=_("起算当日不计。"))
    unit = models.CharField(_("单位"), max_length=8, choices=UNIT_CHOICES)
    shift_to_workday = models.BooleanField(_("遇休息日顺延"), default=True)
    note = models.CharField(_("依据"), max_length=200, blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("时限规则")
        ordering = ["key", "valid_from"]
        constraints = [
            ends_after_start("deadline_rule_ends_after_start"),
            no_overlap(
                "deadline_rule_one_at_a_time",
                "key",
                message=_("该时限在这段时间已有规则，同一天只能有一条。"),
            ),
            models.CheckConstraint(
                name="deadline_rule_amount_in_reach",
                condition=Q(amount__lte=MAX_DEADLINE_DAYS),
                violation_error_message=_("天数不能超过3650天。"),
            ),
            models.CheckConstraint(
                name="deadline_rule_known_unit",
                condition=Q(unit__in=list(UNIT_CHOICES)),
                violation_error_message=_("单位应为自然日或工作日。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.terms.wording}"

    @property
    def terms(self) -> DeadlineTerms:
        return DeadlineTerms(self.start_event, self.amount, DayUnit(self.unit), self.shift_to_workday)


def _at_least(higher: str, lower: str) -> Q:
    return (
        Q(**{f"{higher}__isnull": True}) | Q(**{f"{lower}__isnull": True}) | Q(**{f"{higher}__gt": F(lower)})
    )


@keep_history
class LightRule(Dated):
    """亮灯规则: the lowest margin of each colour; the higher a margin the better (rules.lights)."""

    subject = models.CharField(_("对象"), max_length=20, choices=Subject)
    measure = models.CharField(_("指标"), max_length=30, choices=MEASURE_CHOICES)
    green_at = models.DecimalField(_("绿灯不低于"), max_digits=12, decimal_places=4, null=True, blank=True)
    watch_at = models.DecimalField(_("关注不低于"), max_digits=12, decimal_places=4, null=True, blank=True)
    yellow_at = models.DecimalField(_("黄灯不低于"), max_digits=12, decimal_places=4, null=True, blank=True)
    note = models.CharField(_("依据"), max_length=200, blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("亮灯规则")
        ordering = ["subject", "measure", "valid_from"]
        constraints = [
            ends_after_start("light_rule_ends_after_start"),
            no_overlap(
                "light_rule_one_at_a_time",
                "subject",
                "measure",
                message=_("该对象的这项指标在这段时间已有亮灯规则，同一天只能有一条。"),
            ),
            models.CheckConstraint(
                name="light_rule_thresholds_descend",
                condition=_at_least("green_at", "watch_at")
                & _at_least("green_at", "yellow_at")
                & _at_least("watch_at", "yellow_at"),
                violation_error_message=_("界限应依次降低：绿灯高于关注，关注高于黄灯。"),
            ),
            models.CheckConstraint(
                name="light_rule_has_a_threshold",
                condition=Q(green_at__isnull=False) | Q(watch_at__isnull=False) | Q(yellow_at__isnull=False),
                violation_error_message=_("至少填写一个界限，否则一律为红灯。"),
            ),
            models.CheckConstraint(
                name="light_rule_known_measure",
                condition=Q(subject__in=Subject.values) & Q(measure__in=list(MEASURE_CHOICES)),
                violation_error_message=_("没有这样的对象或指标。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()} {self.get_measure_display()} {self.valid_from}"

    @property
    def thresholds(self) -> Thresholds:
        return Thresholds(self.green_at, self.watch_at, self.yellow_at)


class NumberSeries(models.Model):
    """编号: the last number given in a series of a year, e.g. 督查通报第17期; without gaps."""

    key = models.SlugField(_("代码"), max_length=40)
    year = models.PositiveSmallIntegerField(_("年份"))
    last = models.PositiveIntegerField(_("已用至"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("编号序列")
        ordering = ["key", "-year"]
        constraints = [
            models.UniqueConstraint(
                name="number_series_once_a_year",
                fields=["key", "year"],
                violation_error_message=_("该年度已有这一编号序列。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.year}: {self.last}"
