"""Whether two matters may be the same affair (条例 art. 15: no 重复督查): how alike, and why."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from accounts.rules import day_words

ALIKE: Final = Decimal("0.4")
# Without a unit in common the words must say more.
ALIKE_ELSEWHERE: Final = Decimal("0.7")
TITLE_WEIGHT: Final = Decimal("0.6")
_NOISE: Final = re.compile(r"[^\w]|[的了和与及在]|_")
_HUNDREDTH: Final = Decimal("0.01")


@dataclass(frozen=True)
class Affair:
    """What is compared. ``start`` and ``end`` are the first and the last day; no end is open."""

    title: str
    requirement: str
    unit_ids: Collection[int]
    start: date
    end: date | None = None


def pairs_of(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters without punctuation: words without a dictionary."""
    plain = _NOISE.sub("", text.lower())
    return frozenset(plain[place : place + 2] for place in range(len(plain) - 1)) or frozenset(
        [plain] if plain else []
    )


def share(one: str, other: str) -> Decimal:
    """How much of the shorter text is in the longer, 0–1: 修路 is all in 修路架桥. Rounded to hundredths."""
    ours, theirs = pairs_of(one), pairs_of(other)
    if not ours or not theirs:
        return Decimal(0)
    common = len(ours & theirs)
    # Half of containment and half of Dice: a short text is not the same as all that contains it.
    dice = Decimal(2 * common) / (len(ours) + len(theirs))
    contained = Decimal(common) / min(len(ours), len(theirs))
    return ((dice + contained) / 2).quantize(_HUNDREDTH)


def likeness(one: Affair, other: Affair) -> Decimal:
    """The share of title and requirement together, the title first; the title alone where that says more."""
    title = share(one.title, other.title)
    both = TITLE_WEIGHT * title + (1 - TITLE_WEIGHT) * share(one.requirement, other.requirement)
    return max(both, title * Decimal("0.9")).quantize(_HUNDREDTH)


def overlap(one: Affair, other: Affair) -> bool:
    return (one.end is None or other.start <= one.end) and (other.end is None or one.start <= other.end)


def reasons_of(one: Affair, other: Affair, names: dict[int, str]) -> tuple[Decimal, tuple[str, ...]]:
    """How alike they are and why it is worth a look; no reasons when it is not. ``names``: of the units."""
    alike = likeness(one, other)
    common = [unit_id for unit_id in one.unit_ids if unit_id in set(other.unit_ids)]
    if not overlap(one, other) or alike < (ALIKE if common else ALIKE_ELSEWHERE):
        return alike, ()
    reasons = [_("内容相近（%(percent)s%%）") % {"percent": int(alike * 100)}]
    if common:
        reasons.append(_("同一承办单位：%(units)s") % {"units": "、".join(names[pk] for pk in common)})
    reasons.append(
        _("办理时间重叠：%(start)s至%(end)s")
        % {
            "start": day_words(other.start),
            "end": day_words(other.end) if other.end else _("今"),
        }
    )
    return alike, tuple(reasons)
