"""What this person may do now with a row: by the table of steps, the rights, and what is registered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import User

from ..permissions import can
from ..rules.states import BY_NAME, Thing, possible
from ..rules.words import ENDED
from .acts import ACTS, Act, matter_of


@dataclass(frozen=True)
class Offer:
    """``act.asks``: a page to open; else a button that posts to ``url``."""

    act: Act
    url: str


def offers(
    user: User, thing: Thing, row: Any, on: date, *, only: Collection[str] | None = None
) -> list[Offer]:
    """In the order in which the acts are registered; the expected next step first. ``only``: these names.

    What has ended is locked with all its duties and feedbacks; only the matter itself may have an after.
    """
    if thing != Thing.MATTER and matter_of(row).status in ENDED:
        return []
    open_steps = {move.name for move in possible(thing, row.status)}
    found = [
        Offer(one, one.url(row))
        for one in ACTS.values()
        if one.thing == thing
        and (only is None or one.name in only)
        and (one.name in open_steps or one.name not in BY_NAME)
        and (one.when is None or one.when(row, on))
        and can(user, one.allows, row)
    ]
    return sorted(found, key=lambda offer: not offer.act.main)
