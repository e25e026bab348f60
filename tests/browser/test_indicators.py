"""A value from a department's phone to the leader's: seen before it is kept, then on board and page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from accounts.models import Role
from tests.browser.carrying import choose, fill, sign_ins
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

UNIT, NAME = "工信局", "工业用电量"  # until August 13,784 and 4.9 %, until July 5.4 %, by samples/facts
PREVIEW = "记入以后会是这样（还没有记入）"
WORDS = "增速较1—7月加快0.2个百分点"


def test_a_value_entered_on_a_phone_reaches_the_office_and_the_leader(
    county_house: House, visit: Visit
) -> None:
    (clerk_in,) = sign_ins(county_house, (UNIT, Role.UNIT_CLERK))
    clerk = visit(county_house, sign_in=clerk_in, phone=True)
    office = visit(county_house, Role.SUPERVISOR)
    leader = visit(county_house, Role.LEADER, phone=True)
    expect(row_of(office)).to_contain_text("4.9%")
    opens_the_entry(clerk)
    sees_what_would_follow(clerk)
    expect(row_of(office)).to_contain_text("4.9%")  # nothing was kept yet
    keeps_it(clerk)
    row = row_of(office)
    for said in ("13,790 万千瓦时", "上级反馈", "5.6%", WORDS):
        expect(row).to_contain_text(said)
    opens_the_page(leader)


def row_of(office: Visitor) -> Locator:
    return office.open("/indicators/").locator("table.ledger tbody tr").filter(has_text=NAME)


def opens_the_entry(clerk: Visitor) -> None:
    clerk.press("菜单")
    clerk.follow("经济指标", clerk.page.get_by_role("navigation", name="主导航"))
    clerk.fits()
    expect(clerk.page.locator("ul.cards > li")).not_to_have_count(0)
    clerk.follow(NAME, clerk.page.locator("ul.cards"))
    clerk.fits()
    clerk.follow("填报数值")
    clerk.sees("2026年1—8月数值的常见范围")
    clerk.fits()


def sees_what_would_follow(clerk: Visitor) -> None:
    """Another period is asked for its range at once; too much is asked about, not refused."""
    expected = clerk.page.locator("#expected")
    choose(clerk, "数据期间", "2026年1—7月")
    expect(expected).to_contain_text("2026年1—7月数值的常见范围")
    choose(clerk, "数据期间", "2026年1—8月")
    expect(expected).to_contain_text("2026年1—8月数值的常见范围")
    choose(clerk, "数据状态", "上级反馈")
    fill(clerk, {"数值": "137900", "同比增速（%）": "5.6", "来源": "供电公司8月月报"})
    clerk.press("先看结果")
    clerk.sees("数值超出常见范围")
    fill(clerk, {"数值": "13790"})
    clerk.press("先看结果")
    after = clerk.page.locator("section.panel").filter(has_text=PREVIEW)
    expect(after).to_contain_text(f"同比增长5.6%，{WORDS}")
    expect(after).not_to_contain_text("超出常见范围")
    clerk.fits()


def keeps_it(clerk: Visitor) -> None:
    clerk.press("记入")
    clerk.sees("已记入。")
    clerk.sees("上级反馈 · 供电公司8月月报")


def opens_the_page(leader: Visitor) -> None:
    leader.open("/indicators/")
    leader.follow(NAME, leader.page.locator("ul.cards"))
    expect(leader.page.get_by_role("heading", level=1)).to_contain_text(NAME)
    leader.sees(f"同比增长5.6%，{WORDS}")
    expect(leader.page.locator(".chart-canvas canvas").first).to_be_visible()
    expect(leader.page.get_by_role("link", name="填报数值")).to_have_count(0)
    leader.fits()
    leader.open(f"{leader.page.url.split('?')[0]}?period=2026-08&known_on=2026-09-11")
    leader.sees("这里是2026年9月11日当天所知的数据")
    leader.fits()
