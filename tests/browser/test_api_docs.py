"""The API's page renders the published operations under the house's own content security policy."""

from __future__ import annotations

import json
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.house import House

pytestmark = pytest.mark.browser


def test_the_page_of_the_api_shows_every_operation_and_asks_nobody_else(
    empty_house: House, visit: Visit
) -> None:
    with urlopen(f"{empty_house.address}/api/schema/") as answer:  # noqa: S310 - our own address
        paths = json.load(answer)["paths"]
    program = visit(empty_house)
    page = program.open("/api/docs/")
    expect(page.locator(".opblock")).to_have_count(sum(len(methods) for methods in paths.values()))
    submit = page.locator(".opblock", has_text="/api/v1/progress/{id}/submit/")
    expect(submit).to_contain_text("报送")
    submit.click()
    expect(submit).to_contain_text("Idempotency-Key")
    expect(submit).to_contain_text("confirmation_required")
    program.fits()
