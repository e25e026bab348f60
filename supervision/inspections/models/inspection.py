"""督查活动: the plan, the units looked at, the team; locked once approved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from accounts.models.history import keep_history
from projects.models import Sector
from supervision.matters.rules.words import BASES

from ..rules.words import (
    CONTENTS,
    INSPECTION_KINDS,
    INSPECTION_STATUSES,
    MEMBER_KINDS,
    METHODS,
    TEAM_ROLES,
    InspectionStatus,
    MemberKind,
    TeamRole,
    plain,
)
from .columns import by_user, concerning, of_post
from .locks import plan_is_locked, plan_part_is_locked
from .year import Designation, YearPlan

if TYPE_CHECKING:
    from accounts.models import User

STATUS_CHOICES = plain(INSPECTION_STATUSES)
KIND_CHOICES = plain(INSPECTION_KINDS)
CONTENT_CHOICES = plain(CONTENTS)
METHOD_CHOICES = plain(METHODS)
BASIS_CHOICES = plain(BASES)
ROLE_CHOICES = plain(TEAM_ROLES)
MEMBER_CHOICES = plain(MEMBER_KINDS)
BEFORE_APPROVAL = ["draft", "submitted", "cancelled"]
OVER = [InspectionStatus.FINISHED.value, InspectionStatus.CLOSED.value]
ANNOUNCED = [InspectionStatus.APPROVED.value, InspectionStatus.ON_SITE.value, *OVER]


class InspectionQuerySet(models.QuerySet["Inspection"]):
    def visible_to(self, user: User) -> Self:
        """The office sees all; who organises or takes part his own; a unit what it was told of.

        An announced inspection is known once approved, an unannounced one (暗访) when it is over.
        """
        reach = user.reach
        if reach.everything:
            return self
        team = apps.get_model("inspections", "TeamMember").objects.filter(user=user)
        looked_at = apps.get_model("inspections", "InspectedUnit").objects.filter(unit_id__in=reach.unit_ids)
        told = Q(status__in=OVER) | Q(status__in=ANNOUNCED, is_unannounced=False)
        return self.filter(
            Q(organiser_id__in=reach.unit_ids)
            | Q(pk__in=team.values("inspection_id"))
            | told & Q(pk__in=looked_at.values("inspection_id"))
        )

    def worked_on_by(self, user: User) -> Self:
        """Whoever organises or takes part, and the office: those that are looked at are not among them."""
        reach = user.reach
        if reach.everything:
            return self
        team = apps.get_model("inspections", "TeamMember").objects.filter(user=user)
        return self.filter(Q(organiser_id__in=reach.unit_ids) | Q(pk__in=team.values("inspection_id")))

    def standing(self) -> Self:
        """Not cancelled."""
        return self.exclude(status=InspectionStatus.CANCELLED.value)

    def arranged(self) -> Self:
        """What a unit must reckon with: a plan that was never submitted is no inspection yet."""
        return self.standing().exclude(status=InspectionStatus.DRAFT.value, number="")


@keep_history
class Inspection(models.Model):
    """``starts_on`` and ``ends_on`` are the first and the last day of the window.

    ``checkpoints`` has one thing to look at a line. ``revision`` counts the plans that were approved or are
    to be approved: 1 is the first.
    """

    number = models.CharField(_("督查编号"), max_length=30, blank=True, help_text=_("批准方案时编定。"))
    title = models.CharField(_("督查名称"), max_length=200)
    kind = models.CharField(_("督查类型"), max_length=16, choices=KIND_CHOICES)
    content_category = models.CharField(_("督查内容类别"), max_length=20, choices=CONTENT_CHOICES)
    content = models.TextField(_("督查内容"), max_length=4000)
    scope = models.TextField(_("督查范围"), max_length=2000)
    methods = ArrayField(
        models.CharField(max_length=20, choices=METHOD_CHOICES), verbose_name=_("督查方式"), default=list
    )
    checkpoints = models.TextField(_("检查要点"), max_length=4000, blank=True, help_text=_("每行一条。"))
    sector = concerning(Sector, _("板块"))
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    is_unannounced = models.BooleanField(
        _("暗访"), default=False, help_text=_("实地督查结束以前不告知被督查单位。")
    )
    organiser = models.ForeignKey(
        Unit, verbose_name=_("组织单位"), on_delete=models.PROTECT, related_name="+"
    )
    designation = concerning(Designation, _("指定依据"), "inspections")
    year_plan = concerning(YearPlan, _("年度计划"), "inspections")
    unplanned_reason = models.CharField(_("计划外理由"), max_length=500, blank=True)
    overlap_reason = models.CharField(
        _("重复或超频次的理由"), max_length=500, blank=True, help_text=_("有提醒而仍须安排时填写。")
    )
    basis = models.CharField(_("依据"), max_length=12, choices=BASIS_CHOICES, blank=True)
    basis_document = models.CharField(_("依据文件"), max_length=200, blank=True)
    approver = of_post(_("批准人"))
    approved_on = models.DateField(_("批准日期"), null=True, blank=True)
    revision = models.PositiveSmallIntegerField(_("方案版次"), default=1)
    status = models.CharField(
        _("阶段"), max_length=10, choices=STATUS_CHOICES, default=InspectionStatus.DRAFT.value
    )
    began_on = models.DateField(_("实地开始"), null=True, blank=True)
    finished_on = models.DateField(_("实地结束"), null=True, blank=True)
    ended_on = models.DateField(_("办结或取消日期"), null=True, blank=True)
    created_by = by_user(_("起草人"), known=True)
    created_at = models.DateTimeField(_("起草时间"))

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("督查活动")
        ordering = ["-starts_on", "-pk"]
        triggers = [plan_is_locked()]
        constraints = [
            models.UniqueConstraint(
                name="inspection_number_once",
                fields=["number"],
                condition=~Q(number=""),
                violation_error_message=_("这个督查编号已经用过。"),
            ),
            models.CheckConstraint(
                name="inspection_known_words",
                condition=Q(status__in=list(STATUS_CHOICES))
                & Q(kind__in=list(KIND_CHOICES))
                & Q(content_category__in=list(CONTENT_CHOICES))
                & Q(methods__contained_by=list(METHOD_CHOICES)),
                violation_error_message=_("督查类型、内容类别、方式或阶段不在规定范围内。"),
            ),
            models.CheckConstraint(
                name="inspection_says_what",
                condition=~Q(title="") & ~Q(content="") & ~Q(scope=""),
                violation_error_message=_("请填写督查名称、内容和范围（政府督查工作条例第十五条）。"),
            ),
            models.CheckConstraint(
                name="inspection_window_in_order",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("结束日期不能早于开始日期。"),
            ),
            models.CheckConstraint(
                name="inspection_approved_with_authority",
                condition=Q(status__in=BEFORE_APPROVAL)
                | (
                    Q(basis__in=list(BASIS_CHOICES), approver__isnull=False, approved_on__isnull=False)
                    & ~Q(number="")
                    & Q(methods__len__gte=1)
                ),
                violation_error_message=_(
                    "督查须有依据、批准人、批准日期和方式（政府督查工作条例第十一、十五条）。"
                ),
            ),
            models.CheckConstraint(
                name="inspection_ended_with_date",
                condition=Q(status__in=["closed", "cancelled"], ended_on__isnull=False)
                | ~Q(status__in=["closed", "cancelled"]) & Q(ended_on__isnull=True),
                violation_error_message=_("办结或取消的督查须有日期，未结束的不能有。"),
            ),
        ]
        indexes = [models.Index(name="inspection_by_window", fields=["starts_on", "ends_on"])]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class OfInspectionQuerySet(models.QuerySet[Any]):
    """Rows that belong to one inspection are seen by whoever sees the inspection."""

    def visible_to(self, user: User) -> Self:
        if user.reach.everything:
            return self
        return self.filter(inspection__in=Inspection.objects.visible_to(user))


@keep_history
class InspectedUnit(models.Model):
    """督查对象 of one inspection."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="inspected")
    unit = models.ForeignKey(Unit, verbose_name=_("督查对象"), on_delete=models.PROTECT, related_name="+")

    objects = OfInspectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("督查对象")
        ordering = ["pk"]
        triggers = [plan_part_is_locked()]
        constraints = [
            models.UniqueConstraint(
                name="inspected_unit_once",
                fields=["inspection", "unit"],
                violation_error_message=_("这个单位已在督查对象中。"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit)


class TeamMemberQuerySet(models.QuerySet["TeamMember"]):
    def visible_to(self, user: User) -> Self:
        """Of an unannounced inspection nobody outside learns who comes."""
        if user.reach.everything:
            return self
        return self.filter(inspection__in=Inspection.objects.visible_to(user))


@keep_history
class TeamMember(models.Model):
    """督查组成员. An invited member may have no account: then ``name`` and ``employer`` say who it is."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="team")
    user = by_user(_("用户"))
    name = models.CharField(_("姓名"), max_length=40)
    employer = models.CharField(_("单位及职务"), max_length=100, blank=True)
    kind = models.CharField(
        _("人员类别"), max_length=12, choices=MEMBER_CHOICES, default=MemberKind.STAFF.value
    )
    role = models.CharField(_("组内职务"), max_length=8, choices=ROLE_CHOICES, default=TeamRole.MEMBER.value)

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("督查组成员")
        ordering = ["pk"]
        triggers = [plan_part_is_locked()]
        constraints = [
            models.UniqueConstraint(
                name="team_has_one_leader",
                fields=["inspection"],
                condition=Q(role="leader"),
                violation_error_message=_("督查组实行组长负责制，只能有一名组长（政府督查工作条例第八条）。"),
            ),
            models.UniqueConstraint(
                name="team_member_once",
                fields=["inspection", "user"],
                violation_error_message=_("这个人已在督查组中。"),
            ),
            models.CheckConstraint(
                name="team_member_known_words",
                condition=Q(role__in=list(ROLE_CHOICES), kind__in=list(MEMBER_CHOICES)) & ~Q(name=""),
                violation_error_message=_("请填写姓名、组内职务和人员类别。"),
            ),
        ]
        indexes = [models.Index(name="team_of_user", fields=["user"])]

    def __str__(self) -> str:
        return self.name


class PlanVersion(models.Model):
    """方案版次: the plan exactly as it was approved, each time."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="versions")
    revision = models.PositiveSmallIntegerField(_("版次"))
    plan = models.JSONField(_("方案"))
    reason = models.CharField(_("变更理由"), max_length=500, blank=True)
    approver = of_post(_("批准人"))
    approved_on = models.DateField(_("批准日期"))
    recorded_by = by_user(_("办理人"), known=True)
    recorded_at = models.DateTimeField(_("办理时间"))

    objects = OfInspectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("方案版次")
        ordering = ["inspection", "revision"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.UniqueConstraint(
                name="plan_version_once",
                fields=["inspection", "revision"],
                violation_error_message=_("这一版方案已经批准过。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection} v{self.revision}"
