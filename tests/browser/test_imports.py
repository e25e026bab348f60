"""An office begins: first sign-in, its workbooks in, the ledger, and one act undone."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from accounts.models import Role
from samples.generate import county
from samples.generate.mistakes_book import MISTAKES
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
OWN = "Zhiqing-Dujie-2026"


def planned() -> Decimal:
    """The year's plan of the whole county, 万元: 268928 by samples/README.md."""
    return sum((project.plan for project in county.leaves()), Decimal(0))


def test_an_office_begins_with_its_own_workbooks(empty_house: House, handed_out: str, visit: Visit) -> None:
    office = visit(empty_house)
    sets_an_own_password(office, handed_out)
    imports_the_roster(office)
    imports_the_ledger(office)
    sees_the_sums(office)
    undoes_the_ledger(office)


def sets_an_own_password(office: Visitor, handed_out: str) -> None:
    office.sign_in("ducha", handed_out)
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


def test_every_mistake_is_shown_at_its_cell_and_marked_in_the_workbook(
    county_house: House, visit: Visit, downloads: Path
) -> None:
    office = visit(county_house, Role.SUPERVISOR)
    office.import_workbook(SAMPLES / "错误示例.xlsx", "有错误")
    office.sees("什么也没有写入")
    for cell, said in (("I5", "交运局（云岭县交通运输局）"), ("F6", "一千多万"), ("E16", "#REF!")):
        row = office.page.get_by_role("row").filter(
            has=office.page.get_by_role("rowheader", name=cell, exact=True)
        )
        expect(row.first).to_contain_text(said)
    marked = office.download("下载标注后的文件", downloads)
    assert marked.name == "错误示例（校验结果）.xlsx"
    book = load_workbook(marked)
    for mistake in MISTAKES:
        cell = book[mistake.sheet][mistake.cell]
        assert cell.comment is not None, f"{mistake.sheet}!{mistake.cell} {mistake.complaint}"
    office.open("/projects/")
    expect(office.page.locator("tr.sum td.num").first).to_have_text(f"{planned():,f}")


def test_a_file_that_cannot_be_read_is_refused_with_a_remedy(county_house: House, visit: Visit) -> None:
    office = visit(county_house, Role.SUPERVISOR)
    office.import_workbook(SAMPLES / "坏文件" / "加密.xlsx", "无法读取")
    expect(office.page.get_by_role("alert")).to_contain_text("密码")
