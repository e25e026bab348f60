"""Tell a worker that there is work. If nobody hears it, the sweep finds the row within a minute."""

from __future__ import annotations

import logging
from typing import Final

from celery import current_app
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# The default would wait six seconds for a refused connection and for ever for a silent one.
_IMPATIENT: Final = {"max_retries": 0, "socket_connect_timeout": 1, "socket_timeout": 2}


def announce_job(job_id: int) -> None:
    """Never raises and never waits long: a web request must not hang because Redis is down."""
    try:
        with current_app.connection_for_write(transport_options=_IMPATIENT) as queue:
            current_app.send_task("accounts.run_job", args=[job_id], connection=queue, retry=False)
    except (OperationalError, RedisError, OSError) as error:
        logger.warning("job %s waits for the sweep, the queue did not answer: %s", job_id, error)
