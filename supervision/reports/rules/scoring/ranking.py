"""Places within a group, and who comes onto the red and the black list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .words import Colour


def places(values: Mapping[int, Decimal], *, lower_is_better: bool = False) -> dict[int, int]:
    """1 is best; equal values share a place and the next one is left out (1, 2, 2, 4)."""
    ordered = sorted(values.values(), reverse=not lower_is_better)
    first = {value: place for place, value in reversed(list(enumerate(ordered, start=1)))}
    return {key: first[value] for key, value in values.items()}


@dataclass(frozen=True)
class Standing:
    """A unit's sheet as the lists look at it."""

    key: int
    group: str
    score: Decimal


@dataclass(frozen=True)
class Listed:
    key: int
    colour: Colour
    place: int
    of: int


def listed(standings: Iterable[Standing], *, target: Decimal, best: int, last: int) -> Sequence[Listed]:
    """Red: among the ``best`` places of its group and target met. Black: among the ``last`` and under target.

    Each group by itself, never one list for all. Nobody is black for being last alone.
    """
    groups: dict[str, list[Standing]] = {}
    for one in standings:
        groups.setdefault(one.group, []).append(one)
    found: list[Listed] = []
    for rows in groups.values():
        from_top = places({row.key: row.score for row in rows})
        from_end = places({row.key: row.score for row in rows}, lower_is_better=True)
        for row in sorted(rows, key=lambda row: (from_top[row.key], row.key)):
            if from_top[row.key] <= best and row.score >= target:
                found.append(Listed(row.key, Colour.RED, from_top[row.key], len(rows)))
            elif from_end[row.key] <= last and row.score < target:
                found.append(Listed(row.key, Colour.BLACK, from_top[row.key], len(rows)))
    return found
