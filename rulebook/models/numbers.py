"""编号: numbers without gaps."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


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
