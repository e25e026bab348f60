"""What beat starts. Each calls one function, takes no argument, and is safe twice."""

from __future__ import annotations

from celery import shared_task

from accounts import clock
from supervision.matters import services


@shared_task(name="matters.close_lapsed")
def close_lapsed() -> None:
    services.close_lapsed(now=clock.now())
