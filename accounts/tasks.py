"""Celery's door to the jobs."""

from __future__ import annotations

from contextlib import suppress

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

from accounts import selectors, services


@shared_task(name="accounts.run_job")
def run_job(job_id: int) -> None:
    services.run_job(job_id=job_id)


@shared_task(name="accounts.sweep_jobs")
def sweep_jobs() -> None:
    """Announce again what waits: the queue was down, or a worker died and its lease ran out."""
    with suppress(RedisError):  # the sign of life is a courtesy; the jobs are not
        cache.set(selectors.WORKER_SEEN, True, selectors.WORKER_SEEN_SECONDS)
    for job_id in services.waiting_jobs():
        services.announce_job(job_id)


@shared_task(name="accounts.forget_old_calls")
def forget_old_calls() -> None:
    services.forget_old_calls(now=timezone.now())
