"""Two houses, each started once: one empty, one in which the sample county was played."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.house import SECRETS, House, migrated_database, running_house
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
PATIENCE = 15_000  # milliseconds for anything on a page; the machine may be busy
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def template() -> Iterator[str]:
    with migrated_database() as name:
        yield name


@pytest.fixture(scope="session")
def empty_house(template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with running_house("empty", template, tmp_path_factory.mktemp("empty")) as house:
        yield house


@pytest.fixture(scope="session")
def county_house(template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The walks of this house must leave alone what the others look at."""
    folder = tmp_path_factory.mktemp("county")
    with running_house("county", template, folder) as house:
        house.manage("play_samples", "--output", str(folder), "--secrets", str(folder / SECRETS))
        yield house


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.fail("找不到 Chromium。Debian/Ubuntu 请先安装：apt-get install chromium fonts-noto-cjk")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Visitors of a house; the test fails when any of them met an error, a refusal or a foreign host."""
    visitors: list[Visitor] = []

    def enter(
        house: House, role: str = "", *, phone: bool = False, sign_in: tuple[str, str] | None = None
    ) -> Visitor:
        visitor = Visitor(browser, house.address, phone=phone)
        visitor.page.set_default_timeout(PATIENCE)
        visitors.append(visitor)
        if role or sign_in:
            visitor.sign_in(*(sign_in or house.sign_in_of(role)))
            expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("今日要事")
        return visitor

    yield enter
    complaints = [complaint for visitor in visitors for complaint in visitor.complaints]
    for visitor in visitors:
        visitor.context.close()
    assert complaints == []


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    folder = tmp_path / "downloads"
    folder.mkdir()
    return folder
