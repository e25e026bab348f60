"""代理: who acts for somebody that is away, so that nothing waits on an empty chair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .dated import Dated, DatedQuerySet, ends_not_before_start, no_overlap
from .history import keep_history
from .user import User

if TYPE_CHECKING:
    from accounts.models import User as Actor


class DeputyQuerySet(DatedQuerySet):
    def visible_to(self, user: Actor) -> Self:
        if user.reach.everybody:
            return self
        return self.filter(Q(user__in=User.objects.visible_to(user)) | Q(deputy=user))


@keep_history
class Deputy(Dated):
    """Reminders for ``user`` go to ``deputy`` meanwhile. Rights are not handed over; grants give those."""

    user = models.ForeignKey(
        User, verbose_name=_("外出人员"), on_delete=models.PROTECT, related_name="deputies"
    )
    deputy = models.ForeignKey(
        User, verbose_name=_("代理人"), on_delete=models.PROTECT, related_name="stands_in_for"
    )
    reason = models.CharField(_("事由"), max_length=100, blank=True)

    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("代理")
        ordering = ["-valid_from"]
        constraints = [
            ends_not_before_start("deputy_ends_after_start"),
            no_overlap(
                "deputy_one_at_a_time", "user", message=_("这段时间已经有人代理，请先结束原来的代理。")
            ),
            models.CheckConstraint(
                name="deputy_is_another",
                condition=~Q(user=F("deputy")),
                violation_error_message=_("不能代理自己，请另选一人。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy}（{self.user}）"
