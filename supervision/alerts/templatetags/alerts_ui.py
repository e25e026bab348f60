"""How a rung of a ladder reads."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rulebook.models import LadderRung
from rulebook.models.ladders import ADDRESSEES, CHANNELS

register = template.Library()


@register.filter
def rung_day(rung: LadderRung) -> str:
    """到期前3个工作日, 到期当天, 到期后8天."""
    if not rung.offset:
        return _("到期当天")
    days, working, before = abs(rung.offset), rung.unit == "working", rung.offset < 0
    if working and before:
        text = ngettext("到期前%(n)s个工作日", "到期前%(n)s个工作日", days)
    elif working:
        text = ngettext("到期后%(n)s个工作日", "到期后%(n)s个工作日", days)
    elif before:
        text = ngettext("到期前%(n)s天", "到期前%(n)s天", days)
    else:
        text = ngettext("到期后%(n)s天", "到期后%(n)s天", days)
    return text % {"n": days}


@register.filter
def rung_people(rung: LadderRung) -> str:
    return _("、").join(str(ADDRESSEES[who]) for who in rung.addressees)


@register.filter
def rung_ways(rung: LadderRung) -> str:
    """What goes out of the house; within it everybody is told."""
    return _("、").join(str(CHANNELS[way]) for way in rung.channels) or _("仅站内")
