"""Figures as data: a value with what it means and the rows that it comes from, before it is said in words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, TypeAlias

PLACES: Final = 12

# Model label → keys of rows, sorted: {"projects.project": (1, 2)}.
Rows: TypeAlias = tuple[tuple[str, tuple[int, ...]], ...]
# The same with the number of each row's newest history entry; 0 for a row without history.
Revisions: TypeAlias = dict[str, dict[int, int]]


@dataclass(frozen=True, slots=True)
class Basis:
    """Which rows answered, how they were chosen and as of which day."""

    filters: str
    as_of: date
    rows: Rows

    @classmethod
    def of(cls, filters: str, as_of: date, rows: Mapping[str, Iterable[int | None]]) -> Basis:
        """What is None (a project without a plan, say) is left out."""
        chosen = ((label, tuple(sorted({pk for pk in pks if pk}))) for label, pks in sorted(rows.items()))
        return cls(filters, as_of, tuple((label, pks) for label, pks in chosen if pks))

    @property
    def count(self) -> int:
        return sum(len(pks) for _label, pks in self.rows)


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` is exact and in ``unit``; None is unknown. ``said`` replaces the words its unit would give.

    In a sentence rule it is compared (``rate > 100``) and said (``{{ rate|percent }}``), never reckoned
    with: what is reckoned belongs into a figure of its own. Nothing is greater or less than the unknown.
    """

    key: str
    value: Decimal | int | None
    unit: str
    definition: str
    basis: Basis = field(repr=False)
    said: str = ""

    @property
    def known(self) -> bool:
        return self.value is not None

    def __bool__(self) -> bool:
        return bool(self.value)

    def __eq__(self, other: object) -> bool:
        mine, its = self.value, _number(other)
        return mine is not None and its is not None and mine == its

    def __hash__(self) -> int:
        return hash((self.key, self.value, self.unit))

    def __lt__(self, other: object) -> bool:
        mine, its = self.value, _number(other)
        return mine is not None and its is not None and mine < its

    def __le__(self, other: object) -> bool:
        return self < other or self == other

    def __gt__(self, other: object) -> bool:
        mine, its = self.value, _number(other)
        return mine is not None and its is not None and mine > its

    def __ge__(self, other: object) -> bool:
        return self > other or self == other

    def __str__(self) -> str:
        raise TypeError("a figure is said by {{ … }} alone")


@dataclass(frozen=True, slots=True)
class Words:
    """Words taken over unchanged from a row: a name, a unit's own account of its work."""

    text: str
    source: str

    def __bool__(self) -> bool:
        return bool(self.text.strip())

    def __eq__(self, other: object) -> bool:
        return self.text == (other.text if isinstance(other, Words) else other)

    def __hash__(self) -> int:
        return hash(self.text)

    def __str__(self) -> str:
        raise TypeError("words of a row are said by {{ … }} alone")


def _number(other: object) -> Decimal | int | None:
    if isinstance(other, Figure):
        return other.value
    if isinstance(other, float):
        return Decimal(str(other))
    return other if isinstance(other, Decimal | int) else None


def exact_text(value: Decimal | int | None) -> str:
    """As a row keeps it: as it is, rates and the like to twelve places; empty when unknown."""
    if value is None or isinstance(value, int):
        return "" if value is None else str(value)
    if -int(value.as_tuple().exponent) > PLACES:
        value = value.quantize(Decimal(1).scaleb(-PLACES), rounding=ROUND_HALF_UP)
    return f"{value:f}"


def digest_of(revisions: Revisions) -> str:
    """Of the rows and their revisions, in whatever order they come."""
    ordered = {label: sorted(rows.items()) for label, rows in sorted(revisions.items())}
    return hashlib.sha256(json.dumps(ordered, separators=(",", ":")).encode()).hexdigest()


def fact_hash(figure: Figure, digest: str) -> str:
    """Over everything that a fact claims."""
    basis, value = figure.basis, exact_text(figure.value)
    return claims_hash(figure.key, value, figure.unit, figure.definition, basis.as_of, basis.filters, digest)


def claims_hash(
    key: str, value: str, unit: str, definition: str, as_of: date, filters: str, digest: str
) -> str:
    claims: list[Any] = [key, value, unit, definition, as_of.isoformat(), filters, digest]
    return hashlib.sha256(json.dumps(claims, ensure_ascii=False).encode()).hexdigest()
