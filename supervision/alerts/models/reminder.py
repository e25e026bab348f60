"""催办: who was told what, when, and what came of it. A reminder is a row before it is a message."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models.user import Role
from rulebook.models.ladders import ADDRESSEES, CHANNELS, COLOURS
from rulebook.rules.ladder import Addressee

from .subjects import FOREIGN, KEYS, Subject, has_one_key

if TYPE_CHECKING:
    from accounts.models import User

DESK_OF_UNIT: Final = (Addressee.CLERK.value, Addressee.UNIT_HEAD.value)


class Outcome(models.TextChoices):
    """Why nobody is reminded by this row any more; kept with it, as proof."""

    DONE = "done", _("已办")
    MOVED = "moved", _("时限已调整")
    REASSIGNED = "reassigned", _("已改由他人承办")
    EXCUSED = "excused", _("已豁免、中止或终结")
    SUPERSEDED = "superseded", _("已升级提醒")


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, user: User) -> Self:
        """The office, leaders and auditors see all, others their own; who heads a unit, or calls for it, also
        what its desk was told, but not what was told of it to whoever is above.
        """
        if user.reach.everything:
            return self
        units = user.units_as(Role.UNIT_HEAD, Role.API_CLIENT)
        told = Q(unit_id__in=units, addressee__in=DESK_OF_UNIT)
        return self.filter(Q(recipient=user) | told if units else Q(recipient=user))

    def open(self) -> Self:
        """Neither settled nor superseded."""
        return self.filter(settled_at__isnull=True)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def late(self, on: date) -> Self:
        """Something was not done in time; the others come near, are news, or wait."""
        return self.filter(rung__gt=0, due_on__lt=on)

    def about(self) -> Self:
        """With the rows that say which page a reminder leads to."""
        return self.select_related("milestone", "duty", "feedback__duty", "extension", "review")


def _about(model: str) -> Any:
    """One of the keys. Most are empty in a row: the index is on those that are not (``_indexes``)."""
    return models.ForeignKey(
        model,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="reminders",
        db_index=False,
    )


def _indexes() -> list[models.Index]:
    return [
        models.Index(name=f"reminder_of_{key}", fields=[key], condition=Q(**{f"{key}__isnull": False}))
        for key in FOREIGN
    ]


class Reminder(models.Model):
    """For one thing, one due date and revision, one rung and one recipient at most one open row.

    ``rung`` is the level of the ladder (``rulebook.rules.ladder.level_of``), 0 for news. What was settled
    keeps its row; owed again, as when a report is returned, it is another.

    The proof of who was told: planned (``raised_at``), handed to a channel or shown (``delivered_at``),
    opened (``read_at``), signed for (``signed_at``), and acted upon (``settled_at`` with ``done``).
    """

    subject = models.CharField(_("类别"), max_length=24, choices=Subject)
    project = _about("projects.Project")
    milestone = _about("projects.Milestone")
    indicator = _about("indicators.Indicator")
    matter = _about("matters.Matter")
    duty = _about("matters.Duty")
    feedback = _about("matters.Feedback")
    extension = _about("matters.Extension")
    finding = _about("inspections.Finding")
    conclusion = _about("inspections.Conclusion")
    review = _about("inspections.Review")
    verification = _about("inspections.Verification")
    rectification = _about("inspections.Rectification")
    slip = _about("alerts.Slip")
    failed = _about("alerts.Digest")
    year = models.PositiveSmallIntegerField(_("年度"), null=True, blank=True)
    about_key = models.GeneratedField(
        expression=Coalesce(*(F(key) for key in KEYS)),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
    unit = models.ForeignKey(
        "accounts.Unit",
        verbose_name=_("责任单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("空为督查办或领导本人。"),
    )
    recipient = models.ForeignKey(
        "accounts.User",
        verbose_name=_("接收人"),
        on_delete=models.PROTECT,
        related_name="reminders",
        db_index=False,
    )
    addressee = models.CharField(_("身份"), max_length=12, choices=ADDRESSEES, default="clerk")
    stands_in_for = models.ForeignKey(
        "accounts.User",
        verbose_name=_("代理"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    due_on = models.DateField(_("应完成日期"))
    revision = models.PositiveSmallIntegerField(_("时限修订"), default=0)
    rung = models.PositiveSmallIntegerField(_("阶次"), default=0)
    colour = models.CharField(_("颜色"), max_length=8, choices=COLOURS, default="note")
    channels = ArrayField(
        models.CharField(max_length=12, choices=CHANNELS),
        verbose_name=_("站外渠道"),
        default=list,
        blank=True,
    )
    text = models.CharField(_("内容"), max_length=500)
    raised_at = models.DateTimeField(_("生成时间"))
    bundled_at = models.DateTimeField(_("编入消息时间"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("送达时间"), null=True, blank=True)
    read_at = models.DateTimeField(_("阅读时间"), null=True, blank=True)
    signed_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    settled_at = models.DateTimeField(_("了结时间"), null=True, blank=True)
    outcome = models.CharField(_("结果"), max_length=12, choices=Outcome, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("催办")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="reminder_once",
                fields=["about_key", "recipient", "subject", "due_on", "rung", "revision"],
                condition=Q(settled_at__isnull=True),
                violation_error_message=_("这一催办已经生成。"),
            ),
            models.CheckConstraint(
                name="reminder_has_one_subject",
                condition=has_one_key(),
                violation_error_message=_("催办须针对且只针对一个对象。"),
            ),
            models.CheckConstraint(
                name="reminder_outcome_when_settled",
                condition=Q(settled_at__isnull=True, outcome="")
                | Q(settled_at__isnull=False, outcome__in=Outcome.values),
                violation_error_message=_("了结的催办须写明结果，未了结的不能写。"),
            ),
        ]
        indexes = [
            *_indexes(),
            models.Index(
                name="reminder_of_recipient", fields=["recipient"], condition=Q(settled_at__isnull=True)
            ),
            models.Index(
                name="reminder_to_bundle",
                fields=["recipient"],
                condition=Q(bundled_at__isnull=True, settled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_news(self) -> bool:
        return self.rung == 0

    @property
    def leads_to(self) -> tuple[str, int] | None:
        """The name and the key of the page where it is done, None where there is none of its own."""
        duty = self.feedback.duty if self.feedback else self.duty
        of_matter = duty or self.extension
        pages = {
            "matter": of_matter.matter_id if of_matter else self.matter_id,
            "finding": self.finding_id,
            "conclusion": self.review.conclusion_id if self.review else self.conclusion_id,
            "verification": self.verification_id,
            "rectification": self.rectification_id,
            "slip": self.slip_id,
        }
        return next(((page, key) for page, key in pages.items() if key), None)


SHOWN_FIRST: Final = ("-rung", "due_on", "pk")
