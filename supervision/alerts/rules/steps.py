"""A ladder on a day, as dates that the database can compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from rulebook.rules import Workdays
from rulebook.rules.ladder import Addressee, Channel, Colour, Rung


@dataclass(frozen=True)
class Step:
    """What is due after ``after`` and not after ``reached`` stands here.

    Up to ``sure`` whatever was delivered; between ``sure`` and ``reached`` the step waits until something
    lower on the ladder was delivered (``Rung.patience``). Up to ``after`` a higher step takes over.
    """

    addressee: Addressee
    level: int
    colour: Colour
    channels: tuple[Channel, ...]
    proposes_slip: bool
    reached: date
    sure: date
    after: date = date.min


def steps_of(ladder: Sequence[Rung], on: date, workdays: Workdays) -> list[Step]:
    """One step a rung and addressee, from the lowest up; ``ladder`` is sorted so."""
    steps = [
        step
        for number, rung in enumerate(ladder)
        for step in _steps_of(rung, on, workdays, is_lowest=number == 0)
    ]
    return [replace(step, after=_taken_over(step, steps)) for step in steps]


def _taken_over(step: Step, steps: Sequence[Step]) -> date:
    higher = (one for one in steps if one.addressee is step.addressee and one.level > step.level)
    return max((one.sure for one in higher), default=date.min)


def _steps_of(rung: Rung, on: date, workdays: Workdays, *, is_lowest: bool) -> list[Step]:
    reached = rung.reaches(on, workdays)
    patient = timedelta(days=0 if is_lowest else rung.patience)
    sure = rung.reaches(on - patient, workdays) if patient else reached
    return [
        Step(who, rung.level, rung.colour, rung.channels, rung.proposes_slip, reached, sure)
        for who in rung.addressees
    ]


# News climbs no ladder: it is told once, as soon as it is so, to whoever does the work.
NEWS: Final = (Step(Addressee.CLERK, 0, Colour.NOTE, (Channel.EMAIL,), False, date.max, date.max),)
