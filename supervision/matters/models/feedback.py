"""反馈: what a unit tells of its duty, period by period; drafted by the clerk, signed by the head."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Upload
from accounts.models.history import keep_history
from accounts.models.user import REPORTERS

from ..rules.words import FEEDBACK_KINDS, FEEDBACK_STATUSES, GIVEN, KNOWN, FeedbackKind, FeedbackStatus
from .duty import Duty
from .locks import locked_with_its_matter

if TYPE_CHECKING:
    from accounts.models import User

KIND_CHOICES = {kind.value: label for kind, label in FEEDBACK_KINDS.items()}
STATUS_CHOICES = {status.value: label for status, label in FEEDBACK_STATUSES.items()}
SIGNED = [status.value for status in GIVEN]
# As it was sent: what its head gave back to the clerk was not, and what was returned is the unit's own again
# from the first word that is changed, until it is signed and sent anew.
LEFT_THE_UNIT = (
    Q(sent_at__isnull=False)
    & ~Q(status__in=[FeedbackStatus.DRAFT.value, FeedbackStatus.HANDED_UP.value])
    & ~Q(status=FeedbackStatus.RETURNED.value, drafted_at__gt=F("decided_at"))
)


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def visible_to(self, user: User) -> Self:
        """One's own unit's while it carries the duty; the lead unit also sees what its helping units sent.

        Drafts stay in the unit; who sees everything, and reports for a unit besides, sees those of the unit.
        """
        reach = user.reach
        units = user.units_as(*REPORTERS) if reach.everything else reach.unit_ids
        own = Q(duty__unit_id__in=units, duty__status__in=[status.value for status in KNOWN])
        if reach.everything:
            return self.filter(LEFT_THE_UNIT | own if units else LEFT_THE_UNIT)
        led = Duty.objects.standing().filter(role="lead", unit_id__in=units).values("matter")
        return self.filter(own | LEFT_THE_UNIT & Q(duty__matter__in=led))

    def left_the_unit(self) -> Self:
        return self.filter(LEFT_THE_UNIT)

    def given(self) -> Self:
        """Signed and sent: the period is answered."""
        return self.filter(status__in=SIGNED)


@keep_history
class Feedback(models.Model):
    """``[period_start, period_end)`` and ``due_on`` are empty for what nobody had asked for yet.

    ``percent`` 0–100 is the unit's own estimate. ``answer`` is the leader's to ``help_needed``.
    """

    duty = models.ForeignKey(
        Duty, verbose_name=_("交办单"), on_delete=models.CASCADE, related_name="feedbacks", db_index=False
    )
    kind = models.CharField(
        _("类别"), max_length=10, choices=KIND_CHOICES, default=FeedbackKind.PROGRESS.value
    )
    status = models.CharField(
        _("状态"), max_length=10, choices=STATUS_CHOICES, default=FeedbackStatus.DRAFT.value
    )
    period_start = models.DateField(_("报告期自"), null=True, blank=True)
    period_end = models.DateField(_("报告期至（不含）"), null=True, blank=True)
    due_on = models.DateField(_("应报日期"), null=True, blank=True)
    progress = models.TextField(_("进展情况"), max_length=4000, blank=True)
    percent = models.PositiveSmallIntegerField(_("完成率（%）"), null=True, blank=True)
    problem = models.TextField(_("存在问题"), max_length=2000, blank=True)
    help_needed = models.TextField(_("需协调解决"), max_length=2000, blank=True)
    next_step = models.TextField(_("下步措施"), max_length=2000, blank=True)
    drafted_by = models.ForeignKey(
        "accounts.User", verbose_name=_("填报人"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    drafted_at = models.DateTimeField(_("填报时间"))
    signed_by = models.ForeignKey(
        "accounts.User",
        verbose_name=_("审签人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    sent_at = models.DateTimeField(_("报送时间"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User",
        verbose_name=_("审核人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    decided_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    return_reason = models.CharField(_("退回理由"), max_length=500, blank=True)
    answer = models.TextField(_("答复"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        "accounts.User",
        verbose_name=_("答复人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("反馈")
        ordering = ["-pk"]
        triggers = [locked_with_its_matter("(SELECT matter_id FROM matters_duty WHERE id = NEW.duty_id)")]
        constraints = [
            models.UniqueConstraint(
                name="feedback_once_a_period",
                fields=["duty", "period_start"],
                condition=~Q(kind="final"),
                violation_error_message=_("这一期已有一份反馈。"),
            ),
            models.UniqueConstraint(
                name="feedback_one_open",
                fields=["duty"],
                condition=Q(status__in=["draft", "handed_up", "returned"]),
                violation_error_message=_("本单位已有一份在办的反馈，请先办理完毕。"),
            ),
            models.CheckConstraint(
                name="feedback_known_words",
                condition=Q(kind__in=list(KIND_CHOICES)) & Q(status__in=list(STATUS_CHOICES)),
                violation_error_message=_("没有这种反馈或状态。"),
            ),
            models.CheckConstraint(
                name="feedback_period_is_whole",
                condition=Q(period_start__isnull=True, period_end__isnull=True, due_on__isnull=True)
                | Q(
                    period_start__isnull=False,
                    period_end__gt=F("period_start"),
                    due_on__isnull=False,
                ),
                violation_error_message=_("报告期须有起止日期和应报日期。"),
            ),
            models.CheckConstraint(
                name="feedback_percent_is_0_to_100",
                condition=Q(percent__isnull=True) | Q(percent__lte=100),
                violation_error_message=_("完成率应为0至100。"),
            ),
            models.CheckConstraint(
                name="feedback_says_something",
                condition=Q(kind="no_change") | Q(status="draft") | ~Q(progress=""),
                violation_error_message=_("请填写进展情况；没有变化的，请选“本期无变化”。"),
            ),
            models.CheckConstraint(
                name="feedback_sent_with_signature",
                condition=~Q(status__in=SIGNED) | Q(signed_by__isnull=False, sent_at__isnull=False),
                violation_error_message=_("报送须有单位负责人审签。"),
            ),
            models.CheckConstraint(
                name="feedback_returned_with_reason",
                condition=~Q(status="returned") | ~Q(return_reason=""),
                violation_error_message=_("退回须写明理由。"),
            ),
            models.CheckConstraint(
                name="feedback_answered_with_name",
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
                violation_error_message=_("答复须有内容、姓名和时间。"),
            ),
        ]
        indexes = [
            # The newest word of a duty: in the ledger, and for what is missing.
            models.Index(name="feedback_of_duty", fields=["duty", "-id"]),
            models.Index(
                name="feedback_given", fields=["duty", "-period_start"], condition=Q(status__in=SIGNED)
            ),
            models.Index(name="feedback_waiting", fields=["sent_at"], condition=Q(status="sent")),
            models.Index(
                name="feedback_unanswered",
                fields=["sent_at"],
                condition=Q(status__in=SIGNED, answered_at__isnull=True) & ~Q(help_needed=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.period_start or ''}".strip()


class FeedbackFile(models.Model):
    """佐证材料 of a feedback."""

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="files")
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(_("说明"), max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("佐证材料")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="feedback_file_once",
                fields=["feedback", "upload"],
                violation_error_message=_("这个文件已附在本期反馈上。"),
            ),
        ]

    def __str__(self) -> str:
        return self.caption or str(self.upload)
