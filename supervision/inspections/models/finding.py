"""问题: what was found, where, by whom; and the list that the team carries along."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from accounts.models.history import keep_history
from indicators.models import Indicator
from projects.models import Milestone, Project
from projects.models.money import MoneyField
from supervision.matters.models import Matter

from ..rules.words import (
    CHECK_ORIGINS,
    CHECK_RESULTS,
    FINDING_STATUSES,
    SEVERITIES,
    TOLD,
    CheckResult,
    FindingStatus,
    Severity,
    plain,
)
from .columns import by_user, concerning
from .inspection import Inspection, TeamMember

if TYPE_CHECKING:
    from accounts.models import User

STATUS_CHOICES = plain(FINDING_STATUSES)
SEVERITY_CHOICES = plain(SEVERITIES)
ORIGIN_CHOICES = plain(CHECK_ORIGINS)
RESULT_CHOICES = plain(CHECK_RESULTS)


class CategoryQuerySet(models.QuerySet["Category"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_active else self.none()


@keep_history
class Category(models.Model):
    """问题类别, rows that an office may add to."""

    code = models.SlugField(_("代码"), max_length=30, unique=True)
    name = models.CharField(_("名称"), max_length=40, unique=True)
    order = models.PositiveSmallIntegerField(_("排序"), default=100)
    is_active = models.BooleanField(_("在用"), default=True)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("问题类别")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, user: User) -> Self:
        """The office and the team see all of theirs; a unit its own, from when it was asked to confirm.

        Who reviews a conclusion sees what it rests on.
        """
        reach = user.reach
        if reach.everything:
            return self
        team = TeamMember.objects.filter(user=user).values("inspection_id")
        reviewed = self.model.objects.filter(conclusions__reviews__reviewers__user=user).values("pk")
        told = [status.value for status in TOLD]
        return self.filter(
            Q(unit_id__in=reach.unit_ids, status__in=told)
            | Q(unit_id__in=reach.unit_ids, notified_on__isnull=False)
            | Q(inspection__in=team)
            | Q(inspection__organiser_id__in=reach.unit_ids)
            | Q(pk__in=reviewed)
        )


@keep_history
class Finding(models.Model):
    """``amount`` is 问题金额 in 万元. ``client_key`` was made on the device that wrote it down: once is once.

    ``figures`` are frozen facts: a list of {label, value, unit, as_of}, all text. ``place`` with
    ``latitude`` and ``longitude`` (degrees, WGS 84) is where it was found.
    """

    inspection = models.ForeignKey(
        Inspection,
        verbose_name=_("督查活动"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        help_text=_("日常监测中发现的不填。"),
    )
    number = models.CharField(_("问题编号"), max_length=30, blank=True)
    unit = models.ForeignKey(Unit, verbose_name=_("被督查单位"), on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(
        Category, verbose_name=_("问题类别"), on_delete=models.PROTECT, related_name="+"
    )
    severity = models.CharField(
        _("严重程度"), max_length=8, choices=SEVERITY_CHOICES, default=Severity.GENERAL.value
    )
    title = models.CharField(_("问题"), max_length=200)
    description = models.TextField(_("问题描述"), max_length=4000)
    basis = models.CharField(_("认定依据"), max_length=500, blank=True)
    amount = MoneyField(_("问题金额（万元）"), null=True, blank=True)
    place = models.CharField(_("地点"), max_length=200, blank=True)
    latitude = models.DecimalField(_("纬度"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("经度"), max_digits=9, decimal_places=6, null=True, blank=True)
    found_at = models.DateTimeField(_("发现时间"))
    project = concerning(Project, _("涉及项目"), "findings")
    milestone = concerning(Milestone, _("涉及节点"))
    matter = concerning(Matter, _("涉及事项"), "findings")
    indicator = concerning(Indicator, _("涉及指标"))
    figures = models.JSONField(_("数据"), default=list, blank=True)
    client_key = models.UUIDField(_("设备记录号"), default=uuid.uuid4, unique=True, editable=False)
    status = models.CharField(
        _("状态"), max_length=10, choices=STATUS_CHOICES, default=FindingStatus.DRAFT.value
    )
    notified_on = models.DateField(_("送达日期"), null=True, blank=True)
    answer_by = models.DateField(_("确认时限"), null=True, blank=True)
    statement = models.TextField(_("单位陈述"), max_length=2000, blank=True)
    answered_by = by_user(_("答复人"))
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    resolution = models.CharField(_("认定意见"), max_length=500, blank=True)
    resolved_by = by_user(_("认定人"))
    resolved_at = models.DateTimeField(_("认定时间"), null=True, blank=True)
    found_by = by_user(_("记录人"), known=True)
    recorded_at = models.DateTimeField(_("收到时间"))

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("督查发现问题")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="finding_number_once",
                fields=["number"],
                condition=~Q(number=""),
                violation_error_message=_("这个问题编号已经用过。"),
            ),
            models.CheckConstraint(
                name="finding_known_words",
                condition=Q(status__in=list(STATUS_CHOICES), severity__in=list(SEVERITY_CHOICES)),
                violation_error_message=_("没有这种状态或严重程度。"),
            ),
            models.CheckConstraint(
                name="finding_says_what",
                condition=~Q(title="") & ~Q(description=""),
                violation_error_message=_("请填写问题和问题描述。"),
            ),
            models.CheckConstraint(
                name="finding_notified_with_date",
                condition=~Q(status__in=["notified", "agreed", "disputed", "upheld"])
                | Q(notified_on__isnull=False) & ~Q(number=""),
                violation_error_message=_("送单位确认的问题须有编号和日期。"),
            ),
            models.CheckConstraint(
                name="finding_disputed_with_statement",
                condition=~Q(status="disputed") | ~Q(statement=""),
                violation_error_message=_("提出异议须写明陈述意见。"),
            ),
            models.CheckConstraint(
                name="finding_resolved_with_reason",
                condition=~Q(status__in=["upheld", "dropped"])
                | ~Q(resolution="") & Q(resolved_by__isnull=False, resolved_at__isnull=False),
                violation_error_message=_("维持或不予认定须写明意见和认定人。"),
            ),
            models.CheckConstraint(
                name="finding_place_is_whole",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                violation_error_message=_("经纬度须成对填写，并在正常范围内。"),
            ),
            models.CheckConstraint(
                name="finding_amount_not_negative",
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                violation_error_message=_("问题金额不能是负数。"),
            ),
        ]
        indexes = [
            models.Index(name="finding_by_status", fields=["status", "-id"]),
            models.Index(name="finding_of_unit", fields=["unit", "status"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class ChecklistItemQuerySet(models.QuerySet["ChecklistItem"]):
    def visible_to(self, user: User) -> Self:
        """The office and the team: the units that are looked at do not learn beforehand at what."""
        reach = user.reach
        if reach.everything:
            return self
        team = TeamMember.objects.filter(user=user).values("inspection_id")
        return self.filter(Q(inspection__in=team) | Q(inspection__organiser_id__in=reach.unit_ids))


@keep_history
class ChecklistItem(models.Model):
    """检查清单: one thing to look at in one unit, from the plan or from what is late there."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="checklist")
    unit = models.ForeignKey(Unit, verbose_name=_("督查对象"), on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(_("来源"), max_length=14, choices=ORIGIN_CHOICES)
    text = models.CharField(_("检查内容"), max_length=500)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    rectification = models.ForeignKey(
        "inspections.Rectification", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    result = models.CharField(
        _("结果"), max_length=14, choices=RESULT_CHOICES, default=CheckResult.PENDING.value
    )
    note = models.CharField(_("情况"), max_length=500, blank=True)
    checked_by = by_user(_("检查人"))
    checked_at = models.DateTimeField(_("检查时间"), null=True, blank=True)

    objects = ChecklistItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("检查清单")
        ordering = ["inspection", "unit", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="checklist_item_once",
                fields=["inspection", "unit", "origin", "text"],
                violation_error_message=_("清单中已有这一条。"),
            ),
            models.CheckConstraint(
                name="checklist_known_words",
                condition=Q(origin__in=list(ORIGIN_CHOICES), result__in=list(RESULT_CHOICES)),
                violation_error_message=_("没有这种来源或结果。"),
            ),
        ]

    def __str__(self) -> str:
        return self.text
