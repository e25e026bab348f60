"""Whose roles are told, what climbs no ladder, and how long a failed message waits."""

from __future__ import annotations

from typing import Final

# Who does the work in a unit.
CLERKS: Final = ("unit_clerk",)
ENTERERS: Final = ("unit_clerk", "data_clerk")
HEADS: Final = ("unit_head",)
LEADER: Final = "leader"
# Who hears of it instead where a unit has nobody, or nobody holds the post.
OFFICE: Final = ("supervisor", "office_head")
OFFICE_HEADS: Final = ("office_head",)
# The deadline rule for deciding on a request for a later date, of matters and rectifications alike.
DECISION: Final = "extension_decision"
MAX_ATTEMPTS: Final = 5


def pause_after(attempts: int) -> int:
    """Minutes until the next attempt at a message: 10, 20, 40, 80."""
    return int(10 * 2 ** max(0, attempts - 1))
