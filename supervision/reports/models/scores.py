"""考核方案: what is scored, by which rules; locked from the day on which it was adopted."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Post
from accounts.models.history import keep_history

from ..rules.scoring.formulas import Terms
from ..rules.scoring.words import FORMULAS, NO_TASKS, SCHEME_STATUSES, Formula, NoTasks, SchemeStatus, plain
from .score_locks import rule_is_locked, scheme_is_locked

if TYPE_CHECKING:
    from accounts.models import User


def by_user(label: Any, *, known: bool = False) -> models.ForeignKey[Any, Any]:
    """Who did it; ``known`` from the beginning, or else once it was done."""
    return models.ForeignKey(
        "accounts.User",
        verbose_name=label,
        on_delete=models.PROTECT,
        null=not known,
        blank=not known,
        related_name="+",
        db_index=False,
    )


def points_field(label: Any, **more: Any) -> models.DecimalField[Any, Any]:
    """分: two places, as they are written down."""
    return models.DecimalField(label, max_digits=9, decimal_places=2, **more)


def bound_field(label: Any, help_text: Any = "") -> models.DecimalField[Any, Any]:
    return points_field(label, null=True, blank=True, help_text=help_text)


class ScoreSchemeQuerySet(models.QuerySet["ScoreScheme"]):
    def visible_to(self, user: User) -> Self:
        """Whoever is scored by it may read it once it is adopted; drafts are the office's."""
        if user.reach.everything:
            return self
        return self.exclude(status=SchemeStatus.DRAFT.value) if user.is_active else self.none()


