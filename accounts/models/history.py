"""Row history by triggers: what was inserted, changed and deleted, in every room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import pghistory
from django.db import models

Tracked = TypeVar("Tracked", bound=models.Model)


def keep_history(model: type[Tracked], *, exclude: Sequence[str] = ()) -> type[Tracked]:
    """A decorator; ``exclude`` names the fields that no history may hold."""
    trackers = pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
    return pghistory.track(*trackers, exclude=list(exclude))(model)
