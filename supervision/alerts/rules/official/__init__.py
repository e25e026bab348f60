"""Official papers (公文): their shape, their words and their figures. No database, clock or settings.

Slips and reports are drawn up in these; ``supervision.alerts.exports.official`` writes them as Word files.
"""

from __future__ import annotations

from supervision.alerts.rules.official.paper import (
    Align,
    Annex,
    Block,
    Column,
    Head,
    Imprint,
    Paper,
    Paragraph,
    Picture,
    RowKind,
    Section,
    Table,
    TableRow,
)
from supervision.alerts.rules.official.text import Fact, Piece, Quote, Text, plain, uncovered_digits
from supervision.alerts.rules.official.words import chinese_numeral, date_text, document_number, title_lines

__all__ = [
    "Align",
    "Annex",
    "Block",
    "Column",
    "Fact",
    "Head",
    "Imprint",
    "Paper",
    "Paragraph",
    "Picture",
    "Piece",
    "Quote",
    "RowKind",
    "Section",
    "Table",
    "TableRow",
    "Text",
    "chinese_numeral",
    "date_text",
    "document_number",
    "plain",
    "title_lines",
    "uncovered_digits",
]
