"""How an office's documents look: GB/T 9704-2012 by default, every value an office may change."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Font:
    """A font by name and size in points; named, never shipped: the reader's machine has it or not."""

    name: str
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class PaperStyle:
    """Lengths are millimetres of an A4 page, sizes and line heights points.

    22 lines of 28 pt stand on a page and leave a little room; `fill_page` draws them out to the
    22 lines of 28 characters that fill the type area exactly, as the standard has it.
    """

    top_mm: float = 37
    bottom_mm: float = 35
    left_mm: float = 28
    right_mm: float = 26
    title: Font = Font("方正小标宋简体", 22)
    body: Font = Font("仿宋_GB2312", 16)
    heading_1: Font = Font("黑体", 16)
    heading_2: Font = Font("楷体_GB2312", 16)
    heading_3: Font = Font("仿宋_GB2312", 16, bold=True)
    head: Font = Font("方正小标宋简体", 48)  # the issuer in red; smaller where the name is long
    signer: Font = Font("楷体_GB2312", 16)
    imprint: Font = Font("仿宋_GB2312", 14)
    page_number: Font = Font("宋体", 14)
    table_head: Font = Font("黑体", 10.5)
    table: Font = Font("仿宋_GB2312", 10.5)
    line_pt: float = 28
    title_line_pt: float = 35
    first_line_chars: int = 2
    title_chars: int = 19  # what stands on a line of the title
    head_colour: str = "FF0000"
    head_below_mm: float = 35  # from the top of the type area to the issuer in red
    page_number_below_mm: float = 7  # from the type area to the middle of the page number
    fill_page: bool = False


PAGE_WIDTH_MM = 210
PAGE_HEIGHT_MM = 297
LINES, CHARACTERS = 22, 28


def twips(mm: float) -> int:
    """Millimetres as twentieths of a point."""
    return round(mm / 25.4 * 1440)


def type_area_mm(style: PaperStyle) -> float:
    """The width of the type area of an upright page."""
    return PAGE_WIDTH_MM - style.left_mm - style.right_mm


def line_twips(style: PaperStyle) -> int:
    """The exact height of a line of text; on a filled page a 22nd of the type area."""
    if style.fill_page:
        return twips(PAGE_HEIGHT_MM - style.top_mm - style.bottom_mm) // LINES
    return round(style.line_pt * 20)


def squeeze_twips(style: PaperStyle) -> int:
    """How much each character is moved towards the one before (negative), so that 28 fit on a line.

    The characters are condensed instead of set on Word's own character grid, for on that LibreOffice
    gives a character that is wider than its cell two cells.
    """
    if not style.fill_page:
        return 0
    room = twips(PAGE_WIDTH_MM - style.left_mm - style.right_mm) // CHARACTERS
    return min(0, room - round(style.body.size * 20))
