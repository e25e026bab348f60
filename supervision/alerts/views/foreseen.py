"""What a dry run found, person by person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Self

from accounts.models import User
from rulebook.models.ladders import CHANNELS
from rulebook.rules.ladder import COLOUR_LABELS, Colour

from ..selectors.proof import rung_words
from ..services import Told


@dataclass(frozen=True)
class Line:
    """``why``: by which rung, in which capacity, and since when it has been due."""

    told: Told
    why: str

    @property
    def reminder(self) -> Any:
        return self.told.reminder


@dataclass(frozen=True)
class ToPerson:
    recipient: User
    channels: list[Any]
    lines: list[Line]


@dataclass(frozen=True)
class Foreseen:
    """``colours``: (code, label, how many) of those that occur, the strongest first."""

    people: list[ToPerson]
    count: int
    colours: list[tuple[str, Any, int]]

    @classmethod
    def of(cls, told: Sequence[Told]) -> Self:
        people = [
            _to_person(list(some)) for _key, some in groupby(told, lambda one: one.reminder.recipient_id)
        ]
        counted = Counter(one.reminder.colour for one in told if not one.reminder.is_news)
        colours = [
            (colour.value, COLOUR_LABELS[colour], counted[colour.value])
            for colour in reversed(Colour)
            if counted[colour.value]
        ]
        return cls(people, len(told), colours)


def _to_person(told: Sequence[Told]) -> ToPerson:
    ways = dict.fromkeys(way for one in told for way in one.channels)
    lines = [
        Line(one, f"{rung_words(one.reminder)} · {one.reminder.get_addressee_display()}") for one in told
    ]
    return ToPerson(told[0].reminder.recipient, [CHANNELS[way] for way in ways], lines)
