"""The ladder (阶梯): when a due thing is told again, to whom, by which way, in which colour.

A rung is reached so many days before or after the due date. Counting from the day of the round back to
the newest due date that has reached it (``reaches``) turns the whole ladder into comparisons of dates,
which one statement of the database makes for a million things.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .workdays import ONE_DAY, DayUnit, Workdays


class Colour(StrEnum):
    """From weakest to strongest; 蓝 → 黄 → 红 as on the slips that counties issue."""

    NOTE = "note"
    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"

    @property
    def rank(self) -> int:
        return list(Colour).index(self) + 1


COLOUR_LABELS: Final = {
    Colour.NOTE: pgettext_lazy("colour", "提示"),
    Colour.BLUE: _("蓝色"),
    Colour.YELLOW: _("黄色"),
    Colour.RED: _("红色"),
}


class Addressee(StrEnum):
    """In which capacity somebody is told; who that is on the day, tenures, roles and deputies say."""

    CLERK = "clerk"
    UNIT_HEAD = "unit_head"
    LEADER = "leader"
    OFFICE_HEAD = "office_head"
    CHIEF = "chief"


ADDRESSEE_LABELS: Final = {
    Addressee.CLERK: _("承办人"),
    Addressee.UNIT_HEAD: _("单位负责人"),
    Addressee.LEADER: _("包抓领导"),
    Addressee.OFFICE_HEAD: _("督查办主任"),
    Addressee.CHIEF: _("县主要领导"),
}


class Channel(StrEnum):
    """The ways out of the house; what stands on the page of reminders stands there always."""

    EMAIL = "email"
    SMS = "sms"
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    GOVWECHAT = "govwechat"
    WEBHOOK = "webhook"


CHANNEL_LABELS: Final = {
    Channel.EMAIL: _("电子邮件"),
    Channel.SMS: _("短信"),
    Channel.WECOM: _("企业微信"),
    Channel.DINGTALK: _("钉钉"),
    Channel.GOVWECHAT: _("政务微信"),
    Channel.WEBHOOK: _("外部系统"),
}


def level_of(colour: Colour, step: int) -> int:
    """11 for the first note, 21 for the first blue rung …; 0 is news, which is on no ladder."""
    return colour.rank * 10 + step


@dataclass(frozen=True)
class Rung:
    """``offset`` days of ``unit`` after the due date, before it when negative.

    ``patience``: natural days after which the rung is told although nothing lower was delivered.
    """

    colour: Colour
    step: int
    offset: int
    unit: DayUnit
    addressees: tuple[Addressee, ...]
    channels: tuple[Channel, ...] = ()
    patience: int = 3
    proposes_slip: bool = False

    @property
    def level(self) -> int:
        return level_of(self.colour, self.step)

    def day(self, due_on: date, workdays: Workdays) -> date:
        """The day from which on what is due on ``due_on`` stands on this rung."""
        if self.unit is DayUnit.NATURAL or not self.offset:
            return due_on + timedelta(days=self.offset)
        return workdays.add(due_on, self.offset)

    def reaches(self, on: date, workdays: Workdays) -> date:
        """The newest due date whose things stand on this rung on the day ``on``.

        A later due date never reaches a rung earlier, so that every older one does as well.
        """
        due_on = on - timedelta(days=self.offset)
        while self.day(due_on, workdays) > on:
            due_on -= ONE_DAY
        while self.day(due_on + ONE_DAY, workdays) <= on:
            due_on += ONE_DAY
        return due_on


def ladder_faults(rungs: Iterable[Rung]) -> list[str]:
    """What is wrong with a ladder as a whole; empty when it can be climbed."""
    ordered = sorted(rungs, key=lambda rung: rung.level)
    faults = []
    if not ordered:
        faults.append(str(_("阶梯至少要有一级。")))
    for lower, higher in zip(ordered, ordered[1:], strict=False):
        if higher.offset <= lower.offset:
            text = _("“%(higher)s”第%(step)s级应晚于前一级：前一级为%(lower)s天，本级为%(offset)s天。")
            faults.append(
                str(text)
                % {
                    "higher": COLOUR_LABELS[higher.colour],
                    "step": higher.step,
                    "lower": lower.offset,
                    "offset": higher.offset,
                }
            )
    return faults
