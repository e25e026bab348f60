"""The Word document, read back by python-docx: layout of GB/T 9704-2012, styles, table, bytes."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Length
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from supervision.alerts.exports.official import Font, PaperStyle, write_paper
from supervision.alerts.rules.official.paper import Paper
from tests.reports.county import project_row, projects_annex, small_paper, whole_county

WRITTEN_AT = datetime(2026, 9, 12, 8, 30)  # noqa: DTZ001  core properties carry no zone


def written(report: Paper, style: PaperStyle | None = None) -> bytes:
    stream = BytesIO()
    write_paper(report, style or PaperStyle(), stream, author="督查办", created_at=WRITTEN_AT)
    return stream.getvalue()


def opened(report: Paper, style: PaperStyle | None = None) -> Document:
    return docx.Document(BytesIO(written(report, style)))


@pytest.fixture(scope="module")
def document() -> Document:
    return opened(whole_county())


def style_of(paragraph: Paragraph) -> ParagraphStyle:
    assert paragraph.style is not None
    return paragraph.style


def millimetres(*lengths: Length | None) -> list[int]:
    return [round(length.mm) for length in lengths if length is not None]


def paragraphs_of(document: Document, style: str) -> list[Paragraph]:
    return [paragraph for paragraph in document.paragraphs if style_of(paragraph).name == style]


def test_the_page_is_a4_with_the_type_area_of_the_standard(document: Document) -> None:
    page = document.sections[0]
    sizes = (page.page_width, page.page_height, page.top_margin, page.bottom_margin, page.left_margin)
    assert millimetres(*sizes, page.right_margin) == [210, 297, 37, 35, 28, 26]


def test_the_appendix_lies_on_the_same_sheet_turned(document: Document) -> None:
    page = document.sections[1]
    assert page.orientation == WD_ORIENT.LANDSCAPE
    sizes = (page.page_width, page.page_height, page.top_margin, page.bottom_margin, page.left_margin)
    assert millimetres(*sizes, page.right_margin) == [297, 210, 28, 26, 35, 37]


@pytest.mark.parametrize(
    ("name", "font", "size"),
    [
        ("公文标题", "方正小标宋简体", 22),
        ("公文正文", "仿宋_GB2312", 16),
        ("一级标题", "黑体", 16),
        ("二级标题", "楷体_GB2312", 16),
        ("页码", "宋体", 14),
        ("表格文字", "仿宋_GB2312", 10.5),
    ],
)
def test_styles_name_the_official_fonts_and_sizes(
    document: Document, name: str, font: str, size: float
) -> None:
    style = document.styles[name]
    fonts = style.element.rPr.find(qn("w:rFonts"))
    assert fonts.get(qn("w:eastAsia")) == fonts.get(qn("w:ascii")) == font
    assert style.font.size.pt == size
    assert not style.font.bold


def test_every_run_names_its_chinese_font(document: Document) -> None:
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    runs += [run for cell in document.tables[0].rows[3].cells for run in cell.paragraphs[0].runs]
    for run in runs:
        fonts = run._element.find(qn("w:rPr")).find(qn("w:rFonts"))
        assert fonts.get(qn("w:eastAsia"))
        assert fonts.get(qn("w:hint")) == "eastAsia"


def test_body_lines_are_exactly_28_points_and_begin_two_characters_in(document: Document) -> None:
    style = document.styles["公文正文"]
    form = style.paragraph_format
    assert (form.line_spacing.pt, form.line_spacing_rule) == (28, WD_LINE_SPACING.EXACTLY)
    assert form.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert form.widow_control is False
    assert style.element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"


def test_headings_have_outline_levels_and_stay_with_their_text(document: Document) -> None:
    for name, level in (("一级标题", "0"), ("二级标题", "1")):
        style = document.styles[name]
        assert style.element.pPr.find(qn("w:outlineLvl")).get(qn("w:val")) == level
        assert style.paragraph_format.keep_with_next
    assert [p.text for p in paragraphs_of(document, "一级标题")] == [
        "一、1—8月重点工作进展情况",
        "二、存在问题和下一步打算",
    ]
    assert [p.text for p in paragraphs_of(document, "二级标题")] == ["（一）存在问题", "（二）下一步打算"]


def test_the_title_is_centred_broken_between_phrases_and_followed_by_a_blank_line(document: Document) -> None:
    title, blank = document.paragraphs[:2]
    assert style_of(title).name == "公文标题"
    assert style_of(title).paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert title.text == "云岭县2026年1—8月\n重点工作督查工作汇报"
    assert blank.text == ""


def test_the_document_says_what_the_report_says(document: Document) -> None:
    report = whole_county()
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for line in report.plain().splitlines()[1:]:
        assert line in text


def test_page_numbers_stand_on_the_outer_side_one_character_in(document: Document) -> None:
    page = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side, align in (
        (page.footer, "right", WD_ALIGN_PARAGRAPH.RIGHT),
        (page.even_page_footer, "left", WD_ALIGN_PARAGRAPH.LEFT),
    ):
        number = footer.paragraphs[0]
        assert number.alignment == align
        assert number._p.pPr.find(qn("w:ind")).get(qn(f"w:{side}Chars")) == "100"
        assert [t.text for t in number._p.iter(qn("w:t"))] == ["— ", "1", " —"]
        assert number._p.find(qn("w:fldSimple")).get(qn("w:instr")).strip() == "PAGE"


def test_a_filled_page_is_an_option_with_22_lines_of_28_characters() -> None:
    style = opened(whole_county(), PaperStyle(fill_page=True)).styles["公文正文"]
    assert style.paragraph_format.line_spacing.pt == 28.95
    assert style.element.rPr.find(qn("w:spacing")).get(qn("w:val")) == "-5"


def test_an_office_may_have_its_own_style() -> None:
    style = PaperStyle(top_mm=30, line_pt=30, body=Font("仿宋", 15), title=Font("黑体", 20, bold=True))
    document = opened(small_paper(), style)
    assert millimetres(document.sections[0].top_margin) == [30]
    assert document.styles["公文正文"].paragraph_format.line_spacing.pt == 30
    assert document.styles["公文正文"].font.size.pt == 15
    assert document.styles["公文标题"].font.bold


def test_the_table_has_fixed_widths_a_repeated_head_and_unbroken_rows(document: Document) -> None:
    table = document.tables[0]
    assert len(table.rows) == 1 + 2 + 40
    assert table._tbl.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
    assert round(sum(column.width.mm for column in table.columns)) == 225
    rows = table._tbl.tr_lst
    assert rows[0].find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
    assert all(row.find(qn("w:trPr")).find(qn("w:cantSplit")) is not None for row in rows)


def test_numbers_in_the_table_are_right_aligned(document: Document) -> None:
    row = document.tables[0].rows[3]
    styles = [cell.paragraphs[0].style for cell in row.cells]
    assert [style.name for style in styles[4:8]] == ["表格数字"] * 4
    assert styles[4].paragraph_format.alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert row.cells[4].text == "12,000.5"


def test_a_report_without_projects_has_no_appendix_and_one_section() -> None:
    document = opened(small_paper())
    assert len(document.sections) == 1
    assert not document.tables
    assert not paragraphs_of(document, "附件说明")


def test_the_signature_is_centred_over_the_date(document: Document) -> None:
    issuer, day = paragraphs_of(document, "落款")
    assert (issuer.text, day.text) == ("云岭县人民政府督查办公室", "2026年9月12日")
    indents = [int(p._p.find(qn("w:pPr")).find(qn("w:ind")).get(qn("w:rightChars"))) for p in (issuer, day)]
    assert indents == [200, 475]


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    first = written(whole_county())
    path = tmp_path / "report.docx"
    write_paper(whole_county(), PaperStyle(), path, author="督查办", created_at=WRITTEN_AT)
    assert path.read_bytes() == first
    with ZipFile(BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_nothing_in_the_properties_comes_from_the_machine(document: Document) -> None:
    properties = document.core_properties
    assert (properties.author, properties.last_modified_by) == ("督查办", "督查办")
    assert properties.title == "云岭县2026年1—8月重点工作督查工作汇报"
    assert properties.created.replace(tzinfo=None) == properties.modified.replace(tzinfo=None) == WRITTEN_AT


def test_any_text_is_escaped_and_what_xml_cannot_hold_is_left_out() -> None:
    hostile = '<w:p>&amp;"\x00\x0b\ud800\uffff]]>甲'
    annex = projects_annex(project_row(1, f"a<b>&c\n第二行{hostile}"))
    document = opened(small_paper(problem=hostile, issuer=hostile, annexes=(annex,)))
    kept = '<w:p>&amp;"]]>甲'
    assert any(kept in paragraph.text for paragraph in document.paragraphs)
    assert document.tables[0].rows[3].cells[1].text == f"a<b>&c\n第二行{kept}"


def test_only_the_styles_of_an_official_document_are_offered(document: Document) -> None:
    own = [style.name for style in document.styles if style.element.get(qn("w:customStyle"))]
    assert own[:4] == ["公文标题", "公文正文", "一级标题", "二级标题"]
    assert "List Bullet" not in [style.name for style in document.styles]


def test_no_font_is_bundled() -> None:
    with ZipFile(BytesIO(written(whole_county()))) as package:
        assert not [
            name for name in package.namelist() if "fonts/" in name or name.endswith((".ttf", ".odttf"))
        ]
