"""A table of steps: what may follow what, for things whose status people decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Move:
    """``thing.verb`` is the permission and the API's address; ``who`` and ``needs`` are for people."""

    thing: StrEnum
    verb: str
    label: Any
    sources: tuple[str, ...]
    target: str
    who: Any
    needs: Any = ""

    @property
    def name(self) -> str:
        return f"{self.thing}.{self.verb}"


@dataclass(frozen=True)
class StepTable:
    """The steps of one room.

    ``things`` and ``statuses`` give each its words; ``events`` are told of a thing without changing its
    status. Every mapping of words may be lazy.
    """

    things: Mapping[Any, Any]
    statuses: Mapping[Any, Mapping[Any, Any]]
    moves: tuple[Move, ...]
    events: Mapping[str, Any]

    def named(self, name: str) -> Move:
        """Raises KeyError for a step that is not in the table."""
        return {move.name: move for move in self.moves}[name]

    def label_of(self, thing: StrEnum, status: str) -> str:
        return str(self.statuses[thing][status])

    def possible(self, thing: StrEnum, status: str) -> tuple[Move, ...]:
        """The steps that lead on from here."""
        return tuple(move for move in self.moves if move.thing == thing and status in move.sources)

    def target_of(self, thing: StrEnum, verb: str, status: str) -> str:
        """Where ``verb`` leads from ``status``. Raises ValidationError (code ``wrong_step``)."""
        move = self.named(f"{thing}.{verb}")
        self.require_status(thing, status, move.sources, move.label)
        return move.target

    def require_status(self, thing: StrEnum, status: str, sources: Sequence[str], label: Any) -> None:
        """Raises ValidationError (code ``wrong_step``) unless ``status`` is one of ``sources``."""
        if status in sources:
            return
        raise ValidationError(
            _("%(thing)s现在是“%(status)s”，不能“%(verb)s”；只有“%(sources)s”时可以。")
            % {
                "thing": self.things[thing],
                "status": self.label_of(thing, status),
                "verb": label,
                "sources": "”“".join(self.label_of(thing, source) for source in sources),
            },
            code="wrong_step",
        )

    def told_as(self, name: str) -> str:
        """The words of a step in a story."""
        return str(self.events[name] if name in self.events else self.named(name).label)
