"""Lights of an indicator: each a margin judged by a dated rule, with its reason in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from rulebook.rules import Light, Measure, Thresholds, light_for, round_half_up, worst
from rulebook.rules.wording import percent_text

from .growth import GrowthWords, against
from .outlook import Likelihood, Outlook
from .standing import Standing

PLACES: Final = 4  # as the rule's thresholds: a margin is judged as it is kept


@dataclass(frozen=True)
class IndicatorLight:
    """``reason`` says what was found, whatever the light."""

    measure: Measure
    margin: Decimal
    light: Light
    reason: str


def judge(
    rules: Mapping[Measure, Thresholds],
    standing: Standing,
    words: GrowthWords | None,
    outlook: Outlook | None,
) -> tuple[IndicatorLight, ...]:
    """One for every measure that has both a rule and a figure; what is unknown is not judged."""
    found = []
    for measure, (margin, reason) in _margins(standing, words, outlook).items():
        if margin is not None and measure in rules:
            short = round_half_up(Decimal(margin), PLACES)
            found.append(IndicatorLight(measure, short, light_for(short, rules[measure]), reason))
    return tuple(found)


def light_of(lights: tuple[IndicatorLight, ...]) -> Light:
    return worst(one.light for one in lights)


def _margins(
    standing: Standing, words: GrowthWords | None, outlook: Outlook | None
) -> dict[Measure, tuple[Decimal | int | None, str]]:
    reach = outlook.reach_gap if outlook else None
    return {
        Measure.GROWTH_CHANGE: (standing.growth_change, words.change if words else ""),
        Measure.PEER_GAP: (standing.peer_gap, f"增速{against(standing.peer_gap, '全市平均')}"),
        Measure.RANK_CHANGE: (standing.rank_change, _moved(standing.rank_change)),
        Measure.GROWTH_GAP: (standing.growth_gap, f"增速{against(standing.growth_gap, '目标')}"),
        Measure.SCHEDULE_GAP: (
            standing.behind_schedule,
            f"完成率{against(standing.behind_schedule, '时序进度', 1)}",
        ),
        Measure.REACH_GAP: (reach, _reached(reach, outlook)),
    }


def _moved(places: int | None) -> str:
    if not places:
        return "位次与上期持平"
    return f"位次较上期{'上升' if places > 0 else '下降'}{abs(places)}位"


def _reached(reach: Decimal | None, outlook: Outlook | None) -> str:
    if reach is None or outlook is None:
        return ""
    if outlook.likelihood is Likelihood.REACHED:
        return "已完成年度目标"
    if reach >= 0:
        return "年度目标在季节预测的区间之内或以下"
    return f"按季节曲线预测，区间上限仍比年度目标少{percent_text(-reach)}"
