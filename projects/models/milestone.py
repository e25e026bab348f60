"""关键节点: a dated step of a project, done with evidence or missed."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, Upload
from accounts.models.history import keep_history

from .project import Project
from .responsibility import OfProjectQuerySet


class MilestoneQuerySet(OfProjectQuerySet):
    def open_on(self, on: date) -> Self:
        """Not done by that day."""
        return self.filter(Q(completed_on__isnull=True) | Q(completed_on__gt=on))

    def missed(self, on: date) -> Self:
        """Due before that day and not done by it: due is ``<``, never ``=``."""
        return self.open_on(on).filter(due_on__lt=on)


@keep_history
class Milestone(models.Model):
    project = models.ForeignKey(
        Project, verbose_name=_("项目"), on_delete=models.CASCADE, related_name="milestones", db_index=False
    )
    name = models.CharField(_("节点名称"), max_length=200)
    due_on = models.DateField(_("完成时限"))
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("责任单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="milestones",
    )
    contact = models.CharField(_("责任人"), max_length=80, blank=True)
    arrangement = models.TextField(_("工作安排"), blank=True)
    completed_on = models.DateField(_("完成日期"), null=True, blank=True)
    completion = models.TextField(_("完成情况"), blank=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("关键节点")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="milestone_once_per_project",
                fields=["project", "name"],
                violation_error_message=_("该项目已有同名节点。"),
            ),
            models.CheckConstraint(
                name="milestone_completion_is_told",
                condition=Q(completed_on__isnull=True) | ~Q(completion=""),
                violation_error_message=_("节点完成须写明完成情况。"),
            ),
        ]
        indexes = [
            # What is due and not done, whatever the project.
            models.Index(name="milestone_open", fields=["due_on"], condition=Q(completed_on__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.name


class MilestoneEvidence(models.Model):
    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="evidence")
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("完成佐证")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.upload)
