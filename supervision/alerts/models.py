"""Who is late, who was told. A reminder is a row before it is a mail; the database knows what is due."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Final, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models import Indicator
from projects.models import Milestone, Project
from supervision.inspections.models import Conclusion, Finding, Rectification, Review, Verification
from supervision.matters.models import Duty, Extension, Feedback, Matter

if TYPE_CHECKING:
    from accounts.models import User


class DigestQuerySet(models.QuerySet["Digest"]):
    def visible_to(self, user: User) -> Self:
        return self if user.reach.everything else self.filter(recipient=user)

    def to_send(self) -> Self:
        """Neither sent nor given up, and something in them is still open."""
        open_ones = Reminder.objects.open().filter(digest=models.OuterRef("pk"))
        return self.filter(models.Exists(open_ones), sent_at__isnull=True, gave_up_at__isnull=True)

    def claimable(self, now: datetime) -> Self:
        """Nobody else is at them: the lease or the pause is over."""
        return self.to_send().filter(send_after__lte=now)


class Digest(models.Model):
    """一人一天一封: all that one person is to be told on a day, and how the letter fared.

    Delivery is at least once; the Message-ID is the row's own, so that a rare repeat folds into one.
    """

    recipient = models.ForeignKey(
        "accounts.User",
        verbose_name=_("接收人"),
        on_delete=models.PROTECT,
        related_name="digests",
        db_index=False,
    )
    on = models.DateField(_("日期"))
    send_after = models.DateTimeField(_("下次发送"))
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    sent_at = models.DateTimeField(_("送达时间"), null=True, blank=True)
    gave_up_at = models.DateTimeField(_("停止时间"), null=True, blank=True)
    last_error = models.CharField(_("最近错误"), max_length=300, blank=True)

    objects = DigestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("每日提醒")
        ordering = ["-on", "recipient"]
        constraints = [
            models.UniqueConstraint(
                name="digest_one_a_day",
                fields=["recipient", "on"],
                violation_error_message=_("一人一天只发一封。"),
            ),
            models.CheckConstraint(
                name="digest_sent_or_given_up",
                condition=Q(sent_at__isnull=True) | Q(gave_up_at__isnull=True),
                violation_error_message=_("已送达的提醒不能同时记为停止。"),
            ),
        ]
        indexes = [
            # The sender asks for what is still to go out.
            models.Index(
                name="digest_to_send",
                fields=["send_after"],
                condition=Q(sent_at__isnull=True, gave_up_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.recipient}"


class Subject(models.TextChoices):
    PROGRESS = "progress", _("月报逾期")
    MILESTONE = "milestone", _("节点逾期")
    OBSERVATION = "observation", _("指标值逾期")
    SIGNATURE = "signature", _("签收逾期")
    FEEDBACK = "feedback", _("反馈逾期")
    MATTER = "matter", _("办结逾期")
    DUE_SOON = "due_soon", _("临近到期")
    ASSIGNED = "assigned", _("新交办")
    RETURNED = "returned", _("退回")
    ANSWERED = "answered", _("求助答复")
    DECIDED = "decided", _("延期审批结果")
    CLOSED = "closed", _("事项终结")
    REFUSED = "refused", _("单位退回交办")
    REPORTED = "reported", _("办结待审核")
    SIGN_OFF = "sign_off", _("待单位负责人审签")
    FEEDBACK_WAITING = "feedback_waiting", _("反馈待审核")
    EXTENSION_WAITING = "extension_waiting", _("延期待审批")
    HELP = "help", _("需协调解决")
    SHOWN = "shown", _("呈阅")
    FINDING_ANSWER = "finding_answer", _("问题确认逾期")
    REVIEW_DECISION = "review_decision", _("复核决定逾期")
    VERIFICATION = "verification", _("核查逾期")
    RECTIFICATION = "rectification", _("整改逾期")
    MEASURE = "measure", _("整改措施逾期")
    STEP = "step", _("整改环节逾期")
    FINDING_TOLD = "finding_told", _("问题待确认")
    DISPUTED = "disputed", _("单位有异议")
    CONCLUDED = "concluded", _("督查结论送达")
    REVIEW_FILED = "review_filed", _("复核待办")
    ORDERED = "ordered", _("交办整改")
    SENT_BACK = "sent_back", _("整改退回")
    RECTIFICATION_SOON = "rectification_soon", _("整改临近到期")
    TO_VERIFY = "to_verify", _("现场核查")
    RECTIFICATION_WAITING = "rectification_waiting", _("整改待审核")
    LONGER_WAITING = "longer_waiting", _("整改延期待审批")
    LONGER_DECIDED = "longer_decided", _("整改延期审批结果")
    RECTIFIED = "rectified", _("整改销号")


# What a reminder is about: the one key that a row of the subject has; of two keys either.
SUBJECTS: Final = {
    "project": ("progress",),
    "milestone": ("milestone",),
    "indicator": ("observation",),
    "matter": ("matter", "due_soon", "closed", "shown"),
    "duty": ("signature", "feedback", "assigned", "refused", "reported"),
    "feedback": ("returned", "answered", "sign_off", "feedback_waiting", "help"),
    "extension": ("decided", "sign_off", "extension_waiting"),
    "finding": ("finding_answer", "finding_told", "disputed"),
    "conclusion": ("concluded",),
    "review": ("review_decision", "review_filed"),
    "verification": ("verification", "to_verify"),
    "rectification": (
        "rectification",
        "measure",
        "step",
        "ordered",
        "sent_back",
        "rectification_soon",
        "rectification_waiting",
        "longer_waiting",
        "longer_decided",
        "rectified",
    ),
}
KEYS: Final = tuple(SUBJECTS)


def _has_only(key: str) -> Q:
    others = {f"{other}__isnull": other != key for other in KEYS}
    return Q(subject__in=list(SUBJECTS[key]), **others)


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, user: User) -> Self:
        return self if user.reach.everything else self.filter(recipient=user)

    def open(self) -> Self:
        """Neither settled nor withdrawn."""
        return self.filter(cancelled_at__isnull=True)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def about(self) -> Self:
        """With the rows that say which page a reminder leads to."""
        return self.select_related("milestone", "duty", "feedback__duty", "extension", "review")


class Reminder(models.Model):
    """催办: for one subject, one due date, one rung and one recipient at most one open row.

    What was withdrawn keeps its row; owed again, as when a report is returned, it is another.
    """

    subject = models.CharField(_("类别"), max_length=24, choices=Subject)
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    milestone = models.ForeignKey(
        Milestone, on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    matter = models.ForeignKey(
        Matter, on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, null=True, blank=True, related_name="reminders")
    feedback = models.ForeignKey(
        Feedback, on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    extension = models.ForeignKey(
        Extension, on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    finding = models.ForeignKey(
        Finding, on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    conclusion = models.ForeignKey(
        Conclusion, on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    review = models.ForeignKey(
        Review, on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    verification = models.ForeignKey(
        Verification, on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    rectification = models.ForeignKey(
        Rectification, on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    recipient = models.ForeignKey(
        "accounts.User", verbose_name=_("接收人"), on_delete=models.PROTECT, related_name="reminders"
    )
    due_on = models.DateField(_("应完成日期"))
    rung = models.SmallIntegerField(_("阶次"), help_text=_("逾期天数达到的档次。"))
    text = models.CharField(_("内容"), max_length=500)
    raised_at = models.DateTimeField(_("生成时间"))
    read_at = models.DateTimeField(_("阅读时间"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("取消时间"), null=True, blank=True)
    digest = models.ForeignKey(
        Digest, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("催办")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="reminder_once",
                fields=["subject", *KEYS, "due_on", "rung", "recipient"],
                condition=Q(cancelled_at__isnull=True),
                nulls_distinct=False,
                violation_error_message=_("这一催办已经生成。"),
            ),
            models.CheckConstraint(
                name="reminder_has_one_subject",
                condition=reduce(or_, (_has_only(key) for key in KEYS)),
                violation_error_message=_("催办须针对且只针对一个对象。"),
            ),
        ]
        indexes = [
            models.Index(
                name="reminder_to_bundle",
                fields=["recipient"],
                condition=Q(digest__isnull=True, cancelled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_late(self) -> bool:
        """Something was not done in time; otherwise it is news, or waits."""
        return self.rung >= 0

    @property
    def leads_to(self) -> tuple[str, int] | None:
        """The name and the key of the page where it is done, and None where it is about a project."""
        duty = self.feedback.duty if self.feedback else self.duty
        of_matter = duty or self.extension
        pages = {
            "matter": of_matter.matter_id if of_matter else self.matter_id,
            "finding": self.finding_id,
            "conclusion": self.review.conclusion_id if self.review else self.conclusion_id,
            "verification": self.verification_id,
            "rectification": self.rectification_id,
        }
        return next(((page, key) for page, key in pages.items() if key), None)
