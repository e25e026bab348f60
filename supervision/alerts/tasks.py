"""What beat starts. Each calls one function, takes no argument, and is safe twice."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from accounts.clock import today
from supervision.alerts import services
from supervision.alerts.services.watching import note_heartbeat


@shared_task(name="alerts.plan_reminders")
def plan_reminders() -> None:
    services.run_cycle(on=today(), now=timezone.now())
    note_heartbeat(name="round", now=timezone.now())


@shared_task(name="alerts.send_digests")
def send_digests() -> None:
    services.send_digests(on=today(), clock=timezone.now)
    note_heartbeat(name="sending", now=timezone.now())
