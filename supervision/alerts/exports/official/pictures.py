"""Charts in the text: in line, with their description for who cannot see them."""

from __future__ import annotations

from io import BytesIO

from docx.document import Document
from docx.oxml.ns import nsdecls

from supervision.alerts.exports.official.style import PaperStyle
from supervision.alerts.exports.official.wordstyles import PICTURE, TABLE_CENTRE
from supervision.alerts.exports.official.xml import paragraph_xml, run_xml, xml_text
from supervision.alerts.rules.official.paper import Picture

_EMU_PER_MM = 36_000


def picture_xml(picture: Picture, document: Document, style: PaperStyle, number: int) -> str:
    """The picture and under it its title; `number` is not given to another picture of the paper."""
    key, _ = document.part.get_or_add_image(BytesIO(picture.png))
    inline = _inline(key, picture, number)
    drawn = (
        f'<w:p><w:pPr><w:pStyle w:val="{PICTURE}"/></w:pPr><w:r><w:drawing>{inline}</w:drawing></w:r></w:p>'
    )
    return drawn + (paragraph_xml(TABLE_CENTRE, run_xml(picture.title, style.table)) if picture.title else "")


def _inline(key: str, picture: Picture, number: int) -> str:
    wide, high = round(picture.width_mm * _EMU_PER_MM), round(picture.height_mm * _EMU_PER_MM)
    alt = xml_text(picture.alt).replace('"', "&quot;")
    size = f'<a:ext cx="{wide}" cy="{high}"/>'
    return (
        f'<wp:inline {nsdecls("wp", "a", "pic", "r")} distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="{100 + number}" name="图{number}" descr="{alt}"/>'
        "<wp:cNvGraphicFramePr/><a:graphic><a:graphicData "
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="图{number}" descr="{alt}"/><pic:cNvPicPr/></pic:nvPicPr>'
        "<pic:blipFill>"
        f'<a:blip r:embed="{key}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/>{size}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline>"
    )
