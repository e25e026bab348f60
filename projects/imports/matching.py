"""Names as offices write them, found among the names that are known; the others get their neighbours."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final, Generic, TypeVar

from pypinyin import lazy_pinyin

Thing = TypeVar("Thing")

MARKS: Final = re.compile(r"[\s\"'“”‘’「」『』《》〈〉()\[\]【】〔〕,.;:、，。；：·•\-_—–~～/]+")
COUNTY: Final = re.compile(r"^(?:中共)?(?:[\u4e00-\u9fff]{2,3}[县市区旗])?[县市区旗]?")
NEAR_ENOUGH: Final = 0.5
LOOKED_AT: Final = 40


def plain_name(text: str) -> str:
    """The letters alone: width, blanks, quotes and brackets make no difference."""
    return MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def bare_unit(text: str) -> str:
    """县交通运输局 and 云岭县交通运输局 are 交通运输局; what is nothing but a county's name stays."""
    name = plain_name(text)
    return COUNTY.sub("", name, count=1) or name


class Index(Generic[Thing]):
    """Things by their names. A name that several things bear finds none of them."""

    def __init__(self, *ways: Callable[[str], str]) -> None:
        self.ways = ways or (plain_name,)
        self.exact: dict[str, Thing | None] = {}
        self.loose: list[dict[str, Thing | None]] | None = None
        self.found: dict[str, Thing | None] = {}
        self.shown: dict[str, str] = {}
        self.pieces: dict[str, list[str]] | None = None

    def add(self, name: str, thing: Thing, *, shown: str = "") -> None:
        """``shown`` is how a person is told of it, the name itself unless given."""
        if not name:
            return
        known = self.exact.setdefault(name, thing)
        if known != thing:
            self.exact[name] = None
        self.shown[name] = shown or name
        self.loose = self.pieces = None
        self.found.clear()

    def find(self, text: str) -> Thing | None:
        if text in self.found:
            return self.found[text]
        thing = self.exact.get(text)
        if thing is None and text not in self.exact:
            thing = self._loosely(text)
        self.found[text] = thing
        return thing

    def _loosely(self, text: str) -> Thing | None:
        if self.loose is None:
            self.loose = [_by(way, self.exact) for way in self.ways]
        for way, table in zip(self.ways, self.loose, strict=True):
            if (thing := table.get(way(text))) is not None:
                return thing
        return None

    def near(self, text: str, *, most: int = 3) -> tuple[str, ...]:
        """The names most alike in writing or in sound, best first, as a person is shown them."""
        if self.pieces is None:
            self.pieces = {}
            for name in self.exact:
                for piece in _pieces(name):
                    self.pieces.setdefault(piece, []).append(name)
        shared = Counter(name for piece in _pieces(text) for name in self.pieces.get(piece, ()))
        likely = sorted(
            ((_likeness(text, name), name) for name, _count in shared.most_common(LOOKED_AT)), reverse=True
        )
        names = (self.shown[name] for ratio, name in likely if ratio >= NEAR_ENOUGH)
        return tuple(dict.fromkeys(names))[:most]


def _by(way: Callable[[str], str], exact: dict[str, Thing | None]) -> dict[str, Thing | None]:
    table: dict[str, Thing | None] = {}
    for name, thing in exact.items():
        key = way(name)
        table[key] = thing if table.setdefault(key, thing) == thing else None
    return table


def _pieces(text: str) -> Iterable[str]:
    """Pairs of neighbours, and single characters for short names with one of them wrong."""
    name = plain_name(text)
    yield from {name[i : i + 2] for i in range(len(name) - 1)} | set(name)


def _likeness(one: str, other: str) -> float:
    one, other = plain_name(one), plain_name(other)
    seen = difflib.SequenceMatcher(None, one, other).ratio()
    if seen > 0.9 or len(one) > 30:
        return seen
    heard = difflib.SequenceMatcher(None, lazy_pinyin(one), lazy_pinyin(other)).ratio()
    return max(seen, heard * 0.95)
