"""工作计划、板块、工程: how the county groups its projects. Public words, seen by every signed-in user."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.history import keep_history

if TYPE_CHECKING:
    from accounts.models import User


class CatalogueQuerySet(models.QuerySet["models.Model"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_active else self.none()


@keep_history
class Plan(models.Model):
    """工作计划, e.g. the first “711” of a five-year plan."""

    name = models.CharField(_("计划名称"), max_length=120, unique=True)
    starts_on = models.DateField(_("起"), null=True, blank=True)
    ends_on = models.DateField(_("止"), null=True, blank=True)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("工作计划")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@keep_history
class Sector(models.Model):
    """板块: the paragraphs of the report; the eight of the county's own report by default."""

    name = models.CharField(_("板块"), max_length=40, unique=True)
    heading = models.CharField(_("汇报段首"), max_length=80, help_text=_("例如：项目建设投入加大"))
    order = models.PositiveSmallIntegerField(_("排序"), unique=True)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("板块")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


@keep_history
class Programme(models.Model):
    """工程、活动, e.g. “338”工程 or “五村联创”: a name that several projects share."""

    name = models.CharField(_("工程（活动）"), max_length=120, unique=True)
    plan = models.ForeignKey(
        Plan,
        verbose_name=_("所属计划"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes",
    )
    sector = models.ForeignKey(
        Sector,
        verbose_name=_("板块"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes",
    )

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("工程（活动）")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
