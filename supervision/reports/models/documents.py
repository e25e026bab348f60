"""Documents: what was told, on which figures, and by whose hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Job, Upload
from accounts.models.history import keep_history
from projects.models import Sector

from ..rules.kinds import FROZEN, STATUSES, DocumentStatus, Kind, SourcesAnnex
from ..rules.states import STEPS
from .locks import issued_is_locked, locked_with_its_document
from .outlines import KIND_CHOICES, SOURCES_CHOICES, Outline

if TYPE_CHECKING:
    from accounts.models import User

DocumentKind = Kind
STATUS_CHOICES = {status.value: label for status, label in STATUSES.items()}
ISSUED = [status.value for status in FROZEN]


def _by(label: Any) -> models.ForeignKey[User | None, User | None]:
    return models.ForeignKey(
        "accounts.User", verbose_name=label, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: User) -> Self:
        """The office, county leaders and auditors; a report is not the units' to read before it is issued."""
        return self if user.reach.everything else self.none()


@keep_history
class Document(models.Model):
    """``as_of`` is the day as which its figures stand; drafted again they stand as of another.

    Empty until ``job`` has drafted it. ``style`` is how it looked when it was issued. ``corrects`` names the
    issued one that this is to replace.
    """

    kind = models.CharField(_("文种"), max_length=16, choices=KIND_CHOICES, default="report")
    outline = models.ForeignKey(Outline, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("标题"), max_length=120)
    title_phrases = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    year = models.PositiveSmallIntegerField(_("年"))
    month = models.PositiveSmallIntegerField(_("截至月份"))
    as_of = models.DateField(_("数据截取日"), null=True, blank=True)
    sector = models.ForeignKey(
        Sector, verbose_name=_("专题板块"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    subject = models.CharField(_("标题主题"), max_length=30, blank=True)
    opening = models.CharField(_("开头语"), max_length=1000, blank=True)
    closing = models.CharField(_("结束语"), max_length=200, blank=True)
    addressee = models.CharField(_("主送机关"), max_length=200, blank=True)
    copies_to = models.CharField(_("抄送机关"), max_length=300, blank=True)
    red_head = models.CharField(_("发文机关标志"), max_length=40, blank=True)
    upward = models.BooleanField(_("上行文"), default=False)
    contents = models.BooleanField(_("带目录"), default=False)
    sources_annex = models.CharField(
        _("数据来源"), max_length=8, choices=SOURCES_CHOICES, default=SourcesAnnex.PLAIN.value
    )
    issuer = models.CharField(_("发文机关"), max_length=60, blank=True)
    style = models.JSONField(_("版式"), default=dict, blank=True)
    warnings = models.JSONField(_("提示"), default=list, blank=True)
    status = models.CharField(
        _("状态"), max_length=12, choices=STATUS_CHOICES, default=DocumentStatus.DRAFT.value
    )
    revision = models.PositiveIntegerField(_("修改次数"), default=0)
    number_word = models.CharField(_("发文代字"), max_length=20, blank=True)
    number_year = models.PositiveSmallIntegerField(_("编号年份"), null=True, blank=True)
    number = models.PositiveIntegerField(_("序号"), null=True, blank=True)
    issued_on = models.DateField(_("成文日期"), null=True, blank=True)
    signed_at = models.DateTimeField(_("印发时间"), null=True, blank=True)
    approved_by = _by(_("审签人"))
    issued_by = _by(_("印发人"))
    corrects = models.OneToOneField(
        "self",
        verbose_name=_("更正"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
    )
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
        triggers = [issued_is_locked()]
        constraints = [
            models.CheckConstraint(
                name="document_month_is_1_to_12",
                condition=Q(month__gte=1, month__lte=12),
                violation_error_message=_("截至月份应为1至12。"),
            ),
            models.UniqueConstraint(
                name="document_number_once",
                fields=["number_word", "number_year", "number"],
                condition=Q(number__isnull=False),
                violation_error_message=_("这个文号已用过。"),
            ),
            models.CheckConstraint(
                name="document_issued_is_whole",
                condition=~Q(status__in=ISSUED)
                | Q(
                    number__isnull=False,
                    number_year__isnull=False,
                    issued_on__isnull=False,
                    issued_by__isnull=False,
                    approved_by__isnull=False,
                    as_of__isnull=False,
                    file__isnull=False,
                ),
                violation_error_message=_("已印发的公文须有文号、成文日期、审签人、印发人和文件。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number_text(self) -> str:
        """云督通〔2026〕17号; empty before it is issued."""
        return f"{self.number_word}〔{self.number_year}〕{self.number}号" if self.number else ""

    @property
    def is_frozen(self) -> bool:
        return self.status in ISSUED


class _OfDocument(models.QuerySet[models.Model]):
    def visible_to(self, user: User) -> Self:
        return self if user.reach.everything else self.none()


@keep_history
class DocumentSection(models.Model):
    """``paragraphs`` as in ``rules.tokens``, ``table`` and ``picture`` as in ``rules.blocks``.

    ``templates`` are the sentence rules that it was said by, ``revision`` what an editor has seen:
    a save from an older one is refused.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField(_("顺序"))
    level = models.PositiveSmallIntegerField(_("层级"), default=1)
    heading = models.CharField(_("标题"), max_length=200, blank=True)
    source = models.SlugField(_("数据项组"), max_length=40)
    settings = models.JSONField(_("设置"), default=dict, blank=True)
    templates = models.JSONField(_("句式"), default=list, blank=True)
    numbered = models.BooleanField(_("段首编号"), default=False)
    annex = models.BooleanField(_("作为附件"), default=False)
    paragraphs = models.JSONField(_("段落"), default=list, blank=True)
    table = models.JSONField(_("表"), default=dict, blank=True)
    picture = models.JSONField(_("图"), default=dict, blank=True)
    revision = models.PositiveIntegerField(_("修改次数"), default=1)
    edited_by = _by(_("修改人"))
    edited_at = models.DateTimeField(_("修改时间"), null=True, blank=True)

    objects = _OfDocument.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("公文章节")
        ordering = ["document", "order"]
        triggers = [locked_with_its_document()]
        constraints = [
            models.UniqueConstraint(
                name="document_section_order_once",
                fields=["document", "order"],
                violation_error_message=_("同一公文里章节顺序不能重复。"),
            ),
        ]

    def __str__(self) -> str:
        return self.heading or self.source

    @property
    def hand_written(self) -> bool:
        return any(paragraph["hand"] for paragraph in self.paragraphs)


class DocumentBasis(models.Model):
    """The rows behind figures with the revision that each had: {"projects.project": {"12": 3401}}."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="bases")
    digest = models.CharField(_("校验"), max_length=64)
    rows = models.JSONField(_("数据行"), default=dict)
    count = models.PositiveIntegerField(_("行数"))

    objects = _OfDocument.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("数据依据")
        triggers = [locked_with_its_document()]
        constraints = [
            models.UniqueConstraint(
                name="document_basis_once",
                fields=["document", "digest"],
                violation_error_message=_("同一公文里相同的数据依据只记一次。"),
            ),
        ]

    def __str__(self) -> str:
        return self.digest[:12]


class DocumentFact(models.Model):
    """A figure of the document. ``value`` is exact as text (a count or a decimal), empty when unknown."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="facts")
    order = models.PositiveIntegerField(_("序号"))
    key = models.CharField(_("代码"), max_length=200)
    value = models.CharField(_("数值"), max_length=40, blank=True)
    unit = models.CharField(_("单位"), max_length=20, blank=True)
    definition = models.CharField(_("口径"), max_length=300)
    as_of = models.DateField(_("数据截取日"))
    filters = models.CharField(_("范围"), max_length=300)
    basis = models.ForeignKey(DocumentBasis, on_delete=models.CASCADE, related_name="facts")
    hash = models.CharField(_("校验"), max_length=64)

    objects = _OfDocument.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("公文数据")
        ordering = ["document", "order"]
        triggers = [locked_with_its_document()]
        constraints = [
            models.UniqueConstraint(
                name="document_fact_key_once",
                fields=["document", "key"],
                violation_error_message=_("同一公文里一个数据只记一次。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.value}{self.unit}"


class DocumentStep(models.Model):
    """办理记录: who did what when; lines that stay. ``verb`` is a name of ``rules.states``."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="steps")
    verb = models.CharField(_("事项"), max_length=40)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))
    note = models.CharField(_("说明"), max_length=500, blank=True)

    objects = _OfDocument.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("公文办理记录")
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.told} {self.at:%Y-%m-%d}"

    @property
    def told(self) -> str:
        return STEPS.told_as(self.verb)
