"""The many ways in which an office writes the same date, number, name or list."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import Decimal

from .county import Project, units

SEPARATORS = ("、", "，", "；", "\n")
FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
END_OF_AUGUST = date(2026, 8, 31)
NUMERALS = "零一二三四五六七八九十"


def span(project: Project, index: int) -> str:
    """建设年限 in one of five shapes."""
    first, last = project.begins, project.ends
    if first is None or last is None:
        return ""
    return (
        f"{first:%Y.%m}—{last:%Y.%m}",
        f"{first.year}年{first.month}月—{last.year}年{last.month}月",
        f"{first.year}.{first.month}-{last.year}.{last.month}",
        f"{first:%Y-%m}至{last:%Y-%m}",
        f"{first.year}年{first.month}月底—{last.year}年{last.month}月底",
    )[index % 5]


def month(day: date | None, index: int) -> str | date:
    """A month in one of four shapes; every fourth is a real date, the last day of the month."""
    if day is None:
        return ""
    return (
        f"{day.year}.{day.month}",
        f"{day.year}年{day.month}月底",
        f"{day:%Y-%m}",
        date(day.year, day.month, monthrange(day.year, day.month)[1]),
    )[index % 4]


def deadline(day: date, index: int) -> str | date:
    """A day in one of five shapes."""
    return (
        day,
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y-%m-%d}",
        f"{day:%Y/%m/%d}",
    )[index % 5]


def amount(value: Decimal, index: int) -> str | Decimal:
    """Money as typed by hand: mostly a number, now and then text."""
    shapes: dict[int, str] = {
        1: f"{value:,}",
        4: str(value).translate(FULL_WIDTH),
        6: f"约{value}",
        9: f" {value} ",
    }
    return shapes.get(index % 12, value)


def unit_list(names: tuple[str, ...], index: int) -> str:
    """Several units in one cell, the lead first."""
    return SEPARATORS[index % 4].join(names)


def unit_long(name: str) -> str:
    """A department's name without the county's: 云岭县交通运输局 → 县交通运输局; others as they are known."""
    unit = units()[name]
    return unit.name.replace("云岭县", "县", 1) if unit.kind == "部门" and unit.parent == "县政府" else name


def unit_with_head(name: str) -> str:
    """工信局（某某）, as in the column 责任单位（责任人）."""
    return f"{name}（{units()[name].head}）"


def numeral(number: int) -> str:
    """一 … 十九."""
    return NUMERALS[number] if number <= 10 else "十" + NUMERALS[number - 10]


def yi(value: Decimal) -> Decimal:
    """万元 → 亿元."""
    return value / Decimal(10000)


def share(percent: int) -> Decimal:
    """As a cell of a percentage holds it: 0.85."""
    return Decimal(percent) / 100
