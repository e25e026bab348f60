"""Two documents of a kind held against each other, figure by figure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Cause:
    """A row that explains a change; ``change`` in the unit of the figure where that is its sum, else None."""

    label: str
    pk: int
    name: str
    what: str
    change: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """``before`` or ``after`` is empty where one document does not say the figure or does not know it."""

    key: str
    definition: str
    unit: str
    before: str
    after: str
    causes: tuple[Cause, ...] = ()
    more_causes: int = 0

    @property
    def change(self) -> Decimal | None:
        return Decimal(self.after) - Decimal(self.before) if self.before and self.after else None

    @property
    def is_same(self) -> bool:
        return self.before == self.after or self.change == 0


@dataclass(frozen=True, slots=True)
class Comparison:
    lines: tuple[Line, ...]

    @property
    def changed(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.is_same)
