"""A document as it reads on the page, each figure beside the rows that it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from supervision.alerts.rules.official.figures import number_text
from supervision.reports.rules.kept import KeptDocument, KeptFact, KeptSection
from supervision.reports.rules.papers import numbered_paragraphs
from supervision.reports.rules.tokens import KeptParagraph, Token, said


@dataclass(frozen=True, slots=True)
class ReadPiece:
    """``number`` counts what has a source; ``exact`` is the figure to four places; ``fact`` its key.

    ``hand``: a person wrote this number; ``was`` is then what the system had said.
    """

    text: str
    source: str = ""
    exact: str = ""
    number: int | None = None
    fact: str = ""
    hand: bool = False
    was: str = ""


@dataclass(frozen=True, slots=True)
class ReadSection:
    heading: str
    level: int
    paragraphs: tuple[tuple[ReadPiece, ...], ...]
    key: int = 0
    annex: bool = False


class Reading:
    """Title, preamble, sections without the annexes, closing, issuer; empty before it is drafted."""

    def __init__(self, document: KeptDocument) -> None:
        self._facts: Mapping[str, KeptFact] = document.facts
        self._count = 0
        text = [section for section in document.sections if not section.annex]
        opening = text[:1] if text and not text[0].heading else []
        self.title = "".join(document.title) if text else ""
        self.opening = tuple(self._section(section) for section in opening)
        self.preamble = tuple(p for section in self.opening for p in section.paragraphs)
        self.sections = tuple(self._section(section) for section in text[len(opening) :])
        self.annexes = tuple(self._section(section) for section in document.sections if section.annex)
        self.closing, self.issuer = document.closing, document.issuer

    def pieces(self) -> Iterator[ReadPiece]:
        """Every figure and quotation with its source."""
        return (piece for piece in self._every() if piece.source)

    def hands(self) -> list[ReadPiece]:
        """The numbers that a person wrote."""
        return [piece for piece in self._every() if piece.hand]

    def _every(self) -> Iterator[ReadPiece]:
        sections = (*self.opening, *self.sections, *self.annexes)
        return (piece for section in sections for paragraph in section.paragraphs for piece in paragraph)

    def __bool__(self) -> bool:
        return bool(self.title)

    def _section(self, section: KeptSection) -> ReadSection:
        paragraphs = tuple(self._paragraph(paragraph) for paragraph in numbered_paragraphs(section))
        return ReadSection(section.heading, section.level, paragraphs, section.key, section.annex)

    def _paragraph(self, paragraph: KeptParagraph) -> tuple[ReadPiece, ...]:
        return tuple(self._piece(token) for token in [*paragraph["lead"], *paragraph["body"]])

    def _piece(self, token: Token) -> ReadPiece:
        if isinstance(token, str):
            return ReadPiece(token)
        hand = bool(token.get("hand"))
        if "fact" not in token and hand:
            return ReadPiece(said(token), hand=True)
        self._count += 1
        if "fact" not in token:
            return ReadPiece(said(token), str(token["source"]), number=self._count)
        fact = self._facts[token["fact"]]
        exact = f"{number_text(Decimal(fact.value), 4)}{fact.unit}" if fact.value else ""
        source = f"{fact.definition}；{fact.filters}"
        was = str(token.get("text", "")) if hand else ""
        return ReadPiece(said(token), source, exact, self._count, fact.key, hand, was)
