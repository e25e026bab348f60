"""包抓、牵头、责任、帮建、配合、业主: who carries a project, from when to when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Post, Unit
from accounts.models.dated import Dated, DatedQuerySet, ends_after_start, no_overlap
from accounts.models.history import keep_history

if TYPE_CHECKING:
    from accounts.models import Reach, User


class ResponsibilityRole(models.TextChoices):
    LEADER = "leader", _("包抓领导")
    LEAD = "lead", _("牵头单位")
    RESPONSIBLE = "responsible", _("责任单位")
    HELPING = "helping", _("帮建部门")
    SUPPORTING = "supporting", _("配合单位")
    OWNER = "owner", _("业主单位")


SINGLE_HOLDER: Final = (ResponsibilityRole.LEADER, ResponsibilityRole.LEAD, ResponsibilityRole.OWNER)
# Who reports the month; 帮建 and 配合 see the project and help, but do not report it.
REPORTING: Final = (ResponsibilityRole.LEAD, ResponsibilityRole.RESPONSIBLE, ResponsibilityRole.OWNER)


class OfProjectQuerySet(models.QuerySet[Any]):
    """Rows that belong to one project are seen by whoever sees the project."""

    def visible_to(self, user: User) -> Self:
        reach = user.reach
        return self if reach.everything else self.filter(project__in=Responsibility.objects.carried_by(reach))


class ResponsibilityQuerySet(DatedQuerySet, OfProjectQuerySet):  # type: ignore[override]
    def carried_by(self, reach: Reach) -> models.QuerySet[Responsibility, int]:
        """The ids of the projects that these units and posts carry on the day: the row predicate."""
        held = Q(unit_id__in=reach.unit_ids) | Q(post_id__in=reach.post_ids)
        return self.in_force(reach.on).filter(held).values_list("project_id", flat=True)


@keep_history
class Responsibility(Dated):
    """Held by a post or by a unit, never by a name. ``position`` 1 leads among several of one role."""

    project = models.ForeignKey(
        "projects.Project", verbose_name=_("项目"), on_delete=models.CASCADE, related_name="responsibilities"
    )
    role = models.CharField(_("责任"), max_length=12, choices=ResponsibilityRole)
    post = models.ForeignKey(
        Post,
        verbose_name=_("岗位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="responsibilities",
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="responsibilities",
    )
    position = models.PositiveSmallIntegerField(_("次序"), default=1)
    contact = models.CharField(_("责任人"), max_length=80, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("包抓责任")
        ordering = ["project", "role", "position"]
        constraints = [
            ends_after_start("responsibility_ends_after_start"),
            models.CheckConstraint(
                name="responsibility_has_one_holder",
                condition=Q(post__isnull=False, unit__isnull=True) | Q(post__isnull=True, unit__isnull=False),
                violation_error_message=_("责任须落实到一个岗位或一个单位，二者取一。"),
            ),
            models.CheckConstraint(
                name="responsibility_leader_is_a_post",
                condition=Q(role=ResponsibilityRole.LEADER, post__isnull=False)
                | (~Q(role=ResponsibilityRole.LEADER) & Q(unit__isnull=False)),
                violation_error_message=_("包抓领导应落实到岗位，其他责任应落实到单位。"),
            ),
            no_overlap(
                "responsibility_single_holder",
                "project",
                "role",
                condition=Q(role__in=SINGLE_HOLDER),
                message=_("包抓领导、牵头单位、业主单位在同一时间只能有一个，请先移交原责任。"),
            ),
            no_overlap(
                "responsibility_unit_once_per_role",
                "project",
                "role",
                "unit",
                condition=Q(unit__isnull=False),
                message=_("该单位在这段时间已承担本项目的同一责任。"),
            ),
        ]
        indexes = [
            # visible_to starts here: what does my unit, what does my post carry?
            models.Index(name="responsibility_of_unit", fields=["unit", "project"]),
            models.Index(name="responsibility_of_post", fields=["post", "project"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}：{self.post or self.unit}"
