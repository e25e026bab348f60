"""Celery's door to the jobs."""

from __future__ import annotations

from celery import shared_task

from accounts import services


@shared_task(name="accounts.run_job")
def run_job(job_id: int) -> None:
    services.run_job(job_id=job_id)


@shared_task(name="accounts.sweep_jobs")
def sweep_jobs() -> None:
    """Announce again what waits: the queue was down, or a worker died and its lease ran out."""
    for job_id in services.waiting_jobs():
        services.announce_job(job_id)
