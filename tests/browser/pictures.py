"""Make the pictures of docs/img anew: `make test-browser ARGS=tests/browser/pictures.py`.

Not collected with the tests: pytest runs it only when it is named.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from accounts.models import Role
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.test_imports import SAMPLES
from tests.browser.test_month import ROAD
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "img"
LARGEST = 200_000  # bytes
PLAN = "县级国土空间规划实施监测"  # its unit says that it is not theirs
BRIDGE = "群众反映云台乡危桥限行绕路"  # a week's feedback is owed
COLOURS = 128  # a page has few; a palette halves the file


def take(visitor: Visitor, name: str, height: int) -> None:
    """The page from its top, ``height`` pixels of it."""
    width = visitor.page.viewport_size["width"] if visitor.page.viewport_size else 0
    visitor.page.set_viewport_size({"width": width, "height": height})
    picture = Image.open(io.BytesIO(visitor.page.screenshot()))
    target = FOLDER / f"{name}.png"
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
    assert target.stat().st_size < LARGEST, f"{target.name} has {target.stat().st_size} bytes"


def test_the_office(county_house: House, visit: Visit) -> None:
    office = visit(county_house, Role.SUPERVISOR)
    take(office, "home", 760)
    office.open("/projects/")
    take(office, "ledger", 1000)
    office.open("/reports/")
    office.page.locator("table.ledger a").first.click()
    expect(office.page.locator(".paper")).to_be_visible()
    take(office, "report", 1000)
    office.import_workbook(SAMPLES / "错误示例.xlsx", "有错误")
    take(office, "import", 1240)


def test_the_matters(county_house: House, visit: Visit) -> None:
    office = visit(county_house, Role.SUPERVISOR)
    office.open("/matters/?sort=light")
    take(office, "matters", 1000)
    office.open(f"/matters/?text={PLAN}")
    office.page.locator("table.ledger th.name a").first.click()
    expect(office.page.get_by_role("heading", level=1)).to_contain_text(PLAN)
    take(office, "matter", 1180)


def test_the_project(county_house: House, visit: Visit) -> None:
    leader = visit(county_house, Role.LEADER)
    leader.open("/projects/?text=柳河古镇")
    leader.page.locator("table.ledger th.name a").first.click()
    expect(leader.page.locator(".chart-canvas canvas").first).to_be_visible()
    take(leader, "project", 900)


def test_the_clerk(county_house: House, visit: Visit) -> None:
    clerk = visit(county_house, Role.UNIT_CLERK, phone=True)
    clerk.open("/progress/mine/")
    clerk.follow(ROAD)
    take(clerk, "entry", 1000)
    clerk.open("/matters/mine/")
    take(clerk, "inbox", 844)
    clerk.page.locator("li.task").filter(has_text=BRIDGE).get_by_role("link", name="报反馈").click()
    expect(clerk.page.get_by_label("进展情况")).to_be_visible()
    take(clerk, "feedback", 1000)
