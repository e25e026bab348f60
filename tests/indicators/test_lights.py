"""What an indicator is judged by: each default rule on both sides of each of its thresholds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from indicators.rules import Standing, growth_words, judge, outlook
from indicators.rules.outlook import Season
from rulebook.models import Subject
from rulebook.rules import Light, Measure
from rulebook.selectors import light_rules

pytestmark = pytest.mark.django_db

NOTHING = Standing(None, None, None, None)
# In June 50 % of the year are due, give or take the 10 % that forecasts were off; month ÷ 12 was 20 % off.
HALF = Season(
    shares=tuple(D(month) / 12 for month in range(1, 13)),
    years=(2024, 2025),
    year_shares=(tuple(D(month) / 10 for month in range(1, 13)),) * 2,
    errors=((D("0.1"),) * 12,) * 2,
)
EVEN = replace(HALF, year_shares=(HALF.shares,) * 2)


def lit(standing: Standing, measure: Measure, target: D | None = None, season: Season = HALF) -> Light | None:
    rules = dict(light_rules(Subject.INDICATOR, date(2026, 8, 31)))
    ahead = outlook(month=6, value=D(50), target=target, season=season) if target is not None else None
    words = growth_words(D(5), D(5) - (standing.growth_change or 0))
    found = {one.measure: one.light for one in judge(rules, standing, words, ahead)}
    assert set(found) <= {measure}
    return found.get(measure)


@pytest.mark.parametrize(
    ("field", "measure", "margin", "light"),
    [
        ("growth_change", Measure.GROWTH_CHANGE, "0", Light.GREEN),
        ("growth_change", Measure.GROWTH_CHANGE, "-0.01", Light.WATCH),
        ("growth_change", Measure.GROWTH_CHANGE, "-1", Light.WATCH),
        ("growth_change", Measure.GROWTH_CHANGE, "-1.01", Light.YELLOW),
        ("growth_change", Measure.GROWTH_CHANGE, "-3", Light.YELLOW),
        ("growth_change", Measure.GROWTH_CHANGE, "-3.01", Light.RED),
        ("peer_gap", Measure.PEER_GAP, "0", Light.GREEN),
        ("peer_gap", Measure.PEER_GAP, "-0.01", Light.YELLOW),
        ("peer_gap", Measure.PEER_GAP, "-2", Light.YELLOW),
        ("peer_gap", Measure.PEER_GAP, "-2.01", Light.RED),
        ("rank_change", Measure.RANK_CHANGE, "0", Light.GREEN),
        ("rank_change", Measure.RANK_CHANGE, "-1", Light.YELLOW),
        ("rank_change", Measure.RANK_CHANGE, "-2", Light.YELLOW),
        ("rank_change", Measure.RANK_CHANGE, "-3", Light.RED),
        ("growth_gap", Measure.GROWTH_GAP, "0", Light.GREEN),
        ("growth_gap", Measure.GROWTH_GAP, "-1", Light.WATCH),
        ("growth_gap", Measure.GROWTH_GAP, "-1.01", Light.YELLOW),
        ("growth_gap", Measure.GROWTH_GAP, "-3.01", Light.RED),
        ("behind_schedule", Measure.SCHEDULE_GAP, "0", Light.GREEN),
        ("behind_schedule", Measure.SCHEDULE_GAP, "-5", Light.WATCH),
        ("behind_schedule", Measure.SCHEDULE_GAP, "-5.0001", Light.YELLOW),
        ("behind_schedule", Measure.SCHEDULE_GAP, "-15", Light.YELLOW),
        ("behind_schedule", Measure.SCHEDULE_GAP, "-15.0001", Light.RED),
    ],
)
def test_a_margin_lights_as_its_rule_says(field: str, measure: Measure, margin: str, light: Light) -> None:
    known = int(margin) if field == "rank_change" else D(margin)
    assert lit(Standing(**{**vars(NOTHING), field: known}), measure) is light


@pytest.mark.parametrize(
    ("target", "light", "because"),
    [
        ("110", Light.GREEN, "the upper end of the range, 110, just reaches it"),
        ("110.01", Light.YELLOW, "it falls short by less than a hundredth of a percent"),
        ("115.78", Light.YELLOW, "110 is 4.99 % less"),
        ("115.80", Light.RED, "110 is 5.01 % less"),
        ("50", Light.GREEN, "it is reached already"),
    ],
)
def test_a_target_out_of_reach_lights_by_how_far_the_range_falls_short(
    target: str, light: Light, because: str
) -> None:
    assert lit(NOTHING, Measure.REACH_GAP, D(target)) is light, because


def test_a_season_that_forecast_worse_than_even_months_lights_nothing() -> None:
    assert lit(NOTHING, Measure.REACH_GAP, D(200), EVEN) is None
    assert lit(NOTHING, Measure.REACH_GAP, D(50), EVEN) is Light.GREEN  # it is reached already


def test_what_is_unknown_is_not_judged() -> None:
    assert judge(dict(light_rules(Subject.INDICATOR, date(2026, 8, 31))), NOTHING, None, None) == ()
