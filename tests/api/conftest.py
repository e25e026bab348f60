"""No test counts another's requests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from redis import Redis

from supervision.rest.access import FixedWindowThrottle


@pytest.fixture(autouse=True)
def fresh_counters(settings: object) -> Iterator[None]:
    FixedWindowThrottle.silent_until = 0.0
    counters = Redis.from_url(settings.REDIS_URL)  # type: ignore[attr-defined]
    for key in counters.scan_iter("rate:*"):
        counters.delete(key)
    yield
    FixedWindowThrottle.silent_until = 0.0
