"""亮灯规则: from which margin on a thing is green, watched, yellow or red."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.dated import Dated, ends_after_start, no_overlap
from accounts.models.history import keep_history

from ..rules import Thresholds
from ..rules.lights import MEASURE_LABELS
from .dated import RuleQuerySet

MEASURE_CHOICES = {measure.value: label for measure, label in MEASURE_LABELS.items()}


class Subject(models.TextChoices):
    PROJECT = "project", _("项目")
    MATTER = "matter", _("督办事项")
    RECTIFICATION = "rectification", _("整改")
    INDICATOR = "indicator", _("指标")


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
