"""阶梯 and 发送规则: when a due thing is told, to whom, and at what hours messages leave the house."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.dated import Dated, ends_after_start, no_overlap
from accounts.models.history import keep_history

from ..rules import DayUnit
from ..rules.ladder import ADDRESSEE_LABELS, CHANNEL_LABELS, COLOUR_LABELS, Addressee, Channel, Colour, Rung
from ..rules.sending import SendingTerms
from .dated import RuleQuerySet
from .deadlines import UNIT_CHOICES

GENERAL = "general"
# What may have a ladder of its own; what has none in force climbs the general one.
LADDERS: dict[str, Any] = {GENERAL: _("通用阶梯")}
COLOURS = {colour.value: label for colour, label in COLOUR_LABELS.items()}
ADDRESSEES = {who.value: label for who, label in ADDRESSEE_LABELS.items()}
CHANNELS = {channel.value: label for channel, label in CHANNEL_LABELS.items()}
FURTHEST_BEFORE, FURTHEST_AFTER = -60, 400


def register_ladder(key: str, label: Any) -> None:
    """For ``AppConfig.ready`` of a room to the right: a kind of due thing that may climb its own ladder."""
    LADDERS[key] = label


@keep_history
class LadderRung(Dated):
    """One step of a ladder. A ladder is changed as a whole (``services.change_ladder``)."""

    ladder = models.SlugField(_("阶梯"), max_length=40)
    colour = models.CharField(_("颜色"), max_length=8, choices=COLOURS)
    step = models.PositiveSmallIntegerField(_("同色第几级"), default=1)
    offset = models.SmallIntegerField(_("天数"), help_text=_("到期日之后为正，之前为负，当日为0。"))
    unit = models.CharField(_("单位"), max_length=8, choices=UNIT_CHOICES, default="natural")
    addressees = ArrayField(models.CharField(max_length=12, choices=ADDRESSEES), verbose_name=_("提醒谁"))
    channels = ArrayField(
        models.CharField(max_length=12, choices=CHANNELS),
        verbose_name=_("站外渠道"),
        default=list,
        blank=True,
        help_text=_("站内提醒总是有的。"),
    )
    patience = models.PositiveSmallIntegerField(
        _("等候天数"), default=3, help_text=_("下一级没有送达时，到级后再等这么多个自然日。")
    )
    proposes_slip = models.BooleanField(_("建议督查单"), default=False)
    note = models.CharField(_("依据"), max_length=200, blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("催办阶梯")
        ordering = ["ladder", "-valid_from", "offset"]
        constraints = [
            ends_after_start("ladder_rung_ends_after_start"),
            no_overlap(
                "ladder_rung_one_at_a_time",
                "ladder",
                "colour",
                "step",
                message=_("该阶梯的这一级在这段时间已有规则，同一天只能有一条。"),
            ),
            models.CheckConstraint(
                name="ladder_rung_known_words",
                condition=Q(
                    colour__in=list(COLOURS),
                    unit__in=list(UNIT_CHOICES),
                    addressees__contained_by=list(ADDRESSEES),
                    channels__contained_by=list(CHANNELS),
                ),
                violation_error_message=_("颜色、单位、提醒对象或渠道不在规则库的词表里。"),
            ),
            models.CheckConstraint(
                name="ladder_rung_tells_somebody",
                condition=Q(addressees__len__gte=1),
                violation_error_message=_("每一级至少提醒一种人。"),
            ),
            models.CheckConstraint(
                name="ladder_rung_step_is_1_to_9",
                condition=Q(step__gte=1, step__lte=9),
                violation_error_message=_("同一颜色最多九级。"),
            ),
            models.CheckConstraint(
                name="ladder_rung_offset_in_reach",
                condition=Q(offset__gte=FURTHEST_BEFORE, offset__lte=FURTHEST_AFTER, patience__lte=60),
                violation_error_message=_("天数应在到期前60天至到期后400天之间，等候不超过60天。"),
            ),
            models.CheckConstraint(
                name="ladder_rung_slip_has_colour",
                condition=Q(proposes_slip=False) | ~Q(colour=Colour.NOTE.value),
                violation_error_message=_("提示一级不能建议督查单，请选蓝、黄或红。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{LADDERS.get(self.ladder, self.ladder)} {self.get_colour_display()}{self.step}"

    @property
    def terms(self) -> Rung:
        return Rung(
            colour=Colour(self.colour),
            step=self.step,
            offset=self.offset,
            unit=DayUnit(self.unit),
            addressees=tuple(Addressee(who) for who in self.addressees),
            channels=tuple(Channel(channel) for channel in self.channels),
            patience=self.patience,
            proposes_slip=self.proposes_slip,
        )


@keep_history
class SendingRule(Dated):
    """发送规则: at which hours and on which days messages go out, and how much one of them says."""

    opens_at = models.TimeField(_("每日始于"), default=SendingTerms.opens_at)
    closes_at = models.TimeField(_("每日止于"), default=SendingTerms.closes_at)
    workdays_only = models.BooleanField(_("只在工作日"), default=True)
    daily_cap = models.PositiveSmallIntegerField(
        _("每封最多列出"),
        default=SendingTerms.daily_cap,
        validators=[MinValueValidator(1), MaxValueValidator(200)],
        help_text=_("其余只报件数。"),
    )
    leaders_weekday = models.PositiveSmallIntegerField(
        _("领导周报在星期"), default=1, validators=[MinValueValidator(1), MaxValueValidator(7)]
    )
    note = models.CharField(_("依据"), max_length=200, blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("发送规则")
        ordering = ["-valid_from"]
        constraints = [
            ends_after_start("sending_rule_ends_after_start"),
            no_overlap("sending_rule_one_at_a_time", message=_("这段时间已有发送规则，同一天只能有一条。")),
            models.CheckConstraint(
                name="sending_rule_opens_before_it_closes",
                condition=Q(opens_at__lt=F("closes_at")),
                violation_error_message=_("每日发送的开始时间应早于结束时间。"),
            ),
            models.CheckConstraint(
                name="sending_rule_in_reach",
                condition=Q(
                    daily_cap__gte=1, daily_cap__lte=200, leaders_weekday__gte=1, leaders_weekday__lte=7
                ),
                violation_error_message=_("每封列出1至200条，星期填1至7。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opens_at:%H:%M}—{self.closes_at:%H:%M}"

    @property
    def terms(self) -> SendingTerms:
        return SendingTerms(
            self.opens_at, self.closes_at, self.workdays_only, self.daily_cap, self.leaders_weekday
        )
