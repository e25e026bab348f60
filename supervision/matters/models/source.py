"""立项来源: where matters come from, as rows that an office may add to (domain: 文、事、会)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.history import keep_history

from ..rules.words import RHYTHMS

if TYPE_CHECKING:
    from accounts.models import User

RHYTHM_CHOICES = {rhythm.value: label for rhythm, label in RHYTHMS.items()}


class SourceGroup(models.TextChoices):
    DOCUMENT = "document", _("文")
    AFFAIR = "affair", _("事")
    MEETING = "meeting", _("会")


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_active else self.none()

    def active(self) -> Self:
        return self.filter(is_active=True)


@keep_history
class Source(models.Model):
    """``deadline_rule`` is the key of the deadline that its matters get unless another is chosen."""

    code = models.SlugField(_("代码"), max_length=30, unique=True)
    name = models.CharField(_("名称"), max_length=40, unique=True)
    group = models.CharField(_("类别"), max_length=10, choices=SourceGroup)
    deadline_rule = models.SlugField(_("办结时限规则"), max_length=40)
    urgent_deadline_rule = models.SlugField(_("急件时限规则"), max_length=40, blank=True)
    rhythm = models.CharField(_("反馈频次"), max_length=12, choices=RHYTHM_CHOICES)
    order = models.PositiveSmallIntegerField(_("排序"), default=100)
    is_active = models.BooleanField(_("在用"), default=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("立项来源")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="source_known_rhythm",
                condition=Q(rhythm__in=list(RHYTHM_CHOICES)),
                violation_error_message=_("没有这种反馈频次。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name
