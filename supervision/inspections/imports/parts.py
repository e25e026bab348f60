"""What groups of cells say together: who carries it, where it stands, until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Post, Unit
from supervision.matters.imports.words import meant

from ..rules.words import TimeClass
from .cells import Cells
from .deadlines import Deadline, class_between
from .words import STAND_WORDS, Stand

PERSON_LENGTH: Final = 80
ONLY_HERE: Final = {Stand.LONG_TERM: gettext_lazy("列入长期坚持"), Stand.WITHDRAWN: gettext_lazy("撤销")}


@dataclass(frozen=True, slots=True)
class Carriers:
    """``unit`` is None where the ledger names none. ``person`` with telephone, of the responsible unit."""

    unit: Unit | None
    helpers: tuple[Unit, ...]
    leader: Post | None
    accepting: Unit | None
    person: str


def carriers(cells: Cells) -> Carriers:
    """The first responsible unit carries it, the others help."""
    named = list(cells.units("unit"))
    unit, in_brackets = named[0] if named else (None, "")
    helpers = [helper for helper, _person in (*named[1:], *cells.units("helping_units")) if helper != unit]
    accepting = next((found for found, _person in cells.units("accepting_unit")), None)
    return Carriers(
        unit,
        tuple(dict.fromkeys(helpers)),
        cells.leader("leader"),
        accepting,
        (cells.contact() or in_brackets)[:PERSON_LENGTH],
    )


def together(people: Sequence[Carriers]) -> Carriers:
    """Of all rows of one rectification: another unit below, which has a measure of its own, helps."""
    first = people[0]
    others = (unit for one in people for unit in (one.unit, *one.helpers) if unit not in (None, first.unit))
    return replace(first, helpers=tuple(dict.fromkeys(unit for unit in others if unit is not None)))


@dataclass(frozen=True, slots=True)
class Standing:
    """``issued`` is None for what comes in as a draft. ``said``: what the old ledger says beyond that."""

    issued: date | None
    said: str = ""


def standing(cells: Cells) -> Standing:
    """By the word and the day of the ledger. Nothing is closed without proof, not by import either."""
    stand, said = _said(cells)
    issued = cells.past_day("issued")
    if stand == Stand.DRAFT and issued is not None:
        text = cells.value("state")
        message = _("状态“%(text)s”与交办日期矛盾。") % {"text": text}
        cells.say("state", "state_contradicts", message, _("请核对状态和交办日期。"), text)
    if stand not in (None, Stand.DRAFT) and not cells.value("issued"):
        remedy = _("导入后请交办；或在表中补上交办日期再导入。")
        cells.say("state", "draft_only", _("没有交办日期，先作为待交办导入。"), remedy, warns=True)
    return Standing(issued, said)


def _said(cells: Cells) -> tuple[Stand | None, str]:
    text, closed = cells.value("state"), cells.past_day("closed")
    stand = meant(text, STAND_WORDS) if text else None
    if text and stand is None:
        message = _("整改状态“%(text)s”不认识。") % {"text": text}
        cells.say("state", "unknown_state", message, _("请填写未交办、正在整改或已完成。"), text)
    if stand in ONLY_HERE:
        message = _("“%(what)s”要有理由和批准人，不随台账导入。") % {"what": ONLY_HERE[stand]}
        remedy = _("先按整改中导入，导入后请在系统中办理。")
        cells.say("state", "decided_here", message, remedy, text, warns=True)
    if stand != Stand.DONE and closed is None:
        return stand, _("旧台账记载：%(text)s") % {"text": text} if stand in ONLY_HERE else ""
    column = "state" if text else "closed"
    words = {"text": text or _("已销号"), "day": f"（{closed.isoformat()}）" if closed else ""}
    message = _("写的是“%(text)s”，没有核查，不能随台账销号，先按整改中导入。") % words
    remedy = _("请在系统中上传佐证、申请销号，由两名以上单位外的人员核查后销号。")
    cells.say(column, "closing_needs_proof", message, remedy, text or closed or "", warns=True)
    return Stand.DONE, _("旧台账记载：%(text)s%(day)s") % words


@dataclass(frozen=True, slots=True)
class Dates:
    """``due.on`` None: the rule of its class gives the day. ``measures``: the day of each, in order."""

    due: Deadline
    measures: tuple[date | None, ...]


def dates(rows: Sequence[Cells], counts: Sequence[int], issued: date | None) -> Dates:
    """Of a rectification whose rows have so many measures each.

    A ledger with one column of dates means each measure by it; the whole is then due with the last of them.
    """
    cells = rows[0]
    apart = cells.has("measure_due")
    days: list[date | None] = []
    for row, count in zip(rows, counts, strict=True):
        found = [deadline.on for deadline in row.deadlines("measure_due" if apart else "due")]
        days += found if len(found) == count else [found[-1]] * count
    named = [cells.deadline("due")] if apart else [each for row in rows for each in row.deadlines("due")]
    whole = max((each.on for each in named if each.on), default=None)
    last = max(filter(None, days), default=None)
    if whole is not None and last is not None and last > whole:
        message, remedy = _("措施完成时限晚于整改时限。"), _("请核对两个日期。")
        rows[-1].say("measure_due", "after_the_whole", message, remedy, last)
    time_class = cells.time_class() or next((each.time_class for each in named if each.time_class), "")
    return Dates(_due(cells, whole or last, time_class, issued), tuple(days))


def _due(cells: Cells, on: date | None, time_class: str, issued: date | None) -> Deadline:
    """Held against the day of the order, or, while there is none, against today."""
    if on is not None and issued is not None and on < issued:
        cells.say("due", "due_before_issue", _("整改时限早于交办日期。"), _("请核对两个日期。"), on)
    if on is not None and issued is None and on < cells.desk.on:
        remedy = _("交办前请重新确定时限。")
        cells.say("due", "due_past", _("还没有交办，时限已过，没有导入。"), remedy, on, warns=True)
        on = None
    by_days = class_between(issued or cells.desk.on, on) if on is not None else TimeClass.SHORT.value
    return Deadline(on, time_class or by_days)
