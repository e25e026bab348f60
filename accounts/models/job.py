"""后台任务: long work that a person may leave and come back to.

The row carries the promise, not the queue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .upload import Upload

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User


class JobState(models.TextChoices):
    QUEUED = "queued", _("排队中")
    RUNNING = "running", _("进行中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("未完成")


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: User) -> Self:
        return self if user.reach.everything else self.filter(started_by=user)

    def claimable(self, now: datetime) -> Self:
        """Waiting, or left behind by a worker that died: its lease ran out."""
        return self.filter(Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now))


class Job(models.Model):
    kind = models.CharField(_("类别"), max_length=40)
    title = models.CharField(_("名称"), max_length=200)
    parameters = models.JSONField(default=dict)
    state = models.CharField(_("状态"), max_length=8, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField(_("已处理"), default=0)
    total = models.PositiveIntegerField(_("总数"), default=0)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    result = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    started_by = models.ForeignKey(
        "accounts.User", verbose_name=_("发起人"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("发起时间"))
    finished_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("后台任务")
        ordering = ["-pk"]
        indexes = [
            # The sweep asks every minute for what is waiting or left behind.
            models.Index(name="job_open", fields=["state"], condition=Q(state__in=["queued", "running"])),
        ]
        constraints = [
            models.CheckConstraint(
                name="job_done_within_total",
                condition=Q(total=0) | Q(done__lte=F("total")),
                violation_error_message=_("已处理数不能超过总数。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title
