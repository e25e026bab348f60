"""What of a year's inspections repeats another, for the page of the year."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from ..models import Inspection
from ..rules.repeated import same_subject
from ..rules.words import InspectionStatus
from .overlap import subject_of
from .year import YearTable


@dataclass(frozen=True)
class Repeat:
    """Two that look at ``units`` at one time for what seems one thing; ``reasons`` in words."""

    one: Inspection
    other: Inspection
    units: tuple[str, ...]
    reasons: tuple[str, ...]


def repeats(table: YearTable) -> list[Repeat]:
    """Of the rows that are loaded already: no statement is asked."""
    over = (InspectionStatus.FINISHED, InspectionStatus.CLOSED)
    rows = [row for month in table.months for row in month]
    found = []
    for one, other in combinations(rows, 2):
        if one.status in over and other.status in over:
            continue  # nothing can be arranged any more
        units = _units(one).keys() & _units(other).keys()
        reasons = same_subject(subject_of(one), subject_of(other)) if units else ()
        if reasons:
            names = _units(one)
            found.append(Repeat(one, other, tuple(names[pk] for pk in names if pk in units), reasons))
    return found


def _units(row: Inspection) -> dict[int, str]:
    return {inspected.unit_id: inspected.unit.short_name for inspected in row.inspected.all()}
