"""The document opened by another program: pages measured as LibreOffice prints them.

The official fonts are seldom installed where tests run; what is measured does not depend on them.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from supervision.alerts.exports.official import Font, PaperStyle, write_paper
from supervision.alerts.rules.official.paper import Head, Imprint, Paper, Paragraph, Section
from supervision.alerts.rules.official.text import Quote
from tests.reports.county import whole_county

MM = 72 / 25.4
CHINESE = Font("Noto Serif CJK SC", 16)  # present wherever these tests have Chinese glyphs at all

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (shutil.which("soffice") and shutil.which("pdftotext")), reason="needs LibreOffice and poppler"
    ),
]


@dataclass(frozen=True)
class Word:
    """A printed word and its box in points from the upper left corner of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    words: tuple[Word, ...]

    def text_words(self) -> list[Word]:
        """Words inside the type area, that is without the page number."""
        return [word for word in self.words if word.middle < self.height - 35 * MM]

    def lines(self) -> list[float]:
        """The middles of the text lines from top to bottom."""
        middles = sorted(word.middle for word in self.text_words())
        return middles[:1] + [second for first, second in pairwise(middles) if second - first > 5]

    def number(self) -> list[Word]:
        return sorted(
            (word for word in self.words if word not in self.text_words()), key=lambda word: word.left
        )


def printed(report: Paper, style: PaperStyle, folder: Path) -> list[Page]:
    source = folder / "report.docx"
    write_paper(report, style, source, author="督查办", created_at=datetime(2026, 9, 12))  # noqa: DTZ001
    profile = f"-env:UserInstallation=file://{folder}/profile"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(convert, check=True, capture_output=True, timeout=120)
    boxes = subprocess.run(
        ["pdftotext", "-bbox", str(source.with_suffix(".pdf")), "-"],
        check=True,
        capture_output=True,
        timeout=60,
    )
    return [_page(text) for text in boxes.stdout.decode().split("<page ")[1:]]


def _page(text: str) -> Page:
    width, height = re.findall(r'(?:width|height)="([\d.]+)"', text)[:2]
    found = re.findall(r'xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>', text)
    words = (Word(word, *map(float, box)) for *box, word in found)
    return Page(float(width), float(height), tuple(words))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    return printed(whole_county(), PaperStyle(), tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="module")
