"""A kept report as it reads, each figure beside the rows that it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from supervision.reports.rules.figures import number_text
from supervision.reports.rules.frozen import FrozenFact, FrozenPiece


@dataclass(frozen=True, slots=True)
class ReadPiece:
    """``number`` counts what has a source; ``exact`` is the figure to four places."""

    text: str
    source: str = ""
    exact: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class ReadSection:
    heading: str
    level: int
    paragraphs: tuple[tuple[ReadPiece, ...], ...]


class Reading:
    """Title lines, preamble, sections, closing, issuer; empty before the report is drafted."""

    def __init__(self, text: Mapping[str, Any], facts: Sequence[FrozenFact]) -> None:
        self._facts = {(fact["key"], fact["text"]): fact for fact in facts}
        self._count = 0
        self.title = "".join(text.get("title", ()))
        self.preamble = tuple(self._paragraph(pieces) for pieces in text.get("preamble", ()))
        self.sections = tuple(
            ReadSection(
                section["heading"],
                section["level"],
                tuple(self._paragraph(pieces) for pieces in section["paragraphs"]),
            )
            for section in text.get("sections", ())
        )
        self.closing: str = text.get("closing", "")
        self.issuer: str = text.get("issuer", "")

    def pieces(self) -> Iterator[ReadPiece]:
        """Every figure and quotation with its source."""
        paragraphs = [*self.preamble, *(p for section in self.sections for p in section.paragraphs)]
        return (piece for paragraph in paragraphs for piece in paragraph if piece.source)

    def __bool__(self) -> bool:
        return bool(self.title)

    def _paragraph(self, pieces: Sequence[FrozenPiece]) -> tuple[ReadPiece, ...]:
        return tuple(self._piece(piece) for piece in pieces)

    def _piece(self, piece: FrozenPiece) -> ReadPiece:
        if isinstance(piece, str):
            return ReadPiece(piece)
        self._count += 1
        if "quote" in piece:
            return ReadPiece(piece["quote"], piece["source"], number=self._count)
        fact = self._facts[piece["fact"], piece["text"]]
        exact = "" if fact["value"] is None else f"{number_text(Decimal(fact['value']), 4)}{fact['unit']}"
        return ReadPiece(piece["text"], fact["source"] or "", exact, self._count)
