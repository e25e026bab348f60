"""A month's round: a clerk reports on a phone, the office returns and accepts, the report has the new sum."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from PIL import Image
from playwright.sync_api import expect

from accounts.models import Role
from samples.generate import county, story
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.visitor import LONG_JOB, Visitor

pytestmark = pytest.mark.browser

ROAD = "沙坝乡通组道路硬化工程"  # not reported for August by the roads bureau that carries it
JULY, AUGUST = Decimal(603), Decimal(180)
WHY_SAME = "汛期停工，8月下旬才复工，形象进度未变"
WHY_BACK = "请写明复工日期"


def known_sum() -> Decimal:
    """Of every project the newest report's year to date, 万元: 167936.08 by samples/README.md."""
    newest = [
        [month.year_to_date for month in story.months(project) if month.year_to_date is not None][-1]
        for project in county.leaves()
    ]
    return sum(newest, Decimal(0))


def test_what_a_clerk_reports_on_a_phone_reaches_the_report(
    county_house: House, visit: Visit, downloads: Path
) -> None:
    assert known_sum() == Decimal("167936.08")
    clerk = visit(county_house, Role.UNIT_CLERK, phone=True)
    office = visit(county_house, Role.SUPERVISOR)
    saves_a_draft(clerk)
    submits_with_a_reason_and_a_photo(clerk)
    returns_it(office)
    sees_why_and_submits_again(clerk)
    accepts_it(office)
    total = known_sum() + AUGUST
    sees_the_new_sum(office, total)
    drafts_the_report(office, total, downloads)


def saves_a_draft(clerk: Visitor) -> None:
    clerk.press("菜单")
    clerk.follow("我的填报", clerk.page.get_by_role("navigation", name="主导航"))
    clerk.fits()
    clerk.follow(ROAD)
    clerk.page.get_by_label("本月完成投资").fill(f"{AUGUST:f}")
    clerk.page.get_by_label("本月完成投资").blur()
    clerk.sees("按本月数推算")
    clerk.press("填入推算数")
    expect(clerk.page.get_by_label("年初至本月累计")).to_have_value(f"{JULY + AUGUST:f}")
    clerk.fits()
    clerk.press("存草稿")
    clerk.sees("草稿已保存，尚未报送")


def submits_with_a_reason_and_a_photo(clerk: Visitor) -> None:
    clerk.sees("形象进度与上月完全相同")
    clerk.press("报送督查办")
    clerk.sees("在这里写明原因，然后再报送")
    clerk.page.get_by_label("属实的，请说明原因").fill(WHY_SAME)
    clerk.page.get_by_label("现场照片").set_input_files(
        {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    clerk.press("报送督查办")
    clerk.sees(f"已报送：{ROAD} 8月进展")
    clerk.fits()


def photo() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (640, 480), "#8a7f6b").save(content, "JPEG")
    return content.getvalue()


def returns_it(office: Visitor) -> None:
    office.open("/progress/")
    row = office.page.locator(".queue-row").filter(has_text=ROAD)
    expect(row).to_contain_text(WHY_SAME)
    picture = row.locator("img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 640)
    row.get_by_label("退回原因").fill(WHY_BACK)
    office.press("退回", row)
    office.sees(f"已退回：{ROAD} 8月进展")


def sees_why_and_submits_again(clerk: Visitor) -> None:
    clerk.open("/progress/mine/")
    clerk.sees(WHY_BACK)
    clerk.follow(ROAD)
    clerk.sees("督查办退回了这份月报")
    words = clerk.page.get_by_label("形象进度")
    words.fill("8月25日复工，完成路基整形4公里")
    words.blur()
    expect(clerk.page.get_by_text("形象进度与上月完全相同")).to_have_count(0)
    clerk.press("报送督查办")
    clerk.sees(f"已报送：{ROAD} 8月进展")


def accepts_it(office: Visitor) -> None:
    office.open("/progress/")
    office.press("采用", office.page.locator(".queue-row").filter(has_text=ROAD))
    office.sees(f"已采用：{ROAD} 8月进展")


def sees_the_new_sum(office: Visitor, total: Decimal) -> None:
    office.open("/projects/")
    expect(office.page.locator("tr.sum td.num").nth(1)).to_have_text(f"{total:,f}")


def drafts_the_report(office: Visitor, total: Decimal, downloads: Path) -> None:
    office.open("/reports/")
    office.follow("起草公文")
    office.press("开始起草")
    word = office.page.get_by_role("link", name="下载 Word 文件")
    expect(word.or_(office.page.get_by_role("link", name="查看结果"))).to_be_visible(timeout=LONG_JOB)
    office.page.reload()
    document = Document(str(office.download("下载 Word 文件", downloads)))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert any(f"{total:.2f}" in "".join(row).replace(",", "") for row in rows if "合计" in "".join(row)), (
        rows[-1]
    )
