"""版头 and 版记: the issuer in red over its line, and who it is copied to at the foot of the last page."""

from __future__ import annotations

import math
from dataclasses import dataclass

from docx.oxml.ns import nsdecls

from supervision.alerts.exports.official.style import PaperStyle, line_twips, twips, type_area_mm
from supervision.alerts.exports.official.wordstyles import BODY, HEAD, HEAD_NUMBER, IMPRINT
from supervision.alerts.exports.official.xml import fonts_xml, paragraph_xml, run_xml, xml_text
from supervision.alerts.rules.official.paper import Head, Imprint
from supervision.alerts.rules.official.words import date_text

_LINE_BELOW = 'w:val="single" w:sz="18" w:space="11" w:color="{}"'  # 4 mm below the number
_POINTS_PER_MM = 72 / 25.4
_EMU_PER_MM = 36_000
_COPIES_INDENT = 4  # characters before the first name
_BOX_LINE = 1.8  # height of a line of the box in sizes of its characters, with its borders
_BOX = (
    '<w:p><w:pPr><w:pStyle w:val="{style}"/><w:spacing w:line="20" w:lineRule="exact"/></w:pPr>'
    "<w:r><mc:AlternateContent "
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    '<mc:Choice Requires="wps"><w:drawing><wp:anchor {spaces} distT="0" distB="0" distL="0" distR="0" '
    'simplePos="0" relativeHeight="3" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0">'
    '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin">'
    "<wp:align>center</wp:align></wp:positionH>"
    '<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>'
    '<wp:extent cx="{wide}" cy="{high}"/><wp:wrapTopAndBottom/><wp:docPr id="2" name="版记" descr="版记"/>'
    "<wp:cNvGraphicFramePr/><a:graphic>"
    '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/>'
    '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
    "<wps:txbx><w:txbxContent>{lines}</w:txbxContent></wps:txbx>"
    '<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"/></wps:wsp>'
    "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>"
)
_WIDEST = 0.96  # of the type area, for the issuer in red


@dataclass(frozen=True, slots=True)
class _Line:
    properties: str
    runs: str


def head_xml(head: Head, style: PaperStyle) -> list[str]:
    """Issuer, two lines of room, number over the red line, two lines of room before the title."""
    room = f'<w:spacing w:before="{twips(style.head_below_mm)}" w:after="{line_twips(style) * 2}"/>'
    return [
        f'<w:p><w:pPr><w:pStyle w:val="{HEAD}"/>{room}</w:pPr>{_issuer(head.issuer, style)}</w:p>',
        _number_line(head, style),
        paragraph_xml(BODY),
        paragraph_xml(BODY),
    ]


def _issuer(name: str, style: PaperStyle) -> str:
    """On one line: as large as the style says, or as the type area allows."""
    room = type_area_mm(style) * _POINTS_PER_MM * _WIDEST
    half_points = int(min(style.head.size, room / max(len(name), 1)) * 2)
    return (
        f'<w:r><w:rPr>{fonts_xml(style.head.name)}<w:color w:val="{style.head_colour}"/>'
        f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
        f"<w:t>{xml_text(name)}</w:t></w:r>"
    )


def _number_line(head: Head, style: PaperStyle) -> str:
    border = f"<w:pBdr><w:bottom {_LINE_BELOW.format(style.head_colour)}/></w:pBdr>"
    if not head.signer:
        return _line(border, "", run_xml(head.number, style.body))
    edge = twips(type_area_mm(style)) - round(style.body.size * 20)
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{edge}"/></w:tabs>'
    left = '<w:ind w:leftChars="100" w:left="320"/><w:jc w:val="left"/>'
    runs = (
        run_xml(head.number, style.body),
        "<w:r><w:tab/></w:r>",
        run_xml("签发人：", style.body),
        run_xml(head.signer, style.signer),
    )
    return _line(border + tabs, left, *runs)


def _line(properties: str, more: str, *runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{HEAD_NUMBER}"/>{properties}{more}</w:pPr>{"".join(runs)}</w:p>'


def imprint_xml(imprint: Imprint, style: PaperStyle) -> str:
    """A box at the foot of the type area: copies over a thin line, printer and date below.

    The lines stand at the bottom of the box, which is high enough for the copies. One character of room to
    either side is set by what is in the lines, for their borders would follow an indent.
    """
    copies = [_ruled(_copies(imprint.copies_to, style), "top", "bottom")] if imprint.copies_to else []
    edges = ("bottom",) if imprint.copies_to else ("top", "bottom")
    lines = "".join([*copies, _ruled(_printed(imprint, style), *edges)])
    wide = type_area_mm(style)
    in_a_line = wide * _POINTS_PER_MM / style.imprint.size - _COPIES_INDENT - 1
    count = 2 + math.ceil(len(imprint.copies_to) / in_a_line)
    high = count * style.imprint.size * _BOX_LINE / _POINTS_PER_MM
    return _BOX.format(
        wide=round(wide * _EMU_PER_MM),
        high=round(high * _EMU_PER_MM),
        lines=lines,
        style=IMPRINT,
        spaces=nsdecls("wp", "a"),
    )


def _ruled(line: _Line, *edges: str) -> str:
    drawn = "".join(
        f'<w:{edge} w:val="single" w:sz="{6 if len(edges) > 1 and edge == "bottom" else 8}" w:space="1" '
        'w:color="000000"/>'
        for edge in edges
    )
    properties = f"<w:pBdr>{drawn}</w:pBdr>{line.properties}"
    return f'<w:p><w:pPr><w:pStyle w:val="{IMPRINT}"/>{properties}</w:pPr>{line.runs}</w:p>'


def _copies(copies_to: str, style: PaperStyle) -> _Line:
    """Further lines begin under the first name after 抄送：."""
    char = round(style.imprint.size * 20) * _COPIES_INDENT
    text = run_xml(f"\u3000抄送：{copies_to.rstrip('。')}。", style.imprint)
    return _Line(f'<w:ind w:left="{char}" w:hanging="{char}"/>', text)


def _printed(imprint: Imprint, style: PaperStyle) -> _Line:
    edge = twips(type_area_mm(style)) - round(style.imprint.size * 20)
    day = f"{date_text(imprint.printed_on)}印发" if imprint.printed_on else ""
    runs = run_xml(f"\u3000{imprint.printed_by}", style.imprint), run_xml(day, style.imprint)
    return _Line(f'<w:tabs><w:tab w:val="right" w:pos="{edge}"/></w:tabs>', "<w:r><w:tab/></w:r>".join(runs))
