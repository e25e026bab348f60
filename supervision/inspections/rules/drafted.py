"""A finding drafted from figures: the sentence and the frozen facts. Chinese, as every paper that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.rules import day_words
from indicators.rules import growth_words
from rulebook.rules.wording import (
    growth_text,
    money_text,
    number_text,
    percent_text,
    points_text,
    versus_schedule,
    year_on_year_text,
)

from .entries import Figure


@dataclass(frozen=True)
class LateProject:
    """As ``Project.objects.with_light`` measured it; amounts in 万元, None where unknown.

    ``gap`` in percentage points; ``days_late`` of a start that was missed; ``months_missing`` unreported.
    """

    name: str
    period: str
    on: date
    planned: Decimal | None
    completed: Decimal | None
    rate: Decimal | None
    gap: Decimal | None
    planned_start: date | None
    days_late: int
    months_missing: int


@dataclass(frozen=True)
class MissedMilestone:
    project: str
    name: str
    due_on: date
    on: date


@dataclass(frozen=True)
class SlowedIndicator:
    """Growth in percent, of ``period`` and of the one published before; ``target`` is of the year."""

    name: str
    period: str
    before: str
    growth: Decimal
    previous: Decimal
    target: Decimal | None
    value: Decimal | None
    unit: str


def project_sentence(one: LateProject) -> str:
    """What is late of it; the rest is left out."""
    said = []
    if one.planned is not None and one.completed is not None and one.rate is not None and one.gap is not None:
        said.append(
            f"年度计划投资{money_text(one.planned)}，累计完成{money_text(one.completed)}，"
            f"完成率{percent_text(one.rate)}，{versus_schedule(one.gap)}"
        )
    if one.days_late:
        said.append(f"计划{day_words(one.planned_start)}开工，至今未开工，已延误{one.days_late}天")
    if one.months_missing:
        said.append(f"有{one.months_missing}个月的进度没有报送")
    return f"{one.period}，{one.name}{'；'.join(said)}。"


def project_figures(one: LateProject) -> tuple[Figure, ...]:
    rows = [
        ("年度计划投资", one.planned, "万元", 2, one.period),
        ("累计完成投资", one.completed, "万元", 2, one.period),
        ("完成率", one.rate, "%", 1, one.period),
        ("与时序进度之差", one.gap, "个百分点", 1, one.period),
        ("开工延误", one.days_late or None, "天", 0, day_words(one.on)),
        ("未报送进度", one.months_missing or None, "个月", 0, one.period),
    ]
    return tuple(
        Figure(label, number_text(value, places), unit, as_of)
        for label, value, unit, places, as_of in rows
        if value is not None
    )


def milestone_sentence(one: MissedMilestone) -> str:
    late = (one.on - one.due_on).days
    return (
        f"{one.project}的关键节点“{one.name}”应于{day_words(one.due_on)}完成，"
        f"截至{day_words(one.on)}没有完成，已逾期{late}天。"
    )


def milestone_figures(one: MissedMilestone) -> tuple[Figure, ...]:
    as_of = day_words(one.on)
    late = str((one.on - one.due_on).days)
    return Figure("完成时限", day_words(one.due_on), "", as_of), Figure("逾期", late, "天", as_of)


def indicator_sentence(one: SlowedIndicator) -> str:
    said = f"{one.period}，{one.name}{year_on_year_text(one.growth)}，"
    words = growth_words(one.growth, one.previous)
    said += f"{one.before}为{growth_text(one.previous)}，{words.moved if words else ''}"
    if one.target is not None and one.growth < one.target:
        said += f"，低于年度目标{points_text(one.target - one.growth, 2)}"
    return f"{said}。"


def indicator_figures(one: SlowedIndicator) -> tuple[Figure, ...]:
    rows = [
        ("数值", one.value, one.unit, one.period),
        ("同比增速", one.growth, "%", one.period),
        ("上期增速", one.previous, "%", one.before),
        ("增速变化", one.growth - one.previous, "个百分点", one.period),
        ("年度增速目标", one.target, "%", one.period),
    ]
    return tuple(
        Figure(label, number_text(value), unit, as_of)
        for label, value, unit, as_of in rows
        if value is not None
    )
