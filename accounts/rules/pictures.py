"""Marks of a picture: numbers that stay nearly the same when it is scaled, saved again, stamped or cropped.

A mark is the difference hash of a view: a picture reduced to 9×8 greys, one bit wherever it gets brighter to
the right. The first view is the whole picture; the others leave out a margin, because a crop of one picture
looks like such a view of the other. Measured by ``bench/pictures.py``; the figures stand in docs/evidence.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import imagehash
from PIL import Image

BITS: Final = 64
# Two pictures look alike when the whole of one and a view of the other differ by no more bits than this.
ALIKE_BITS: Final = 8
# One site photographed honestly every month from the same spot comes near; the same picture comes nearer.
SAME_SITE_BITS: Final = 6
WHOLE: Final = 0
# What varies less (standard deviation of greys) or has fewer bits of a kind says nothing: a white page.
LEAST_DEVIATION: Final = 5.0
LEAST_BITS: Final = 9
_SIDE: Final = 256
_PLACES: Final = (0.0, 0.5, 1.0)
# The share of the sides that a view leaves out, and where what is left lies.
_MARGINS: Final = (0.06, 0.12)
_TURNS: Final = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}


def _boxes() -> Iterable[tuple[int, int, int, int]]:
    yield 0, 0, _SIDE, _SIDE
    for margin in _MARGINS:
        for x in _PLACES:
            for y in _PLACES:
                left, top = _SIDE * margin * x, _SIDE * margin * y
                side = _SIDE * (1 - margin)
                yield int(left), int(top), int(left + side), int(top + side)


VIEWS: Final = tuple(_boxes())


def marks_of(picture: Image.Image, orientation: int = 1) -> dict[int, int]:
    """View → mark, 64 bits as a signed number; empty for a picture that says nothing.

    ``orientation`` is EXIF's: what a telephone wrote on its side is looked at upright.
    """
    grey = picture.convert("L").resize((_SIDE, _SIDE), Image.Resampling.BOX)
    for turn in _TURNS.get(orientation, ()):
        grey = grey.transpose(turn)
    if _deviation(grey) < LEAST_DEVIATION:
        return {}
    marks = {view: _mark(grey if view == WHOLE else grey.crop(box)) for view, box in enumerate(VIEWS)}
    return {view: mark for view, mark in marks.items() if _telling(mark)}


def _deviation(grey: Image.Image) -> float:
    """Of the greys of a 9×8 reduction, 0–127: grain and faint shadows do not count."""
    levels = grey.resize((9, 8), Image.Resampling.BOX).tobytes()
    mean = sum(levels) / len(levels)
    return float((sum((level - mean) ** 2 for level in levels) / len(levels)) ** 0.5)


def _mark(grey: Image.Image) -> int:
    bits = int(str(imagehash.dhash(grey)), 16)
    return bits - (1 << BITS) if bits >> (BITS - 1) else bits


def _telling(mark: int) -> bool:
    return LEAST_BITS <= _ones(mark) <= BITS - LEAST_BITS


def _ones(mark: int) -> int:
    return (mark & ((1 << BITS) - 1)).bit_count()


def bits_apart(one: int, other: int) -> int:
    """The Hamming distance of two marks, 0–64; the twin of the look-up's ``bit_count``."""
    return _ones(one ^ other)


def percent_alike(bits: int) -> int:
    """100 for no bit apart, 88 at ``ALIKE_BITS``; rounded down."""
    return 100 * (BITS - bits) // BITS
