"""单位: the tree of offices that carry the county's work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.query import TreeManager, TreeQuerySet

from accounts import rules

from .history import keep_history

if TYPE_CHECKING:
    from accounts.models import User


def check_credit_code(code: str) -> None:
    if reason := rules.credit_code_error(code):
        raise ValidationError(
            _("统一社会信用代码“%(code)s”不正确（%(reason)s），请按证书核对18位代码。"),
            params={"code": code, "reason": reason},
        )


class UnitKind(models.TextChoices):
    """Objects of supervision: Order 733 (政府督查工作条例) art. 5, in a county's words."""

    GOVERNMENT = "government", _("县级领导机关")
    DEPARTMENT = "department", _("县直部门")
    TOWN = "town", _("乡镇（街道）")
    VERTICAL = "vertical", _("垂管单位")
    PARK = "park", _("园区")
    ENTERPRISE = "enterprise", _("企业")
    INSTITUTION = "institution", _("事业单位")


class UnitQuerySet(TreeQuerySet["Unit"]):
    def visible_to(self, user: User) -> Self:
        reach = user.reach
        return self if reach.everybody else self.filter(pk__in=reach.unit_ids)

    def active(self) -> Self:
        return self.filter(is_active=True)

    if TYPE_CHECKING:  # the library tells no types

        @classmethod
        def as_manager(cls, *, with_tree_fields: bool = False) -> TreeManager[Unit]: ...


@keep_history
class Unit(models.Model):
    name = models.CharField(_("单位全称"), max_length=120, unique=True)
    short_name = models.CharField(_("简称"), max_length=40, unique=True)
    pinyin = models.CharField(max_length=400, editable=False)
    kind = models.CharField(_("类别"), max_length=12, choices=UnitKind, default=UnitKind.DEPARTMENT)
    parent = TreeNodeForeignKey(
        "self",
        verbose_name=_("上级单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    credit_code = models.CharField(
        _("统一社会信用代码"),
        max_length=18,
        null=True,
        blank=True,
        unique=True,
        validators=[check_credit_code],
    )
    ranking_group = models.CharField(_("考核分组"), max_length=40, blank=True)
    is_active = models.BooleanField(_("在用"), default=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("单位")
        ordering = ["pinyin"]
        constraints = [
            models.CheckConstraint(
                name="unit_is_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message=_("单位不能是自己的上级。"),
            ),
            models.CheckConstraint(
                name="unit_name_not_empty",
                condition=~Q(name="") & ~Q(short_name=""),
                violation_error_message=_("单位全称和简称不能为空。"),
            ),
        ]

    def __str__(self) -> str:
        return self.short_name