def filled_pages(tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    """Nothing but Chinese characters, so that those of a line can be counted."""
    report = whole_county()
    words = Paragraph((Quote("督查办公室汇报重点项目进展情况" * 120, "test"),))
    plain = replace(report, sections=(Section("一、进展情况", (words,)),), annexes=())
    style = PaperStyle(fill_page=True, body=CHINESE)
    return printed(plain, style, tmp_path_factory.mktemp("filled"))


def test_a_page_holds_22_lines_28_points_apart(pages: list[Page]) -> None:
    lines = pages[1].lines()
    assert len(lines) == 22
    assert all(abs(lower - upper - 28) < 1.5 for upper, lower in pairwise(lines))


def test_text_stays_in_the_type_area(pages: list[Page]) -> None:
    for page in pages[:2]:
        words = page.text_words()
        assert min(word.left for word in words) == pytest.approx(28 * MM, abs=3)
        assert min(word.middle for word in words) > 37 * MM
        # A comma may hang over the right edge, as Chinese typesetting allows.
        assert max(word.right for word in words) < (210 - 26) * MM + 17


def test_page_numbers_are_7_mm_below_on_the_outer_side(pages: list[Page]) -> None:
    for number, page in enumerate(pages[:3], 1):
        words = page.number()
        assert [word.text for word in words] == ["—", str(number), "—"]
        assert words[1].middle == pytest.approx((297 - 35 + 7) * MM, abs=4)
        if number % 2:
            assert words[-1].right == pytest.approx((210 - 26) * MM - 14, abs=2)
        else:
            assert words[0].left == pytest.approx(28 * MM + 14, abs=2)


def test_the_appendix_is_turned_and_repeats_its_head(pages: list[Page]) -> None:
    turned = [page for page in pages if page.width > page.height]
    assert len(turned) >= 2
    assert round(turned[0].width / MM), round(turned[0].height / MM) == (297, 210)
    for page in turned:
        assert "项目名称" in [word.text for word in page.words]
        assert min(word.left for word in page.words if word.text == "序号") > 35 * MM


def test_turned_pages_carry_their_number_at_the_foot_of_the_sheet(pages: list[Page]) -> None:
    """On the left edge: low on odd pages, high on even ones."""
    for number, page in enumerate(pages, 1):
        if page.width > page.height:
            edge = [word for word in page.words if word.right < 35 * MM]
            assert str(number) in "".join(word.text for word in edge)
            upper = all(word.middle < page.height / 2 for word in edge)
            lower = all(word.middle > page.height / 2 for word in edge)
            assert lower if number % 2 else upper


def test_a_filled_page_has_22_lines_of_28_characters(filled_pages: list[Page]) -> None:
    page = filled_pages[1]
    lines = page.lines()
    assert len(lines) == 22
    assert lines[-1] - lines[0] == pytest.approx(21 * 28.95, abs=2)
    middle_line = [word for word in page.text_words() if abs(word.middle - lines[10]) < 5]
    assert sum(len(word.text) for word in middle_line) == 28


@pytest.fixture(scope="module")
def red_pages(tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    issuer = "云岭县人民政府督查办公室"
    head = Head(f"{issuer}文件", "云督通〔2026〕17号")
    imprint = Imprint("县委办公室，县纪委监委", issuer, date(2026, 9, 12))
    paper = replace(whole_county(), annexes=(), head=head, imprint=imprint)
    return printed(paper, PaperStyle(), tmp_path_factory.mktemp("red"))


def test_the_red_head_begins_35_mm_below_the_type_area_with_its_number_in_the_middle(
    red_pages: list[Page],
) -> None:
    """GB/T 9704-2012, 7.2.4: the issuer's upper edge; the box of a word is a few points higher than ink."""
    issuer, *number = [word for word in red_pages[0].words if word.middle < 120 * MM]
    assert issuer.text == "云岭县人民政府督查办公室文件"
    assert issuer.top == pytest.approx((37 + 35) * MM, abs=10)
    assert "".join(word.text for word in number) == "云督通〔2026〕17号"
    for left, right in ((issuer.left, issuer.right), (number[0].left, number[-1].right)):
        assert (left + right) / 2 == pytest.approx((28 + 156 / 2) * MM, abs=3)


def test_the_imprint_stands_on_the_last_line_of_the_type_area_a_character_in_from_both_edges(
    red_pages: list[Page],
) -> None:
    last = red_pages[-1]
    foot = [word for word in last.words if 240 * MM < word.middle < (297 - 35) * MM]
    upper = "".join(word.text for word in foot if word.middle < 253 * MM)
    assert upper == "抄送：县委办公室，县纪委监委。"
    lower = sorted((word for word in foot if word.middle >= 253 * MM), key=lambda word: word.left)
    assert "".join(word.text for word in lower) == "云岭县人民政府督查办公室2026年9月12日印发"
    assert lower[0].bottom == pytest.approx((297 - 35) * MM, abs=4)
    assert lower[0].left == pytest.approx(28 * MM + 14, abs=2)
    assert lower[-1].right == pytest.approx((210 - 26) * MM - 14, abs=2)
    assert not any(word for page in red_pages[:-1] for word in page.words if "印发" in word.text)


def test_full_lines_end_at_the_right_margin(filled_pages: list[Page]) -> None:
    """26 mm from the edge; the last character of a line may keep a part of its width free."""
    page = filled_pages[1]
    for middle in page.lines():
        line = [word for word in page.text_words() if abs(word.middle - middle) < 5]
        assert max(word.right for word in line) == pytest.approx((210 - 26) * MM, abs=4)
        assert min(word.left for word in line) == pytest.approx(28 * MM, abs=4)
