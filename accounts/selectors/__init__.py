"""Reads about accounts, the history of rows, and the system's health."""

from __future__ import annotations

from .account import Profile, own_jobs, profile_of
from .history import Change, FieldChange, recent_changes, row_history
from .signs_of_life import WORKER_SEEN, WORKER_SEEN_SECONDS, health

__all__ = [
    "WORKER_SEEN",
    "WORKER_SEEN_SECONDS",
    "Change",
    "FieldChange",
    "Profile",
    "health",
    "own_jobs",
    "profile_of",
    "recent_changes",
    "row_history",
]
