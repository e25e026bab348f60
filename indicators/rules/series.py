"""Which figures of a series may be compared with each other, and by which verb they are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol


class Definition(Protocol):
    pk: int
    indicator_id: int
    valid_from: date
    breaks_series: bool


def stretches(definitions: Iterable[Definition]) -> dict[int, int]:
    """Definition → the number of its stretch: figures of one stretch are comparable, others are not."""
    found: dict[int, int] = {}
    last: dict[int, int] = {}
    for one in sorted(definitions, key=lambda each: (each.indicator_id, each.valid_from)):
        if one.indicator_id in last and one.breaks_series:
            last[one.indicator_id] += 1
        found[one.pk] = last.setdefault(one.indicator_id, 0)
    return found


def usual_sentence(measured_in: str, *, is_point: bool) -> str:
    """A value of SentenceForm: incomes are reached, stocks and rates are, the rest is completed."""
    if is_point or measured_in.endswith(("%", "‰")):
        return "is"
    return "reached" if measured_in == "元" else "completed"


def comparable(one: int, other: int, known: Mapping[int, int]) -> bool:
    """Whether the definitions ``one`` and ``other`` of the same indicator lie in one stretch."""
    return one == other or known.get(one) == known.get(other)
