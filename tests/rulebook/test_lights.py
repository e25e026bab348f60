from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.rules import Light, Thresholds, light_for, worst

GAP = Thresholds(Decimal(0), Decimal(-10), Decimal(-30))
START = Thresholds(green_at=Decimal(0), yellow_at=Decimal(-30))
REPORT = Thresholds(green_at=Decimal(0), yellow_at=Decimal(-1))


@pytest.mark.parametrize(
    ("margin", "thresholds", "light"),
    [
        (Decimal("12.5"), GAP, Light.GREEN),
        (Decimal(0), GAP, Light.GREEN),
        (Decimal("-0.0001"), GAP, Light.WATCH),
        (Decimal(-10), GAP, Light.WATCH),
        (Decimal("-10.0001"), GAP, Light.YELLOW),
        (Decimal(-30), GAP, Light.YELLOW),
        (Decimal("-30.0001"), GAP, Light.RED),
        (0, START, Light.GREEN),
        (-1, START, Light.YELLOW),
        (-30, START, Light.YELLOW),
        (-31, START, Light.RED),
        (0, REPORT, Light.GREEN),
        (-1, REPORT, Light.YELLOW),
        (-2, REPORT, Light.RED),
        (None, GAP, Light.UNKNOWN),
    ],
)
def test_a_margin_gets_the_colour_of_the_highest_threshold_it_reaches(
    margin: Decimal | int | None, thresholds: Thresholds, light: Light
) -> None:
    assert light_for(margin, thresholds) is light


def test_two_colours_are_enough_for_a_rule() -> None:
    green_or_red = Thresholds(green_at=Decimal(0))
    assert light_for(0, green_or_red) is Light.GREEN
    assert light_for(-1, green_or_red) is Light.RED


def test_lights_carry_chinese_words_and_codes() -> None:
    assert [light.label for light in Light] == ["未知", "绿灯", "豁免", "关注", "黄灯", "红灯"]
    assert [light.code for light in Light] == ["unknown", "green", "exempt", "watch", "yellow", "red"]


@pytest.mark.parametrize("light", Light)
def test_a_code_finds_its_light(light: Light) -> None:
    assert Light.from_code(light.code) is light


def test_a_word_that_is_no_light_is_refused() -> None:
    with pytest.raises(ValueError, match="purple"):
        Light.from_code("purple")


@pytest.mark.parametrize(
    ("lights", "result"),
    [
        ([], Light.UNKNOWN),
        ([Light.UNKNOWN, Light.UNKNOWN], Light.UNKNOWN),
        ([Light.UNKNOWN, Light.EXEMPT], Light.EXEMPT),
        ([Light.UNKNOWN, Light.GREEN], Light.GREEN),
        ([Light.GREEN, Light.EXEMPT], Light.EXEMPT),
        ([Light.EXEMPT, Light.RED], Light.RED),
        ([Light.YELLOW, Light.WATCH, Light.GREEN], Light.YELLOW),
    ],
)
def test_the_worst_known_light_wins(lights: list[Light], result: Light) -> None:
    assert worst(lights) is result


@given(st.decimals(-200, 200, places=4), st.decimals(-200, 200, places=4))
def test_a_better_margin_never_gets_a_worse_light(first: Decimal, second: Decimal) -> None:
    lower, higher = sorted([first, second])
    assert light_for(higher, GAP) <= light_for(lower, GAP)
