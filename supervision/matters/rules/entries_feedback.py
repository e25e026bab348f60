"""What a unit fills in of its duty."""

from __future__ import annotations

from dataclasses import dataclass

from .words import FeedbackKind


@dataclass(frozen=True)
class FeedbackWords:
    """``percent`` 0–100 is the unit's own estimate; ``help_needed`` goes to the leader in charge."""

    progress: str
    percent: int | None = None
    problem: str = ""
    help_needed: str = ""
    next_step: str = ""
    kind: str = FeedbackKind.PROGRESS.value
