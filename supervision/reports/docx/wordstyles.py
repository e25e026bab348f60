"""The document's own Word styles: what a person sees in the style list of Word or WPS."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from supervision.reports.docx.style import GRID_LINE_TWIPS, DocumentStyle, Font
from supervision.reports.docx.xml import fonts_xml, xml_text

TITLE, BODY, HEADING_1, HEADING_2 = "DocTitle", "DocBody", "DocHeading1", "DocHeading2"
ATTACHED, SIGNED, PAGE_NUMBER = "DocAttached", "DocSigned", "DocPageNumber"
TABLE_LABEL, TABLE_TITLE, TABLE_NOTE = "TableLabel", "TableTitle", "TableNote"
TABLE_HEAD, TABLE_LEFT, TABLE_CENTRE, TABLE_RIGHT = "TableHead", "TableLeft", "TableCentre", "TableRight"
TABLE_SECTION = "TableSection"

_KEPT = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Header", "Footer"}


@dataclass(frozen=True, slots=True)
class _Look:
    """A paragraph style. `line` is the exact line height in twips, `indent` the attributes of w:ind."""

    style_id: str
    name: str
    font: Font
    line: int
    align: str = "both"
    indent: str = ""
    outline: int | None = None
    keep_next: bool = False
    before: int = 0


def install_styles(document: Document, style: DocumentStyle) -> None:
    """Replace the template's many styles by the few of an official document."""
    styles = document.styles.element
    for element in list(styles.findall(qn("w:style"))):
        if element.get(qn("w:styleId")) not in _KEPT:
            styles.remove(element)
    _set_normal(document, style)
    for look in _looks(style):
        styles.append(parse_xml(_style_xml(look)))


def body_line_twips(style: DocumentStyle) -> int:
    return GRID_LINE_TWIPS if style.fill_grid else round(style.line_pt * 20)


def _looks(style: DocumentStyle) -> list[_Look]:
    line = body_line_twips(style)
    chars = style.first_line_chars * 100
    first = f'w:firstLineChars="{chars}" w:firstLine="{round(style.body.size * 20 * chars / 100)}"'
    # Numbers in a table keep their size from the line height of a printed row.
    row = round(style.table.size * 26)
    head = Font(style.heading_1.name, style.heading_1.size)
    return [
        _Look(
            TITLE,
            "公文标题",
            style.title,
            round(style.title_line_pt * 20),
            "center",
            outline=None,
            keep_next=True,
        ),
        _Look(BODY, "公文正文", style.body, line, indent=first),
        _Look(HEADING_1, "一级标题", style.heading_1, line, indent=first, outline=0, keep_next=True),
        _Look(HEADING_2, "二级标题", style.heading_2, line, indent=first, outline=1, keep_next=True),
        _Look(ATTACHED, "附件说明", style.body, line, indent=first),
        _Look(SIGNED, "落款", style.body, line, "right", indent='w:rightChars="400" w:right="1280"'),
        _Look(PAGE_NUMBER, "页码", style.page_number, round(style.page_number.size * 20), "right"),
        _Look(TABLE_LABEL, "附件标识", head, line, "left", keep_next=True),
        _Look(
            TABLE_TITLE,
            "附表标题",
            style.title,
            round(style.title_line_pt * 20),
            "center",
            outline=0,
            keep_next=True,
        ),
        _Look(TABLE_NOTE, "附表单位", style.table, row, "right", keep_next=True),
        _Look(TABLE_HEAD, "表头", style.table_head, row, "center"),
        _Look(TABLE_LEFT, "表格文字", style.table, row, "left"),
        _Look(TABLE_CENTRE, "表格居中", style.table, row, "center"),
        _Look(TABLE_RIGHT, "表格数字", style.table, row, "right"),
        _Look(TABLE_SECTION, "表格分组", style.table_head, row, "left", keep_next=True),
    ]


def _style_xml(look: _Look) -> str:
    outline = "" if look.outline is None else f'<w:outlineLvl w:val="{look.outline}"/>'
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="1" w:styleId="{look.style_id}">'
        f'<w:name w:val="{xml_text(look.name)}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{'<w:keepNext/>' if look.keep_next else ''}"
        f'<w:widowControl w:val="0"/>'
        f'<w:spacing w:before="{look.before}" w:after="0" w:line="{look.line}" w:lineRule="exact"/>'
        f'{f"<w:ind {look.indent}/>" if look.indent else ""}<w:jc w:val="{look.align}"/>{outline}</w:pPr>'
        f"<w:rPr>{_font_xml(look.font)}</w:rPr></w:style>"
    )


def _font_xml(font: Font) -> str:
    half_points = round(font.size * 2)
    bold = "<w:b/>" if font.bold else '<w:b w:val="0"/>'
    return f'{fonts_xml(font.name)}{bold}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _set_normal(document: Document, style: DocumentStyle) -> None:
    """Normal carries the body font, for the character grid counts from its size."""
    normal = document.styles["Normal"].element
    for tag in ("w:pPr", "w:rPr"):
        for old in normal.findall(qn(tag)):
            normal.remove(old)
    normal.append(parse_xml(f'<w:pPr {nsdecls("w")}><w:widowControl w:val="0"/></w:pPr>'))
    normal.append(parse_xml(f"<w:rPr {nsdecls('w')}>{_font_xml(style.body)}</w:rPr>"))
    defaults = document.styles.element.find(qn("w:docDefaults"))
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    replacement = parse_xml(
        f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>{fonts_xml(style.body.name)}{language}</w:rPr>"
        f"</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    document.styles.element.replace(defaults, replacement)
