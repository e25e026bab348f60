"""督查通报 from the draft to the number: figures followed home, edited, decided, compared and verified."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import Locator, expect

from accounts.models import Role
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.visitor import LONG_JOB, Visitor

pytestmark = pytest.mark.browser
WRITTEN = "各牵头单位要于月底前逐项说明原因。"


def draft(office: Visitor, kind: str) -> str:
    """Order one and wait until it is drafted; the address of its page."""
    office.open("/reports/new/")
    office.page.get_by_label("文种").select_option(label=kind)
    office.page.get_by_label("标题主题").fill("督办事项")
    office.press("开始起草")
    link = office.page.get_by_role("link", name=re.compile("查看(结果|公文)"))
    expect(link.or_(office.page.locator("article.paper")).first).to_be_visible(timeout=LONG_JOB)
    office.page.reload()
    expect(office.page.locator("article.paper")).to_be_visible()
    return re.sub(r"^https?://[^/]+", "", office.page.url)


def first_number(office: Visitor) -> Locator:
    """A figure of the paper that is a count."""
    return office.page.locator("article.paper a.fact").filter(has_text=re.compile(r"^\d+件$")).first


def follow_a_figure(office: Visitor) -> None:
    """One click: the rows with their revisions and who entered them."""
    first_number(office).click()
    panel = office.page.locator("#fact-panel")
    expect(panel.locator("tbody tr").first).to_be_visible()
    expect(panel.locator("tbody tr").first).to_contain_text("#")
    panel.get_by_role("button", name="关闭").click()
    expect(panel).to_be_empty()


def edit_by_hand(office: Visitor) -> None:
    """A figure is overwritten, a sentence is added; both are marked on the page."""
    figure = office.page.locator("a.fact").filter(has_text=re.compile(r"^\d+件$"))
    section = office.page.locator("section.paper-section").filter(has=figure).first
    office.follow("修改本节", section)
    chip = office.page.locator(".chip").filter(has_text=re.compile(r"^\d+件$")).first
    chip.click()
    tools = office.page.locator("#chip-tools")
    expect(tools.locator("tbody tr").first).to_be_visible()
    tools.get_by_label("改写为").fill("999件")
    tools.get_by_role("button", name="改写", exact=True).click()
    expect(office.page.locator(".chip-hand")).to_have_text("999件")
    office.press("加一段")
    office.page.keyboard.type(WRITTEN)
    office.press("保存本节")
    expect(office.page.locator("article.paper .fact-hand")).to_have_text("999件")
    office.sees("全文有1处手工填写的数字")
    office.sees(WRITTEN)


def regenerate(office: Visitor, page: str) -> None:
    office.open(page)
    office.follow("全文重新汇总")
    office.sees("原样保留")
    office.press("重新汇总")
    expect(office.page.locator("article.paper .fact-hand")).to_have_text("999件")
    office.sees(WRITTEN)


def test_a_circular_from_draft_to_number(county_house: House, visit: Visit, downloads: Path) -> None:
    office, head = visit(county_house, Role.SUPERVISOR), visit(county_house, Role.OFFICE_HEAD)
    page = draft(office, "督查通报")
    follow_a_figure(office)
    edit_by_hand(office)
    regenerate(office, page)
    office.press("送审")
    office.sees("待审签")
    assert office.page.get_by_role("button", name="审签").count() == 0
    head.open(page)
    head.sees("999件")
    head.press("审签")
    head.press("编号印发")
    head.sees(re.compile("督通〔2026〕\\d+号"))
    file = head.download("下载 Word 文件", downloads)
    with ZipFile(file) as opened:
        text = re.sub(r"<[^>]+>", "", opened.read("word/document.xml").decode())
    assert WRITTEN in text and "999件" in text
    assert "附件" in text
    office.open(page)
    assert office.page.get_by_role("link", name="修改本节").count() == 0
    office.follow("核对数据")
    office.sees("每一行都与成文时相同")
    office.sees("逐字节相同")
    office.open(page)
    office.follow("与另一份比较")
    office.sees(re.compile("\\d+项有变化，\\d+项相同"))


def test_two_editors_of_a_section_see_both_texts(county_house: House, visit: Visit) -> None:
    office, head = visit(county_house, Role.SUPERVISOR), visit(county_house, Role.OFFICE_HEAD)
    draft(office, "项目调度报告")
    office.follow("修改本节")
    head.open(re.sub(r"^https?://[^/]+", "", office.page.url))
    for visitor, words in ((head, "主任补写的话。"), (office, "督查员补写的话。")):
        box = visitor.page.locator(".rich:not(.rich-line)").first
        box.click()
        visitor.page.keyboard.press("End")
        visitor.page.keyboard.type(words)
        visitor.press("保存本节")
    office.sees(re.compile("刚被.+改过"))
    expect(office.page.locator(".theirs-whole")).to_contain_text("主任补写的话。")
    expect(office.page.locator(".rich:not(.rich-line)").first).to_contain_text("督查员补写的话。")
    office.press("以合好的文字保存")
    expect(office.page.locator("article.paper")).to_contain_text("督查员补写的话。")


def test_an_outline_is_tried_on_real_data_before_it_is_kept(county_house: House, visit: Visit) -> None:
    office = visit(county_house, Role.SUPERVISOR)
    office.open("/reports/outlines/")
    card: Any = office.page.locator("section.panel").filter(has_text="指标监测快报")
    office.follow("修改", card.locator("li").first)
    field = office.page.locator("textarea.rule-text").first
    field.fill("全县{{ nothing_like_it }}情况。")
    office.press("预览")
    preview = office.page.locator("#outline-preview")
    expect(preview).to_contain_text("第1行：没有名为“nothing_like_it”的数据项")
    field.fill("{{ period_label }}指标情况如下。")
    office.press("预览")
    expect(preview.locator("article.paper")).to_contain_text("指标情况如下。")
    office.follow("取消")
    office.sees("指标监测快报")


def test_every_page_of_documents_fits_a_phone(county_house: House, visit: Visit) -> None:
    office = visit(county_house, Role.SUPERVISOR, phone=True)
    page = draft(office, "整改情况报告")
    places = [page, "/reports/", "/reports/new/", "/reports/compare/", "/reports/outlines/", f"{page}verify/"]
    for place in [*places, f"{page}regenerate/", f"{page}head/", "/reports/?text=没有这样的标题"]:
        office.open(place)
        office.fits()
    office.open(page)
    office.follow("修改本节")
    office.fits()
    office.page.locator(".chip").first.click()
    expect(office.page.locator("#chip-tools")).to_be_visible()
    office.fits()
    office.open("/reports/outlines/")
    office.follow("修改")
    office.fits()
