"""The day of every test is 2026-09-12: reports for 1—8月 are due. The town is small and always the same."""

from __future__ import annotations

import os
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.conf import settings as django_settings
from django.test import TransactionTestCase

from tests import defaults
from tests.town import Town, enter_town

STORY_DAY = date(2026, 9, 12)
NUMBERS = count(1)


def pytest_configure() -> None:
    """Of several workers (``-n 2``) each has its own database by pytest-django, and here its own Redis."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    django_settings.REDIS_URL = url = beside(django_settings.REDIS_URL, int(worker))
    django_settings.CELERY_BROKER_URL = url.replace("unix://", "redis+socket://").replace(
        "?db=", "?virtual_host="
    )
    django_settings.CACHES["default"]["LOCATION"] = url
    # Looks for a file when it is asked for; otherwise each client reads the whole folder of them first.
    django_settings.WHITENOISE_AUTOREFRESH = True


def beside(url: str, number: int) -> str:
    """The Redis database so many after this one, of the sixteen there are."""
    if not number:
        return url
    if url.startswith("unix://"):
        place, _mark, query = url.partition("?")
        base = int(dict(parse_qsl(query)).get("db", 0))
        return f"{place}?db={(base + number) % 16}"
    parts = urlsplit(url)
    base = int(parts.path.strip("/") or 0)
    return parts._replace(path=f"/{(base + number) % 16}").geturl()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """A test that commits leaves, when it ends, what migrations filled in and nothing else."""
    with django_db_blocker.unblock():
        defaults.keep()
    setattr(TransactionTestCase, "_fixture_teardown", lambda _case: defaults.restore())  # noqa: B010


@pytest.fixture(autouse=True)
def story_day(settings: Any) -> date:
    settings.FIXED_TODAY = STORY_DAY
    return STORY_DAY


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """Hashing that is slow on purpose took half of the time of tests that sign in."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made by the first file that is kept there: most tests keep none."""
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / "media" / str(next(NUMBERS))
    return settings.MEDIA_ROOT


@pytest.fixture
def town(db: None) -> Town:
    return enter_town()
