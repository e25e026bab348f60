"""A county begins: its officers open the office, which brings its workbooks in and takes one back."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from accounts.models import Role
from samples.generate import county
from tests.browser.conftest import Visit
from tests.browser.house import OFFICE, House
from tests.browser.test_imports import SAMPLES
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

OWN = "Zhiqing-Dujie-2026"


def planned() -> Decimal:
    """The year's plan of the whole county, 万元: 268928 by samples/README.md."""
    return sum((project.plan for project in county.leaves()), Decimal(0))


def test_an_office_begins_with_its_own_workbooks(empty_house: House, visit: Visit) -> None:
    system, security, office = (visit(empty_house) for _person in range(3))
    begins(system, "xitong", opened(empty_house, "xitong", Role.SYSTEM_ADMIN))
    handed_out = opens_an_account(system)
    begins(security, "anquan", opened(empty_house, "anquan", Role.SECURITY_ADMIN))
    grants_the_role(security)
    begins(office, "ducha", handed_out)
    imports_the_roster(office)
    imports_the_ledger(office)
    sees_the_sums(office)
    undoes_the_ledger(office)


def opened(house: House, username: str, role: Role) -> str:
    """The initial password that the console shows for an officer's new account."""
    said = house.manage("create_administrator", username, "--role", role)
    return re.findall("初始密码：(.+)", said)[0]


def opens_an_account(system: Visitor) -> str:
    """The supervisor's unit, person and account; returns the password that is shown once."""
    unit = system.open("/admin/accounts/unit/add/")
    unit.locator("#id_name").fill(OFFICE)
    unit.locator("#id_short_name").fill("督查办")
    saves(system)
    person = system.open("/admin/accounts/person/add/")
    person.locator("#id_name").fill("杜明察")
    picks(system, "unit", "督查办")
    saves(system)
    user = system.open("/admin/accounts/user/add/")
    user.locator("#id_username").fill("ducha")
    picks(system, "person", "杜明察")
    system.page.locator("[name=_save]").click()
    system.sees("下面的初始密码只显示这一次")
    return user.locator("code").inner_text()


def grants_the_role(security: Visitor) -> None:
    grant = security.open("/admin/accounts/rolegrant/add/")
    picks(security, "user", "杜明察")
    grant.locator("#id_role").select_option(Role.SUPERVISOR)
    grant.locator("#id_valid_from").fill("2026-09-12")
    saves(security)


def picks(officer: Visitor, field: str, text: str) -> None:
    """In a field of the admin site that searches as one types."""
    officer.page.locator(f".field-{field} .select2-selection").click()
    officer.page.locator(".select2-search__field").fill(text)
    officer.page.locator(".select2-results__option--highlighted", has_text=text).click()


def saves(officer: Visitor) -> None:
    officer.page.locator("[name=_save]").click()
    expect(officer.page.locator(".messagelist .success")).to_be_visible()


def begins(office: Visitor, username: str, handed_out: str) -> None:
    """The first sign-in: nothing opens before the password is one's own."""
    office.sign_in(username, handed_out)
    office.sees("您正在使用初始密码")
    office.open("/projects/")
    expect(office.page).to_have_url(f"{office.address}/password/")
    office.page.get_by_label("原密码").fill(handed_out)
    office.page.get_by_label(re.compile("^新密码")).fill(OWN)
    office.page.get_by_label("再输一遍新密码").fill(OWN)
    office.press("保存新密码")
    office.sees("密码已修改")


def imports_the_roster(office: Visitor) -> None:
    office.open("/imports/")
    office.sees("还没有导入过")
    office.import_workbook(SAMPLES / "机构人员名册.xlsx", "待确认")
    confirms(office)


def confirms(office: Visitor) -> None:
    office.page.locator("#reason").fill("首次建账，已逐条核对")
    office.press("确认写入")
    office.await_state("已写入")


def imports_the_ledger(office: Visitor) -> None:
    office.import_workbook(SAMPLES / "2026年重点项目台账.xlsx", "待确认")
    office.sees("尚未写入")
    sheet = office.page.get_by_role("row").filter(has_text="社会稳定和党建").first
    expect(sheet).to_contain_text("年度计划 1438")
    office.sees("“基础设施和工业”将写入的内容")
    office.open("/projects/")
    office.sees("台账里还没有项目")
    office.page.go_back()
    confirms(office)


def sees_the_sums(office: Visitor) -> None:
    office.follow("查看项目台账")
    row = office.page.locator("tr.sum")
    expect(row.locator("td.num").first).to_have_text(f"{planned():,f}")


def undoes_the_ledger(office: Visitor) -> None:
    office.open("/imports/")
    office.follow("2026年重点项目台账.xlsx")
    office.press("撤销这次导入")
    office.press("撤销", office.page.get_by_role("dialog"))
    office.await_state("已撤销")
    office.open("/projects/")
    office.sees("台账里还没有项目")
