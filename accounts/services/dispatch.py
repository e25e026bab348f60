"""Tell a worker that there is work. If nobody hears it, the sweep finds the row within a minute."""

from __future__ import annotations

import logging

from celery import current_app
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def announce_job(job_id: int) -> None:
    """Never raises and never waits long: a web request must not hang because Redis is down."""
    try:
        current_app.send_task("accounts.run_job", args=[job_id], retry=False, ignore_result=True)
    except (OperationalError, RedisError, OSError) as error:
        logger.warning("job %s waits for the sweep, the queue did not answer: %s", job_id, error)
