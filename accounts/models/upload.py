"""上传文件: what was handed in, by whom, and proof that it is unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import User


class Bands(models.Func):
    """The five parts of a mark, each with its place."""

    function = "picture_bands"
    output_field = ArrayField(models.IntegerField())


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
    uploaded_by = models.ForeignKey(
        "accounts.User", verbose_name=_("上传人"), on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("上传时间"))
    captured_at = models.DateTimeField(_("拍摄时间"), null=True, blank=True, help_text=_("照片自带的记录。"))
    latitude = models.DecimalField(_("拍摄纬度"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("拍摄经度"), max_digits=9, decimal_places=6, null=True, blank=True)

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
            models.CheckConstraint(
                name="upload_place_is_whole_and_on_earth",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                violation_error_message=_("拍摄地点须有纬度和经度，纬度在±90、经度在±180之间。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PictureMarkQuerySet(models.QuerySet["PictureMark"]):
    def visible_to(self, user: User) -> Self:
        """Of the files that one sees; look-alikes are asked for by whoever reviews one of the two."""
        return self.filter(upload__in=Upload.objects.visible_to(user))


class PictureMark(models.Model):
    """图像特征: 64 bits of one view of a picture (``accounts.rules.pictures``), as a signed number."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="marks", db_index=False)
    view = models.PositiveSmallIntegerField(_("取景"))
    mark = models.BigIntegerField(_("特征"))

    objects = PictureMarkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("图像特征")
        ordering = ["upload", "view"]
        constraints = [
            models.UniqueConstraint(
                name="picture_mark_once_a_view",
                fields=["upload", "view"],
                include=["mark"],
                violation_error_message=_("这张图片的这一取景已有特征。"),
            ),
        ]
        indexes = [
            # Marks that are near each other have a fifth that is nearly the same: fifths are looked up.
            GinIndex(Bands("mark"), name="picture_mark_bands", fastupdate=False),
            GinIndex(Bands("mark"), name="picture_mark_of_whole", fastupdate=False, condition=Q(view=0)),
        ]

    def __str__(self) -> str:
        return f"{self.upload} {self.view}"
