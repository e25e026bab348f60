"""The API's page renders the published operations under the house's own content security policy."""

from __future__ import annotations

import json
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.house import House

pytestmark = pytest.mark.browser


STEP = 400  # pixels: less than the window is high
# Where the page is now; one step further once its rows are drawn.
ON = f"""() => new Promise(done => {{
    scrollBy(0, {STEP});
    requestAnimationFrame(() => requestAnimationFrame(() => done(
        [...document.querySelectorAll('.opblock')].map(row => [
            row.querySelector('.opblock-summary-method').textContent,
            row.querySelector('[data-path]').dataset.path]))));
}})"""


def shown_in_passing(page: Page) -> set[tuple[str, str]]:
    """The operations that are seen from the top to the bottom: of a long page only what is near is drawn."""
    expect(page.locator(".opblock").first).to_be_visible()
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    return {(method, path) for _step in range(height // STEP + 2) for method, path in page.evaluate(ON)}


def test_the_page_of_the_api_shows_every_operation_and_asks_nobody_else(
    empty_house: House, visit: Visit
) -> None:
    with urlopen(f"{empty_house.address}/api/schema/") as answer:  # noqa: S310 - our own address
        paths = json.load(answer)["paths"]
    program = visit(empty_house)
    page = program.open("/api/docs/")
    every = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    assert shown_in_passing(page) == every
    submit = page.locator(".opblock", has_text="/api/v1/progress/{id}/submit/")
    page.evaluate("scrollTo(0, 0)")
    for _step in range(len(every)):
        if not submit.count():
            page.evaluate(ON)
    expect(submit).to_contain_text("报送")
    submit.click()
    expect(submit).to_contain_text("Idempotency-Key")
    expect(submit).to_contain_text("confirmation_required")
    program.fits()
