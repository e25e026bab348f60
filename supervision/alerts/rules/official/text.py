"""Text in which every figure can be followed home: plain words, facts and quotations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure as it is said. `value` is exact and in `unit`; only `text` is rounded.

    `key` names the question (``sector.industry.completed``), `source` the rows that answered it.
    """

    key: str
    value: Decimal | int | None
    unit: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words taken over unchanged from a row: a name, a department's own account of its work."""

    text: str
    source: str


Piece: TypeAlias = str | Fact | Quote
Text: TypeAlias = tuple[Piece, ...]

# What may stand in plain words with digits: dates, months and ranges of months.
_DATE = re.compile(
    r"\d{4}年(?:\d{1,2}(?:—\d{1,2})?月(?:\d{1,2}日)?)?"
    r"|\d{1,2}(?:—\d{1,2})?月(?:\d{1,2}日)?"
)
_DIGITS = re.compile(r"\d[\d,.]*")


def plain(text: Text) -> str:
    return "".join(piece if isinstance(piece, str) else piece.text for piece in text)


def facts_in(text: Text) -> Iterator[Fact]:
    return (piece for piece in text if isinstance(piece, Fact))


def uncovered_digits(text: Text) -> list[str]:
    """Digits that neither a fact, a quotation nor a date accounts for; empty when all is well."""
    return [found for piece in text if isinstance(piece, str) for found in digits_outside_dates(piece)]


def digits_outside_dates(words: str) -> list[str]:
    return _DIGITS.findall(_DATE.sub(" ", words))


def clause(*pieces: Piece) -> Text | None:
    """A clause, or None when one of its figures is unknown.

    This is the rule for unknown figures: the clause is left out, so that a text never says 0 or * for them.
    """
    return None if any(fact.value is None for fact in facts_in(pieces)) else pieces


def joined(parts: Iterable[Text | None], mark: str) -> Text:
    """The parts that are there, with `mark` between them."""
    text: list[Piece] = []
    for part in parts:
        if part:
            text.extend((mark, *part) if text else part)
    return tuple(text)


def sentence(*clauses: Text | None, mark: str = "，") -> Text:
    """The known clauses as one sentence, or nothing when none is known."""
    text = joined(clauses, mark)
    return (*text, "。") if text else ()


def listed(items: Sequence[Text], *, limit: int, mark: str = "、") -> Text:
    """The first `limit` items, with 等 when some are left out."""
    text = joined(items[:limit], mark)
    return (*text, "等") if len(items) > limit else text
