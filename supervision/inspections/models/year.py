"""年度计划、指定督查: what the government planned for the year, and whom it charged with inspecting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Post, Unit
from accounts.models.dated import Dated, DatedQuerySet, ends_after_start
from accounts.models.history import keep_history

if TYPE_CHECKING:
    from accounts.models import User


class OpenToStaff(models.QuerySet["YearPlan"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_active else self.none()


@keep_history
class YearPlan(models.Model):
    """年度督查计划: how often one unit may be inspected in the year (REG art. 15)."""

    year = models.PositiveSmallIntegerField(_("年度"), unique=True)
    most_per_unit = models.PositiveSmallIntegerField(
        _("每单位全年不超过（次）"), help_text=_("超过时提醒，仍可说明理由后安排。")
    )
    approver = models.ForeignKey(Post, verbose_name=_("批准人"), on_delete=models.PROTECT, related_name="+")
    approved_on = models.DateField(_("批准日期"))
    document = models.CharField(_("文号"), max_length=80, blank=True)

    objects = OpenToStaff.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("年度督查计划")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                name="year_plan_allows_something",
                condition=Q(most_per_unit__gte=1, year__range=(2000, 2100)),
                violation_error_message=_("年度应在2000至2100之间，每单位至少可以督查一次。"),
            ),
        ]

    def __str__(self) -> str:
        return _("%(year)s年度督查计划") % {"year": self.year}


class DesignationQuerySet(DatedQuerySet):
    def visible_to(self, user: User) -> Self:
        reach = user.reach
        return self if reach.everything else self.filter(unit_id__in=reach.unit_ids)


@keep_history
class Designation(Dated):
    """指定督查: a department may inspect only what, whom and when the government says (REG art. 7)."""

    unit = models.ForeignKey(
        Unit, verbose_name=_("受指定的部门"), on_delete=models.PROTECT, related_name="designations"
    )
    affairs = models.CharField(_("督查事项"), max_length=200)
    scope = models.CharField(_("范围"), max_length=500)
    duties = models.CharField(_("职责"), max_length=500)
    objects_named = models.ManyToManyField(
        Unit, verbose_name=_("督查对象"), blank=True, related_name="+", help_text=_("不选则不限单位。")
    )
    approver = models.ForeignKey(Post, verbose_name=_("指定人"), on_delete=models.PROTECT, related_name="+")
    approved_on = models.DateField(_("指定日期"))
    document = models.CharField(_("文号"), max_length=80, blank=True)

    objects = DesignationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("指定督查")
        ordering = ["-valid_from", "unit"]
        constraints = [
            ends_after_start("designation_ends_after_start"),
            models.CheckConstraint(
                name="designation_has_an_end",
                condition=Q(valid_to__isnull=False) & ~Q(affairs="") & ~Q(scope="") & ~Q(duties=""),
                violation_error_message=_("指定督查须写明事项、范围、职责和期限（政府督查工作条例第七条）。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.affairs}"
