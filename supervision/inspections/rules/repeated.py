"""重复督查 (REG art. 15): the same unit looked at twice at one time for one thing, or too often in a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from accounts.rules import day_words
from supervision.matters.rules.similar import share

from .words import CONTENTS, Content

# So much of one title in the other is the same affair.
ALIKE: Final = 40


@dataclass(frozen=True)
class Subject:
    """What is compared. Both days are of the window."""

    title: str
    content_category: str
    sector_id: int | None
    starts_on: date
    ends_on: date


def same_subject(one: Subject, other: Subject) -> tuple[str, ...]:
    """Why two inspections that overlap in time may be one; nothing when they do not or are not alike."""
    if one.starts_on > other.ends_on or other.starts_on > one.ends_on:
        return ()
    said = []
    if one.content_category == other.content_category:
        said.append(_("内容类别相同（%(category)s）") % {"category": CONTENTS[Content(one.content_category)]})
    if one.sector_id is not None and one.sector_id == other.sector_id:
        said.append(_("板块相同"))
    alike = int(share(one.title, other.title) * 100)
    if alike >= ALIKE:
        said.append(_("名称相近（%(percent)s%%）") % {"percent": alike})
    return tuple(said)


def overlap_text(unit: str, number: str, other: Subject, reasons: tuple[str, ...]) -> str:
    return _("%(unit)s在%(start)s至%(end)s已安排“%(title)s”：%(reasons)s") % {
        "unit": unit,
        "start": day_words(other.starts_on),
        "end": day_words(other.ends_on),
        "title": f"{number} {other.title}".strip(),
        "reasons": "、".join(reasons),
    }


def frequency_text(unit: str, year: int, times: int, most: int) -> str:
    return _("%(unit)s在%(year)s年将被督查%(times)s次，年度计划不超过%(most)s次") % {
        "unit": unit,
        "year": year,
        "times": times,
        "most": most,
    }
