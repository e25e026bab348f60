"""“立行立改”“长期坚持”“2026年6月底前”: a deadline as ledgers have it, a date or a class of time or both."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from projects.imports.cells import DASHES, UNKNOWN, CellError, normal, parse_text
from projects.imports.moments import When, parse_end

from ..rules.words import TimeClass

CLASS_WORDS: Final[Mapping[str, TimeClass]] = {
    "立行立改": TimeClass.AT_ONCE,
    "立即整改": TimeClass.AT_ONCE,
    "即知即改": TimeClass.AT_ONCE,
    "立整立改": TimeClass.AT_ONCE,
    "长期坚持": TimeClass.LONG,
    "持续坚持": TimeClass.LONG,
    "持续推进": TimeClass.LONG,
    "长期": TimeClass.LONG,
    "中期": TimeClass.MIDDLE,
    "短期": TimeClass.SHORT,
    "近期": TimeClass.SHORT,
}
PARTS: Final = re.compile(r"[，,；;、（）()\n]|并|完成")
FILLING: Final = re.compile(r"整改|到位|时限|期限|\s")
# 1. 2、 (3) ④ 一是 （五）, at the beginning of a line or behind a full stop.
MARK: Final = re.compile(
    r"(?:^|\n|(?<=[；;。]))\s*(?:[（(]?(?P<number>\d{1,2})[.．、)）]+|[①-⑳]"
    r"|[一二三四五六七八九十]{1,2}是|[（(][一二三四五六七八九十]{1,2}[)）])\s*"
)
# Within so many days from the day of the order it is of this class.
LIMITS: Final = ((15, TimeClass.AT_ONCE), (60, TimeClass.SHORT))


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day, or None where only a class of time is written; the class, or "" where only a day is."""

    on: datetime.date | None = None
    time_class: str = ""


def deadline_text(value: object) -> str | None:
    """A cell as it will be read with the sheet's year: a date becomes the text of its day."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, datetime.date) else parse_text(value)


def deadline_of(text: str | None, year: int) -> Deadline | None | CellError:
    """None for an empty cell. ``year`` completes “6月底前”."""
    if text is None or DASHES.sub("-", normal(text)) in UNKNOWN:
        return None
    found = Deadline()
    for part in filter(None, (FILLING.sub("", part) for part in PARTS.split(text))):
        word = next((word for word in CLASS_WORDS if word in part), "")
        said = found.time_class or (CLASS_WORDS[word].value if word else "")
        rest = part.replace(word, "") if word else part
        when = parse_end(rest, year=year) if rest else None
        if isinstance(when, CellError):
            message = _("“%(text)s”不是时限。") % {"text": text}
            return CellError("not_a_deadline", message, _("请填写日期，或立行立改、短期、中期、长期坚持。"))
        found = Deadline(when.on if isinstance(when, When) else found.on, said)
    return found


def class_of(text: str) -> str:
    """The class of time that a word stands for, or ""."""
    return next((ours.value for word, ours in CLASS_WORDS.items() if word in text), "")


def class_between(issued: datetime.date, due: datetime.date) -> str:
    """Of a ledger that writes only days. What runs longest is still no 长期坚持, which a person decides."""
    days = (due - issued).days
    return next((ours for most, ours in LIMITS if days <= most), TimeClass.MIDDLE).value


def numbered(text: str) -> list[str]:
    """The items of “1.……2.……” in one cell; the whole where nothing is numbered from 1 on."""
    marks = list(MARK.finditer(text))
    counts = [int(mark["number"]) for mark in marks if mark["number"]]
    if counts != list(range(1, len(counts) + 1)) or counts == [1] and text[marks[0].end() :][:1].isdigit():
        marks = []
    starts = [0, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(text)]
    pieces = [text[start:end].strip(" ；;。\n") for start, end in zip(starts, ends, strict=True)]
    return [piece for piece in pieces if piece]
