"""The day of every test is 2026-09-12: reports for 1—8月 are due. The town is small and always the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.town import Town, build_town

STORY_DAY = date(2026, 9, 12)


@pytest.fixture(autouse=True)
def story_day(settings: Any) -> date:
    settings.FIXED_TODAY = STORY_DAY
    return STORY_DAY


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """Hashing that is slow on purpose took half of the time of tests that sign in."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def town(db: None) -> Town:
    return build_town()
