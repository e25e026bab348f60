"""导入批次: a workbook that was checked whole and written all or none; undone as one act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Job, Unit, Upload

if TYPE_CHECKING:
    from accounts.models import User


class BatchState(models.TextChoices):
    CHECKING = "checking", _("校验中")
    BLOCKED = "blocked", _("有错误")
    READY = "ready", _("待确认")
    WRITING = "writing", _("写入中")
    WRITTEN = "written", _("已写入")
    UNDONE = "undone", _("已撤销")
    REFUSED = "refused", _("无法读取")


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: User) -> Self:
        reach = user.reach
        return self if reach.everything else self.filter(Q(started_by=user) | Q(unit_id__in=reach.unit_ids))


class ImportBatch(models.Model):
    """``findings``: problems with sheet, cell, value, rule, remedy. ``changes``: cell by cell old → new.

    ``written``: what was created or changed, so that it can be undone while nothing was built on it.
    """

    upload = models.ForeignKey(Upload, verbose_name=_("文件"), on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("内容"), max_length=20, blank=True, help_text=_("不选则按表头识别。"))
    state = models.CharField(_("状态"), max_length=10, choices=BatchState, default=BatchState.CHECKING)
    options = models.JSONField(default=dict, help_text=_("列对应、名称对应、是否跳过有错的行。"))
    summary = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    written = models.JSONField(default=dict)
    marked = models.ForeignKey(
        Upload,
        verbose_name=_("标注后的文件"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    started_by = models.ForeignKey(
        "accounts.User", verbose_name=_("导入人"), on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(_("导入时间"))
    written_at = models.DateTimeField(_("写入时间"), null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("导入批次")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.upload)


class NameMapping(models.Model):
    """“What this office calls X is our Y”: asked once, remembered per unit."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    subject = models.CharField(
        _("对象"),
        max_length=12,
        choices=[
            ("column", _("列")),
            ("unit", _("单位")),
            ("post", _("岗位")),
            ("project", _("项目")),
            ("indicator", _("指标")),
            ("sector", _("板块")),
            ("source", _("来源类别")),
        ],
    )
    source = models.CharField(_("表中写法"), max_length=200)
    target = models.CharField(_("系统名称"), max_length=200, help_text=_("空表示忽略。"), blank=True)
    mapped_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("名称对应")
        ordering = ["subject", "source"]
        constraints = [
            models.UniqueConstraint(
                name="name_mapping_once",
                fields=["unit", "subject", "source"],
                nulls_distinct=False,
                violation_error_message=_("这一写法已有对应名称。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
