"""时限: so many days after an event."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.dated import Dated, ends_after_start, no_overlap
from accounts.models.history import keep_history

from ..rules import DayUnit, DeadlineTerms
from ..rules.workdays import DAY_UNIT_LABELS
from .dated import RuleQuerySet

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
