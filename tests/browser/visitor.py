"""A person at a browser, under whose eyes nothing may go wrong unseen."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Download, Page, Request, Response, expect

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
LONG_JOB = 60_000  # milliseconds in which a worker has done what was asked


class Visitor:
    """One person's browser with its own cookies. ``complaints`` gathers whatever went wrong on the way.

    The browser asks for English: the pages are Chinese whatever it says.
    """

    def __init__(self, browser: Browser, address: str, *, phone: bool = False) -> None:
        self.address = address
        self.complaints: list[str] = []
        self.context = browser.new_context(
            base_url=address,
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
            is_mobile=phone,
            has_touch=phone,
            locale="en-US",
        )
        self.context.on("console", self._hear)
        self.context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        self.context.on("requestfailed", self._fail)
        self.context.on("request", self._leave)
        self.context.on("response", self._answer)
        self.page: Page = self.context.new_page()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"console: {message.text} ({message.location.get('url')})")

    def _fail(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a download, or a poll that a new page ended
            self.complaints.append(f"failed: {request.url} {request.failure}")

    def _leave(self, request: Request) -> None:
        if urlsplit(request.url).scheme in ("http", "https") and not request.url.startswith(self.address):
            self.complaints.append(f"foreign host: {request.url}")

    def _answer(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"status {response.status}: {response.url}")

    # --- doing -------------------------------------------------------------------------------------
    def open(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def sign_in(self, username: str, password: str) -> None:
        """To whatever comes first: the first screen, or the change of a password that was handed out."""
        self.open("/sign-in/")
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码").fill(password)
        self.press("登录")
        expect(self.page).not_to_have_url(re.compile("/sign-in/"))

    def press(self, name: str, within: Any = None) -> None:
        (within or self.page).get_by_role("button", name=name).click()

    def follow(self, name: str, within: Any = None) -> None:
        (within or self.page).get_by_role("link", name=name).first.click()

    def download(self, name: str, target: Path, within: Any = None) -> Path:
        """Press or follow what is called so, and keep the file that it brings."""
        place = within or self.page
        with self.page.expect_download() as coming:
            place.get_by_role("link", name=name).or_(place.get_by_role("button", name=name)).first.click()
        got: Download = coming.value
        path = target / got.suggested_filename
        got.save_as(path)
        return path

    def import_workbook(self, path: Path, state: str) -> None:
        """Hand it in and wait until its check has ended in ``state``."""
        self.open("/imports/new/")
        self.page.get_by_label("文件").set_input_files(path)
        self.press("上传并校验")
        self.await_state(state)

    def await_state(self, state: str) -> None:
        expect(self.page.locator("h1 .state")).to_have_text(state, timeout=LONG_JOB)

    # --- seeing ------------------------------------------------------------------------------------
    def sees(self, text: str | re.Pattern[str], within: Any = None) -> None:
        expect((within or self.page).get_by_text(text).first).to_be_visible()

    def status_of(self, path: str) -> int:
        """What the address answers to this person, without showing it."""
        return self.page.request.get(path, max_redirects=0).status

    def fits(self) -> None:
        """Nothing sticks out to the side."""
        self.page.wait_for_load_state()
        widths = self.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert widths[0] <= widths[1], f"{self.page.url} is {widths[0]} wide on a screen of {widths[1]}"
