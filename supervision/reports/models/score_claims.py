"""申诉、调整、红黑榜: what is said against the scores, what was changed later, and who is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Post, Upload
from accounts.models.history import keep_history

from ..rules.scoring.words import (
    ADJUSTMENT_STATUSES,
    APPEAL_STATUSES,
    COLOURS,
    LIST_STATUSES,
    AdjustmentStatus,
    AppealStatus,
    ListStatus,
    plain,
)
from .score_locks import decided_by_another, decided_once, entries_stay, list_is_locked
from .score_sheets import OfUnitQuerySet, ScoreEvent, ScoreRound, ScoreSheet
from .scores import by_user, points_field

if TYPE_CHECKING:
    from accounts.models import User


class ScoreAppealQuerySet(OfUnitQuerySet):
    unit_path, status_path = "event__sheet__unit_id", "event__sheet__round__status"


@keep_history
class ScoreAppeal(models.Model):
    """申诉: a unit's word against one point; decided by somebody who had no part in it."""

    event = models.ForeignKey(
        ScoreEvent, verbose_name=_("得分项"), on_delete=models.PROTECT, related_name="appeals"
    )
    reason = models.TextField(_("申诉理由"), max_length=2000)
    status = models.CharField(
        _("状态"), max_length=9, choices=plain(APPEAL_STATUSES), default=AppealStatus.FILED.value
    )
    filed_by = by_user(_("申诉人"), known=True)
    filed_at = models.DateTimeField(_("申诉时间"))
    decided_by = by_user(_("答复人"))
    decided_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    decision = models.CharField(_("答复"), max_length=1000, blank=True)

    objects = ScoreAppealQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("考核申诉")
        ordering = ["-pk"]
        triggers = [decided_once("score_appeal", "filed"), decided_by_another()]
        constraints = [
            models.UniqueConstraint(
                name="score_appeal_one_open",
                fields=["event"],
                condition=Q(status=AppealStatus.FILED.value),
                violation_error_message=_("该得分项已有一份申诉待答复。"),
            ),
            models.CheckConstraint(
                name="score_appeal_known_status",
                condition=Q(status__in=list(plain(APPEAL_STATUSES))) & ~Q(reason=""),
                violation_error_message=_("申诉须写明理由。"),
            ),
            models.CheckConstraint(
                name="score_appeal_decided_with_reason",
                condition=~Q(status__in=["upheld", "refused"])
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decision=""),
                violation_error_message=_("答复须写明理由、答复人和时间。"),
            ),
            models.CheckConstraint(
                name="score_appeal_not_by_its_author",
                condition=~Q(status__in=["upheld", "refused"]) | ~Q(decided_by=F("filed_by")),
                violation_error_message=_("申诉不能由申诉人自己答复。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.get_status_display()}"


class ScoreAppealFileQuerySet(OfUnitQuerySet):
    unit_path, status_path = "appeal__event__sheet__unit_id", "appeal__event__sheet__round__status"


class ScoreAppealFile(models.Model):
    appeal = models.ForeignKey(ScoreAppeal, on_delete=models.PROTECT, related_name="files")
    upload = models.ForeignKey(Upload, verbose_name=_("附件"), on_delete=models.PROTECT, related_name="+")

    objects = ScoreAppealFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("申诉附件")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="score_appeal_file_once",
                fields=["appeal", "upload"],
                violation_error_message=_("该附件已经附上。"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.upload)


class ScoreAdjustmentQuerySet(OfUnitQuerySet):
    unit_path, status_path = "sheet__unit_id", "sheet__round__status"

    def visible_to(self, user: User) -> Self:
        """The unit learns of what was approved."""
        rows = super().visible_to(user)
        return rows if user.reach.everything else rows.filter(status=AdjustmentStatus.APPROVED.value)


@keep_history
class ScoreAdjustment(models.Model):
    """调整: a later change, which is an entry of its own; the sheet under it stays as it was."""

    sheet = models.ForeignKey(
        ScoreSheet, verbose_name=_("评分表"), on_delete=models.PROTECT, related_name="adjustments"
    )
    event = models.ForeignKey(
        ScoreEvent,
        verbose_name=_("得分项"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="adjustments",
    )
    appeal = models.OneToOneField(
        ScoreAppeal,
        verbose_name=_("申诉"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="adjustment",
    )
    points = points_field(_("调整分值"), help_text=_("加分为正，减分为负。"))
    reason = models.CharField(_("理由"), max_length=1000)
    document = models.CharField(_("依据（文号、会议、批示）"), max_length=200, blank=True)
    status = models.CharField(
        _("状态"), max_length=8, choices=plain(ADJUSTMENT_STATUSES), default=AdjustmentStatus.PROPOSED.value
    )
    proposed_by = by_user(_("提出人"), known=True)
    proposed_at = models.DateTimeField(_("提出时间"))
    decided_by = by_user(_("批准人"))
    decided_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    decision = models.CharField(_("批准意见"), max_length=500, blank=True)

    objects = ScoreAdjustmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("分数调整")
        ordering = ["pk"]
        triggers = [decided_once("score_adjustment", "proposed")]
        constraints = [
            models.CheckConstraint(
                name="score_adjustment_has_reason",
                condition=~Q(reason="")
                & ~Q(points=0)
                & Q(status__in=list(plain(ADJUSTMENT_STATUSES)))
                & (Q(appeal__isnull=False) | ~Q(document="")),
                violation_error_message=_("调整须有不为0的分值、理由和依据。"),
            ),
            models.CheckConstraint(
                name="score_adjustment_by_two_people",
                condition=Q(status=AdjustmentStatus.PROPOSED.value)
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decided_by=F("proposed_by")),
                violation_error_message=_("调整须由提出人以外的人批准。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.points}"


class ScoreListQuerySet(models.QuerySet["ScoreList"]):
    def visible_to(self, user: User) -> Self:
        """To everybody once it was made public."""
        if user.reach.everything:
            return self
        return self.filter(status=ListStatus.PUBLISHED.value) if user.is_active else self.none()


@keep_history
class ScoreList(models.Model):
    """红黑榜 of a round: proposed, approved by a leader, made public with a record of where and how long."""

    round = models.ForeignKey(
        ScoreRound, verbose_name=_("考核期"), on_delete=models.PROTECT, related_name="lists"
    )
    status = models.CharField(
        _("状态"), max_length=9, choices=plain(LIST_STATUSES), default=ListStatus.PROPOSED.value
    )
    proposed_by = by_user(_("拟定人"), known=True)
    proposed_at = models.DateTimeField(_("拟定时间"))
    approver = models.ForeignKey(
        Post, verbose_name=_("批准领导"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_by = by_user(_("经办人"))
    approved_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    published_by = by_user(_("公示人"))
    published_from = models.DateField(_("公示自"), null=True, blank=True)
    published_until = models.DateField(_("公示至"), null=True, blank=True)
    published_in = models.CharField(_("公示载体"), max_length=200, blank=True)
    withdrawn_reason = models.CharField(_("撤回理由"), max_length=500, blank=True)

    objects = ScoreListQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("红黑榜")
        ordering = ["-pk"]
        triggers = [list_is_locked()]
        constraints = [
            models.UniqueConstraint(
                name="score_list_one_of_a_round",
                fields=["round"],
                condition=~Q(status=ListStatus.WITHDRAWN.value),
                violation_error_message=_("该考核期已有红黑榜；要重新拟定，请先撤回。"),
            ),
            models.CheckConstraint(
                name="score_list_approved_before_public",
                condition=~Q(status__in=["approved", "published"])
                | Q(approver__isnull=False, approved_by__isnull=False, approved_at__isnull=False),
                violation_error_message=_("红黑榜须经领导批准，才能公示。"),
            ),
            models.CheckConstraint(
                name="score_list_public_with_record",
                condition=~Q(status=ListStatus.PUBLISHED.value)
                | Q(published_from__isnull=False, published_until__gte=F("published_from"))
                & Q(published_by__isnull=False)
                & ~Q(published_in=""),
                violation_error_message=_("公示须记明起止日期、载体和公示人。"),
            ),
            models.CheckConstraint(
                name="score_list_withdrawn_with_reason",
                condition=Q(status__in=["proposed", "approved", "published"])
                | Q(status=ListStatus.WITHDRAWN.value) & ~Q(withdrawn_reason=""),
                violation_error_message=_("撤回须写明理由。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.get_status_display()}"


class ScoreListEntryQuerySet(models.QuerySet["ScoreListEntry"]):
    def visible_to(self, user: User) -> Self:
        return self if user.reach.everything else self.filter(list__status=ListStatus.PUBLISHED.value)


@keep_history
class ScoreListEntry(models.Model):
    """``score`` and ``target`` as they were when the list was proposed: red met it, black did not."""

    list = models.ForeignKey(ScoreList, on_delete=models.PROTECT, related_name="entries")
    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="+")
    colour = models.CharField(_("榜"), max_length=5, choices=plain(COLOURS))
    place = models.PositiveSmallIntegerField(_("组内位次"))
    of = models.PositiveSmallIntegerField(_("组内单位数"))
    score = points_field(_("总分"))
    target = points_field(_("达标分"))

    objects = ScoreListEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("红黑榜单位")
        ordering = ["list", "-colour", "sheet__group", "place", "pk"]
        triggers = [
            entries_stay(),
            pgtrigger.Protect(name="stays", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
        constraints = [
            models.UniqueConstraint(
                name="score_list_entry_once",
                fields=["list", "sheet"],
                violation_error_message=_("该单位已在榜上。"),
            ),
            models.CheckConstraint(
                name="score_list_black_is_under_target",
                condition=Q(colour="red", score__gte=F("target")) | Q(colour="black", score__lt=F("target")),
                violation_error_message=_("上红榜须达标，达标的单位不上黑榜。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_colour_display()} {self.sheet.unit}"
