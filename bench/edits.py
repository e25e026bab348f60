"""What happens to a photo before it is used again: sent on, cropped, brightened, stamped with a date."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Final

from PIL import Image, ImageDraw, ImageEnhance

Picture = Image.Image


def saved(picture: Picture, quality: int = 85) -> Picture:
    """Written as JPEG and read again."""
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=quality)
    return Image.open(io.BytesIO(written.getvalue()))


def scaled(picture: Picture, by: float) -> Picture:
    size = int(picture.width * by), int(picture.height * by)
    return picture.resize(size, Image.Resampling.LANCZOS)


def cropped(picture: Picture, left: float, top: float, right: float, bottom: float) -> Picture:
    """Shares of the sides that are cut off."""
    wide, high = picture.size
    return picture.crop(
        (int(wide * left), int(high * top), int(wide * (1 - right)), int(high * (1 - bottom)))
    )


def stamped(picture: Picture) -> Picture:
    """As the applications that print date and place into a corner do."""
    picture = picture.copy()
    draw = ImageDraw.Draw(picture)
    foot = picture.height
    draw.rectangle((20, foot - 110, 330, foot - 20), fill=(240, 240, 240))
    draw.text((30, foot - 90), "2026-08-15 10:22 YUNLING", fill=(200, 30, 30))
    return picture


def forwarded(picture: Picture) -> Picture:
    """Cropped by hand, made small by the messenger, saved again by the next one."""
    return saved(saved(scaled(cropped(picture, 0.02, 0.03, 0.02, 0.01), 0.4), 40), 60)


EDITS: Final[dict[str, Callable[[Picture], Picture]]] = {
    "缩小到一半": lambda one: saved(scaled(one, 0.5)),
    "缩小到五分之一": lambda one: saved(scaled(one, 0.2)),
    "重新压缩（质量30）": lambda one: saved(one, 30),
    "重新压缩（质量12）": lambda one: saved(one, 12),
    "调亮25%": lambda one: saved(ImageEnhance.Brightness(one).enhance(1.25)),
    "调暗30%": lambda one: saved(ImageEnhance.Brightness(one).enhance(0.7)),
    "提高对比度30%": lambda one: saved(ImageEnhance.Contrast(one).enhance(1.3)),
    "加盖日期水印": lambda one: saved(stamped(one)),
    "四边各裁2%": lambda one: saved(cropped(one, 0.02, 0.02, 0.02, 0.02)),
    "四边各裁4%": lambda one: saved(cropped(one, 0.04, 0.04, 0.04, 0.04)),
    "四边裁得不等（0—6%）": lambda one: saved(cropped(one, 0.01, 0.06, 0.05, 0.0)),
    "右边裁5%": lambda one: saved(cropped(one, 0, 0, 0.05, 0)),
    "下边裁10%": lambda one: saved(cropped(one, 0, 0, 0, 0.1)),
    "左上各裁10%": lambda one: saved(cropped(one, 0.1, 0.1, 0, 0)),
    "四边各裁8%": lambda one: saved(cropped(one, 0.08, 0.08, 0.08, 0.08)),
    "裁边、缩小并两次压缩": lambda one: saved(
        saved(scaled(cropped(one, 0.02, 0.03, 0.02, 0.01), 0.4), 40), 60
    ),
}
