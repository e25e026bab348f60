"""Row history by triggers: what was inserted, changed and deleted, for the models of this room."""

from __future__ import annotations

from typing import TypeVar

import pghistory
from django.db import models

Tracked = TypeVar("Tracked", bound=models.Model)


def keep_history(model: type[Tracked]) -> type[Tracked]:
    trackers = pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
    return pghistory.track(*trackers)(model)
