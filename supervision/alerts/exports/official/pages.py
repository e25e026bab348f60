"""Pages: A4 upright for the text, turned for the attached table, numbered — 1 — on the outer side."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section, _Footer
from docx.shared import Mm

from supervision.alerts.exports.official.style import (
    PAGE_HEIGHT_MM,
    PAGE_WIDTH_MM,
    PaperStyle,
)
from supervision.alerts.exports.official.wordstyles import PAGE_NUMBER
from supervision.alerts.exports.official.xml import run_xml

_EMU_PER_MM = 36_000
_MM_PER_PT = 25.4 / 72
_NUMBER_BOX_MM = 8.0  # across the line of a turned page number


@dataclass(frozen=True, slots=True)
class _Side:
    """Which end of its line a page number stands at, one character away from the edge."""

    align: str
    edge: str


_ODD, _EVEN = _Side("right", "right"), _Side("left", "left")


@dataclass(frozen=True, slots=True)
class Pages:
    """The w:sectPr of both kinds of page; any number of sections may end with either."""

    upright: str
    turned: str


def set_up_pages(document: Document, style: PaperStyle, *, turned: bool) -> Pages:
    """Set up pages and their footers and leave the body empty; turned ones only where they are asked for."""
    document.settings.odd_and_even_pages_header_footer = True
    _set_upright(document.sections[0], style)
    if turned:
        _set_turned(document.add_section(WD_SECTION.NEW_PAGE), style)
    found = [str(properties.xml) for properties in document.element.body.iter(qn("w:sectPr"))]
    for element in list(document.element.body):
        document.element.body.remove(element)
    return Pages(found[0], found[-1])


def _set_upright(section: Section, style: PaperStyle) -> None:
    section.page_width, section.page_height = Mm(PAGE_WIDTH_MM), Mm(PAGE_HEIGHT_MM)
    section.top_margin, section.bottom_margin = Mm(style.top_mm), Mm(style.bottom_mm)
    section.left_margin, section.right_margin = Mm(style.left_mm), Mm(style.right_mm)
    half_a_line = style.page_number.size * _MM_PER_PT / 2
    section.footer_distance = Mm(style.bottom_mm - style.page_number_below_mm - half_a_line)
    _drop_grid(section)
    for footer, side in ((section.footer, _ODD), (section.even_page_footer, _EVEN)):
        _replace_footer(footer, _number_paragraph(style, side))


def _set_turned(section: Section, style: PaperStyle) -> None:
    """The same sheet turned a quarter: its head lies on the left, so that the upright foot is on the left."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(PAGE_HEIGHT_MM), Mm(PAGE_WIDTH_MM)
    section.top_margin, section.bottom_margin = Mm(style.left_mm), Mm(style.right_mm)
    section.left_margin, section.right_margin = Mm(style.bottom_mm), Mm(style.top_mm)
    _drop_grid(section)
    for footer, side in ((section.footer, _ODD), (section.even_page_footer, _EVEN)):
        footer.is_linked_to_previous = False
        _replace_footer(footer, _turned_number(style, side))


def _drop_grid(section: Section) -> None:
    """Exact line heights fill the page; a grid of Word's own would move them."""
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)


def _replace_footer(footer: _Footer, paragraph: str) -> None:
    footer.is_linked_to_previous = False
    element = footer._element
    for old in list(element):
        element.remove(old)
    element.append(parse_xml(paragraph))


def _number_paragraph(style: PaperStyle, side: _Side) -> str:
    """— 1 — one character of its own size away from the outer edge."""
    font = style.page_number
    one_char = round(font.size * 20)
    place = f'<w:ind w:{side.edge}Chars="100" w:{side.edge}="{one_char}"/><w:jc w:val="{side.align}"/>'
    return (
        f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{PAGE_NUMBER}"/>{place}</w:pPr>'
        f'{run_xml("— ", font)}<w:fldSimple w:instr=" PAGE ">{run_xml("1", font)}</w:fldSimple>'
        f"{run_xml(' —', font)}</w:p>"
    )


def _turned_number(style: PaperStyle, side: _Side) -> str:
    """The page number where it is on the upright pages of the same sheet: a turned box on the left edge.

    GB/T 9704-2012, 8: odd pages then have it at the lower left, even pages at the upper left.
    """
    left = (style.bottom_mm - style.page_number_below_mm - _NUMBER_BOX_MM / 2) * _EMU_PER_MM
    across = _NUMBER_BOX_MM * _EMU_PER_MM
    along = (PAGE_WIDTH_MM - style.left_mm - style.right_mm) * _EMU_PER_MM
    return (
        f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{PAGE_NUMBER}"/></w:pPr><w:r><mc:AlternateContent '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f'<mc:Choice Requires="wps"><w:drawing><wp:anchor {nsdecls("wp", "a")} distT="0" distB="0" '
        'distL="0" distR="0" '
        'simplePos="0" relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{left:.0f}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{style.left_mm * _EMU_PER_MM:.0f}</wp:posOffset>'
        f'</wp:positionV><wp:extent cx="{across:.0f}" cy="{along:.0f}"/><wp:wrapNone/>'
        '<wp:docPr id="1" name="页码" descr="页码"/><wp:cNvGraphicFramePr/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{across:.0f}" cy="{along:.0f}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "<a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>"
        f"<wps:txbx><w:txbxContent>{_number_paragraph(style, side)}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr vert="vert" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/></wps:wsp>'
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>"
    )
