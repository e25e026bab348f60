"""佐证 as pages show it: pictures in pairs, before and after side by side, then the others and the papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from accounts.rules import PICTURES

from ..models import Evidence
from ..selectors.page import pairs_of


@dataclass(frozen=True)
class Piece:
    """``hints``: what a reviewer should look at, for ``components/evidence_hints.html``."""

    evidence: Evidence
    hints: Any = ()

    @property
    def url(self) -> str:
        return reverse("inspection-evidence", args=[self.evidence.pk])

    @property
    def name(self) -> str:
        return self.evidence.caption or self.evidence.upload.name

    @property
    def is_picture(self) -> bool:
        return self.evidence.upload.content_type in PICTURES


@dataclass(frozen=True)
class Pair:
    number: int
    before: list[Piece] = field(default_factory=list)
    after: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class Gallery:
    """``pairs`` have at least one side; the pictures of no pair are the ``others``."""

    pairs: list[Pair]
    others: list[Piece]
    papers: list[Piece]

    @property
    def count(self) -> int:
        paired = sum(len(pair.before) + len(pair.after) for pair in self.pairs)
        return paired + len(self.others) + len(self.papers)


def gallery(rows: Sequence[Evidence], hints: Mapping[int, Any] | None = None) -> Gallery:
    """``rows`` come with their uploads; ``hints`` by the key of the evidence."""
    found = [Piece(row, (hints or {}).get(row.pk, ())) for row in rows]
    pieces = {piece.evidence.pk: piece for piece in found}
    pairs = [
        Pair(pair.pair, [pieces[row.pk] for row in pair.before], [pieces[row.pk] for row in pair.after])
        for pair in pairs_of(list(rows))
    ]
    loose = [piece for piece in found if piece.evidence.pair is None]
    return Gallery(
        pairs,
        [piece for piece in loose if piece.is_picture],
        [piece for piece in loose if not piece.is_picture],
    )
