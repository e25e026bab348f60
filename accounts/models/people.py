"""岗位、人员、任职: responsibility belongs to the post, the successor inherits it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from .dated import Dated, DatedQuerySet, ends_not_before_start, no_overlap
from .history import keep_history
from .unit import Unit

if TYPE_CHECKING:
    from accounts.models import User


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: User) -> Self:
        reach = user.reach
        if reach.everybody:
            return self
        return self.filter(models.Q(unit_id__in=reach.unit_ids) | models.Q(pk=user.person_id))


@keep_history
class Person(models.Model):
    name = models.CharField(_("姓名"), max_length=40)
    pinyin = models.CharField(max_length=400, editable=False)
    unit = models.ForeignKey(
        Unit, verbose_name=_("所在单位"), on_delete=models.PROTECT, related_name="people"
    )
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("人员")
        ordering = ["pinyin"]
        constraints = [
            models.UniqueConstraint(
                name="person_once_per_unit",
                fields=["unit", "name"],
                violation_error_message=_("该单位已有同名人员；确系两人的，请在姓名后加注区分。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, user: User) -> Self:
        reach = user.reach
        if reach.everybody:
            return self
        return self.filter(models.Q(pk__in=reach.post_ids) | models.Q(unit_id__in=reach.unit_ids))

    def with_holder(self, on: date) -> models.QuerySet[Any]:
        """Annotate ``holder_name``: who holds the post on that day, None when vacant."""
        tenures = Tenure.objects.in_force(on).filter(post=models.OuterRef("pk"))
        return self.annotate(holder_name=models.Subquery(tenures.values("person__name")[:1]))


@keep_history
class Post(models.Model):
    name = models.CharField(_("岗位"), max_length=80, help_text=_("例如：县委常委、常务副县长"))
    unit = models.ForeignKey(Unit, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="posts")
    is_county_leader = models.BooleanField(_("县级领导"), default=False)
    is_chief = models.BooleanField(
        _("县主要领导"), default=False, help_text=_("县委书记、县长。无人包抓的事项，最后提醒到这里。")
    )
    order = models.PositiveSmallIntegerField(_("排序"), default=100)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("岗位")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="post_once_per_unit",
                fields=["unit", "name"],
                violation_error_message=_("该单位已有同名岗位。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TenureQuerySet(DatedQuerySet):
    def visible_to(self, user: User) -> Self:
        reach = user.reach
        if reach.everybody:
            return self
        return self.filter(models.Q(post_id__in=reach.post_ids) | models.Q(post__unit_id__in=reach.unit_ids))


@keep_history
class Tenure(Dated):
    """任职: a person holds a post for a while. A post has one holder at a time."""

    post = models.ForeignKey(Post, verbose_name=_("岗位"), on_delete=models.PROTECT, related_name="tenures")
    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="tenures"
    )

    objects = TenureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("任职")
        ordering = ["-valid_from"]
        constraints = [
            ends_not_before_start("tenure_ends_after_start"),
            no_overlap(
                "tenure_one_holder_at_a_time",
                "post",
                message=_("该岗位在这段时间已有任职人员，请先结束前任的任职。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}（{self.post}）"
