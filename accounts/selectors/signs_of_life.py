"""Whether the system is well."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

# The sweep sets it every minute; three misses mean that no worker is at work.
WORKER_SEEN: Final = "accounts.worker-seen"
WORKER_SEEN_SECONDS: Final = 200
_current = False
# What is silent, since when; a room to the right knows.
_silent: Callable[[], Mapping[str, str]] = dict


def register_silence(ask: Callable[[], Mapping[str, str]]) -> None:
    """For ``AppConfig.ready`` of the room that watches the processes."""
    global _silent
    _silent = ask


def silent_since() -> Mapping[str, str]:
    """The processes that should be heard of and are not, each with its last sign of life.

    Only to be asked while the database answers.
    """
    return _silent()


def health() -> dict[str, bool]:
    """What is well: without ``database`` and ``migrations`` nothing is served, the others can wait."""
    database = _database_answers()
    queue, worker = _queue_answers()
    return {
        "database": database,
        "migrations": database and _tables_are_current(),
        "queue": queue,
        "worker": worker,
    }


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _tables_are_current() -> bool:
    """No migration waits. Reading them all is slow, so a yes is remembered: code does not change under us."""
    global _current
    if not _current:
        executor = MigrationExecutor(connection)
        _current = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _current


def _queue_answers() -> tuple[bool, bool]:
    """Whether the queue answers and has heard of a worker; it may be lost between the two."""
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1) as queue:
            queue.ping()
        return True, cache.get(WORKER_SEEN) is not None
    except (redis.RedisError, OSError):
        return False, False
