"""What a person enters in this room: the words of each thing, before they are rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .words import Severity, TimeClass


@dataclass(frozen=True)
class RectificationWords:
    """``amount`` in 万元. ``needs_notice`` None: as the origin says. ``*_id``: rows that exist.

    A date by hand comes with ``due_basis``, its reason; without one the rule of ``time_class`` gives it.
    """

    title: str
    problem: str
    category_id: int
    unit_id: int
    origin_id: int | None = None
    time_class: str = TimeClass.SHORT.value
    severity: str = Severity.GENERAL.value
    external_number: str = ""
    source_document: str = ""
    project_id: int | None = None
    milestone_id: int | None = None
    matter_id: int | None = None
    indicator_id: int | None = None
    sector_id: int | None = None
    amount: Decimal | None = None
    goal: str = ""
    leader_id: int | None = None
    person: str = ""
    accepting_unit_id: int | None = None
    needs_notice: bool | None = None
    due_on: date | None = None
    due_basis: str = ""
    note: str = ""


@dataclass(frozen=True)
class MeasureWords:
    """One line of the four lists: problem, measure, responsibility, last day."""

    problem: str
    measure: str
    unit_id: int
    person: str
    due_on: date
