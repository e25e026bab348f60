from __future__ import annotations

import pytest

from tests.matters.build import fill_years


@pytest.fixture
def workdays(db: None) -> None:
    """The announced workdays of 2025 and 2026 are in the calendar."""
    fill_years()
