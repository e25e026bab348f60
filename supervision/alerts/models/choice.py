"""联系方式: by which way a person wants to be told. Duty reminders can be moved, not switched off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.history import keep_history
from rulebook.models.ladders import CHANNELS

if TYPE_CHECKING:
    from accounts.models import User


class ChannelChoiceQuerySet(models.QuerySet["ChannelChoice"]):
    def visible_to(self, user: User) -> Self:
        """One's own, and whoever must see that everybody can be reached."""
        return self if user.reach.everybody else self.filter(user=user)


@keep_history
class ChannelChoice(models.Model):
    """Instead of e-mail the messages of this person go by ``channel`` to ``address``.

    An address is only written where it is not the person's own phone: an account of 企业微信 or 钉钉.
    """

    user = models.OneToOneField(
        "accounts.User", verbose_name=_("接收人"), on_delete=models.CASCADE, related_name="channel_choice"
    )
    channel = models.CharField(_("渠道"), max_length=12, choices=CHANNELS)
    address = models.CharField(_("账号"), max_length=100, blank=True)

    objects = ChannelChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("联系方式")
        constraints = [
            models.CheckConstraint(
                name="channel_choice_has_an_address",
                condition=Q(channel__in=["email", "sms"]) | ~Q(address=""),
                violation_error_message=_("请填写在该渠道的账号，例如企业微信的成员账号。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_channel_display()}"


class Heartbeat(models.Model):
    """心跳: when a process was last heard of, and since when somebody has been told of its silence."""

    name = models.CharField(_("进程"), max_length=20, unique=True)
    beaten_at = models.DateTimeField(_("最近心跳"))
    told_at = models.DateTimeField(_("告警时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("心跳")

    def __str__(self) -> str:
        return self.name
