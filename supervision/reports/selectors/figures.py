"""The figures that gathered data holds, and those of its lines that nobody told yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from supervision.reports.rules.figures import Figure
from supervision.reports.rules.lines import Lines, made_lines


class Figures(Mapping[str, Figure]):
    """Every figure by key. Those of lines that no sentence told are made when one of them is asked for.

    Raises ValueError when two of one key differ.
    """

    def __init__(self, data: Any) -> None:
        self._data = data
        self._told = _found(data, untold=False)

    @cached_property
    def _every(self) -> dict[str, Figure]:
        return _found(self._data, untold=True)

    def __getitem__(self, key: str) -> Figure:
        return self._told[key] if key in self._told else self._every[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._every)

    def __len__(self) -> int:
        return len(self._every)


def _found(data: Any, *, untold: bool) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    stack = [data]
    while stack:
        item = stack.pop()
        if isinstance(item, Figure):
            other = found.setdefault(item.key, item)
            if other is not item and (other.value != item.value or other.unit != item.unit):
                raise ValueError(f"two figures of the key {item.key}: {other.value} and {item.value}")
        elif isinstance(item, Mapping):
            stack.extend(item.values())
        elif isinstance(item, Lines):
            stack.extend(item if untold else made_lines(item))
        elif isinstance(item, list | tuple):
            stack.extend(item)
    return found
