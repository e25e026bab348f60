"""每日提醒: one message for a person, a day and a channel, and every attempt to deliver it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rulebook.models.ladders import CHANNELS

from .reminder import Reminder

if TYPE_CHECKING:
    from accounts.models import User


class DigestQuerySet(models.QuerySet["Digest"]):
    def visible_to(self, user: User) -> Self:
        return self if user.reach.everything else self.filter(recipient=user)

    def with_open(self) -> Self:
        """``is_open``: something in them is still to be done."""
        return self.annotate(is_open=models.Exists(_open_lines()))

    def to_send(self) -> Self:
        """Neither sent nor given up, and something in them is still open."""
        return self.filter(models.Exists(_open_lines()), sent_at__isnull=True, gave_up_at__isnull=True)

    def failed(self) -> Self:
        """Given up while something in them is still open: somebody has to take up the telephone."""
        return self.filter(models.Exists(_open_lines()), gave_up_at__isnull=False)

    def pointless(self) -> Self:
        """Never delivered, and nothing in them is open any more: nobody sends them, nobody need call."""
        return self.filter(~models.Exists(_open_lines()), sent_at__isnull=True)

    def claimable(self, now: datetime) -> Self:
        """Nobody else is at them: the lease or the pause is over."""
        return self.to_send().filter(send_after__lte=now)


def _open_lines() -> models.QuerySet[DigestLine]:
    return DigestLine.objects.filter(digest=models.OuterRef("pk"), reminder__settled_at__isnull=True)


class Digest(models.Model):
    """一人一天一渠道一封: all that one person is to be told on a day, and how it fared.

    Delivery is at least once; the key of the message is the row's own, so that a rare repeat folds into one.
    """

    recipient = models.ForeignKey(
        "accounts.User",
        verbose_name=_("接收人"),
        on_delete=models.PROTECT,
        related_name="digests",
        db_index=False,
    )
    on = models.DateField(_("日期"))
    channel = models.CharField(_("渠道"), max_length=12, choices=CHANNELS, default="email")
    send_after = models.DateTimeField(_("下次发送"))
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    sent_at = models.DateTimeField(_("送达时间"), null=True, blank=True)
    gave_up_at = models.DateTimeField(_("停止时间"), null=True, blank=True)
    last_error = models.CharField(_("最近错误"), max_length=300, blank=True)

    objects = DigestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("每日提醒")
        ordering = ["-on", "recipient", "channel"]
        constraints = [
            models.UniqueConstraint(
                name="digest_one_a_day",
                fields=["recipient", "on", "channel"],
                violation_error_message=_("一人一天每个渠道只发一封。"),
            ),
            models.CheckConstraint(
                name="digest_sent_or_given_up",
                condition=Q(sent_at__isnull=True) | Q(gave_up_at__isnull=True),
                violation_error_message=_("已送达的提醒不能同时记为停止。"),
            ),
        ]
        indexes = [
            # The sender asks for what is still to go out.
            models.Index(
                name="digest_to_send",
                fields=["send_after"],
                condition=Q(sent_at__isnull=True, gave_up_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.recipient} {self.get_channel_display()}"


class DigestLine(models.Model):
    """Which reminders a message tells of; one reminder may go by several channels."""

    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="lines")
    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, related_name="lines", db_index=False)

    class Meta:
        verbose_name = verbose_name_plural = _("消息内容")
        constraints = [
            models.UniqueConstraint(
                name="digest_line_once",
                fields=["reminder", "digest"],
                violation_error_message=_("这条催办已在这封消息里。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.digest_id} {self.reminder_id}"


class Delivery(models.Model):
    """发送记录: one attempt, written before the message leaves, so that a killed sender leaves its trace."""

    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="deliveries")
    attempt = models.PositiveSmallIntegerField(_("第几次"))
    started_at = models.DateTimeField(_("开始时间"))
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    error = models.CharField(_("错误"), max_length=300, blank=True)
    answer = models.CharField(_("对方答复"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("发送记录")
        ordering = ["digest", "attempt"]
        triggers = [
            pgtrigger.Protect(
                name="kept",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__ended_at__isnull=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                name="delivery_attempt_once",
                fields=["digest", "attempt"],
                violation_error_message=_("这封消息的这一次发送已有记录。"),
            ),
            models.CheckConstraint(
                name="delivery_says_how_it_ended",
                condition=Q(ended_at__isnull=False) | Q(error="", answer=""),
                violation_error_message=_("还没有结束的发送不能有结果。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.digest_id}/{self.attempt}"
