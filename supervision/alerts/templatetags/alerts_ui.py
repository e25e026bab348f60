"""How a rung of a ladder reads."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from rulebook.models import LadderRung
from rulebook.models.ladders import ADDRESSEES, CHANNELS

register = template.Library()


@register.filter
def rung_day(rung: LadderRung) -> str:
    """到期前3个工作日, 到期当天, 到期后8天."""
    if not rung.offset:
        return _("到期当天")
    words = {"n": abs(rung.offset), "unit": _("个工作日") if rung.unit == "working" else _("天")}
    text = _("到期前%(n)s%(unit)s") if rung.offset < 0 else _("到期后%(n)s%(unit)s")
    return text % words


@register.filter
def rung_people(rung: LadderRung) -> str:
    return _("、").join(str(ADDRESSEES[who]) for who in rung.addressees)


@register.filter
def rung_ways(rung: LadderRung) -> str:
    """What goes out of the house; within it everybody is told."""
    return _("、").join(str(CHANNELS[way]) for way in rung.channels) or _("仅站内")
