"""Who only reads: the leader, the auditor; and who reads in English."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from accounts.models import Role
from samples.generate import county
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

CHINESE = re.compile("[\u4e00-\u9fff]")
RAILWAY = "云平铁路云岭段工程"


def test_the_office_finds_its_way_from_the_ledger_to_the_curve(county_house: House, visit: Visit) -> None:
    office = visit(county_house, Role.SUPERVISOR)
    office.follow("项目台账", office.page.get_by_role("navigation", name="主导航"))
    sums = office.page.locator("tr.sum")
    expect(sums.locator("td.num").first).to_have_text("268,928")
    office.page.get_by_label("板块").select_option(label="城镇建设")
    office.page.get_by_label("在年度计划内").select_option(label="是")
    office.press("查询")
    expect(sums).to_contain_text("合计（10个）")
    expect(sums.locator("td.num").nth(0)).to_have_text("39,720")
    expect(sums.locator("td.num").nth(1)).to_have_text("21,975")
    rows = office.page.locator("tbody tr:not(.section)")
    smallest = min(county.in_sector("城镇建设"), key=lambda project: project.plan)
    office.follow("年度计划", office.page.locator("thead"))
    expect(office.page.locator("th[aria-sort=ascending]")).to_contain_text("年度计划")
    expect(rows.first).to_contain_text(smallest.name)
    sees_the_curve(office)


def sees_the_curve(office: Visitor) -> None:
    office.open(f"/projects/?text={RAILWAY}")
    office.follow(RAILWAY, office.page.locator("table.ledger"))
    expect(office.page.locator(".chart-canvas canvas").first).to_be_visible()
    office.follow("查看谁在何时改了什么")
    office.sees("示例数据，提示已逐条核对")


def test_a_leader_sees_the_county_and_writes_nothing(county_house: House, visit: Visit) -> None:
    leader = visit(county_house, Role.LEADER, phone=True)
    leader.fits()
    for path in ("/projects/", "/indicators/", "/reports/", "/alerts/"):
        leader.open(path)
        leader.fits()
    leader.open("/projects/?text=" + RAILWAY)
    leader.follow(RAILWAY, leader.page.locator("ul.cards"))
    leader.fits()
    expect(leader.page.get_by_role("link", name="修改项目")).to_have_count(0)
    project = leader.page.url.removeprefix(leader.address)
    assert leader.status_of(f"{project}edit/") == 403
    assert leader.status_of("/progress/") == 403
    assert leader.status_of("/imports/new/") == 403
    assert leader.status_of("/reports/new/") == 403


def test_an_auditor_reads_everything_and_changes_nothing(county_house: House, visit: Visit) -> None:
    auditor = visit(county_house, Role.AUDITOR)
    for path in ("/projects/", "/indicators/", "/alerts/board/", "/reports/", "/imports/"):
        auditor.open(path)
    assert auditor.status_of("/progress/") == 403
    assert auditor.status_of("/imports/new/") == 403
    auditor.follow("管理后台")
    expect(auditor.page.get_by_role("link", name="增加")).to_have_count(0)
    auditor.open(f"/admin/projects/project/?q={RAILWAY}")
    auditor.follow("2026-0001")
    expect(auditor.page.get_by_role("button", name="保存")).to_have_count(0)
    auditor.follow("历史")
    expect(auditor.page.locator("#content")).to_contain_text("杜明察")
    assert auditor.status_of("/admin/projects/project/add/") == 403


def test_a_clerk_sees_the_own_unit_alone(county_house: House, visit: Visit) -> None:
    clerk = visit(county_house, Role.UNIT_CLERK)
    clerk.open("/projects/")
    carried = {p.name for p in county.leaves() if "交运局" in (*p.units, p.helper)}
    assert set(clerk.page.locator("th.name").all_inner_texts()) == carried
    assert clerk.status_of("/progress/") == 403
    assert clerk.status_of("/reports/") == 404
    assert clerk.status_of("/admin/") in (302, 403)


def test_english_is_there_by_own_choice_alone(county_house: House, visit: Visit) -> None:
    head = visit(county_house, Role.UNIT_HEAD)
    expect(head.page.locator("html")).to_have_attribute("lang", "zh-CN")
    head.open("/profile/")
    head.page.get_by_label("English").check()
    head.press("保存")
    expect(head.page.locator("html")).to_have_attribute("lang", "en")
    head.open("/projects/")
    expect(head.page.get_by_role("heading", level=1)).not_to_contain_text(CHINESE)
