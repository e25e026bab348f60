"""One snapshot of the database for all figures of a draft: what is written meanwhile is in none of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

TRIES: Final = 3
SERIALIZATION_FAILURE: Final = "40001"

P = ParamSpec("P")
R = TypeVar("R")


def in_one_snapshot(act: Callable[P, R]) -> Callable[P, R]:
    """REPEATABLE READ from the first statement to the last; inside a transaction, that transaction's.

    Somebody who changes the same document at the same moment makes it start anew: it is a retry, not a loss.
    """

    @wraps(act)
    def guarded(*args: P.args, **options: P.kwargs) -> R:
        if connection.in_atomic_block:
            with transaction.atomic():
                return act(*args, **options)
        for attempt in range(1, TRIES + 1):
            try:
                return _once(act, *args, **options)
            except OperationalError as error:
                if attempt == TRIES or getattr(error.__cause__, "pgcode", "") != SERIALIZATION_FAILURE:
                    raise
        raise AssertionError("unreachable")

    return guarded


def _once(act: Callable[P, R], *args: P.args, **options: P.kwargs) -> R:
    with transaction.atomic():
        # Past Django's wrappers: history would put its own SELECT before, and then it were too late.
        with connection.connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return act(*args, **options)
