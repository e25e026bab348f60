"""上传文件: what was handed in, by whom, and proof that it is unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import User


def stored_under(upload: Upload, filename: str) -> str:
    """Files lie under their own hash; the name that people gave stays a column."""
    return f"{upload.sha256[:2]}/{upload.sha256}"


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: User) -> Self:
        """One's own, and those of one's units; a photo of a report is reached through the report."""
        reach = user.reach
        if reach.everything:
            return self
        return self.filter(Q(uploaded_by=user) | Q(uploaded_by__unit_id__in=reach.unit_ids))


class Upload(models.Model):
    file = models.FileField(_("文件"), upload_to=stored_under, max_length=120)
    name = models.CharField(_("文件名"), max_length=200)
    content_type = models.CharField(_("类型"), max_length=100, help_text=_("按内容识别，不按扩展名。"))
    size = models.PositiveBigIntegerField(_("字节数"))
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    perceptual_hash = models.CharField(_("图像指纹"), max_length=16, blank=True)
    uploaded_by = models.ForeignKey(
        "accounts.User", verbose_name=_("上传人"), on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("上传时间"))

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("上传文件")
        ordering = ["-pk"]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
        constraints = [
            models.CheckConstraint(
                name="upload_hash_is_sha256",
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                violation_error_message=_("文件指纹应为64位十六进制数。"),
            ),
            models.CheckConstraint(
                name="upload_is_not_empty",
                condition=Q(size__gt=0),
                violation_error_message=_("文件不能是空的。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name
