"""后台任务: long work that a person may leave and come back to.

The row carries the promise, not the queue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .upload import Upload

if TYPE_CHECKING:
    from accounts.models import User


class JobState(models.TextChoices):
    QUEUED = "queued", _("排队中")
    RUNNING = "running", _("进行中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("未完成")


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: User) -> Self:
        return self if user.reach.everything else self.filter(started_by=user)

    def claimable(self) -> Self:
        """Waiting, or left behind by a worker that died: its lease ran out.

        By the database's clock, because workers stand on machines whose clocks differ.
        """
        return self.filter(Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=Now()))


class Job(models.Model):
    """``attempts`` is also the number of the lease: who holds an older one may no longer write."""

    kind = models.CharField(_("类别"), max_length=40)
    title = models.CharField(_("名称"), max_length=200)
    parameters = models.JSONField(default=dict)
    state = models.CharField(_("状态"), max_length=8, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField(_("已处理"), default=0)
    total = models.PositiveIntegerField(_("总数"), default=0)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    lease_until = models.DateTimeField(_("租约至"), null=True, blank=True)
    result = models.ForeignKey(
        Upload, verbose_name=_("结果文件"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    page = models.CharField(_("结果页面"), max_length=200, blank=True, help_text=_("站内地址，以 / 开头。"))
    error = models.TextField(_("错误详情"), blank=True, help_text=_("供管理员排查，不向用户显示。"))
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
            models.CheckConstraint(
                name="job_ends_once",
                condition=Q(state__in=["done", "failed"], finished_at__isnull=False)
                | Q(state__in=["queued", "running"], finished_at__isnull=True),
                violation_error_message=_("结束时间与状态不符。"),
            ),
            models.CheckConstraint(
                name="job_runs_under_lease",
                condition=~Q(state="running") | Q(lease_until__isnull=False),
                violation_error_message=_("进行中的任务应有租约。"),
            ),
            models.CheckConstraint(
                name="job_page_is_our_own",
                condition=Q(page="") | (Q(page__startswith="/") & ~Q(page__startswith="//")),
                violation_error_message=_("结果页面应是站内地址。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title
