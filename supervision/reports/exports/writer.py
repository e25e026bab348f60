"""A report as a Word document in the layout of GB/T 9704-2012."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

import docx

from supervision.reports.exports.package import describe, drop_unused_parts, pack
from supervision.reports.exports.pages import set_up_pages
from supervision.reports.exports.style import DocumentStyle
from supervision.reports.exports.tables import table_xml
from supervision.reports.exports.wordstyles import (
    ATTACHED,
    BODY,
    HEADING_1,
    HEADING_2,
    SIGNED,
    TABLE_LABEL,
    TABLE_NOTE,
    TABLE_TITLE,
    TITLE,
    install_styles,
)
from supervision.reports.exports.xml import paragraph_xml, run_xml
from supervision.reports.rules.report import Paragraph, Report, Section, Table
from supervision.reports.rules.text import plain
from supervision.reports.rules.words import date_text, title_lines

_SEAL_CHARS = 4  # 成文日期 stands four characters from the right edge


def write_document(
    report: Report, style: DocumentStyle, target: BinaryIO | Path, *, author: str, created_at: datetime
) -> None:
    """Write `report` as .docx. The same arguments give the same bytes."""
    if isinstance(target, Path):
        with target.open("wb") as stream:
            write_document(report, style, stream, author=author, created_at=created_at)
        return
    document = docx.Document()
    drop_unused_parts(document)
    install_styles(document, style)
    describe(document, title="".join(report.title), author=author, created_at=created_at)
    closing = set_up_pages(document, style, turned_appendix=report.appendix is not None)
    body = _text_xml(report, style)
    if report.appendix is not None:
        body = [*body[:-1], _ending_section(body[-1], closing), *_appendix_xml(report.appendix, style)]
    pack(document, "".join(body), target)


def _text_xml(report: Report, style: DocumentStyle) -> list[str]:
    """The paragraphs from the title to the date, one string each."""
    title = "\n".join(title_lines(report.title, style.title_chars))
    paragraphs = [paragraph_xml(TITLE, run_xml(title, style.title)), paragraph_xml(BODY)]
    paragraphs += [_paragraph(paragraph, style) for paragraph in report.preamble]
    for section in report.sections:
        paragraphs += _section(section, style)
    paragraphs.append(paragraph_xml(BODY, run_xml(plain(report.closing), style.body)))
    if report.appendix is not None:
        attached = run_xml(f"附件：{report.appendix.title}", style.body)
        paragraphs += [paragraph_xml(BODY), paragraph_xml(ATTACHED, attached)]
    return paragraphs + _signature(report, style)


def _section(section: Section, style: DocumentStyle) -> list[str]:
    style_id, font = (HEADING_1, style.heading_1) if section.level == 1 else (HEADING_2, style.heading_2)
    heading = paragraph_xml(style_id, run_xml(section.heading, font))
    return [heading, *(_paragraph(paragraph, style) for paragraph in section.paragraphs)]


def _paragraph(paragraph: Paragraph, style: DocumentStyle) -> str:
    lead = run_xml(plain(paragraph.lead), style.heading_2) if paragraph.lead else ""
    return paragraph_xml(BODY, lead, run_xml(plain(paragraph.body), style.body))


def _signature(report: Report, style: DocumentStyle) -> list[str]:
    """Issuer centred over the date, as the standard sets it for a sealed document."""
    if report.issued_on is None:
        return []
    issuer, day = _signature_indents(report.issuer, report.issued_on)
    return [
        paragraph_xml(BODY),
        paragraph_xml(BODY),
        _indented(report.issuer, issuer, style),
        _indented(date_text(report.issued_on), day, style),
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


def _indented(text: str, chars: float, style: DocumentStyle) -> str:
    indent = f'<w:ind w:rightChars="{round(chars * 100)}" w:right="{round(chars * style.body.size * 20)}"/>'
    run = run_xml(text, style.body)
    return f'<w:p><w:pPr><w:pStyle w:val="{SIGNED}"/>{indent}</w:pPr>{run}</w:p>'


def _ending_section(paragraph: str, properties: str) -> str:
    """The paragraph, carrying the properties of the section that it ends."""
    return paragraph.replace("</w:pPr>", f"{properties}</w:pPr>", 1)


def _appendix_xml(table: Table, style: DocumentStyle) -> list[str]:
    last = '<w:p><w:pPr><w:pStyle w:val="{}"/><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
    return [
        paragraph_xml(TABLE_LABEL, run_xml("附件", style.heading_1)),
        paragraph_xml(TABLE_TITLE, run_xml(table.title, style.title)),
        paragraph_xml(TABLE_NOTE, run_xml(table.note, style.table)),
        table_xml(table, style),
        last.format(TABLE_NOTE),  # Word wants a paragraph after a table
    ]
