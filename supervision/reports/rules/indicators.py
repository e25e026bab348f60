"""The indicator paragraph: one clause per indicator, its own period named where it differs."""

from __future__ import annotations

from collections.abc import Sequence

from rulebook.rules import Period
from supervision.reports.rules.figures import (
    UNKNOWN,
    count_fact,
    growth_change,
    growth_fact,
    measured_fact,
)
from supervision.reports.rules.inputs import IndicatorLine
from supervision.reports.rules.text import Fact, Quote, Text, clause, joined, sentence

_SMALLEST_SUMMARY = 3  # to count what rose and fell among one or two indicators says nothing new


def change_of(line: IndicatorLine) -> Fact | None:
    """How growth moved since the period published before, or None when one of the two is unknown."""
    if line.growth is None or line.previous_growth is None:
        return None
    return Fact(
        f"indicator.{line.key}.change",
        line.growth - line.previous_growth,
        "个百分点",
        growth_change(line.previous_growth, line.growth),
        line.source,
    )


def has_slowed(line: IndicatorLine) -> bool:
    change = change_of(line)
    return change is not None and change.value is not None and change.value < 0


def indicator_clause(line: IndicatorLine, cutoff: Period) -> Text:
    """地区生产总值完成85.6亿元，同比增长5.3%，… or 暂无数据 when neither value nor growth is known."""
    name: Text = (Quote(line.name, line.source), *_own_period(line, cutoff))
    value = measured_fact(f"indicator.{line.key}.value", line.value, line.unit, line.source)
    growth = growth_fact(f"indicator.{line.key}.growth", line.growth, line.source)
    level, growing = clause(_verb(line), value), clause(growth)
    if not level and not growing:
        return (*name, UNKNOWN)
    told = joined((level, growing, _change(line), _rank(line)), "，")
    return name + told


def indicator_paragraph(lines: Sequence[IndicatorLine], cutoff: Period) -> Text:
    told = sentence(*(indicator_clause(line, cutoff) for line in lines), mark="；")
    return (*_summary(lines), *told)


def _own_period(line: IndicatorLine, cutoff: Period) -> Text:
    if line.period.ends_on == cutoff.ends_on:
        return ()
    label = line.period.short if line.period.year == cutoff.year else line.period.label
    return (f"（{label}）",)


def _verb(line: IndicatorLine) -> str:
    verb = "达到" if line.unit == "元" else "完成"
    if line.point_in_time or line.unit == "%":
        verb = "为"
    return f"预计{verb}" if line.preliminary else verb


def _change(line: IndicatorLine) -> Text | None:
    """Left out when growth is or was nil: 与去年同期持平，由负转正 would contradict itself."""
    change = change_of(line)
    if change is None or not line.growth or not line.previous_growth:
        return None
    turned = (line.growth > 0) != (line.previous_growth > 0)
    return ("增速" if turned else f"较{line.previous_label}", change)


def _rank(line: IndicatorLine) -> Text | None:
    if line.rank is None:
        return None
    rank = Fact(f"indicator.{line.key}.rank", line.rank, "位", f"第{line.rank}位", line.source)
    return (f"居{line.rank_scope}", rank)


def _summary(lines: Sequence[IndicatorLine]) -> Text:
    """8项指标中，增速回升5项、回落2项、持平1项。 Facts count the indicators whose change is known."""
    changes = [
        change for line in lines if (change := change_of(line)) is not None and change.value is not None
    ]
    if len(changes) < _SMALLEST_SUMMARY:
        return ()
    source = "；".join(change.source for change in changes)
    rises = [change.value or 0 for change in changes]
    counts = {
        "回升": sum(rise > 0 for rise in rises),
        "回落": sum(rise < 0 for rise in rises),
        "持平": sum(rise == 0 for rise in rises),
    }
    compared = count_fact("indicators.compared", len(changes), "项", source)
    whole: Text = (compared,) if len(changes) == len(lines) else ("可作比较的", compared)
    parts = [
        (word, count_fact(f"indicators.{word}", number, "项", source))
        for word, number in counts.items()
        if number
    ]
    if len(parts) > 1:
        return (*whole, "主要指标中，增速较上期", *joined(parts, "、"), "。")
    return (
        *whole,
        "主要指标增速均与上期持平。" if counts["持平"] else f"主要指标增速均较上期{parts[0][0]}。",
    )
