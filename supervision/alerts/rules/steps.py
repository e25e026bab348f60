"""A ladder on a day, as dates that the database can compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rulebook.rules import Workdays
from rulebook.rules.ladder import Addressee, Channel, Colour, Rung


@dataclass(frozen=True)
class Step:
    """One addressee on one rung. What is due after ``after`` and not after ``reached`` stands here.

    So of each addressee's steps a thing stands on the highest that it has reached. What is due not after
    ``sure`` is told to him whatever was delivered to others.
    """

    addressee: Addressee
    level: int
    colour: Colour
    channels: tuple[Channel, ...]
    after: date
    reached: date
    sure: date


def steps_of(ladder: Sequence[Rung], on: date, workdays: Workdays) -> list[Step]:
    """From the lowest up; ``ladder`` is sorted so."""
    reached = [rung.reaches(on, workdays) for rung in ladder]
    sure = {who: _sure(who, ladder, on, workdays) for rung in ladder for who in rung.addressees}
    steps: list[Step] = []
    taken_over: dict[Addressee, date] = {}
    for rung, newest in reversed(list(zip(ladder, reached, strict=True))):
        for who in reversed(rung.addressees):
            after = taken_over.get(who, date.min)
            steps.append(Step(who, rung.level, rung.colour, rung.channels, after, newest, sure[who]))
            taken_over[who] = max(after, newest)
    return steps[::-1]


def _sure(who: Addressee, ladder: Sequence[Rung], on: date, workdays: Workdays) -> date:
    """Whoever is on the lowest rung waits for nobody; others until the patience of one of theirs is over."""
    if who in ladder[0].addressees:
        return date.max
    theirs = (rung for rung in ladder if who in rung.addressees)
    return max(rung.reaches(on - timedelta(days=rung.patience), workdays) for rung in theirs)


# News climbs no ladder: it is told once, as soon as it is so, to whoever does the work.
NEWS: Final = (Step(Addressee.CLERK, 0, Colour.NOTE, (Channel.EMAIL,), date.min, date.max, date.max),)
