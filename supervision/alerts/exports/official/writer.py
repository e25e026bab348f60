"""An official paper as a Word document in the layout of GB/T 9704-2012."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

import docx

from supervision.alerts.exports.official.contents import bookmark, contents_xml
from supervision.alerts.exports.official.heads import head_xml, imprint_xml
from supervision.alerts.exports.official.package import describe, drop_unused_parts, pack
from supervision.alerts.exports.official.pages import Pages, set_up_pages
from supervision.alerts.exports.official.pictures import picture_xml
from supervision.alerts.exports.official.style import Font, PaperStyle
from supervision.alerts.exports.official.tables import table_xml
from supervision.alerts.exports.official.wordstyles import (
    ADDRESSEE,
    ATTACHED,
    BODY,
    HEADING_1,
    HEADING_2,
    HEADING_3,
    SIGNED,
    TABLE_LABEL,
    TABLE_NOTE,
    TABLE_TITLE,
    TITLE,
    install_styles,
)
from supervision.alerts.exports.official.xml import mark_xml, paragraph_xml, run_xml
from supervision.alerts.rules.official.paper import (
    Annex,
    Block,
    Paper,
    Picture,
    Section,
    Table,
)
from supervision.alerts.rules.official.text import Fact, Text, plain
from supervision.alerts.rules.official.words import date_text, title_lines

_SEAL_CHARS = 4  # 成文日期 stands four characters from the right edge
_HANGING_CHARS = 3  # 附件： before the names of several annexes
_AFTER_A_TABLE = (  # Word wants a paragraph there
    f'<w:p><w:pPr><w:pStyle w:val="{TABLE_NOTE}"/><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
)


def write_paper(
    paper: Paper, style: PaperStyle, target: BinaryIO | Path, *, author: str, created_at: datetime
) -> None:
    """Write `paper` as .docx. The same arguments give the same bytes."""
    if isinstance(target, Path):
        with target.open("wb") as stream:
            write_paper(paper, style, stream, author=author, created_at=created_at)
        return
    writer = _Writer(paper, style)
    describe(writer.document, title="".join(paper.title), author=author, created_at=created_at)
    pages = set_up_pages(writer.document, style, turned=any(annex.turned for annex in paper.annexes))
    pack(writer.document, writer.body(pages), target)


class _Writer:
    """One paper in the making: the parts of its body as XML text, numbered marks and pictures."""

    def __init__(self, paper: Paper, style: PaperStyle) -> None:
        self.paper, self.style = paper, style
        self.document = docx.Document()
        drop_unused_parts(self.document)
        install_styles(self.document, style)
        self.marks = (
            {fact: n for n, fact in enumerate(dict.fromkeys(paper.facts()), 1)} if paper.marked else {}
        )
        self.pictures = 0

    def body(self, pages: Pages) -> str:
        """All sections: the text, then each annex on pages of its own, the imprint on the last."""
        parts, sort = self._text(), pages.upright
        several = len(self.paper.annexes) > 1
        for number, annex in enumerate(self.paper.annexes, 1):
            parts[-1] = _ending_section(parts[-1], sort)
            parts += self._annex(annex, f"附件{number}" if several else "附件")
            sort = pages.turned if annex.turned else pages.upright
        if self.paper.imprint is not None:
            if sort == pages.turned != pages.upright:
                parts[-1], sort = _ending_section(parts[-1], sort), pages.upright
            parts.append(imprint_xml(self.paper.imprint, self.style))
        return "".join(parts) + sort

    def _text(self) -> list[str]:
        """The paragraphs from the head to the date, one string each."""
        paper, style = self.paper, self.style
        title = "\n".join(title_lines(paper.title, style.title_chars))
        parts = head_xml(paper.head, style) if paper.head else []
        parts += [paragraph_xml(TITLE, run_xml(title, style.title)), paragraph_xml(BODY)]
        if paper.contents:
            parts += contents_xml(paper.sections, style)
        if paper.addressee:
            parts.append(paragraph_xml(ADDRESSEE, run_xml(f"{paper.addressee.rstrip('：')}：", style.body)))
        parts += self._blocks(paper.preamble)
        for number, section in enumerate(paper.sections):
            parts += self._section(number, section)
        if paper.closing:
            parts.append(paragraph_xml(BODY, self._runs(paper.closing, style.body)))
        return parts + self._attached() + self._signature()

    def _section(self, number: int, section: Section) -> list[str]:
        style_id, font = {
            1: (HEADING_1, self.style.heading_1),
            2: (HEADING_2, self.style.heading_2),
            3: (HEADING_3, self.style.heading_3),
        }.get(section.level, (BODY, self.style.body))
        heading = run_xml(section.heading, font)
        if self.paper.contents:
            heading = bookmark(number, heading)
        head = [paragraph_xml(style_id, heading)] if section.heading else []
        return [*head, *self._blocks(section.paragraphs)]

    def _blocks(self, blocks: Iterable[Block]) -> list[str]:
        return [part for block in blocks for part in self._block(block)]

    def _block(self, block: Block) -> list[str]:
        if isinstance(block, Table):
            note = [paragraph_xml(TABLE_NOTE, run_xml(block.note, self.style.table))] if block.note else []
            return [*note, table_xml(block, self.style), _AFTER_A_TABLE]
        if isinstance(block, Picture):
            self.pictures += 1
            return [picture_xml(block, self.document, self.style, self.pictures)]
        lead = self._runs(block.lead, self.style.heading_2) if block.lead else ""
        return [paragraph_xml(BODY, lead, self._runs(block.body, self.style.body))]

    def _runs(self, text: Text, font: Font) -> str:
        """One run, or with marks one for each stretch between them."""
        if not self.marks:
            return run_xml(plain(text), font)
        runs, words = [], ""
        for piece in text:
            words += piece if isinstance(piece, str) else piece.text
            if isinstance(piece, Fact):
                runs += [run_xml(words, font), mark_xml(self.marks[piece], font)]
                words = ""
        return "".join(runs) + (run_xml(words, font) if words else "")

    def _attached(self) -> list[str]:
        """附件说明: the one annex by name, several numbered and below each other."""
        titles = [annex.title for annex in self.paper.annexes]
        if not titles:
            return []
        if len(titles) == 1:
            return [
                paragraph_xml(BODY),
                paragraph_xml(ATTACHED, run_xml(f"附件：{titles[0]}", self.style.body)),
            ]
        lines = [self._listed(number, title) for number, title in enumerate(titles, 1)]
        return [paragraph_xml(BODY), *lines]

    def _listed(self, number: int, title: str) -> str:
        char = round(self.style.body.size * 20)
        chars = self.style.first_line_chars + _HANGING_CHARS
        hanging = f'w:hangingChars="{_HANGING_CHARS * 100}" w:hanging="{char * _HANGING_CHARS}"'
        if number > 1:
            hanging = 'w:firstLineChars="0" w:firstLine="0"'
        indent = f'<w:ind w:leftChars="{chars * 100}" w:left="{char * chars}" {hanging}/>'
        text = run_xml(f"{'附件：' if number == 1 else ''}{number}. {title}", self.style.body)
        return f'<w:p><w:pPr><w:pStyle w:val="{ATTACHED}"/>{indent}</w:pPr>{text}</w:p>'

    def _signature(self) -> list[str]:
        """Issuer centred over the date, as the standard sets it for a sealed document."""
        paper, style = self.paper, self.style
        if paper.issued_on is None:
            return []
        issuer, day = _signature_indents(paper.issuer, paper.issued_on)
        return [
            paragraph_xml(BODY),
            paragraph_xml(BODY),
            _indented(paper.issuer, issuer, style),
            _indented(date_text(paper.issued_on), day, style),
        ]

    def _annex(self, annex: Annex, label: str) -> list[str]:
        style = self.style
        return [
            paragraph_xml(TABLE_LABEL, run_xml(label, style.heading_1)),
            paragraph_xml(TABLE_TITLE, run_xml(annex.title, style.title)),
            *self._blocks(annex.blocks),
        ]


def _signature_indents(issuer: str, issued_on: date) -> tuple[float, float]:
    """Characters from the right edge for issuer and date; a long issuer stands two off and moves the date."""
    shift = (_width(issuer) - _width(date_text(issued_on))) / 2
    if _SEAL_CHARS - shift >= 2:
        return _SEAL_CHARS - shift, _SEAL_CHARS
    return 2, 2 + shift


def _width(text: str) -> float:
    """In Chinese characters, of which a digit or Latin letter takes half."""
    return sum(0.5 if letter.isascii() else 1 for letter in text)


def _indented(text: str, chars: float, style: PaperStyle) -> str:
    indent = f'<w:ind w:rightChars="{round(chars * 100)}" w:right="{round(chars * style.body.size * 20)}"/>'
    run = run_xml(text, style.body)
    return f'<w:p><w:pPr><w:pStyle w:val="{SIGNED}"/>{indent}</w:pPr>{run}</w:p>'


def _ending_section(part: str, properties: str) -> str:
    """The part, whose last paragraph now carries the properties of the section that it ends."""
    before, mark, after = part.rpartition("</w:pPr>")
    return f"{before}{properties}{mark}{after}"
