"""How each project went month by month in 2026: money, words, problems and milestones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from . import words
from .county import MONTHS, YEAR, Project, leaves

# Percentage points against the linear schedule at the end of August.
GAPS = {"超前": "9.0", "滞后5": "-5", "压线10": "-10", "滞后15": "-15", "滞后40": "-40"}
ON_TIME_GAPS = ("0.6", "2.3", "1.1", "3.4", "-0.8")
SEASON = (3, 4, 9, 14, 17, 19, 18, 16)  # building stops in winter
NEGATIVE_MONTH, CORRECTED_MONTH = 6, 7
NEGATIVE, OVERSTATED = Decimal(-120), Decimal(85)


@dataclass(frozen=True)
class Month:
    """One month's report, 万元; ``done`` is None when no report came in."""

    month: int
    done: Decimal | None
    year_to_date: Decimal | None
    since_start: Decimal | None
    text: str
    stage: str
    problem: str
    next_step: str
    note: str


@dataclass(frozen=True)
class Milestone:
    """A key node; ``done_on`` is None while it is open."""

    name: str
    due: date
    done_on: date | None
    note: str


def reported(value: Decimal | None) -> Decimal:
    """A figure that must be there."""
    if value is None:
        raise ValueError("no report came in")
    return value


def _round(value: Decimal, project: Project) -> Decimal:
    """Whole 万元, except small plans and the power company, which report to the hundred."""
    exact = project.plan < 100 or project.code == "JC08"
    return value.quantize(Decimal("0.01") if exact else Decimal(1), ROUND_HALF_UP)


def _target(project: Project) -> Decimal:
    """Year to date at the end of August that the project's story asks for."""
    index = leaves().index(project)
    if project.story == "完工":
        return project.plan
    if project.story == "未开工":
        return Decimal(0)
    gap = Decimal(GAPS.get(project.story, ON_TIME_GAPS[index % len(ON_TIME_GAPS)]))
    return _round(project.plan * (Decimal(2) / 3 + gap / 100), project)


def _weights(project: Project) -> list[int]:
    index = leaves().index(project)
    begins, ends = project.dates()
    first = begins.month if project.kind == "新建" else 1
    last = min(ends.month, 8) if project.story == "完工" and ends.year == YEAR else 8
    return [SEASON[m - 1] + (index * 7 + m * 5) % 5 - 2 if first <= m <= last else 0 for m in MONTHS]


def _amounts(project: Project) -> list[Decimal]:
    """What was done in each month; the eight add up to the target."""
    weights, target = _weights(project), _target(project)
    cumulative = [_round(target * sum(weights[:m]) / sum(weights), project) for m in MONTHS]
    amounts = [now - before for now, before in zip(cumulative, [Decimal(0), *cumulative], strict=False)]
    if project.story == "负数":
        shift = amounts[NEGATIVE_MONTH - 1] - NEGATIVE
        amounts[NEGATIVE_MONTH - 1] = NEGATIVE
        amounts[NEGATIVE_MONTH - 2] += shift  # May was overvalued by what June takes back
    return amounts


@cache
def months(project: Project) -> tuple[Month, ...]:
    """The eight monthly reports of a project."""
    reports, year_to_date, previous = [], Decimal(0), ""
    for month, done in zip(MONTHS, _amounts(project), strict=True):
        year_to_date += done
        if project.story == "更正" and month == CORRECTED_MONTH:
            year_to_date -= OVERSTATED
        since_start = project.before + year_to_date
        share = since_start / project.total
        missing = project.story == "漏报" and month == 8
        text = "" if missing else words.progress(project, month, share, year_to_date)
        idle = month >= 4 and not done and text == previous
        problem, next_step = ("", "") if missing else words.problem(project, month, idle)
        reports.append(
            Month(
                month,
                None if missing else done,
                None if missing else year_to_date,
                None if missing else since_start,
                text,
                "" if missing else words.stage(project, share, year_to_date),
                problem,
                next_step,
                _note(project, month, missing),
            )
        )
        previous = text
    return tuple(reports)


def _note(project: Project, month: int, missing: bool) -> str:
    if missing:
        return "未报送"
    if project.story == "负数" and month == NEGATIVE_MONTH:
        return f"5月重复计量，本月核减{-NEGATIVE}万元"
    if project.story == "更正" and month == CORRECTED_MONTH:
        return f"更正：5月多报{OVERSTATED}万元，本月累计数已核减"
    return ""


def with_milestones() -> list[Project]:
    """The forty projects whose key nodes are tracked: provincial and municipal ones first."""
    running = [p for p in leaves() if p.kind != "前期" and p.work in words.NODES]
    chosen = sorted(running, key=lambda p: "省市县".index(p.level))[:40]
    return [p for p in leaves() if p in chosen]


@cache
def milestones(project: Project) -> tuple[Milestone, ...]:
    """Three key nodes of this year; late projects have missed those that were due."""
    _, ends = project.dates()
    last = min(date(ends.year, ends.month, 28), date(YEAR, 12, 28))
    new = project.kind == "新建"
    middle = date(YEAR, 8, 31) if new else date(YEAR, 7, 31)
    first = date(YEAR, 5, 31) if new else date(YEAR, 4, 30)
    dues = sorted({first, middle, last if last > middle else middle + timedelta(days=31)})
    return tuple(_milestone(project, i, due) for i, due in enumerate(dues))


def _milestone(project: Project, index: int, due: date) -> Milestone:
    name = words.NODES[project.work][index]
    behind = project.story in ("滞后15", "滞后40", "未开工")
    finished = project.story == "完工"
    if finished:
        return Milestone(name, due, min(due - timedelta(days=3), date(YEAR, 8, 28)), "按期完成")
    if due > date(YEAR, 8, 31):
        return Milestone(name, due, None, "正在推进")
    if project.story == "未开工" or (behind and index == 1) or (project.story == "滞后40"):
        return Milestone(name, due, None, "未完成，" + words.problem(project, 8, True)[0])
    if behind or project.story in ("滞后5", "压线10"):
        done_on = due + timedelta(days=9 + index * 3)
        if done_on > date(YEAR, 8, 31):
            return Milestone(name, due, None, "未完成，正在收尾")
        return Milestone(name, due, done_on, "滞后完成")
    return Milestone(name, due, due - timedelta(days=2 + len(project.name) % 6), "按期完成")
