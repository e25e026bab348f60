"""What a 督查汇报 is drafted from. Selectors fill these; the wording asks nothing else.

Money is 万元, rates and growth are percent, gaps are percentage points; None means unknown.
Every `source` says which rows a figure came from and ends up in the facts of the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rulebook.rules import Light, Period


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """`value` is in `unit`; `previous_growth` is of the period published before, `previous_label`."""

    key: str
    name: str
    unit: str
    value: Decimal | None
    growth: Decimal | None
    previous_growth: Decimal | None
    period: Period
    source: str
    previous_label: str = "上期"
    preliminary: bool = False  # 预计 or 快报
    point_in_time: bool = False  # 余额 and the like are 为, not 完成
    rank: int | None = None
    rank_scope: str = "全市"
    unit_in_charge: str = ""


@dataclass(frozen=True, slots=True)
class ProjectFigures:
    """What the engine says of a set of projects at the cut-off. Rates are the engine's, never made here."""

    projects: int
    planned: Decimal | None
    completed: Decimal | None
    rate: Decimal | None
    points: Decimal | None
    source: str
    started: int | None = None
    finished: int | None = None
    red: int = 0
    yellow: int = 0


@dataclass(frozen=True, slots=True)
class ReceiptFigures:
    """招商引资: how many projects, what has arrived, growth over last year."""

    projects: int | None
    received: Decimal | None
    growth: Decimal | None
    source: str


@dataclass(frozen=True, slots=True)
class MilestoneFigures:
    """Milestones due up to the cut-off, and how many of these are done."""

    due: int
    done: int
    source: str


@dataclass(frozen=True, slots=True)
class AssessmentFigures:
    """稳评: projects assessed in the year."""

    projects: int
    source: str


@dataclass(frozen=True, slots=True)
class Highlight:
    """A project's 形象进度 as accepted, word for word."""

    project: str
    progress: str
    source: str


@dataclass(frozen=True, slots=True)
class SectorFigures:
    """A sector's part of the year; `headline` replaces the opening words that the figures would give."""

    key: str
    name: str
    figures: ProjectFigures
    highlights: tuple[Highlight, ...] = ()
    receipts: ReceiptFigures | None = None
    assessments: AssessmentFigures | None = None
    milestones: MilestoneFigures | None = None
    headline: str = ""


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """A red or yellow project; `problem` and `next_step` are its unit's own words, or empty.

    `points` only where the gap itself is red or yellow; `start_delay` are days since the planned start of
    what has not started; `unreported` is the month, such as 8月, that the unit still owes.
    """

    project: str
    unit: str
    light: Light
    points: Decimal | None
    problem: str
    next_step: str
    source: str
    start_delay: int | None = None
    unreported: str = ""


@dataclass(frozen=True, slots=True)
class MissedMilestone:
    project: str
    unit: str
    name: str
    due_on: date
    days_late: int
    source: str


@dataclass(frozen=True, slots=True)
class MissingReport:
    """A unit whose monthly progress is due and absent for `projects` projects."""

    unit: str
    projects: int
    source: str


@dataclass(frozen=True, slots=True)
class DueMilestone:
    """A milestone that falls due next."""

    project: str
    unit: str
    name: str
    due_on: date
    source: str


@dataclass(frozen=True, slots=True)
class AppendixRow:
    sector: str
    name: str
    unit: str
    leader: str
    planned: Decimal | None
    completed: Decimal | None
    rate: Decimal | None
    points: Decimal | None
    light: Light
    progress: str
    source: str


@dataclass(frozen=True, slots=True)
class ReportInputs:
    """Everything a report says.

    `title` comes in phrases that a line break may stand between. `period` is what title and headings
    promise, `cutoff` is what the figures are: a difference is warned of. Lines come in the order in which
    they are told: problems worst first, due milestones soonest first.
    """

    title: tuple[str, ...]
    issuer: str
    issued_on: date | None
    period: Period
    cutoff: Period
    total: ProjectFigures
    indicators: tuple[IndicatorLine, ...] = ()
    sectors: tuple[SectorFigures, ...] = ()
    problems: tuple[ProblemLine, ...] = ()
    missed: tuple[MissedMilestone, ...] = ()
    missing: tuple[MissingReport, ...] = ()
    due_next: tuple[DueMilestone, ...] = ()
    appendix: tuple[AppendixRow, ...] = ()
    opening: str = ""  # the office's own words before the first figure
    notes: tuple[str, ...] = ()  # what the drafter must know about the data; no part of the text
    percent_places: int = 1
    named_at_most: int = 5
