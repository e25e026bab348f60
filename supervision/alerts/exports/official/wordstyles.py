"""The document's own Word styles: what a person sees in the style list of Word or WPS."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from supervision.alerts.exports.official.style import Font, PaperStyle, line_twips, squeeze_twips
from supervision.alerts.exports.official.xml import fonts_xml, xml_text

TITLE, BODY, HEADING_1, HEADING_2 = "DocTitle", "DocBody", "DocHeading1", "DocHeading2"
HEADING_3, ADDRESSEE, PICTURE = "DocHeading3", "DocAddressee", "DocPicture"
ATTACHED, SIGNED, PAGE_NUMBER = "DocAttached", "DocSigned", "DocPageNumber"
HEAD, HEAD_NUMBER, IMPRINT = "DocHead", "DocHeadNumber", "DocImprint"
CONTENTS_1, CONTENTS_2 = "DocContents1", "DocContents2"
TABLE_LABEL, TABLE_TITLE, TABLE_NOTE = "TableLabel", "TableTitle", "TableNote"
TABLE_HEAD, TABLE_LEFT, TABLE_CENTRE, TABLE_RIGHT = "TableHead", "TableLeft", "TableCentre", "TableRight"
TABLE_SECTION = "TableSection"

_IMPRINT_LINES = 1.6  # line height of the imprint in sizes of its characters
_ROW_LINES = 1.3  # line height of a table in sizes of its characters
_KEPT = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList"}


@dataclass(frozen=True, slots=True)
class _Look:
    """A paragraph style: line height and character spacing in twips, `indent` the attributes of w:ind.

    A `line` of 0 is as high as what stands on it.
    """

    style_id: str
    name: str
    font: Font
    line: int
    align: str = "both"
    indent: str = ""
    outline: int | None = None
    keep_next: bool = False
    squeeze: int = 0


def install_styles(document: Document, style: PaperStyle) -> None:
    """Replace the template's many styles by the few of an official document."""
    styles = document.styles.element
    for element in list(styles.findall(qn("w:style"))):
        if element.get(qn("w:styleId")) not in _KEPT:
            styles.remove(element)
    _set_normal(document, style)
    _set_mode(document)
    for look in _text_looks(style) + _table_looks(style):
        styles.append(parse_xml(_style_xml(look)))


def _text_looks(style: PaperStyle) -> list[_Look]:
    chars = style.first_line_chars * 100
    text = partial(
        _Look,
        line=line_twips(style),
        squeeze=squeeze_twips(style),
        indent=f'w:firstLineChars="{chars}" w:firstLine="{round(style.body.size * chars / 5)}"',
    )
    title = partial(
        _Look, font=style.title, line=_points(style.title_line_pt), align="center", keep_next=True
    )
    number = style.page_number
    return [
        title(TITLE, "公文标题"),
        text(BODY, "公文正文", style.body),
        text(HEADING_1, "一级标题", style.heading_1, outline=0, keep_next=True),
        text(HEADING_2, "二级标题", style.heading_2, outline=1, keep_next=True),
        text(HEADING_3, "三级标题", style.heading_3, outline=2, keep_next=True),
        text(ADDRESSEE, "主送机关", style.body, indent=""),
        text(ATTACHED, "附件说明", style.body),
        text(SIGNED, "落款", style.body, indent="", align="right"),
        text(TABLE_LABEL, "附件标识", style.heading_1, indent="", align="left", keep_next=True),
        title(TABLE_TITLE, "附表标题", outline=0),
        *_head_looks(style),
        text(CONTENTS_1, "目录一级", style.body, indent=""),
        text(CONTENTS_2, "目录二级", style.body),
        _Look(PICTURE, "插图", style.table, 0, "center", keep_next=True),
        _Look(PAGE_NUMBER, "页码", number, _points(number.size), "right"),
    ]


def _head_looks(style: PaperStyle) -> list[_Look]:
    """版头 and 版记."""
    return [
        _Look(HEAD, "发文机关标志", style.head, 0, "center"),
        _Look(HEAD_NUMBER, "发文字号", style.body, line_twips(style), "center"),
        _Look(IMPRINT, "版记", style.imprint, _points(style.imprint.size * _IMPRINT_LINES)),
    ]


def _table_looks(style: PaperStyle) -> list[_Look]:
    table = partial(_Look, font=style.table, line=_points(style.table.size * _ROW_LINES))
    return [
        table(TABLE_NOTE, "附表单位", align="right", keep_next=True),
        table(TABLE_HEAD, "表头", font=style.table_head, align="center"),
        table(TABLE_LEFT, "表格文字", align="left"),
        table(TABLE_CENTRE, "表格居中", align="center"),
        table(TABLE_RIGHT, "表格数字", align="right"),
        table(TABLE_SECTION, "表格分组", font=style.table_head, align="left", keep_next=True),
    ]


def _points(size: float) -> int:
    return round(size * 20)


def _line(height: int) -> str:
    return f'w:line="{height}" w:lineRule="exact"' if height else 'w:line="240" w:lineRule="auto"'


def _style_xml(look: _Look) -> str:
    # A heading is followed by text; everything else by its like.
    follower = f'<w:next w:val="{BODY}"/>' if look.keep_next else ""
    outline = "" if look.outline is None else f'<w:outlineLvl w:val="{look.outline}"/>'
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="1" w:styleId="{look.style_id}">'
        f'<w:name w:val="{xml_text(look.name)}"/><w:basedOn w:val="Normal"/>{follower}<w:qFormat/>'
        f"<w:pPr>{'<w:keepNext/>' if look.keep_next else ''}"
        f'<w:widowControl w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" {_line(look.line)}/>'
        f'{f"<w:ind {look.indent}/>" if look.indent else ""}<w:jc w:val="{look.align}"/>{outline}</w:pPr>'
        f"<w:rPr>{_font_xml(look.font, look.squeeze)}</w:rPr></w:style>"
    )


def _font_xml(font: Font, squeeze: int = 0) -> str:
    half_points = round(font.size * 2)
    bold = "<w:b/>" if font.bold else '<w:b w:val="0"/>'
    spacing = f'<w:spacing w:val="{squeeze}"/>' if squeeze else ""
    return (
        f'{fonts_xml(font.name)}{bold}{spacing}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    )


def _set_normal(document: Document, style: PaperStyle) -> None:
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


def _set_mode(document: Document) -> None:
    """Open as a present-day Chinese document, not in Word's compatibility mode."""
    settings = document.settings.element
    for mode in settings.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), "15")
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn("w:eastAsia"), "zh-CN")
