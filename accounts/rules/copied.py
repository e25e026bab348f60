"""How much of a text was taken over from another, and which parts, so that a page can mark them.

Only letters and characters count: spaces, punctuation and **numbers** are passed over, so that last month's
sentence with a new amount is still last month's sentence. A part counts from ``RUN`` characters in a row;
shorter agreement is the language of offices, not copying.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Final, Generic, TypeVar

RUN: Final = 8
# Below this many counted characters a text is a formula (“主体施工”), which everybody may repeat.
SHORTEST: Final = 24
WORTH_A_LOOK: Final = Decimal("0.50")
_HUNDREDTH: Final = Decimal("0.01")
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Copied:
    """``share`` 0–1 of the text's letters, hundredths rounded down; ``runs`` are [start, end) in the text."""

    share: Decimal
    runs: tuple[tuple[int, int], ...]

    @property
    def percent(self) -> int:
        return int(self.share * 100)

    def marked(self, text: str) -> tuple[tuple[str, bool], ...]:
        """The text in pieces, each with whether it was taken over."""
        pieces, at = [], 0
        for start, end in self.runs:
            pieces += [(text[at:start], False), (text[start:end], True)]
            at = end
        return tuple(piece for piece in (*pieces, (text[at:], False)) if piece[0])


def _letters(text: str) -> tuple[str, list[int]]:
    """What counts of the text, and where each letter stands in it."""
    kept, places = [], []
    for place, raw in enumerate(text):
        for char in unicodedata.normalize("NFKC", raw).lower():
            if unicodedata.category(char)[0] == "L":
                kept.append(char)
                places.append(place)
    return "".join(kept), places


def _runs_in(plain: str) -> list[str]:
    return [plain[at : at + RUN] for at in range(len(plain) - RUN + 1)]


def copied_share(text: str, other: str) -> Copied:
    """What of ``text`` stands in ``other`` too, wherever and in whatever order."""
    plain, places = _letters(text)
    known = set(_runs_in(_letters(other)[0]))
    taken = [False] * len(plain)
    for at, run in enumerate(_runs_in(plain)):
        if run in known:
            taken[at : at + RUN] = [True] * RUN
    if not any(taken):
        return Copied(Decimal(0), ())
    share = (Decimal(sum(taken)) / len(plain)).quantize(_HUNDREDTH, ROUND_DOWN)
    return Copied(share, tuple(_spans(taken, places)))


def _spans(taken: list[bool], places: list[int]) -> list[tuple[int, int]]:
    """Numbers and marks between two letters of one run belong to it."""
    spans: list[tuple[int, int]] = []
    for at, is_taken in enumerate(taken):
        if not is_taken:
            continue
        start, end = places[at], places[at] + 1
        if at and taken[at - 1]:
            start = spans.pop()[0]
        spans.append((start, end))
    return spans


@dataclass(frozen=True)
class TakenFrom:
    """A text of which much was taken from another: for ``components/copied_text.html``.

    ``source`` in words, with its unit; ``same_subject``: from an earlier report on the same thing.
    """

    copied: Copied
    pieces: tuple[tuple[str, bool], ...]
    source: str
    url: str
    same_subject: bool


@dataclass(frozen=True)
class Closest(Generic[Key]):
    key: Key
    copied: Copied


class Library(Generic[Key]):
    """Many texts, asked for the one from which most of another was taken; each is taken apart once."""

    def __init__(self, texts: Mapping[Key, str]) -> None:
        self._texts = texts
        self._holders: dict[str, set[Key]] = {}
        for key, text in texts.items():
            for run in _runs_in(_letters(text)[0]):
                self._holders.setdefault(run, set()).add(key)

    def closest(self, text: str, *, among: set[Key] | None = None) -> Closest[Key] | None:
        """None when too little was taken over to be worth a look (``WORTH_A_LOOK``), or the text is short."""
        plain = _letters(text)[0]
        if len(plain) < SHORTEST:
            return None
        shared: Counter[Key] = Counter()
        for run in _runs_in(plain):
            shared.update(self._holders.get(run, ()))
        found = [key for key, _count in shared.most_common() if among is None or key in among][:5]
        judged = [Closest(key, copied_share(text, self._texts[key])) for key in found]
        best = max(judged, key=lambda one: one.copied.share, default=None)
        return best if best and best.copied.share >= WORTH_A_LOOK else None
