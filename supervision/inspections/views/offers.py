"""What this person may do now with a row: by the table of steps, the rights, and what is registered."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import User
from supervision.matters.views.offers import Offer

from ..models import Rectification
from ..permissions import can
from ..rules.states import MOVES, Thing, possible
from ..rules.words import ENDED
from .acts import ACTS

MOVING = frozenset(move.name for move in MOVES)


@dataclass(frozen=True)
class Line:
    """A row of a page with what may be done about it now."""

    row: Any
    offers: list[Offer]


def offers(
    user: User, thing: Thing, row: Any, on: date, *, only: Collection[str] | None = None
) -> list[Offer]:
    """In the order in which the acts are registered; the expected next step first. ``only``: these names.

    What belongs to an ended rectification is locked with it; only the rectification itself has an after.
    """
    whole = getattr(row, "rectification", None)
    if isinstance(whole, Rectification) and whole.status in ENDED:
        return []
    open_steps = {move.name for move in possible(thing, row.status)}
    found = [
        Offer(one, one.url(row))
        for one in ACTS.values()
        if one.thing == thing
        and (only is None or one.name in only)
        and (one.name in open_steps or one.name not in MOVING)
        and (one.when is None or one.when(row, on))
        and can(user, one.allows, row)
    ]
    return sorted(found, key=lambda offer: not offer.act.main)


def lines(user: User, thing: Thing, rows: Iterable[Any], on: date) -> list[Line]:
    return [Line(row, offers(user, thing, row, on)) for row in rows]
