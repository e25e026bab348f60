"""Lights (亮灯). Every measure is a margin: the higher the better, zero is exactly as promised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum, StrEnum

from django.utils.translation import gettext_lazy as _


class Light(IntEnum):
    """Ordered so that the worst is the greatest, here as in SQL's GREATEST.

    Unknown never hides what is known. Exempt shows beside green, and never hides what is worse.
    """

    UNKNOWN = 0
    GREEN = 1
    EXEMPT = 2
    WATCH = 3
    YELLOW = 4
    RED = 5

    @property
    def label(self) -> str:
        return str(LIGHT_LABELS[self])

    @property
    def code(self) -> str:
        """The lower-case name, for the API and for style classes."""
        return self.name.lower()

    @classmethod
    def from_code(cls, code: str) -> Light:
        """Raises ValueError for a word that is no light."""
        try:
            return cls[code.upper()]
        except KeyError:
            raise ValueError(code) from None


LIGHT_LABELS = {
    Light.UNKNOWN: _("未知"),
    Light.EXEMPT: _("豁免"),
    Light.GREEN: _("绿灯"),
    Light.WATCH: _("关注"),
    Light.YELLOW: _("黄灯"),
    Light.RED: _("红灯"),
}


class Measure(StrEnum):
    """What a light rule judges; the margin's unit is in the label."""

    INVESTMENT_GAP = "investment_gap"
    START_DELAY = "start_delay"
    REPORT_MISSING = "report_missing"
    DAYS_LEFT = "days_left"
    SIGNATURE_DELAY = "signature_delay"
    FEEDBACK_MISSING = "feedback_missing"
    STEP_DAYS_LEFT = "step_days_left"
    GROWTH_CHANGE = "growth_change"
    PEER_GAP = "peer_gap"
    RANK_CHANGE = "rank_change"
    GROWTH_GAP = "growth_gap"
    SCHEDULE_GAP = "schedule_gap"
    REACH_GAP = "reach_gap"


MEASURE_LABELS = {
    Measure.INVESTMENT_GAP: _("投资完成率与时序进度之差（百分点）"),
    Measure.START_DELAY: _("开工延误（天，延误记负数）"),
    Measure.REPORT_MISSING: _("月报缺报（个月，缺报记负数）"),
    Measure.DAYS_LEFT: _("距办结时限（工作日，逾期记负数）"),
    Measure.SIGNATURE_DELAY: _("距签收时限（工作日，逾期记负数）"),
    Measure.FEEDBACK_MISSING: _("反馈缺报（期，缺报记负数）"),
    Measure.STEP_DAYS_LEFT: _("距本环节时限（工作日，逾期记负数）"),
    Measure.GROWTH_CHANGE: _("增速较上期变动（百分点，回落记负数）"),
    Measure.PEER_GAP: _("增速与全市平均之差（百分点）"),
    Measure.RANK_CHANGE: _("位次较上期变动（位，下降记负数）"),
    Measure.GROWTH_GAP: _("增速与目标之差（百分点）"),
    Measure.SCHEDULE_GAP: _("指标完成率与时序进度之差（百分点）"),
    Measure.REACH_GAP: _("预测区间上限与年度目标之差（%）"),
}


@dataclass(frozen=True)
class Thresholds:
    """The lowest margin of each colour; None skips the colour, and below all of them it is red."""

    green_at: Decimal | None = None
    watch_at: Decimal | None = None
    yellow_at: Decimal | None = None


def light_for(margin: Decimal | int | None, thresholds: Thresholds) -> Light:
    if margin is None:
        return Light.UNKNOWN
    ladder = (
        (thresholds.green_at, Light.GREEN),
        (thresholds.watch_at, Light.WATCH),
        (thresholds.yellow_at, Light.YELLOW),
    )
    reached = (light for lowest, light in ladder if lowest is not None and margin >= lowest)
    return next(reached, Light.RED)


def worst(lights: Iterable[Light]) -> Light:
    """Unknown when there is nothing to judge."""
    return max(lights, default=Light.UNKNOWN)
