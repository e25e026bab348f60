"""The proof of one reminder: planned, bundled, each attempt by each channel, read, signed for, acted upon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from rulebook.rules.ladder import COLOUR_LABELS, Colour

from ..models import Delivery, DigestLine, Reminder

TONES: Final = {Colour.YELLOW.value: "warn", Colour.RED.value: "red"}


@dataclass(frozen=True)
class Moment:
    """A line of the timeline, in the order in which it happened."""

    at: datetime
    title: str
    by: str = ""
    text: str = ""
    icon: str = "check"
    tone: str = ""


@dataclass(frozen=True)
class Proof:
    """``ladder``: every row about the same thing and due date, whoever was told, from the lowest rung up."""

    reminder: Reminder
    moments: list[Moment]
    ladder: list[Reminder]
    lines: list[DigestLine]


def proof_of(reminder: Reminder) -> Proof:
    """``reminder`` is one that the reader may see; what others were told of the thing belongs to it."""
    lines = list(DigestLine.objects.filter(reminder=reminder).select_related("digest").order_by("digest"))
    tried = Delivery.objects.filter(digest__in=[line.digest_id for line in lines]).select_related("digest")
    ladder = Reminder.objects.filter(
        subject=reminder.subject,
        about_key=reminder.about_key,
        due_on=reminder.due_on,
        revision=reminder.revision,
    ).select_related("recipient__person", "recipient__unit", "stands_in_for__person")
    moments = [*_own_moments(reminder), *(moment for one in tried for moment in _attempt(one))]
    if reminder.bundled_at:
        moments += [_bundled(line, reminder.bundled_at) for line in lines]
    order = {moment.title: place for place, moment in enumerate(moments)}
    moments.sort(key=lambda moment: (moment.at, order[moment.title]))
    return Proof(reminder, moments, list(ladder.order_by("rung", "raised_at", "pk")), lines)


def rung_words(reminder: Reminder) -> str:
    """蓝色第1级; news is on no ladder."""
    if reminder.is_news:
        return _("消息")
    colour = COLOUR_LABELS[Colour(reminder.colour)]
    return _("%(colour)s第%(step)s级") % {"colour": colour, "step": reminder.rung % 10}


def _own_moments(reminder: Reminder) -> list[Moment]:
    who = str(reminder.recipient)
    known = [
        (reminder.raised_at, _("生成"), rung_words(reminder), "bell"),
        (reminder.delivered_at, _("送达"), "", "send"),
        (reminder.read_at, _("阅读"), "", "eye"),
        (reminder.signed_at, _("签收"), "", "circle-check-filled"),
        (reminder.settled_at, _("了结"), reminder.get_outcome_display(), "flag-3"),
    ]
    mine = {_("阅读"), _("签收")}
    tone = TONES.get(reminder.colour, "")
    return [
        Moment(at, title, who if title in mine else "", text, icon, "" if place else tone)
        for place, (at, title, text, icon) in enumerate(known)
        if at is not None
    ]


def _bundled(line: DigestLine, at: datetime) -> Moment:
    words: dict[str, Any] = {"channel": line.digest.get_channel_display()}
    return Moment(at, _("编入%(channel)s") % words, icon="list-check")


def _attempt(tried: Delivery) -> list[Moment]:
    """The start of an attempt, and how it ended; a sender that was killed left only the start."""
    words: dict[str, Any] = {"channel": tried.digest.get_channel_display(), "n": tried.attempt}
    started = Moment(tried.started_at, _("%(channel)s：第%(n)s次发送") % words, icon="send")
    if tried.ended_at is None:
        return [started]
    title = _("%(channel)s：第%(n)s次失败") if tried.error else _("%(channel)s：第%(n)s次成功")
    text = "\n".join(filter(None, [tried.error, tried.answer]))
    icon, tone = ("alert-circle-filled", "red") if tried.error else ("circle-check-filled", "")
    return [started, Moment(tried.ended_at, title % words, "", text, icon, tone)]
