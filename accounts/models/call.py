"""重复请求: an answer kept under the client's Idempotency-Key, so that a retry does nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import User


class IdempotentCallQuerySet(models.QuerySet["IdempotentCall"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(user=user)


class IdempotentCall(models.Model):
    """Written in the same transaction as the effect: either both stand or neither."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64, help_text=_("请求方法、地址和内容的 SHA-256。"))
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)
    at = models.DateTimeField()

    objects = IdempotentCallQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("接口请求记录")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="idempotent_call_once",
                fields=["user", "key"],
                violation_error_message=_("该 Idempotency-Key 已用过。"),
            ),
        ]

    def __str__(self) -> str:
        return self.key
