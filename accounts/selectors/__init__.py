"""Reads about accounts, the history of rows, and the system's health."""

from __future__ import annotations

from .account import Profile, own_jobs, profile_of
from .evidence_hints import FAR_KM, Hint, HintKind, Hints, There, evidence_hints
from .history import Change, FieldChange, recent_changes, row_history
from .look_alikes import LookAlike, look_alikes
from .places import Place, places_of, register_place
from .signs_of_life import WORKER_SEEN, WORKER_SEEN_SECONDS, health, register_silence, silent_since

__all__ = [
    "WORKER_SEEN",
    "WORKER_SEEN_SECONDS",
    "Change",
    "FAR_KM",
    "FieldChange",
    "Hint",
    "HintKind",
    "Hints",
    "LookAlike",
    "Place",
    "Profile",
    "There",
    "evidence_hints",
    "health",
    "look_alikes",
    "own_jobs",
    "places_of",
    "profile_of",
    "recent_changes",
    "register_place",
    "register_silence",
    "row_history",
    "silent_since",
]
