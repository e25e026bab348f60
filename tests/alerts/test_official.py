"""What a red-headed paper has beyond a report: 版头, 主送, several 附件, 目录, marks, 版记, PDF."""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from django.core.exceptions import ValidationError
from docx.document import Document
from PIL import Image

from supervision.alerts.exports.official import PaperStyle, to_pdf, write_paper
from supervision.alerts.exports.official.contents import OPENING
from supervision.alerts.exports.official.pdf import _printable
from supervision.alerts.rules.official import (
    Annex,
    Column,
    Fact,
    Head,
    Imprint,
    Paper,
    Paragraph,
    Picture,
    Section,
    Table,
    TableRow,
)

CLOSED = Fact("matters.closed", 6, "件", "6件", "督办事项")
TABLE = Table("", "", (Column("单位", 156),), (TableRow(("县交通局",)),))
WIDE = Table("", "", (Column("单位", 225),), (TableRow(("县交通局",)),))


def png() -> bytes:
    target = BytesIO()
    Image.new("RGB", (12, 6), "#cde").save(target, "PNG")
    return target.getvalue()


def written(**changes: Any) -> bytes:
    parts: dict[str, Any] = {
        "title": ("关于重点工作进展情况的", "通报"),
        "preamble": (Paragraph(("已办结", CLOSED, "。")),),
        "sections": (Section("一、总体情况", (Picture(png(), "办结率逐月上升", 120, 60, "图"),)),),
        "closing": (),
        "issuer": "云岭县人民政府督查办公室",
        "issued_on": date(2026, 9, 12),
        "head": Head("云岭县人民政府督查办公室文件", "云督通〔2026〕17号"),
        "addressee": "各乡镇人民政府",
        "annexes": (Annex("办理情况表", (TABLE,)), Annex("项目表", (WIDE,), turned=True)),
        "imprint": Imprint("县委办公室，县纪委监委", "云岭县人民政府督查办公室", date(2026, 9, 12)),
        "contents": True,
        "marked": True,
    }
    target = BytesIO()
    paper = Paper(**(parts | changes))
    write_paper(paper, PaperStyle(), target, author="督查办", created_at=datetime(2026, 9, 12))  # noqa: DTZ001
    return target.getvalue()


def xml_of(file: bytes) -> str:
    with ZipFile(BytesIO(file)) as package:
        return package.read("word/document.xml").decode()


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def test_a_red_headed_paper_has_its_parts_in_the_order_of_the_standard() -> None:
    found = texts(docx.Document(BytesIO(written())))
    assert found[:3] == [
        "云岭县人民政府督查办公室文件",
        "云督通〔2026〕17号",
        "关于重点工作进展情况的通报",
    ]
    assert found[found.index("各乡镇人民政府：") + 1 :] == [
        "已办结6件[1]。",
        "一、总体情况",
        "图",
        "附件：1. 办理情况表",
        "2. 项目表",
        "云岭县人民政府督查办公室",
        "2026年9月12日",
        "附件1",
        "办理情况表",
        "附件2",
        "项目表",
    ]


def test_the_issuer_is_red_on_one_line_over_a_red_line() -> None:
    xml = xml_of(written())
    issuer = xml[: xml.index("云岭县人民政府督查办公室文件")]
    assert '<w:color w:val="FF0000"/>' in issuer
    size = int(re.findall(r'<w:sz w:val="(\d+)"', issuer)[-1]) / 2
    assert size * len("云岭县人民政府督查办公室文件") <= 156 / 25.4 * 72
    assert re.search(r'<w:bottom w:val="single" w:sz="18" w:space="11" w:color="FF0000"/>', xml)


def test_a_paper_upwards_names_its_signer_beside_the_number() -> None:
    found = texts(docx.Document(BytesIO(written(head=Head("云岭县人民政府", "云政〔2026〕3号", "王志远")))))
    assert found[1] == "云政〔2026〕3号\t签发人：王志远"


def test_the_imprint_is_on_an_upright_page_after_a_turned_annex() -> None:
    file = written()
    xml = xml_of(file)
    assert [section.orientation for section in docx.Document(BytesIO(file)).sections] == [0, 0, 1, 0]
    imprint = xml[xml.index('name="版记"') :]
    assert "抄送：县委办公室，县纪委监委。" in imprint
    assert "2026年9月12日印发" in imprint


def test_a_picture_says_what_it_shows_and_the_contents_count_pages_when_printed() -> None:
    file = written()
    assert 'descr="办结率逐月上升"' in xml_of(file)
    assert OPENING in xml_of(file)
    printed = xml_of(_printable(file))
    assert OPENING not in printed
    assert "PAGEREF _Toc100000" in printed


def test_without_libreoffice_the_reader_is_told_what_to_install(settings: Any) -> None:
    settings.SOFFICE = "no-such-office"
    with pytest.raises(ValidationError, match="没有找到 no-such-office.*libreoffice-writer"):
        to_pdf(written())
