"""整改: what is to be put right, by whom, until when, and how it was closed."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, Upload
from accounts.models.history import keep_history
from indicators.models import Indicator
from projects.models import Milestone, Project, Sector
from projects.models.money import MoneyField
from supervision.matters.models import Matter
from supervision.matters.models.matter import Grams

from ..rules.words import (
    RECTIFICATION_STATUSES,
    SEVERITIES,
    TIME_CLASSES,
    RectificationStatus,
    Severity,
    plain,
)
from .columns import by_user, concerning, of_post
from .figures import RectificationQuerySet
from .finding import Category, CategoryQuerySet, Finding
from .locks import closed_with_proof, ended_is_locked, locked_with_its_rectification

STATUS_CHOICES = plain(RECTIFICATION_STATUSES)
TIME_CHOICES = plain(TIME_CLASSES)
SEVERITY_CHOICES = plain(SEVERITIES)
PROVED = ["approved", "published", "closed"]


@keep_history
class Origin(models.Model):
    """问题来源: our own inspections, or audit, 巡察, environment, petitions, superiors; rows to add to."""

    code = models.SlugField(_("代码"), max_length=30, unique=True)
    name = models.CharField(_("名称"), max_length=40, unique=True)
    is_outside = models.BooleanField(_("外部来源"), default=True, help_text=_("须填来源方的问题编号。"))
    needs_notice = models.BooleanField(_("销号前须公示"), default=False)
    order = models.PositiveSmallIntegerField(_("排序"), default=100)
    is_active = models.BooleanField(_("在用"), default=True)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("整改来源")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


@keep_history
class Rectification(models.Model):
    """``amount`` is 问题金额 and ``amount_rectified`` 已整改金额, both in 万元.

    ``due_on`` is in force, ``original_due_on`` was first promised and stays; ``due_basis`` says how it came
    about. ``step_due_on`` is the last day for the step that is next. ``position`` counts the rounds: from 2
    on it is a relapse of ``follows``.
    """

    number = models.CharField(_("整改编号"), max_length=30, blank=True, help_text=_("交办时编定。"))
    origin = models.ForeignKey(Origin, verbose_name=_("问题来源"), on_delete=models.PROTECT, related_name="+")
    external_number = models.CharField(_("来源编号"), max_length=60, blank=True)
    source_document = models.CharField(_("来源文件"), max_length=200, blank=True)
    finding = concerning(Finding, _("督查发现"), "rectifications")
    project = concerning(Project, _("涉及项目"), "rectifications")
    milestone = concerning(Milestone, _("涉及节点"))
    matter = concerning(Matter, _("涉及事项"), "rectifications")
    indicator = concerning(Indicator, _("涉及指标"))
    title = models.CharField(_("问题"), max_length=200)
    pinyin = models.CharField(max_length=400, editable=False)
    problem = models.TextField(_("问题描述"), max_length=4000)
    category = models.ForeignKey(
        Category, verbose_name=_("问题类别"), on_delete=models.PROTECT, related_name="+"
    )
    severity = models.CharField(
        _("严重程度"), max_length=8, choices=SEVERITY_CHOICES, default=Severity.GENERAL.value
    )
    sector = concerning(Sector, _("板块"))
    amount = MoneyField(_("问题金额（万元）"), null=True, blank=True)
    amount_rectified = MoneyField(_("已整改金额（万元）"), null=True, blank=True)
    goal = models.TextField(_("整改目标"), max_length=2000, blank=True)
    time_class = models.CharField(_("时限类别"), max_length=8, choices=TIME_CHOICES)
    unit = models.ForeignKey(Unit, verbose_name=_("整改责任单位"), on_delete=models.PROTECT, related_name="+")
    leader = of_post(_("责任领导"))
    person = models.CharField(_("责任人及电话"), max_length=80, blank=True)
    accepting_unit = concerning(Unit, _("验收单位"))
    needs_notice = models.BooleanField(_("销号前须公示"), default=False)
    status = models.CharField(
        _("阶段"), max_length=10, choices=STATUS_CHOICES, default=RectificationStatus.DRAFT.value
    )
    due_rule = models.SlugField(_("时限规则"), max_length=40, blank=True)
    due_on = models.DateField(_("整改时限"), null=True, blank=True)
    original_due_on = models.DateField(_("原定时限"), null=True, blank=True)
    due_basis = models.CharField(_("时限依据"), max_length=200, blank=True)
    step_due_on = models.DateField(_("本环节时限"), null=True, blank=True)
    step_basis = models.CharField(_("本环节时限依据"), max_length=200, blank=True)
    issued_on = models.DateField(_("交办日期"), null=True, blank=True)
    extends_to_similar = models.TextField(_("举一反三情况"), max_length=1000, blank=True)
    lasting_means = models.TextField(_("长效机制"), max_length=1000, blank=True)
    applied_by = by_user(_("销号申请人"))
    applied_on = models.DateField(_("申请销号日期"), null=True, blank=True)
    checked_by = by_user(_("初审人"))
    approved_by = by_user(_("销号批准人"))
    approved_on = models.DateField(_("批准日期"), null=True, blank=True)
    published_on = models.DateField(_("公示开始"), null=True, blank=True)
    published_until = models.DateField(_("公示截止"), null=True, blank=True)
    times_sent_back = models.PositiveSmallIntegerField(_("退回次数"), default=0)
    ended_on = models.DateField(_("销号或撤销日期"), null=True, blank=True)
    end_reason = models.CharField(_("撤销或列入长期的理由"), max_length=500, blank=True)
    end_approver = of_post(_("撤销或列入长期的批准人"))
    follows = concerning("self", _("反弹前的整改"), "followers")
    position = models.PositiveSmallIntegerField(_("轮次"), default=1)
    archive = concerning(Upload, _("卷宗"))
    batch = models.ForeignKey(
        "projects.ImportBatch",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    created_by = by_user(_("登记人"), known=True)
    created_at = models.DateTimeField(_("登记时间"))
    note = models.CharField(_("备注"), max_length=500, blank=True)
    search_text = models.GeneratedField(
        expression=Lower(
            Concat(
                F("title"),
                Value("\n"),
                F("number"),
                Value("\n"),
                F("external_number"),
                Value("\n"),
                F("pinyin"),
                output_field=TextField(),
            )
        ),
        output_field=TextField(),
        db_persist=True,
    )

    objects = RectificationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("整改")
        ordering = ["-pk"]
        triggers = [ended_is_locked(), closed_with_proof()]
        constraints = [
            models.UniqueConstraint(
                name="rectification_number_once",
                fields=["number"],
                condition=~Q(number=""),
                violation_error_message=_("这个整改编号已经用过。"),
            ),
            models.UniqueConstraint(
                name="rectification_external_number_once",
                fields=["origin", "external_number"],
                condition=~Q(external_number="") & Q(position=1),
                violation_error_message=_("这个来源的这个编号已经登记过。"),
            ),
            models.UniqueConstraint(
                name="rectification_one_relapse_at_a_time",
                fields=["follows"],
                condition=~Q(status="withdrawn"),
                violation_error_message=_("这件整改的反弹已经登记。"),
            ),
            models.CheckConstraint(
                name="rectification_known_words",
                condition=Q(
                    status__in=list(STATUS_CHOICES),
                    time_class__in=list(TIME_CHOICES),
                    severity__in=list(SEVERITY_CHOICES),
                ),
                violation_error_message=_("没有这种阶段、时限类别或严重程度。"),
            ),
            models.CheckConstraint(
                name="rectification_says_what",
                condition=~Q(title="") & ~Q(problem=""),
                violation_error_message=_("请填写问题和问题描述。"),
            ),
            models.CheckConstraint(
                name="rectification_issued_with_date",
                condition=Q(status__in=["draft", "withdrawn"])
                | Q(issued_on__isnull=False, due_on__isnull=False) & ~Q(number=""),
                violation_error_message=_("交办整改须有编号、日期和时限。"),
            ),
            models.CheckConstraint(
                name="rectification_due_date_has_basis",
                condition=Q(due_on__isnull=True, original_due_on__isnull=True)
                | (Q(due_on__isnull=False, original_due_on__isnull=False) & ~Q(due_basis="")),
                violation_error_message=_("整改时限须写明依据的规则或理由，原定时限须保留。"),
            ),
            models.CheckConstraint(
                name="rectification_applied_with_name",
                condition=~Q(status__in=["applied", "checked", "verified", *PROVED])
                | Q(applied_by__isnull=False, applied_on__isnull=False),
                violation_error_message=_("申请销号须有申请人和日期。"),
            ),
            models.CheckConstraint(
                name="rectification_approved_by_another",
                condition=~Q(status__in=PROVED)
                | Q(approved_by__isnull=False, approved_on__isnull=False) & ~Q(approved_by=F("applied_by")),
                violation_error_message=_("销号的批准人不能是申请人。"),
            ),
            models.CheckConstraint(
                name="rectification_published_before_closing",
                condition=~Q(status="published") & (~Q(status="closed") | Q(needs_notice=False))
                | Q(published_on__isnull=False, published_until__gte=F("published_on"))
                & (~Q(status="closed") | Q(ended_on__gt=F("published_until"))),
                violation_error_message=_("须公示的，公示期满才能销号。"),
            ),
            models.CheckConstraint(
                name="rectification_ended_with_date",
                condition=Q(status__in=["closed", "withdrawn"], ended_on__isnull=False)
                | ~Q(status__in=["closed", "withdrawn"]) & Q(ended_on__isnull=True),
                violation_error_message=_("已销号或撤销的整改须有日期，未结束的不能有。"),
            ),
            models.CheckConstraint(
                name="rectification_decided_with_reason_and_approver",
                condition=~Q(status__in=["withdrawn", "long_term"])
                | (~Q(end_reason="") & Q(end_approver__isnull=False)),
                violation_error_message=_("撤销或列入长期坚持须写明理由和批准人。"),
            ),
            models.CheckConstraint(
                name="rectification_relapse_is_linked",
                condition=Q(follows__isnull=True, position=1)
                | Q(follows__isnull=False, position__gt=1) & ~Q(follows=F("pk")),
                violation_error_message=_("反弹的整改须关联原来的整改并计轮次。"),
            ),
            models.CheckConstraint(
                name="rectification_amounts_not_negative",
                condition=(Q(amount__isnull=True) | Q(amount__gte=0))
                & (
                    Q(amount_rectified__isnull=True)
                    | Q(amount_rectified__gte=0, amount_rectified__lte=F("amount"))
                ),
                violation_error_message=_("金额不能是负数，已整改金额不能大于问题金额。"),
            ),
        ]
        indexes = [
            GinIndex(Grams("search_text"), name="rectification_search"),
            models.Index(name="rectification_of_unit", fields=["unit", "-id"]),
            models.Index(name="rectification_by_status", fields=["status", "-id"]),
            models.Index(
                name="rectification_running",
                fields=["step_due_on"],
                condition=~Q(status__in=["draft", "closed", "withdrawn"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class OfRectificationQuerySet(models.QuerySet[Any]):
    """Rows that belong to one rectification are seen by whoever sees it."""

    def visible_to(self, user: Any) -> Any:
        if user.reach.everything:
            return self
        return self.filter(rectification__in=Rectification.objects.visible_to(user))


@keep_history
class HelpingUnit(models.Model):
    """配合单位 of a rectification."""

    rectification = models.ForeignKey(Rectification, on_delete=models.CASCADE, related_name="helping")
    unit = models.ForeignKey(Unit, verbose_name=_("配合单位"), on_delete=models.PROTECT, related_name="+")

    objects = OfRectificationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("配合单位")
        ordering = ["pk"]
        triggers = [locked_with_its_rectification("NEW.rectification_id")]
        constraints = [
            models.UniqueConstraint(
                name="helping_unit_once",
                fields=["rectification", "unit"],
                violation_error_message=_("这个单位已是配合单位。"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit)


@keep_history
class PlannedMeasure(models.Model):
    """整改措施: one line of the four lists (问题、措施、责任、时限清单)."""

    rectification = models.ForeignKey(Rectification, on_delete=models.CASCADE, related_name="measures")
    problem = models.CharField(_("具体问题"), max_length=500)
    measure = models.CharField(_("整改措施"), max_length=1000)
    unit = models.ForeignKey(Unit, verbose_name=_("责任单位"), on_delete=models.PROTECT, related_name="+")
    person = models.CharField(_("责任人"), max_length=80)
    due_on = models.DateField(_("完成时限"))
    done_on = models.DateField(_("完成日期"), null=True, blank=True)
    outcome = models.CharField(_("完成情况"), max_length=500, blank=True)

    objects = OfRectificationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("整改措施")
        ordering = ["pk"]
        triggers = [locked_with_its_rectification("NEW.rectification_id")]
        constraints = [
            models.CheckConstraint(
                name="planned_measure_is_whole",
                condition=~Q(problem="") & ~Q(measure="") & ~Q(person=""),
                violation_error_message=_("每条措施须写明问题、措施、责任人和时限。"),
            ),
        ]

    def __str__(self) -> str:
        return self.measure
