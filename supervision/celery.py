"""The Celery application: `celery -A supervision worker`, `celery -A supervision beat`.

Both are heard of every minute, each by itself, so that the office learns which of them fell silent.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from typing import Any, Final

from celery import Celery, bootsteps
from celery.beat import PersistentScheduler
from celery.utils.log import get_logger
from django.db import Error, connection
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "supervision.settings")

EVERY: Final = timedelta(seconds=30)
logger = get_logger(__name__)


def be_heard(name: str) -> None:
    """A process that cannot tell goes on with its work; that it is not heard of is what will be told.

    The connection is closed at once: children of a worker must not inherit it.
    """
    from supervision.alerts.services.watching import note_heartbeat

    try:
        note_heartbeat(name=name, now=timezone.now())
    except Error as error:
        logger.warning("no heartbeat of %s: %s", name, error)
    finally:
        connection.close()


class HeardScheduler(PersistentScheduler):
    heard_at: datetime | None = None

    def tick(self, *args: Any, **kwargs: Any) -> float:
        now = timezone.now()
        if self.heard_at is None or now - self.heard_at >= EVERY:
            self.heard_at = now
            be_heard("beat")
        wait: float = super().tick(*args, **kwargs)
        return min(wait, EVERY.total_seconds())


class Heard(bootsteps.StartStopStep):
    """In the worker's main process, beside the children that do the work."""

    requires = {"celery.worker.components:Timer"}

    def start(self, worker: Any) -> None:
        be_heard("worker")
        self.timer = worker.timer.call_repeatedly(EVERY.total_seconds(), be_heard, ("worker",))

    def stop(self, worker: Any) -> None:
        self.timer.cancel()


app = Celery("supervision")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(Heard)
