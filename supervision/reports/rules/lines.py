"""Lines of a list of which a sentence tells few: each is made when it is asked for, and once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias, overload

Line: TypeAlias = Mapping[str, Any]


class Lines(Sequence[Line]):
    """As long as its rows. What is private here a sentence rule cannot reach: the sandbox refuses it."""

    def __init__(self, rows: Sequence[Any], line: Callable[[Any], Line]) -> None:
        self._rows, self._line = rows, line
        self._made: dict[int, Line] = {}

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Line]: ...
    def __getitem__(self, index: int | slice) -> Line | Sequence[Line]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        place = range(len(self))[index]
        if place not in self._made:
            self._made[place] = self._line(self._rows[place])
        return self._made[place]


def made_lines(lines: Lines) -> list[Line]:
    """Those that somebody asked for."""
    return list(lines._made.values())
