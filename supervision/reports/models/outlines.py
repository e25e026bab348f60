"""Outlines (提纲): of what sections a kind of document consists, and by which sentence rules each is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.dated import Dated, DatedQuerySet, ends_after_start, no_overlap
from accounts.models.history import keep_history

from ..rules.kinds import KINDS, SOURCES_ANNEXES, SourcesAnnex

if TYPE_CHECKING:
    from accounts.models import User

# Plain strings, so that no migration imports the rules.
KIND_CHOICES: dict[str, Any] = {kind.value: label for kind, label in KINDS.items()}
SOURCES_CHOICES: dict[str, Any] = {choice.value: label for choice, label in SOURCES_ANNEXES.items()}


class OutlineQuerySet(DatedQuerySet):
    def visible_to(self, user: User) -> Self:
        """As the documents that are written by them."""
        return self if user.reach.everything else self.none()


@keep_history
class Outline(Dated):
    """One version of an outline; a changed one is another row with a later start.

    ``title`` is said like a sentence rule and comes in phrases parted by "|", between which a line may
    break. ``number_word`` is the 发文代字 of the kind's numbers, ``series`` the series they are drawn from.
    """

    kind = models.CharField(_("文种"), max_length=16, choices=KIND_CHOICES)
    name = models.CharField(_("名称"), max_length=40)
    title = models.CharField(_("标题句式"), max_length=200)
    closing = models.CharField(_("结束语"), max_length=200, blank=True)
    red_head = models.CharField(_("发文机关标志"), max_length=40, blank=True, help_text=_("空着就不套红头。"))
    number_word = models.CharField(_("发文代字"), max_length=20, help_text=_("例如：云督通。"))
    series = models.SlugField(_("编号序列"), max_length=40)
    upward = models.BooleanField(_("上行文"), default=False, help_text=_("印签发人。"))
    addressee = models.CharField(_("主送机关"), max_length=200, blank=True)
    copies_to = models.CharField(_("抄送机关"), max_length=300, blank=True)
    contents = models.BooleanField(_("带目录"), default=False)
    sources_annex = models.CharField(
        _("数据来源"), max_length=8, choices=SOURCES_CHOICES, default=SourcesAnnex.PLAIN.value
    )
    note = models.CharField(_("说明"), max_length=200, blank=True)

    objects = OutlineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("公文提纲")
        ordering = ["kind", "name", "valid_from"]
        constraints = [
            ends_after_start("outline_ends_after_start"),
            no_overlap(
                "outline_one_at_a_time",
                "kind",
                "name",
                message=_("这份提纲在这段时间已有版本，同一天只能有一个。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.name}"


@keep_history
class OutlineSection(models.Model):
    """A heading and what is said under it. ``source`` is a key of ``selectors.sources.SOURCES``.

    ``numbered``: opening phrases are counted 一是, 二是. ``annex``: begins on its own page after the text.
    """

    outline = models.ForeignKey(Outline, on_delete=models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField(_("顺序"))
    level = models.PositiveSmallIntegerField(_("层级"), default=1)
    heading = models.CharField(_("标题句式"), max_length=120, blank=True)
    source = models.SlugField(_("数据项组"), max_length=40)
    settings = models.JSONField(_("设置"), default=dict, blank=True)
    numbered = models.BooleanField(_("段首编号"), default=False)
    annex = models.BooleanField(_("作为附件"), default=False)

    objects = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = _("提纲章节")
        ordering = ["outline", "order"]
        constraints = [
            models.UniqueConstraint(
                name="outline_section_order_once",
                fields=["outline", "order"],
                violation_error_message=_("同一提纲里章节顺序不能重复。"),
            ),
            models.CheckConstraint(
                name="outline_section_level_1_to_4",
                condition=Q(level__gte=1, level__lte=4),
                violation_error_message=_("层级应为1至4。"),
            ),
        ]

    def __str__(self) -> str:
        return self.heading or self.source


@keep_history
class SentenceRule(models.Model):
    """句式: what is said, as ``rules.sentences`` reads it."""

    section = models.ForeignKey(OutlineSection, on_delete=models.CASCADE, related_name="rules")
    order = models.PositiveSmallIntegerField(_("顺序"))
    name = models.CharField(_("名称"), max_length=40)
    template = models.TextField(_("句式"), max_length=8000)

    objects = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = _("句式")
        ordering = ["section", "order"]
        constraints = [
            models.UniqueConstraint(
                name="sentence_rule_order_once",
                fields=["section", "order"],
                violation_error_message=_("同一章节里句式顺序不能重复。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name