@keep_history
class ScoreScheme(models.Model):
    """``base`` is what every unit starts with; ``target`` (达标分) parts red and black lists.

    ``tried_at``: when somebody last looked at what these very rules would give; a changed rule empties it.
    ``best`` and ``last``: how many of each group may come onto the red and the black list.
    """

    name = models.CharField(_("方案名称"), max_length=80)
    year = models.PositiveSmallIntegerField(_("年度"))
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    follows = models.ForeignKey(
        "self", verbose_name=_("修订自"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    about = models.TextField(_("说明"), max_length=2000, blank=True)
    base = points_field(_("基础分"), default=Decimal(0))
    target = points_field(_("达标分"), default=Decimal(80))
    best = models.PositiveSmallIntegerField(_("红榜每组前几名"), default=3)
    last = models.PositiveSmallIntegerField(_("黑榜每组后几名"), default=2)
    status = models.CharField(
        _("状态"), max_length=8, choices=plain(SCHEME_STATUSES), default=SchemeStatus.DRAFT.value
    )
    tried_at = models.DateTimeField(_("最近试算时间"), null=True, blank=True)
    tried_by = by_user(_("试算人"))
    adopted_at = models.DateTimeField(_("审定时间"), null=True, blank=True)
    adopted_by = by_user(_("经办人"))
    approver = models.ForeignKey(
        Post, verbose_name=_("批准领导"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    document = models.CharField(_("文号"), max_length=80, blank=True)
    closed_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    created_by = by_user(_("起草人"), known=True)
    created_at = models.DateTimeField(_("起草时间"))

    objects = ScoreSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("考核方案")
        ordering = ["-year", "name", "-version"]
        triggers = [scheme_is_locked()]
        constraints = [
            models.UniqueConstraint(
                name="score_scheme_version_once",
                fields=["year", "name", "version"],
                violation_error_message=_("该年度已有同名同版本的考核方案，请换一个名称。"),
            ),
            models.UniqueConstraint(
                name="score_scheme_one_in_force",
                fields=["year", "name"],
                condition=Q(status=SchemeStatus.ADOPTED.value),
                violation_error_message=_("同名方案已有一个版本在施行，请先停用。"),
            ),
            models.CheckConstraint(
                name="score_scheme_known_words",
                condition=Q(status__in=list(plain(SCHEME_STATUSES)), year__range=(2000, 2100)) & ~Q(name=""),
                violation_error_message=_("方案须有名称，年度在2000至2100之间。"),
            ),
            models.CheckConstraint(
                name="score_scheme_tried_before_adopted",
                condition=Q(status=SchemeStatus.DRAFT.value)
                | Q(
                    tried_at__isnull=False,
                    tried_by__isnull=False,
                    adopted_at__isnull=False,
                    adopted_by__isnull=False,
                    approver__isnull=False,
                ),
                violation_error_message=_("方案须先用数据试算、看过结果，并写明批准领导，才能审定。"),
            ),
            models.CheckConstraint(
                name="score_scheme_closed_with_time",
                condition=Q(closed_at__isnull=True) | Q(status=SchemeStatus.CLOSED.value),
                violation_error_message=_("停用的方案须有停用时间。"),
            ),
        ]

    def __str__(self) -> str:
        return _("%(name)s（%(year)s年第%(version)s版）") % {
            "year": self.year,
            "name": self.name,
            "version": self.version,
        }


class OfSchemeQuerySet(models.QuerySet["ScoreRule"]):
    def visible_to(self, user: User) -> Self:
        return self if user.reach.everything else self.exclude(scheme__status=SchemeStatus.DRAFT.value)


@keep_history
class ScoreRule(models.Model):
    """One rule: ``metric`` of the registry (none for a manual one) by ``formula``; see ``Terms``."""

    scheme = models.ForeignKey(
        ScoreScheme, verbose_name=_("考核方案"), on_delete=models.CASCADE, related_name="rules"
    )
    order = models.PositiveSmallIntegerField(_("次序"), default=10)
    name = models.CharField(_("考核项目"), max_length=80)
    metric = models.CharField(_("计量指标"), max_length=40, blank=True)
    formula = models.CharField(_("计分办法"), max_length=8, choices=plain(FORMULAS))
    weight = points_field(
        _("满分"), default=Decimal(0), validators=[MinValueValidator(0)], help_text=_("只加减分的项目填0。")
    )
    target = points_field(_("目标（%）"), default=Decimal(100))
    step = points_field(_("步长（百分点）"), default=Decimal(1))
    up = points_field(_("每高一个步长加"), default=Decimal(0))
    down = points_field(_("每低一个步长减"), default=Decimal(0))
    second_from = bound_field(_("超过百分之几以后"))
    second_up = points_field(_("每高一个步长改加"), default=Decimal(0))
    whole_steps = models.BooleanField(_("不满一个步长不计"), default=False)
    per_event = points_field(_("每件次"), default=Decimal(0), help_text=_("扣分填负数。"))
    free = models.PositiveSmallIntegerField(_("前几件次不计"), default=0)
    rung = points_field(_("每低一位减满分的百分之"), default=Decimal(5))
    cap_up = bound_field(_("最多加"))
    cap_down = bound_field(_("最多减"))
    floor = bound_field(_("本项最低分"))
    no_tasks = models.CharField(
        _("没有任务的单位"), max_length=8, choices=plain(NO_TASKS), default=NoTasks.EXCLUDE.value
    )
    about = models.CharField(_("说明"), max_length=300, blank=True)

    objects = OfSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("考核项目")
        ordering = ["scheme", "order", "pk"]
        triggers = [rule_is_locked()]
        constraints = [
            models.UniqueConstraint(
                name="score_rule_once_by_name",
                fields=["scheme", "name"],
                violation_error_message=_("本方案已有同名的考核项目。"),
            ),
            models.CheckConstraint(
                name="score_rule_known_words",
                condition=Q(formula__in=list(plain(FORMULAS)), no_tasks__in=list(plain(NO_TASKS)))
                & ~Q(name=""),
                violation_error_message=_("没有这种计分办法，或考核项目没有名称。"),
            ),
            models.CheckConstraint(
                name="score_rule_measures_or_is_manual",
                condition=Q(formula=Formula.MANUAL.value, metric="")
                | (~Q(formula=Formula.MANUAL.value) & ~Q(metric="")),
                violation_error_message=_("人工评定的项目没有计量指标，其他项目须选一个计量指标。"),
            ),
            models.CheckConstraint(
                name="score_rule_sensible_numbers",
                condition=Q(weight__gte=0, step__gt=0, rung__range=(0, 100))
                & (Q(cap_up__isnull=True) | Q(cap_up__gte=0))
                & (Q(cap_down__isnull=True) | Q(cap_down__gte=0)),
                violation_error_message=_("满分、加减分上限不能为负，步长应大于0，逐位递减在0至100之间。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def terms(self) -> Terms:
        return Terms(
            formula=Formula(self.formula),
            **{name: getattr(self, name) for name in Terms.__dataclass_fields__ if name != "formula"},
        )
