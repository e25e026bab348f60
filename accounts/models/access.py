"""访问日志: sign-ins, failures, exports, downloads, and the reading of what few see. Never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from .user import Role

if TYPE_CHECKING:
    from accounts.models import User

READS_THE_LOG = frozenset({Role.AUDITOR, Role.SECURITY_ADMIN})


class AccessKind(models.TextChoices):
    SIGN_IN = "sign_in", _("登录")
    SIGN_IN_FAILED = "sign_in_failed", _("登录失败")
    LOCKED_OUT = "locked_out", _("登录锁定")
    SIGN_OUT = "sign_out", _("退出")
    PASSWORD_CHANGED = "password_changed", _("修改密码")
    EXPORT = "export", _("导出")
    DOWNLOAD = "download", _("下载")
    READ = "read", _("查阅")


class AccessEntryQuerySet(models.QuerySet["AccessEntry"]):
    def visible_to(self, user: User) -> Self:
        return self if user.roles & READS_THE_LOG else self.filter(user=user)


class AccessEntry(models.Model):
    """GB/T 22239-2019 8.1.4 安全审计: time, user, event and result of each."""

    at = models.DateTimeField(_("时间"), db_index=True)
    kind = models.CharField(_("事件"), max_length=20, choices=AccessKind)
    user = models.ForeignKey(
        "accounts.User", verbose_name=_("用户"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    username = models.CharField(_("用户名"), max_length=60, help_text=_("以文字保留，用户停用后仍可读。"))
    address = models.GenericIPAddressField(_("地址"), null=True)
    detail = models.CharField(_("内容"), max_length=300, blank=True)

    objects = AccessEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("访问日志")
        ordering = ["-pk"]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.username} {self.get_kind_display()}"
