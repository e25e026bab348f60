"""What we tell the leaders: documents with the facts that they stood on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Job, Upload
from accounts.models.history import keep_history

if TYPE_CHECKING:
    from accounts.models import User


class DocumentKind(models.TextChoices):
    REPORT = "report", _("督查汇报")


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: User) -> Self:
        """The office, county leaders and auditors; a report is not the units' to read before it is issued."""
        return self if user.reach.everything else self.none()


@keep_history
class Document(models.Model):
    """``facts``: every figure of the text with value, unit and source, as they stood when it was drawn up.

    Empty until ``job`` has written them.
    """

    kind = models.CharField(_("文种"), max_length=10, choices=DocumentKind, default=DocumentKind.REPORT)
    title = models.CharField(_("标题"), max_length=120)
    year = models.PositiveSmallIntegerField(_("年"))
    month = models.PositiveSmallIntegerField(_("截至月份"))
    facts = models.JSONField(_("数据"), default=list, blank=True)
    text = models.JSONField(_("正文"), default=dict, blank=True)
    warnings = models.JSONField(_("提示"), default=list, blank=True)
    file = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(
        "accounts.User", verbose_name=_("起草人"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("起草时间"))

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("公文")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="document_month_is_1_to_12",
                condition=Q(month__gte=1, month__lte=12),
                violation_error_message=_("截至月份应为1至12。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title
