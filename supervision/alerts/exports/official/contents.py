"""The table of contents of a long paper: a field that Word and WPS refresh, filled in beforehand.

Each entry asks for the page of its heading by a field of its own. LibreOffice leaves these alone inside
a table of contents, but reckons them where they stand free: what is printed goes without the outer field.
"""

from __future__ import annotations

from supervision.alerts.exports.official.style import PaperStyle, twips, type_area_mm
from supervision.alerts.exports.official.wordstyles import BODY, CONTENTS_1, CONTENTS_2, TABLE_TITLE
from supervision.alerts.exports.official.xml import paragraph_xml, run_xml
from supervision.alerts.rules.official.paper import Section

_LEVELS = (1, 2)
_FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
_ASKS = '<w:r><w:instrText xml:space="preserve"> {} </w:instrText></w:r>'

OPENING = _FIELD.format("begin") + _ASKS.format('TOC \\o "1-2" \\h \\z \\u') + _FIELD.format("separate")
CLOSING = '<w:r><w:rPr><w:noProof/></w:rPr><w:fldChar w:fldCharType="end"/></w:r>'


def bookmark(number: int, runs: str) -> str:
    """The runs of a heading under the name that the contents ask for."""
    name = _name(number)
    start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
    return f'{start}{runs}<w:bookmarkEnd w:id="{number}"/>'


def contents_xml(sections: tuple[Section, ...], style: PaperStyle) -> list[str]:
    """目录 with a line for each heading of the first two levels, then a new page."""
    listed = [(number, section) for number, section in enumerate(sections) if section.level in _LEVELS]
    title = f'<w:pPr><w:pStyle w:val="{TABLE_TITLE}"/><w:outlineLvl w:val="9"/></w:pPr>'
    lines = [_entry(number, section, style) for number, section in listed]
    if lines:
        lines[0] = lines[0].replace("</w:pPr>", f"</w:pPr>{OPENING}", 1)
        lines[-1] = lines[-1].removesuffix("</w:p>") + CLOSING + "</w:p>"
    head = f"<w:p>{title}{run_xml('目录', style.title)}</w:p>"
    return [head, paragraph_xml(BODY), *lines, '<w:p><w:r><w:br w:type="page"/></w:r></w:p>']


def _entry(number: int, section: Section, style: PaperStyle) -> str:
    edge = twips(type_area_mm(style))
    style_id = CONTENTS_1 if section.level == 1 else CONTENTS_2
    tabs = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{edge}"/></w:tabs>'
    page = (
        _FIELD.format("begin")
        + _ASKS.format(f"PAGEREF {_name(number)} \\h")
        + _FIELD.format("separate")
        + run_xml("1", style.body)
        + _FIELD.format("end")
    )
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/>{tabs}<w:jc w:val="left"/></w:pPr>'
        f"{run_xml(section.heading, style.body)}<w:r><w:tab/></w:r>{page}</w:p>"
    )


def _name(number: int) -> str:
    return f"_Toc{100_000 + number}"
