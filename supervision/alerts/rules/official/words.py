"""Numerals, dates and names as official papers write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

_DIGITS = "零一二三四五六七八九"
_CLAUSE_END = re.compile(r"[。；;，,]")


def chinese_numeral(number: int) -> str:
    """一 … 九十九; ValueError outside, for no paper counts further in words."""
    if not 1 <= number <= 99:
        raise ValueError(f"{number} has no ordinal in a report; 1 to 99 have")
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def ordinal(number: int) -> str:
    return f"{chinese_numeral(number)}是"


def date_text(day: date, *, within: int | None = None) -> str:
    """2026年9月30日, or 9月30日 within the year that the text speaks of anyway."""
    short = f"{day.month}月{day.day}日"
    return short if day.year == within else f"{day.year}年{short}"


def excerpt(words: str, limit: int = 60) -> str:
    """The beginning of a department's account: whole clauses up to `limit` characters on one line.

    The full stop goes, what else is left out is marked by ……; nothing is reworded.
    """
    line = " ".join("".join(words.splitlines()).split()).rstrip("。；;，,.")
    if len(line) <= limit:
        return line
    ends = [match.start() for match in _CLAUSE_END.finditer(line, 0, limit + 1)]
    return line[: ends[-1] if ends else limit] + "……"


def title_lines(phrases: Sequence[str], limit: int) -> list[str]:
    """Break a title of `phrases` into as few lines of `limit` characters as it needs, never inside a phrase.

    Two lines form a trapezoid and three a diamond (GB/T 9704-2012, 7.3.1): no two neighbouring lines are
    equal if that can be had, and the lines are otherwise as even as can be. A phrase longer than a line
    stays whole.
    """
    if sum(map(len, phrases)) <= limit:
        return ["".join(phrases)]
    for count in range(2, len(phrases) + 1):
        choices = [
            lines for lines in _splits(tuple(phrases), count) if all(len(line) <= limit for line in lines)
        ]
        if choices:
            return min(choices, key=_shape)
    return list(phrases)


def _splits(phrases: tuple[str, ...], count: int) -> list[list[str]]:
    if count == 1:
        return [["".join(phrases)]]
    return [
        ["".join(phrases[:cut]), *rest]
        for cut in range(1, len(phrases) - count + 2)
        for rest in _splits(phrases[cut:], count - 1)
    ]


def _shape(lines: list[str]) -> tuple[int, int, int]:
    """Smaller is better: equal neighbours, a middle line shorter than its neighbours, unevenness."""
    sizes = [len(line) for line in lines]
    rectangles = sum(a == b for a, b in zip(sizes, sizes[1:], strict=False))
    waists = sum(b < min(a, c) for a, b, c in zip(sizes, sizes[1:], sizes[2:], strict=False))
    return waists, rectangles, max(sizes) - min(sizes)


def document_number(word: str, year: int, number: int) -> str:
    """发文字号, such as 云督通〔2026〕17号: hexagonal brackets, no leading zeros (GB/T 9704-2012, 7.2.5)."""
    return f"{word}〔{year}〕{number}号"
