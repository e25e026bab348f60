"""The list of sources: by key, with the fields that a sentence rule may name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from supervision.reports.selectors.gathered import Gathered

Load = Callable[[Gathered, Mapping[str, Any]], dict[str, Any]]
SOURCES: Final[dict[str, Source]] = {}


@dataclass(frozen=True)
class Source:
    """``fields`` explains each name of the data to the office; ``load`` gathers it."""

    key: str
    label: Any
    fields: Mapping[str, Any]
    load: Load

    def data(self, known: Gathered, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Loaded once for a document, however many of its sections and sources tell of it."""
        asked = (self.key, repr(sorted(settings.items())))
        if asked not in known.loaded:
            known.loaded[asked] = self.load(known, settings)
        return known.loaded[asked]


def source(key: str, label: Any, fields: Mapping[str, Any]) -> Callable[[Load], Load]:
    """Register the function below as a source of sections."""

    def register(load: Load) -> Load:
        SOURCES[key] = Source(key, label, fields, load)
        return load

    return register
