"""The ladder: how late is late enough to be told again, and whose roles are told."""

from __future__ import annotations

from datetime import date
from typing import Final

# Days after the due date. After an outage only the highest rung reached is raised, not a burst.
RUNGS: Final = (0, 3, 7, 15)
# Told once, as soon as it is so, and never again: before every due date, and no step of the ladder.
AT_ONCE: Final = -1000
ONCE: Final = (AT_ONCE,)
# Who does the work in a unit; the heads hear of it from a rung on.
CLERKS: Final = ("unit_clerk",)
ENTERERS: Final = ("unit_clerk", "data_clerk")
HEADS: Final = ("unit_head",)
HEADS_FROM: Final = 7
LEADER: Final = "leader"
# Who hears of it instead where a unit has nobody, or nobody holds the post.
OFFICE: Final = ("supervisor", "office_head")
MAX_ATTEMPTS: Final = 5


def highest_rung(due_on: date, on: date) -> int | None:
    """The highest rung that ``on`` has passed; None while it is not late. Due is ``<``, never ``=``."""
    late = (on - due_on).days
    return max((rung for rung in RUNGS if late > rung), default=None)


def pause_after(attempts: int) -> int:
    """Minutes until the next attempt at a letter: 10, 20, 40, 80."""
    return int(10 * 2 ** max(0, attempts - 1))
