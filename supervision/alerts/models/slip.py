"""督查单、催办通知、约谈通知: what the office sent to a unit in writing, and what the unit made of it."""

from __future__ import annotations

from functools import partial, reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Final, Self

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import Upload
from accounts.models.history import keep_history
from supervision.inspections.models.columns import by_user, of_post

from ..rules.slips import ABOUT, OPEN, SLIP_COLOURS, SLIP_KINDS, SLIP_STATUSES, TABLE, SlipStatus, titled
from .slip_locks import issued_is_locked, only_escalates

if TYPE_CHECKING:
    from accounts.models import User

KIND_CHOICES = {kind.value: label for kind, label in SLIP_KINDS.items()}
COLOUR_CHOICES = {colour.value: label for colour, label in SLIP_COLOURS.items()}
STATUS_CHOICES = {status.value: label for status, label in SLIP_STATUSES.items()}
ABOUT_CHOICES = dict(ABOUT)
OPEN_VALUES: Final = [status.value for status in OPEN]
# Before somebody has decided that there is to be one.
UNDECIDED: Final = ["proposed", "dismissed", "lapsed"]
SENT: Final = ["issued", "signed", "answered", "closed", "escalated"]
MOST_DAYS: Final = 60


def _about(model: str) -> Any:
    return models.ForeignKey(
        model, on_delete=models.PROTECT, null=True, blank=True, related_name="slips", db_index=False
    )


def _is_about(thing: str) -> Q:
    others: dict[str, Any] = {f"{other}__isnull": other != thing for other in ABOUT}
    return Q(thing=thing, **others)


class SlipQuerySet(models.QuerySet["Slip"]):
    def visible_to(self, user: User) -> Self:
        """The office, leaders and auditors see all; a unit its own, once it was issued."""
        reach = user.reach
        if reach.everything:
            return self
        return self.filter(unit_id__in=reach.unit_ids).exclude(number="")

    def open(self) -> Self:
        """Neither ended nor a mere proposal."""
        return self.filter(status__in=OPEN_VALUES)


