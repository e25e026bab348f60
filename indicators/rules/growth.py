"""Growth in the words of statisticians: the one place where screen, report and API take them from.

The table is domain.md §5.3 (as the national bureau writes): 回落、加快、持平、收窄、扩大、由负转正、由正转负.
A fall is 下降3%, never 增长-3%; a difference of two rates is 百分点; nil growth is 与去年同期持平, and
what fell before has 由降转平, not 由负转正.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from rulebook.rules import round_half_up
from rulebook.rules.wording import points_text, year_on_year_text

PLACES: Final = 2


class Movement(StrEnum):
    """How growth moved since the period published before."""

    FASTER = "faster"
    SLOWER = "slower"
    LEVEL = "level"
    NARROWED = "narrowed"
    WIDENED = "widened"
    FALL_LEVEL = "fall_level"
    TO_POSITIVE = "to_positive"
    TO_NEGATIVE = "to_negative"
    TO_NIL = "to_nil"
    FROM_NIL = "from_nil"


LEVEL_WITH: Final = {Movement.LEVEL, Movement.FALL_LEVEL}
TURNED: Final = {
    Movement.TO_POSITIVE: "由负转正",
    Movement.TO_NEGATIVE: "由正转负",
    Movement.TO_NIL: "由降转平",
    Movement.FROM_NIL: "由平转降",
}
MOVED: Final = {
    Movement.FASTER: ("增速", "加快"),
    Movement.SLOWER: ("增速", "回落"),
    Movement.LEVEL: ("增速", "持平"),
    Movement.NARROWED: ("降幅", "收窄"),
    Movement.WIDENED: ("降幅", "扩大"),
    Movement.FALL_LEVEL: ("降幅", "持平"),
}


@dataclass(frozen=True)
class GrowthWords:
    """``level`` 同比增长5.3%; ``change`` 增速较1—7月回落0.4个百分点; ``moved`` the same without the period,
    增速回落0.4个百分点 or 由正转负. Both are empty without a former figure.
    """

    level: str
    change: str
    moved: str
    movement: Movement | None
    points: Decimal | None  # percentage points, signed

    @property
    def text(self) -> str:
        return "，".join(part for part in (self.level, self.change) if part)

    @property
    def has_turned(self) -> bool:
        return self.movement in TURNED

    @property
    def is_worse(self) -> bool:
        return self.points is not None and self.points < 0


def movement(previous: Decimal, current: Decimal, places: int = PLACES) -> Movement:
    """As written: what rounds to the same figure has not moved."""
    before, now = round_half_up(previous, places), round_half_up(current, places)
    if not now and before < 0:
        return Movement.TO_NIL
    if not before and now < 0:
        return Movement.FROM_NIL
    if before < 0 <= now:
        return Movement.TO_POSITIVE
    if now < 0 <= before:
        return Movement.TO_NEGATIVE
    if before == now:
        return Movement.FALL_LEVEL if now < 0 else Movement.LEVEL
    if now < 0:
        return Movement.NARROWED if now > before else Movement.WIDENED
    return Movement.FASTER if now > before else Movement.SLOWER


def growth_words(
    growth: Decimal | None, previous: Decimal | None = None, since: str = "上期", places: int = PLACES
) -> GrowthWords | None:
    """None when growth is unknown. ``since`` names the period that ``previous`` is of, as 1—7月."""
    if growth is None:
        return None
    level = year_on_year_text(growth, places)
    if previous is None:
        return GrowthWords(level, "", "", None, None)
    how = movement(previous, growth, places)
    points = round_half_up(growth, places) - round_half_up(previous, places)
    change, moved = _moved(how, points, since, places)
    return GrowthWords(level, change, moved, how, points)


def _moved(how: Movement, points: Decimal, since: str, places: int) -> tuple[str, str]:
    """With the period in their midst, and without it."""
    if how in TURNED:
        return f"增速较{since}{TURNED[how]}", TURNED[how]
    what, did = MOVED[how]
    if how in LEVEL_WITH:
        return f"{what}与{since}{did}", f"{what}{did}"
    size = points_text(points, places)
    return f"{what}较{since}{did}{size}", f"{what}{did}{size}"


def against(points: Decimal | None, what: str, places: int = PLACES) -> str:
    """高于目标0.3个百分点, 低于全市平均…, 与…持平; empty when unknown."""
    if points is None:
        return ""
    short = round_half_up(points, places)
    if not short:
        return f"与{what}持平"
    return f"{'高于' if short > 0 else '低于'}{what}{points_text(short, places)}"


def rank_words(rank: int | None, rank_of: int | None, scope: str, previous: int | None = None) -> str:
    """居全市第3位（共11个），较上期上升1位; empty when unknown."""
    if rank is None:
        return ""
    told = f"居{scope}第{rank}位"
    if rank_of is not None:
        told += f"（共{rank_of}个）"
    if previous is None:
        return told
    if previous == rank:
        return f"{told}，与上期持平"
    return f"{told}，较上期{'上升' if rank < previous else '下降'}{abs(previous - rank)}位"


def computed_growth(value: Decimal | None, year_before: Decimal | None) -> Decimal | None:
    """Percent, two places. Only for a version that says it may be computed: the caller asks it."""
    if value is None or year_before is None or year_before <= 0:
        return None
    return round_half_up((value / year_before - 1) * 100, PLACES)
