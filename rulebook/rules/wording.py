"""Figures as official papers write them: computed exactly, rounded half up once, no idle zeros."""

from __future__ import annotations

from decimal import Decimal

from .investment import round_half_up

WAN_PER_YI = Decimal(10_000)
YUAN_PER_WAN = Decimal(10_000)


def number_text(value: Decimal | int, places: int = 2) -> str:
    """``3,200`` or ``4.28``: thousands marked, trailing zeros cut, no minus before a rounded zero."""
    short = round_half_up(Decimal(value), places)
    digits = f"{abs(short):,f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return f"-{digits}" if short < 0 else digits


def money_text(amount: Decimal, places: int = 2) -> str:
    """An amount in 万元 as 亿元 from one 亿 on, else in 万元; what would round to nothing, in 元."""
    short = round_half_up(amount, places)
    if abs(short) >= WAN_PER_YI:
        return f"{number_text(amount / WAN_PER_YI, places)}亿元"
    if amount and not short:
        return f"{number_text(amount * YUAN_PER_WAN, places)}元"
    return f"{number_text(amount, places)}万元"


def measured_text(value: Decimal, unit: str, places: int = 2) -> str:
    """A value in its own unit; money may change between 万元 and 亿元."""
    if unit == "亿元":
        return money_text(value * WAN_PER_YI, places)
    if unit == "万元":
        return money_text(value, places)
    return f"{number_text(value, places)}{unit}"


def percent_text(value: Decimal, places: int = 1) -> str:
    return f"{number_text(value, places)}%"


def points_text(value: Decimal, places: int = 1) -> str:
    """The size of a difference of two rates; the direction is said in words."""
    return f"{number_text(abs(value), places)}个百分点"


def growth_text(value: Decimal, places: int = 2) -> str:
    """增长5.3%, 下降3% or 持平; the sign is never written."""
    short = round_half_up(value, places)
    if not short:
        return "持平"
    return f"{'增长' if short > 0 else '下降'}{percent_text(abs(short), places)}"


def year_on_year_text(value: Decimal, places: int = 2) -> str:
    growth = growth_text(value, places)
    return "与去年同期持平" if growth == "持平" else f"同比{growth}"


def versus_schedule(points: Decimal, places: int = 1) -> str:
    """高于时序进度2.1个百分点, 低于… or 与时序进度持平."""
    short = round_half_up(points, places)
    if not short:
        return "与时序进度持平"
    return f"{'高于' if short > 0 else '低于'}时序进度{points_text(short, places)}"
