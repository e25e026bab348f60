"""Text that is safe inside Office XML, and the runs that carry it."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from supervision.alerts.exports.official.style import Font

# XML 1.0 knows no other control characters, no lone surrogates and no non-characters.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'


def xml_text(text: str) -> str:
    """Escaped, without what XML cannot hold; a tabulator becomes a space."""
    return escape(_NOT_XML.sub("", text).replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n"))


def fonts_xml(name: str) -> str:
    """One font for all scripts; the hint keeps “ ” — … Chinese, which Word would else set as Latin."""
    quoted = escape(name, {'"': "&quot;"})
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii="{quoted}" w:hAnsi="{quoted}" '
        f'w:eastAsia="{quoted}" w:cs="{quoted}"/>'
    )


def run_xml(text: str, font: Font) -> str:
    """A run in `font`; new lines become line breaks. Sizes come from the paragraph's style."""
    inner = xml_text(text).replace("\n", _BREAK)
    return f'<w:r><w:rPr>{fonts_xml(font.name)}</w:rPr><w:t xml:space="preserve">{inner}</w:t></w:r>'


def paragraph_xml(style_id: str, *runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/></w:pPr>{"".join(runs)}</w:p>'


def mark_xml(number: int, font: Font) -> str:
    """A raised number in brackets, by which an annex refers to the figure before it."""
    return (
        f'<w:r><w:rPr>{fonts_xml(font.name)}<w:vertAlign w:val="superscript"/></w:rPr>'
        f"<w:t>[{number}]</w:t></w:r>"
    )
