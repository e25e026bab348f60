"""What the health page says of beat, workers and rounds; the web process itself writes to the office."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from threading import Thread

from django.db import DatabaseError, connection
from django.utils import timezone

from accounts.clock import today

from ..selectors.watching import silences
from ..services.watching import expect_heartbeats, tell_of_silence

logger = logging.getLogger(__name__)


def silent_processes() -> dict[str, str]:
    """Name and last sign of life of what is silent.

    Whoever asks must not wait for a mail server, so the letter is written beside the answer.
    """
    now = timezone.now()
    expect_heartbeats(now=now)
    found = silences(now)
    if any(one.told_at is None for one in found):
        Thread(target=_tell, name="silence", daemon=True).start()
    return {one.name: one.since.isoformat() for one in found}


def _tell() -> None:
    try:
        tell_of_silence(on=today(), now=timezone.now())
    except (DatabaseError, SMTPException, OSError) as error:  # told at the next look
        logger.warning("the office was not told of a silence: %s", error)
    finally:
        connection.close()
