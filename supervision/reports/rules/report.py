"""The shape of a drafted report, whatever it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from supervision.reports.rules.text import Fact, Text, facts_in, plain, uncovered_digits


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`lead` is the opening phrase (一是…。) that is set off from the rest."""

    body: Text
    lead: Text = ()

    @property
    def text(self) -> Text:
        return self.lead + self.body


@dataclass(frozen=True, slots=True)
class Section:
    """`level` 1 is headed 一、 and 2 （一）."""

    heading: str
    paragraphs: tuple[Paragraph, ...] = ()
    level: int = 1


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    width_mm: float
    align: Align = Align.LEFT


class RowKind(StrEnum):
    ROW = "row"
    SECTION = "section"  # one cell over the whole width


@dataclass(frozen=True, slots=True)
class TableRow:
    cells: tuple[str, ...]
    source: str = ""
    kind: RowKind = RowKind.ROW


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """`warnings` are for the person who drafts, they are not part of the document."""

    title: tuple[str, ...]
    preamble: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    closing: Text
    issuer: str
    issued_on: date | None
    appendix: Table | None = None
    warnings: tuple[str, ...] = ()

    def texts(self) -> Iterator[Text]:
        """Every text from the preamble to the closing sentence, in order."""
        yield from (paragraph.text for paragraph in self.preamble)
        for section in self.sections:
            yield (section.heading,)
            yield from (paragraph.text for paragraph in section.paragraphs)
        yield self.closing

    def facts(self) -> tuple[Fact, ...]:
        return tuple(fact for text in self.texts() for fact in facts_in(text))

    def plain(self) -> str:
        return "\n".join(["".join(self.title), *map(plain, self.texts())])

    def uncovered_digits(self) -> list[str]:
        return [digits for text in self.texts() for digits in uncovered_digits(text)]
