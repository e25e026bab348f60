"""What beat starts. Each calls one function, takes no argument, and is safe twice."""

from __future__ import annotations

from celery import shared_task

from accounts import clock
from supervision.inspections import services


@shared_task(name="inspections.close_published")
def close_published() -> None:
    services.close_published(now=clock.now())
