"""The shape of an official paper, whatever it says (GB/T 9704-2012)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from supervision.alerts.rules.official.text import Fact, Text, facts_in, plain, uncovered_digits


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`lead` is the opening phrase (一是…。) that is set off from the rest."""

    body: Text
    lead: Text = ()

    @property
    def text(self) -> Text:
        return self.lead + self.body


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
    """As wide as its columns: 156 mm stand on an upright page, 225 mm on a turned one.

    `breaks`: a row may go on on the next page, for rows that are high.
    """

    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart; `alt` says in words what it shows to who cannot see it."""

    png: bytes
    alt: str
    width_mm: float
    height_mm: float
    title: str = ""


Block: TypeAlias = Paragraph | Table | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """`level` 1 is headed 一、, 2 （一）, 3 1. and 4 （1）; the mark is part of the heading."""

    heading: str
    paragraphs: tuple[Block, ...] = ()
    level: int = 1


@dataclass(frozen=True, slots=True)
class Annex:
    """Begins on a page of its own, turned when its table is wide. It is numbered when there are several."""

    title: str
    blocks: tuple[Block, ...]
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """版头: the issuer in red over a red line. With a `signer` the number moves to the left (上行文)."""

    issuer: str
    number: str = ""
    signer: str = ""


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记: at the foot of the last page."""

    copies_to: str = ""
    printed_by: str = ""
    printed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """`title` comes in phrases that a line break may stand between; `warnings` are for the drafter only.

    `addressee` is 主送机关 with its colon left out. `marked`: figures carry numbers that an annex explains.
    """

    title: tuple[str, ...]
    preamble: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    closing: Text
    issuer: str
    issued_on: date | None
    head: Head | None = None
    addressee: str = ""
    annexes: tuple[Annex, ...] = ()
    imprint: Imprint | None = None
    contents: bool = False
    marked: bool = False
    warnings: tuple[str, ...] = ()

    def texts(self) -> Iterator[Text]:
        """Every text from the preamble to the closing sentence, in order."""
        yield from (paragraph.text for paragraph in self.preamble)
        for section in self.sections:
            yield (section.heading,)
            yield from _texts_in(section.paragraphs)
        yield self.closing
        for annex in self.annexes:
            yield from _texts_in(annex.blocks)

    def facts(self) -> tuple[Fact, ...]:
        return tuple(fact for text in self.texts() for fact in facts_in(text))

    def plain(self) -> str:
        return "\n".join(["".join(self.title), *map(plain, self.texts())])

    def uncovered_digits(self) -> list[str]:
        return [digits for text in self.texts() for digits in uncovered_digits(text)]


def _texts_in(blocks: tuple[Block, ...]) -> Iterator[Text]:
    return (block.text for block in blocks if isinstance(block, Paragraph))
