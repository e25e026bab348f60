"""What verification says of an issued document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RevisedRow:
    """A row that a figure stands on and that was changed, removed or added since."""

    label: str
    pk: int
    name: str
    what: str
    who: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FactCheck:
    """``then`` as it was issued, ``now`` from today's rows; empty when unknown or no more asked."""

    key: str
    definition: str
    unit: str
    then: str
    now: str
    intact: bool  # the fact's own hash still fits what its row says
    revised: tuple[RevisedRow, ...] = ()

    @property
    def same(self) -> bool:
        return self.then == self.now and self.intact


@dataclass(frozen=True, slots=True)
class Verification:
    """``file_same``: the rows still give the very file that was issued."""

    facts: tuple[FactCheck, ...]
    tables: tuple[RevisedRow, ...]
    file_same: bool

    @property
    def ok(self) -> bool:
        return self.file_same and not self.tables and all(f.same and not f.revised for f in self.facts)

    @property
    def revised(self) -> tuple[RevisedRow, ...]:
        """Every row once."""
        rows = [row for fact in self.facts for row in fact.revised] + list(self.tables)
        return tuple(dict.fromkeys(rows))
