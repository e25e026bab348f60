"""重点项目: names, codes, facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.history import keep_history

from .catalogue import Plan, Programme, Sector
from .figures import ProjectQuerySet
from .money import MoneyField

if TYPE_CHECKING:
    from .plan import AnnualPlan


class Level(models.TextChoices):
    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("县级")


class Stage(models.TextChoices):
    """Dispatch stages of a project (domain: 前期 → 开工 → 在建 → 竣工 → 投产达效)."""

    PREPARATION = "preparation", _("前期")
    STARTED = "started", _("开工")
    BUILDING = "building", _("在建")
    FINISHED = "finished", _("竣工")
    IN_USE = "in_use", _("投产达效")
    STOPPED = "stopped", _("停工")
    DEFERRED = "deferred", _("缓建")
    CANCELLED = "cancelled", pgettext_lazy("stage", "取消")


class ConstructionNature(models.TextChoices):
    """建设性质 of the statistics; not to be confused with a year's 新建/续建/前期 (AnnualPlan.kind)."""

    NEW = "new", _("新建")
    EXPANSION = "expansion", _("扩建")
    RENOVATION = "renovation", _("改建和技术改造")
    RELOCATION = "relocation", _("迁建")
    RESTORATION = "restoration", _("恢复")
    PURCHASE = "purchase", _("单纯购置")


def level_list() -> list[str]:
    return [Level.COUNTY]


@keep_history
class Project(models.Model):
    number = models.CharField(
        _("项目编号"), max_length=30, unique=True, help_text=_("本县编号，登记时编定。")
    )
    name = models.CharField(_("项目名称"), max_length=200, unique=True)
    pinyin = models.CharField(max_length=400, editable=False)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("父项目"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    sector = models.ForeignKey(
        Sector, verbose_name=_("板块"), on_delete=models.PROTECT, related_name="projects"
    )
    programme = models.ForeignKey(
        Programme,
        verbose_name=_("工程（活动）"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
    )
    plan = models.ForeignKey(
        Plan,
        verbose_name=_("所属计划"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
    )
    levels = ArrayField(
        models.CharField(max_length=10, choices=Level), verbose_name=_("项目级别"), default=level_list
    )
    nature = models.CharField(_("建设性质"), max_length=12, choices=ConstructionNature, blank=True)
    stage = models.CharField(_("建设阶段"), max_length=12, choices=Stage, default=Stage.PREPARATION)
    is_promotion = models.BooleanField(_("招商引资项目"), default=False)
    location = models.CharField(_("建设地点"), max_length=200, blank=True)
    content = models.TextField(_("建设规模及内容"), blank=True)
    total_investment = MoneyField(_("总投资（万元）"), null=True, blank=True)
    funding_note = models.CharField(_("资金来源"), max_length=300, blank=True)
    owner_name = models.CharField(_("业主单位"), max_length=120, blank=True)
    contact = models.CharField(_("责任人及电话"), max_length=120, blank=True)
    starts_on = models.DateField(_("建设年限起"), null=True, blank=True)
    ends_on = models.DateField(_("建设年限止"), null=True, blank=True)
    planned_start = models.DateField(_("计划开工"), null=True, blank=True)
    planned_finish = models.DateField(_("计划竣工"), null=True, blank=True)
    actual_start = models.DateField(_("实际开工"), null=True, blank=True)
    actual_finish = models.DateField(_("实际竣工"), null=True, blank=True)
    note = models.TextField(_("备注"), blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("重点项目")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="project_is_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message=_("项目不能是自己的父项目。"),
            ),
            models.CheckConstraint(
                name="project_levels_are_known",
                condition=Q(levels__contained_by=[*Level.values]) & Q(levels__len__gt=0),
                violation_error_message=_("项目级别应为省级、市级、县级中的一个或几个。"),
            ),
            models.CheckConstraint(
                name="project_total_not_negative",
                condition=Q(total_investment__isnull=True) | Q(total_investment__gte=0),
                violation_error_message=_("总投资不能为负数。"),
            ),
            models.CheckConstraint(
                name="project_ends_after_start",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("建设年限的止期不能早于起期。"),
            ),
            models.CheckConstraint(
                name="project_finishes_after_start",
                condition=Q(actual_finish__isnull=True)
                | Q(actual_start__isnull=False, actual_finish__gte=F("actual_start")),
                violation_error_message=_("实际竣工须在实际开工之后，并已填实际开工日期。"),
            ),
        ]
        indexes = [
            # "Show me the villages' projects": part of a name or pinyin initials, among 100,000 projects.
            GinIndex(name="project_name_trigram", fields=["name"], opclasses=["gin_trgm_ops"]),
            GinIndex(name="project_pinyin_trigram", fields=["pinyin"], opclasses=["gin_trgm_ops"]),
        ]

    current_plan: AnnualPlan | None

    def __str__(self) -> str:
        return self.name


class CodeKind(models.TextChoices):
    INVESTMENT = "investment", _("投资项目在线审批监管平台代码")
    LOCAL = "local", _("其他编号")


@keep_history
class ProjectCode(models.Model):
    """One project may have several codes, and a village's small project none.

    The 24 characters of GB/T 40058-2021 are checked for shape only, as a warning: older codes differ.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="codes")
    kind = models.CharField(_("类别"), max_length=12, choices=CodeKind, default=CodeKind.INVESTMENT)
    code = models.CharField(_("代码"), max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = _("项目代码")
        ordering = ["kind", "code"]
        constraints = [
            models.UniqueConstraint(
                name="project_code_is_unique",
                fields=["kind", "code"],
                violation_error_message=_("该代码已登记在另一个项目上。"),
            ),
        ]

    def __str__(self) -> str:
        return self.code
