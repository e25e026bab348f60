"""Charts as pictures for paper: plain bars on white, dark enough for a black printer.

The same bars give the same bytes. A picture says Chinese names, so it needs a font that has them;
none is carried along. Where the machine has none, there is no picture, and the table beside it says all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from rulebook.rules.wording import number_text

FONTS: Final = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
    "C:/Windows/Fonts/simsun.ttc",
    "/System/Library/Fonts/PingFang.ttc",
)
# A dot is a sixth of a millimetre: 156 mm, the width of the type area, at 152 dots to the inch.
DOTS_PER_MM: Final = 6
WIDTH_MM: Final = 156
ROW, BAR, TOP, SIZE = 54, 26, 60, 24
NAMES, NUMBERS = 250, 120
INK, SOFT, AHEAD, BEHIND, MARK = "#222222", "#bbbbbb", "#3b6ea5", "#b5473c", "#222222"
LONGEST_NAME: Final = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """``value`` in percent, None is unknown; ``mark`` a line that it is measured by."""

    name: str
    value: Decimal | None
    mark: Decimal | None = None


@lru_cache(maxsize=1)
def font_file() -> str:
    """The first font of the list that the machine has; empty without any."""
    return next((name for name in FONTS if Path(name).exists()), "")


def height_mm(bars: Sequence[Bar]) -> float:
    return (TOP + ROW * len(bars) + 20) / DOTS_PER_MM


def bars_png(bars: Sequence[Bar], legend: str) -> bytes:
    """Bars from a common zero, below it to the left; bars under their mark are red. Needs ``font_file``."""
    font = ImageFont.truetype(font_file(), SIZE)
    width, height = WIDTH_MM * DOTS_PER_MM, round(height_mm(bars) * DOTS_PER_MM)
    picture = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(picture)
    pen.text((NAMES, 12), legend, fill=INK, font=font)
    scale = _Scale(bars, NAMES, width - NUMBERS)
    for number, bar in enumerate(bars):
        _draw(pen, bar, TOP + ROW * number, scale, font)
    pen.line([(scale.at(Decimal(0)), TOP - 8), (scale.at(Decimal(0)), height - 20)], fill=INK, width=2)
    file = BytesIO()
    picture.quantize(32).save(file, "PNG", optimize=True, dpi=(152.4, 152.4))
    return file.getvalue()


class _Scale:
    """From values to dots; zero is always on it."""

    def __init__(self, bars: Sequence[Bar], left: int, right: int) -> None:
        known = [v for bar in bars for v in (bar.value, bar.mark) if v is not None]
        self.low = min([*known, Decimal(0)])
        self.span = (max([*known, Decimal(0)]) - self.low) or Decimal(1)
        # Numbers below zero are written left of their bars.
        self.left = left + (NUMBERS if self.low < 0 else 0)
        self.dots = right - self.left

    def at(self, value: Decimal) -> int:
        return self.left + round((value - self.low) / self.span * self.dots)


def _draw(pen: ImageDraw.ImageDraw, bar: Bar, top: int, scale: _Scale, font: ImageFont.FreeTypeFont) -> None:
    name = bar.name if len(bar.name) <= LONGEST_NAME else f"{bar.name[: LONGEST_NAME - 1]}…"
    pen.text((NAMES - 12, top + BAR // 2), name, fill=INK, font=font, anchor="rm")
    zero, middle = scale.at(Decimal(0)), top + BAR // 2
    if bar.value is None:
        pen.text((zero + 8, middle), "暂无数据", fill=INK, font=font, anchor="lm")
        return
    end = scale.at(bar.value)
    short = bar.value < (bar.mark if bar.mark is not None else 0)
    pen.rectangle([min(zero, end), top, max(zero, end), top + BAR], fill=BEHIND if short else AHEAD)
    if bar.mark is not None:
        at = scale.at(bar.mark)
        pen.line([(at, top - 8), (at, top + BAR + 8)], fill=MARK, width=4)
    side, anchor = (-8, "rm") if bar.value < 0 else (8, "lm")
    past = max(end, scale.at(bar.mark)) if bar.mark is not None and bar.value >= 0 else end
    pen.text((past + side, middle), f"{number_text(bar.value, 1)}%", fill=INK, font=font, anchor=anchor)
