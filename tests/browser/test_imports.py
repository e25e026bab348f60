"""Workbooks with mistakes, or that cannot be read at all: every complaint in its place, nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from accounts.models import Role
from samples.generate.mistakes_book import MISTAKES
from tests.browser.conftest import Visit
from tests.browser.house import House

pytestmark = pytest.mark.browser

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


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
    expect(office.page.locator("tr.sum td.num").first).to_have_text("268,928")


def test_a_file_that_cannot_be_read_is_refused_with_a_remedy(county_house: House, visit: Visit) -> None:
    office = visit(county_house, Role.SUPERVISOR)
    office.import_workbook(SAMPLES / "坏文件" / "加密.xlsx", "无法读取")
    expect(office.page.get_by_role("alert")).to_contain_text("密码")
