"""The watch over every walk itself: what goes wrong in a page is not overlooked."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visit
from tests.browser.house import House

pytestmark = pytest.mark.browser


def test_what_the_security_policy_refuses_is_a_complaint(empty_house: House, visit: Visit) -> None:
    visitor = visit(empty_house)
    page = visitor.open("/sign-in/")
    assert visitor.complaints == []
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'var a = 1'}))"
    )
    page.evaluate(
        "document.body.append(Object.assign(new Image(), {src: 'https://elsewhere.invalid/a.png'}))"
    )
    page.wait_for_timeout(0)
    assert [c for c in visitor.complaints if "Content Security Policy" in c]
    assert [c for c in visitor.complaints if "elsewhere.invalid" in c]
    visitor.complaints.clear()


def test_a_page_that_is_not_there_is_a_complaint(empty_house: House, visit: Visit) -> None:
    visitor = visit(empty_house)
    visitor.open("/nowhere/")
    assert f"status 404: {empty_house.address}/nowhere/" in visitor.complaints
    visitor.complaints.clear()