@partial(keep_history, exclude=["about_key"])
class Slip(models.Model):
    """One affair, one unit, one paper (一事一单).

    ``subject``, ``due_on``, ``revision`` and ``rung`` say which rung of the ladder proposed it; drafted by
    hand, ``rung`` is 0. ``facts`` are label and value as they stood on ``frozen_on``. ``days``: working days
    to answer, counted from the day after issue. ``follows``: the weaker slip that came before.
    """

    kind = models.CharField(_("文种"), max_length=8, choices=KIND_CHOICES, default="slip")
    colour = models.CharField(_("颜色"), max_length=8, choices=COLOUR_CHOICES, blank=True)
    thing = models.CharField(_("对象"), max_length=16, choices=ABOUT_CHOICES)
    project = _about("projects.Project")
    milestone = _about("projects.Milestone")
    indicator = _about("indicators.Indicator")
    matter = _about("matters.Matter")
    finding = _about("inspections.Finding")
    rectification = _about("inspections.Rectification")
    about_key = models.GeneratedField(
        expression=Coalesce(*(F(key) for key in ABOUT)),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
    unit = models.ForeignKey(
        "accounts.Unit", verbose_name=_("责任单位"), on_delete=models.PROTECT, related_name="+"
    )
    subject = models.CharField(_("事由"), max_length=24, blank=True)
    due_on = models.DateField(_("应完成日期"), null=True, blank=True)
    revision = models.PositiveSmallIntegerField(_("时限修订"), default=0)
    rung = models.PositiveSmallIntegerField(_("阶次"), default=0)
    status = models.CharField(
        _("状态"), max_length=10, choices=STATUS_CHOICES, default=SlipStatus.PROPOSED.value
    )
    title = models.CharField(_("事项"), max_length=200)
    facts = models.JSONField(_("事实"), default=list, blank=True)
    frozen_on = models.DateField(_("事实截至"), null=True, blank=True)
    requirement = models.TextField(_("要求"), max_length=2000, blank=True)
    reason = models.CharField(_("直接出红单的理由"), max_length=300, blank=True)
    days = models.PositiveSmallIntegerField(
        _("反馈时限（工作日）"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
    )
    summoned = models.CharField(_("约谈对象"), max_length=200, blank=True)
    meets_at = models.DateTimeField(_("约谈时间"), null=True, blank=True)
    place = models.CharField(_("约谈地点"), max_length=100, blank=True)
    talk_record = models.TextField(_("约谈记录"), max_length=4000, blank=True)
    follows = models.ForeignKey(
        "self",
        verbose_name=_("前一张督查单"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
    )
    proposed_at = models.DateTimeField(_("建议时间"), null=True, blank=True)
    drafted_by = by_user(_("起草人"))
    drafted_at = models.DateTimeField(_("起草时间"), null=True, blank=True)
    approved_by = by_user(_("批准人"))
    approved_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    signatory = of_post(_("批准领导"))
    number = models.CharField(_("文号"), max_length=40, blank=True)
    issued_on = models.DateField(_("印发日期"), null=True, blank=True)
    issued_by = by_user(_("印发人"))
    file = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sign_by = models.DateField(_("签收期限"), null=True, blank=True)
    answer_by = models.DateField(_("反馈期限"), null=True, blank=True)
    answer_basis = models.CharField(_("期限依据"), max_length=200, blank=True)
    signed_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    signed_by = by_user(_("签收人"))
    receipt_note = models.CharField(_("签收说明"), max_length=200, blank=True)
    returns = models.PositiveSmallIntegerField(_("退回次数"), default=0)
    ended_on = models.DateField(_("终结日期"), null=True, blank=True)

    objects = SlipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("督查单")
        ordering = ["-pk"]
        triggers = [only_escalates(), issued_is_locked()]
        constraints = [
            models.CheckConstraint(
                name="slip_is_about_one_thing",
                condition=reduce(or_, (_is_about(thing) for thing in ABOUT)),
                violation_error_message=_("督查单须针对且只针对一件事（一事一单）。"),
            ),
            models.CheckConstraint(
                name="slip_known_words",
                condition=Q(status__in=list(STATUS_CHOICES))
                & ~Q(title="")
                & (
                    Q(kind="slip", colour__in=list(COLOUR_CHOICES))
                    | Q(kind__in=["urge", "summons"], colour="")
                ),
                violation_error_message=_("督查单须为蓝、黄、红之一；催办通知和约谈通知没有颜色。"),
            ),
            models.UniqueConstraint(
                name="slip_one_of_a_rung",
                fields=["thing", "about_key", "unit", "subject", "due_on", "revision", "rung"],
                condition=Q(rung__gt=0) & ~Q(status="lapsed"),
                violation_error_message=_("这一级阶梯已经建议过督查单。"),
            ),
            models.UniqueConstraint(
                name="slip_one_of_a_colour_open",
                fields=["thing", "about_key", "unit", "kind", "colour"],
                condition=Q(status__in=OPEN_VALUES),
                violation_error_message=_("这件事对该单位已有一张同样的督查单或通知尚未办结（一事一单）。"),
            ),
            models.UniqueConstraint(
                name="slip_one_proposal_of_a_colour",
                fields=["thing", "about_key", "unit", "colour"],
                condition=Q(status="proposed"),
                violation_error_message=_("这件事已有一条待处理的出单建议。"),
            ),
            models.UniqueConstraint(
                name="slip_number_once",
                fields=["number"],
                condition=~Q(number=""),
                violation_error_message=_("这个文号已用过。"),
            ),
            models.CheckConstraint(
                name="slip_red_at_once_says_why",
                condition=~Q(colour="red")
                | Q(status__in=UNDECIDED)
                | Q(follows__isnull=False)
                | ~Q(reason=""),
                violation_error_message=_("没有经过蓝、黄单直接出红单的，须写明理由。"),
            ),
            models.CheckConstraint(
                name="slip_decided_is_drafted",
                condition=Q(status__in=UNDECIDED)
                | Q(drafted_by__isnull=False, drafted_at__isnull=False, frozen_on__isnull=False),
                violation_error_message=_("督查单须有起草人和事实。"),
            ),
            models.CheckConstraint(
                name="slip_not_approved_by_its_drafter",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("drafted_by")),
                violation_error_message=_("起草人不能批准自己起草的督查单。"),
            ),
            models.CheckConstraint(
                name="slip_sent_is_whole",
                condition=~Q(status__in=SENT)
                | Q(
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                    issued_on__isnull=False,
                    issued_by__isnull=False,
                    file__isnull=False,
                )
                & ~Q(number="")
                & ~Q(requirement="")
                & (Q(answer_by__isnull=False, days__gte=1) | Q(kind="summons")),
                violation_error_message=_("已印发的督查单须有文号、批准人、印发人、要求、反馈期限和文件。"),
            ),
            models.CheckConstraint(
                name="slip_red_names_a_leader",
                condition=~Q(colour="red") | ~Q(status__in=["approved", *SENT]) | Q(signatory__isnull=False),
                violation_error_message=_("红色督查单须有批准的县领导。"),
            ),
            models.CheckConstraint(
                name="slip_signed_for_with_name",
                condition=~Q(status__in=["signed", "answered"])
                | Q(signed_at__isnull=False, signed_by__isnull=False),
                violation_error_message=_("签收须有时间和签收人。"),
            ),
            models.CheckConstraint(
                name="slip_summons_is_whole",
                condition=~Q(kind="summons")
                | Q(status__in=[*UNDECIDED, "draft", "withdrawn"])
                | Q(meets_at__isnull=False) & ~Q(summoned="") & ~Q(place=""),
                violation_error_message=_("约谈通知须写明约谈谁、时间和地点。"),
            ),
            models.CheckConstraint(
                name="slip_talk_is_recorded",
                condition=~Q(kind="summons") | ~Q(status="closed") | ~Q(talk_record=""),
                violation_error_message=_("约谈结束须有约谈记录。"),
            ),
            models.CheckConstraint(
                name="slip_ended_has_a_day",
                condition=Q(status__in=["proposed", *OPEN_VALUES], ended_on__isnull=True)
                | Q(ended_on__isnull=False) & ~Q(status__in=["proposed", *OPEN_VALUES]),
                violation_error_message=_("终结的督查单须有日期，未终结的不能有。"),
            ),
            models.CheckConstraint(
                name="slip_days_in_reach",
                condition=Q(days__isnull=True) | Q(days__gte=1, days__lte=MOST_DAYS),
                violation_error_message=_("反馈时限为1至60个工作日。"),
            ),
        ]
        indexes = [
            models.Index(name="slip_of_unit", fields=["unit", "issued_on"]),
            models.Index(name="slip_of_thing", fields=["thing", "about_key"]),
        ]

    def __str__(self) -> str:
        return f"{self.number or self.name} {self.title}"

    @property
    def name(self) -> str:
        """蓝色督查单, 催办通知."""
        return titled(self.kind, self.colour)

    @property
    def was_issued(self) -> bool:
        return bool(self.number)


class OfSlipQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        if user.reach.everything:
            return self
        return self.filter(slip__in=Slip.objects.visible_to(user))


class SlipAnswer(models.Model):
    """反馈: what the unit wrote; one that was sent back stays, another one follows it."""

    slip = models.ForeignKey(Slip, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(_("落实情况"), max_length=4000)
    by = by_user(_("报送人"), known=True)
    at = models.DateTimeField(_("报送时间"))

    objects = OfSlipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("督查单反馈")
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.CheckConstraint(
                name="slip_answer_says_something",
                condition=~Q(text=""),
                violation_error_message=_("请填写落实情况。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.slip_id} {self.at:%Y-%m-%d}"


class SlipFileQuerySet(models.QuerySet["SlipFile"]):
    def visible_to(self, user: User) -> Self:
        if user.reach.everything:
            return self
        return self.filter(answer__slip__in=Slip.objects.visible_to(user))


class SlipFile(models.Model):
    """反馈附件."""

    answer = models.ForeignKey(SlipAnswer, on_delete=models.PROTECT, related_name="files")
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")

    objects = SlipFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("督查单反馈附件")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="slip_file_once",
                fields=["answer", "upload"],
                violation_error_message=_("这个文件已经附上。"),
            )
        ]

    def __str__(self) -> str:
        return str(self.upload)


class SlipStep(models.Model):
    """办理记录: ``verb`` is a name of ``rules.slips``; nobody's steps are the clock's."""

    slip = models.ForeignKey(Slip, on_delete=models.CASCADE, related_name="steps")
    verb = models.CharField(_("事项"), max_length=40)
    by = by_user(_("办理人"))
    at = models.DateTimeField(_("时间"))
    note = models.CharField(_("说明"), max_length=500, blank=True)

    objects = OfSlipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("督查单办理记录")
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.told} {self.at:%Y-%m-%d}"

    @property
    def told(self) -> str:
        return TABLE.told_as(self.verb)
