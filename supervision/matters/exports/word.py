"""A plain Word paper of headings, texts and tables. The same calls give the same bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell

BODY, HEAD, TITLE = "仿宋_GB2312", "黑体", "方正小标宋简体"
FIRST_TIME: Final = (1980, 1, 1, 0, 0, 0)
LABEL_MM, VALUE_MM = 28, 128
# What XML 1.0 cannot hold; people paste such characters without seeing them.
UNPRINTABLE: Final = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


class Paper:
    """A4 upright, 27 mm margins; ``content`` when all is written."""

    def __init__(self, title: str, subtitle: str, dated: datetime) -> None:
        self._document = docx.Document()
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(27)
        section.top_margin = section.bottom_margin = Mm(27)
        core = self._document.core_properties
        core.title, core.author, core.last_modified_by, core.comments = title, "督查办", "督查办", ""
        core.created = core.modified = dated.replace(tzinfo=None)
        self._set_normal()
        self._number_pages()
        self._paragraph(title, TITLE, 20, centred=True)
        self._paragraph(subtitle, BODY, 14, centred=True)

    def heading(self, text: str) -> None:
        paragraph = self._paragraph(text, HEAD, 14)
        paragraph.paragraph_format.space_before = Pt(10)
        paragraph.paragraph_format.keep_with_next = True

    def lead(self, text: str) -> None:
        """A line that opens what follows it."""
        self._paragraph(text, HEAD, 11).paragraph_format.keep_with_next = True

    def text(self, text: str) -> None:
        self._paragraph(text, BODY, 12)

    def facts(self, rows: Sequence[tuple[str, Any]]) -> None:
        """A table of name and value; empty values are left out."""
        filled = [(name, value) for name, value in rows if str(value or "").strip()]
        if filled:
            self._grid(filled, (LABEL_MM, VALUE_MM), head_rows=0, head_columns=1)

    def table(self, head: Sequence[str], rows: Sequence[Sequence[Any]], *, widths: Sequence[int]) -> None:
        """``widths`` in millimetres; the head is repeated on every page."""
        table = self._grid([head, *rows], widths, head_rows=1, head_columns=0)
        properties = table.rows[0]._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:tblHeader"))

    def content(self) -> bytes:
        """The file, packed under a fixed time."""
        first, packed = BytesIO(), BytesIO()
        self._document.save(first)
        with ZipFile(first) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
            for name in source.namelist():
                entry = ZipInfo(name, FIRST_TIME)
                entry.compress_type, entry.create_system = ZIP_DEFLATED, 0
                target.writestr(entry, source.read(name))
        return packed.getvalue()

    def _set_normal(self) -> None:
        normal = self._document.styles["Normal"]
        normal.paragraph_format.space_after = Pt(4)
        _set_font(normal, BODY, 12)

    def _number_pages(self) -> None:
        paragraph = self._document.sections[0].footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), " PAGE ")
        paragraph._p.append(field)

    def _paragraph(self, text: str, font: str, size: int, *, centred: bool = False) -> Any:
        paragraph = self._document.add_paragraph()
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _set_font(paragraph.add_run(_clean(text)), font, size)
        return paragraph

    def _grid(
        self, rows: Sequence[Sequence[Any]], widths: Sequence[int], *, head_rows: int, head_columns: int
    ) -> Table:
        table = self._document.add_table(rows=len(rows), cols=len(widths), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for line, (row, cells) in enumerate(zip(rows, table.rows, strict=True)):
            cells._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for column, (value, cell) in enumerate(zip(row, cells.cells, strict=True)):
                is_head = line < head_rows or column < head_columns
                _fill(cell, str(value), widths[column], HEAD if is_head else BODY)
        self._document.add_paragraph().paragraph_format.space_after = Pt(0)
        return table


def _fill(cell: _Cell, text: str, width: int, font: str) -> None:
    cell.width = Mm(width)
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    _set_font(paragraph.add_run(_clean(text)), font, 10)


def _set_font(holder: Any, name: str, size: int) -> None:
    """Word has a font of its own for Chinese characters."""
    holder.font.name, holder.font.size = name, Pt(size)
    holder.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _clean(text: str) -> str:
    return UNPRINTABLE.sub("", text)
