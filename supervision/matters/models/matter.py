"""督办事项: what was ordered, on whose authority, until when; and how it ended."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Post, Upload
from accounts.models.history import keep_history
from projects.models import Project, Sector

from ..rules.words import (
    BASES,
    CLASSIFICATIONS,
    FOLLOW_KINDS,
    MATTER_STATUSES,
    REPORTING_LINES,
    URGENCIES,
    Classification,
    HelpersReportTo,
    MatterStatus,
    Urgency,
)
from .figures import MatterQuerySet
from .locks import ended_is_locked, has_one_lead
from .source import RHYTHM_CHOICES, Source

# Plain strings, so that no migration imports the rules.
STATUS_CHOICES = {status.value: label for status, label in MATTER_STATUSES.items()}
BASIS_CHOICES = {basis.value: label for basis, label in BASES.items()}
URGENCY_CHOICES = {urgency.value: label for urgency, label in URGENCIES.items()}
CLASSIFICATION_CHOICES = {grade.value: label for grade, label in CLASSIFICATIONS.items()}
LINE_CHOICES = {line.value: label for line, label in REPORTING_LINES.items()}
FOLLOW_CHOICES = {kind.value: label for kind, label in FOLLOW_KINDS.items()}
BEFORE_REGISTRATION = ["draft", "submitted", "rejected"]
BEFORE_ISSUE = [*BEFORE_REGISTRATION, "registered"]
ENDED_BY_DECISION = ["withdrawn", "merged", "long_term"]


class Grams(Func):
    """The characters and pairs of characters of a text: what a search for part of it is found by."""

    function = "matter_grams"


@keep_history
class Matter(models.Model):
    """Dates are calendar days. ``due_on`` is in force, ``original_due_on`` was first promised and stays.

    ``due_rule`` is the key of a deadline rule, empty when a person set the date; ``due_basis`` says in words
    how the date came about: the rule, or the person's reason. ``position`` counts the rounds of an affair.
    """

    number = models.CharField(_("立项编号"), max_length=30, blank=True, help_text=_("批准立项时编定。"))
    title = models.CharField(_("事项名称"), max_length=200)
    pinyin = models.CharField(max_length=400, editable=False)
    source = models.ForeignKey(Source, verbose_name=_("立项来源"), on_delete=models.PROTECT, related_name="+")
    source_number = models.CharField(_("来源文号"), max_length=80, blank=True)
    source_title = models.CharField(
        _("来源文件或会议"), max_length=200, blank=True, help_text=_("例如：县政府第17次常务会议。")
    )
    source_date = models.DateField(
        _("来源日期"), null=True, blank=True, help_text=_("发文、批示或开会的日期。")
    )
    basis = models.CharField(_("立项依据"), max_length=12, choices=BASIS_CHOICES, blank=True)
    approver = models.ForeignKey(
        Post, verbose_name=_("批准人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_on = models.DateField(_("批准日期"), null=True, blank=True)
    requirement = models.TextField(_("任务要求"), max_length=4000)
    standard = models.TextField(_("完成标准"), max_length=2000, blank=True)
    urgency = models.CharField(
        _("紧急程度"), max_length=10, choices=URGENCY_CHOICES, default=Urgency.NORMAL.value
    )
    classification = models.CharField(
        _("密级"),
        max_length=12,
        choices=CLASSIFICATION_CHOICES,
        default=Classification.INTERNAL.value,
        help_text=_("只限公开、内部、工作秘密；国家秘密不得进入本系统。"),
    )
    rhythm = models.CharField(_("反馈频次"), max_length=12, choices=RHYTHM_CHOICES)
    helpers_report_to = models.CharField(
        _("配合单位反馈"), max_length=8, choices=LINE_CHOICES, default=HelpersReportTo.LEAD.value
    )
    leader = models.ForeignKey(
        Post, verbose_name=_("包抓领导"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sector = models.ForeignKey(
        Sector, verbose_name=_("板块"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    project = models.ForeignKey(
        Project,
        verbose_name=_("涉及项目"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="matters",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级事项"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    follows = models.ForeignKey(
        "self",
        verbose_name=_("接续的前一件"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followers",
    )
    follow_kind = models.CharField(_("接续原因"), max_length=12, choices=FOLLOW_CHOICES, blank=True)
    position = models.PositiveSmallIntegerField(_("轮次"), default=1)
    status = models.CharField(
        _("办理阶段"), max_length=12, choices=STATUS_CHOICES, default=MatterStatus.DRAFT.value
    )
    due_rule = models.SlugField(_("时限规则"), max_length=40, blank=True)
    due_on = models.DateField(_("办结时限"), null=True, blank=True)
    original_due_on = models.DateField(_("原定时限"), null=True, blank=True)
    due_basis = models.CharField(_("时限依据"), max_length=200, blank=True)
    issued_on = models.DateField(_("交办日期"), null=True, blank=True)
    shown_to = models.ForeignKey(
        Post, verbose_name=_("呈阅领导"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    shown_on = models.DateField(_("呈阅日期"), null=True, blank=True)
    shown_until = models.DateField(_("呈阅期限"), null=True, blank=True)
    ended_on = models.DateField(_("销号或终结日期"), null=True, blank=True)
    end_reason = models.CharField(_("终结理由"), max_length=500, blank=True)
    end_approver = models.ForeignKey(
        Post, verbose_name=_("终结批准人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("并入事项"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
    )
    archive = models.ForeignKey(
        Upload, verbose_name=_("卷宗"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    batch = models.ForeignKey(
        "projects.ImportBatch",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    created_by = models.ForeignKey(
        "accounts.User", verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(_("登记时间"))
    note = models.CharField(_("备注"), max_length=500, blank=True)
    search_text = models.GeneratedField(
        expression=Lower(
            Concat(
                F("title"),
                Value("\n"),
                F("number"),
                Value("\n"),
                F("source_number"),
                Value("\n"),
                F("pinyin"),
                output_field=TextField(),
            )
        ),
        output_field=TextField(),
        db_persist=True,
    )

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("督办事项")
        ordering = ["-pk"]
        triggers = [
            ended_is_locked(),
            has_one_lead("NEW.id", pgtrigger.Insert | pgtrigger.UpdateOf("status")),
        ]
        constraints = [
            models.UniqueConstraint(
                name="matter_number_once",
                fields=["number"],
                condition=~Q(number=""),
                violation_error_message=_("这个立项编号已经用过。"),
            ),
            models.CheckConstraint(
                name="matter_known_words",
                condition=Q(status__in=list(STATUS_CHOICES))
                & Q(urgency__in=list(URGENCY_CHOICES))
                & Q(classification__in=list(CLASSIFICATION_CHOICES))
                & Q(rhythm__in=list(RHYTHM_CHOICES))
                & Q(helpers_report_to__in=list(LINE_CHOICES)),
                violation_error_message=_(
                    "阶段、紧急程度、密级或反馈频次不在规定范围内；国家秘密不得进入本系统。"
                ),
            ),
            models.CheckConstraint(
                name="matter_registered_with_authority",
                condition=Q(status__in=BEFORE_REGISTRATION)
                | (
                    Q(basis__in=list(BASIS_CHOICES), approver__isnull=False, approved_on__isnull=False)
                    & ~Q(number="")
                ),
                violation_error_message=_(
                    "立项须有依据、批准人和批准日期，并编号（政府督查工作条例第十一条）。"
                ),
            ),
            models.CheckConstraint(
                name="matter_issued_with_date",
                condition=Q(status__in=[*BEFORE_ISSUE, "withdrawn", "merged"]) | Q(issued_on__isnull=False),
                violation_error_message=_("已交办的事项须有交办日期。"),
            ),
            models.CheckConstraint(
                name="matter_due_date_has_basis",
                condition=Q(due_on__isnull=True, original_due_on__isnull=True)
                | (Q(due_on__isnull=False, original_due_on__isnull=False) & ~Q(due_basis="")),
                violation_error_message=_("办结时限须写明依据的规则或理由，原定时限须保留。"),
            ),
            models.CheckConstraint(
                name="matter_shown_to_somebody",
                condition=~Q(status__in=["shown", "continued"])
                | Q(shown_to__isnull=False, shown_on__isnull=False, shown_until__isnull=False),
                violation_error_message=_("呈阅须有领导、日期和期限。"),
            ),
            models.CheckConstraint(
                name="matter_ended_with_date",
                condition=Q(
                    status__in=["rejected", "closed", "continued", *ENDED_BY_DECISION], ended_on__isnull=False
                )
                | Q(status__in=[*BEFORE_ISSUE[:2], "registered", "issued", "shown"], ended_on__isnull=True),
                violation_error_message=_("已终结的事项须有日期，未终结的不能有。"),
            ),
            models.CheckConstraint(
                name="matter_ended_with_reason_and_approver",
                condition=~Q(status__in=ENDED_BY_DECISION)
                | (~Q(end_reason="") & Q(end_approver__isnull=False)),
                violation_error_message=_("撤销、并案、转长期须写明理由和批准人。"),
            ),
            models.CheckConstraint(
                name="matter_merged_into_another",
                condition=Q(status="merged", merged_into__isnull=False) & ~Q(merged_into=F("pk"))
                | ~Q(status="merged") & Q(merged_into__isnull=True),
                violation_error_message=_("并案须指明并入的另一事项。"),
            ),
            models.CheckConstraint(
                name="matter_follows_for_a_reason",
                condition=Q(follows__isnull=True, follow_kind="", position=1)
                | (
                    Q(follows__isnull=False, follow_kind__in=list(FOLLOW_CHOICES), position__gt=1)
                    & ~Q(follows=F("pk"))
                ),
                violation_error_message=_("接续的事项须写明原因和轮次。"),
            ),
            models.CheckConstraint(
                name="matter_is_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                violation_error_message=_("事项不能是自己的上级。"),
            ),
            models.CheckConstraint(
                name="matter_says_what_to_do",
                condition=~Q(title="") & ~Q(requirement=""),
                violation_error_message=_("请填写事项名称和任务要求。"),
            ),
        ]
        indexes = [
            GinIndex(Grams("search_text"), name="matter_search"),
            models.Index(
                name="matter_running", fields=["due_on"], condition=Q(status__in=["issued", "shown"])
            ),
            models.Index(name="matter_by_status", fields=["status", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class MatterFile(models.Model):
    """附件: the source document, or whatever else belongs to the matter itself."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="files")
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(_("说明"), max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("事项附件")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="matter_file_once",
                fields=["matter", "upload"],
                violation_error_message=_("这个文件已附在本事项上。"),
            ),
        ]

    def __str__(self) -> str:
        """Several that came together share a caption."""
        return f"{self.caption}（{self.upload.name}）" if self.caption else self.upload.name


@keep_history
class Stage(models.Model):
    """阶段节点 of a matter that is reported by stage: each is a feedback due."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="stages")
    name = models.CharField(_("阶段"), max_length=100)
    due_on = models.DateField(_("应反馈日期"))

    class Meta:
        verbose_name = verbose_name_plural = _("阶段节点")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="stage_date_once",
                fields=["matter", "due_on"],
                violation_error_message=_("同一天已有一个阶段节点。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name
