"""公文版式: how the office's papers look, from a day on."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.dated import Dated, ends_after_start, no_overlap
from accounts.models.history import keep_history

from .dated import RuleQuerySet

PAPER_HIGH, PAPER_WIDE = 297, 210  # A4, mm
SMALLEST, LARGEST = Decimal(5), Decimal(72)  # points


def _length(label: Any, default: int) -> models.DecimalField[Any, Any]:
    return models.DecimalField(
        label, max_digits=4, decimal_places=1, default=default, validators=[MinValueValidator(Decimal(10))]
    )


def _font(label: Any, default: str) -> models.CharField[Any, Any]:
    return models.CharField(label, max_length=40, default=default)


def _size(label: Any, default: str) -> models.DecimalField[Any, Any]:
    limits = [MinValueValidator(SMALLEST), MaxValueValidator(LARGEST)]
    return models.DecimalField(
        label, max_digits=3, decimal_places=1, default=Decimal(default), validators=limits
    )


@keep_history
class DocumentStyle(Dated):
    """GB/T 9704-2012 by default. Fonts are named, never shipped: the reader's machine has them or not."""

    top_mm = _length(_("天头（毫米）"), 37)
    bottom_mm = _length(_("地脚（毫米）"), 35)
    left_mm = _length(_("订口（毫米）"), 28)
    right_mm = _length(_("切口（毫米）"), 26)
    line_pt = _size(_("行距（磅）"), "28")
    fill_page = models.BooleanField(
        _("铺满版心"), default=False, help_text=_("每面22行、每行28字，行距和字距由版心算出。")
    )
    title_font = _font(_("标题字体"), "方正小标宋简体")
    title_size = _size(_("标题字号（磅）"), "22")
    body_font = _font(_("正文字体"), "仿宋_GB2312")
    body_size = _size(_("正文字号（磅）"), "16")
    heading_1_font = _font(_("一级标题字体"), "黑体")
    heading_2_font = _font(_("二级标题字体"), "楷体_GB2312")
    head_font = _font(_("发文机关标志字体"), "方正小标宋简体")
    head_size = _size(_("发文机关标志字号（磅）"), "48")
    page_number_font = _font(_("页码字体"), "宋体")
    table_font = _font(_("表格字体"), "仿宋_GB2312")
    table_size = _size(_("表格字号（磅）"), "10.5")
    note = models.CharField(_("依据"), max_length=200, blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("公文版式")
        ordering = ["valid_from"]
        constraints = [
            ends_after_start("document_style_ends_after_start"),
            no_overlap("document_style_one_at_a_time", message=_("这段时间已有公文版式，同一天只能有一种。")),
            models.CheckConstraint(
                name="document_style_leaves_room",
                condition=Q(top_mm__gt=0, bottom_mm__gt=0, left_mm__gt=0, right_mm__gt=0)
                & Q(top_mm__lte=100, bottom_mm__lte=100, left_mm__lte=60, right_mm__lte=60),
                violation_error_message=_("页边距应大于0，上下不超过100毫米，左右不超过60毫米。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.valid_from}"
