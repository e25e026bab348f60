"""工作日历: which days are worked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.history import keep_history

if TYPE_CHECKING:
    from accounts.models import User


class Origin(models.TextChoices):
    NOTICE = "notice", _("国务院通知")
    ESTIMATE = "estimate", _("推算")
    PERSON = "person", _("人工设定")


class OpenToStaff(models.QuerySet["CalendarDay"]):
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
