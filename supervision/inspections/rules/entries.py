"""What a person enters in this room: the words of each thing, before they are rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from .words import MemberKind, Severity, TeamRole, TimeClass


@dataclass(frozen=True)
class PlanWords:
    """方案. ``starts_on`` and ``ends_on`` are both days of the window; ``checkpoints`` has one a line.

    With ``designation_id`` its department organises, without one the office does. What is not of the year's
    plan says why; so does what goes on in spite of a warning. ``*_id``: rows that exist.
    """

    title: str
    kind: str
    content_category: str
    content: str
    scope: str
    starts_on: date
    ends_on: date
    methods: tuple[str, ...] = ()
    checkpoints: str = ""
    sector_id: int | None = None
    is_unannounced: bool = False
    designation_id: int | None = None
    year_plan_id: int | None = None
    unplanned_reason: str = ""
    overlap_reason: str = ""


@dataclass(frozen=True)
class TeamWords:
    """督查组成员: with an account, which gives the name, or by ``name`` and ``employer`` alone."""

    user_id: int | None = None
    name: str = ""
    employer: str = ""
    kind: str = MemberKind.STAFF.value
    role: str = TeamRole.MEMBER.value


@dataclass(frozen=True)
class Figure:
    """A fact as it was when it was written down, all of it text."""

    label: str
    value: str
    unit: str = ""
    as_of: str = ""


@dataclass(frozen=True)
class FindingWords:
    """问题. ``amount`` in 万元; degrees are WGS 84; ``found_at`` None is now. ``*_id``: rows that exist."""

    unit_id: int
    category_id: int
    title: str
    description: str
    severity: str = Severity.GENERAL.value
    basis: str = ""
    amount: Decimal | None = None
    place: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    found_at: datetime | None = None
    project_id: int | None = None
    milestone_id: int | None = None
    matter_id: int | None = None
    indicator_id: int | None = None
    figures: tuple[Figure, ...] = ()


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
