"""A report as plain JSON for the row that keeps it: exact figures as text, every piece recognisable."""

from __future__ import annotations

from typing import TypeAlias

from supervision.reports.rules.report import Paragraph, Report
from supervision.reports.rules.text import Fact, Piece, Quote, plain

FrozenFact: TypeAlias = dict[str, str | None]
FrozenPiece: TypeAlias = str | dict[str, str]


def frozen_facts(report: Report) -> list[FrozenFact]:
    """Each figure once, in the order in which the text first says it."""
    return [
        {
            "key": fact.key,
            "value": None if fact.value is None else str(fact.value),
            "unit": fact.unit,
            "text": fact.text,
            "source": fact.source,
        }
        for fact in dict.fromkeys(report.facts())
    ]


def frozen_text(report: Report) -> dict[str, object]:
    """The parts of the text; a piece is a string, {"fact": key, "text": …} or {"quote": …, "source": …}."""
    return {
        "title": list(report.title),
        "preamble": [_paragraph(paragraph) for paragraph in report.preamble],
        "sections": [
            {
                "heading": section.heading,
                "level": section.level,
                "paragraphs": [_paragraph(paragraph) for paragraph in section.paragraphs],
            }
            for section in report.sections
        ],
        "closing": plain(report.closing),
        "issuer": report.issuer,
        "issued_on": report.issued_on and report.issued_on.isoformat(),
    }


def _paragraph(paragraph: Paragraph) -> list[FrozenPiece]:
    return [_piece(piece) for piece in paragraph.text]


def _piece(piece: Piece) -> FrozenPiece:
    if isinstance(piece, Fact):
        return {"fact": piece.key, "text": piece.text}
    if isinstance(piece, Quote):
        return {"quote": piece.text, "source": piece.source}
    return piece
