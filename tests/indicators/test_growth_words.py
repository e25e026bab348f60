"""Growth as statisticians write it (domain.md §5.3): one function for screen, report and API."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules import Movement, against, computed_growth, growth_words, rank_words

rates = st.decimals(-1000, 1000, places=3, allow_nan=False, allow_infinity=False)
WORSE = {Movement.SLOWER, Movement.WIDENED, Movement.TO_NEGATIVE, Movement.FROM_NIL}


@pytest.mark.parametrize(
    ("previous", "now", "text"),
    [
        ("5.9", "5.3", "同比增长5.3%，增速较1—7月回落0.6个百分点"),
        ("5.3", "5.9", "同比增长5.9%，增速较1—7月加快0.6个百分点"),
        ("5.3", "5.3", "同比增长5.3%，增速与1—7月持平"),
        ("-3.5", "-1.2", "同比下降1.2%，降幅较1—7月收窄2.3个百分点"),
        ("-1.2", "-3.5", "同比下降3.5%，降幅较1—7月扩大2.3个百分点"),
        ("-2", "-2", "同比下降2%，降幅与1—7月持平"),
        ("-1.5", "2", "同比增长2%，增速较1—7月由负转正"),
        ("1.5", "-2", "同比下降2%，增速较1—7月由正转负"),
        ("-2", "0", "与去年同期持平，增速较1—7月由降转平"),
        ("0", "-2", "同比下降2%，增速较1—7月由平转降"),
        ("3", "0", "与去年同期持平，增速较1—7月回落3个百分点"),
        ("0", "3", "同比增长3%，增速较1—7月加快3个百分点"),
        ("5.301", "5.304", "同比增长5.3%，增速与1—7月持平"),
        ("1.234", "-0.004", "与去年同期持平，增速较1—7月回落1.23个百分点"),
    ],
)
def test_growth_and_how_it_moved(previous: str, now: str, text: str) -> None:
    words = growth_words(D(now), D(previous), "1—7月")
    assert words is not None and words.text == text


@pytest.mark.parametrize(
    ("previous", "now", "moved"),
    [
        ("7.4", "6.2", "增速回落1.2个百分点"),
        ("5", "0", "增速回落5个百分点"),
        ("5.1", "5.3", "增速加快0.2个百分点"),
        ("0", "5.3", "增速加快5.3个百分点"),
        ("5.3", "5.30", "增速持平"),
        ("-4.5", "-3", "降幅收窄1.5个百分点"),
        ("-3", "-4.5", "降幅扩大1.5个百分点"),
        ("-3", "-3", "降幅持平"),
        ("-3", "2", "由负转正"),
        ("2", "-3", "由正转负"),
        ("-3", "0", "由降转平"),
        ("0", "-3", "由平转降"),
    ],
)
def test_the_movement_without_its_period(previous: str, now: str, moved: str) -> None:
    """As papers put it after 较1—7月 of their own."""
    words = growth_words(D(now), D(previous))
    assert words is not None and words.moved == moved
    assert words.has_turned is moved.startswith("由")


@given(rates, rates)
def test_no_minus_is_ever_written_and_what_moved_says_so(previous: D, now: D) -> None:
    words = growth_words(now, previous, "1—7月")
    assert words is not None and words.points is not None and words.movement is not None
    assert "-" not in words.text + words.moved
    assert ("持平" in words.moved) is (words.points == 0)
    assert words.is_worse is (words.movement in WORSE)


def test_without_a_former_figure_only_the_level_is_told() -> None:
    words = growth_words(D("-3"))
    assert words is not None and (words.text, words.movement, words.is_worse) == ("同比下降3%", None, False)
    assert growth_words(None, D(1)) is None


def test_the_movement_is_told_to_programs_too() -> None:
    words = growth_words(D(-3), D(2))
    assert words is not None and (words.movement, words.points) == (Movement.TO_NEGATIVE, D(-5))
    assert words.is_worse


def test_differences_and_ranks_in_words() -> None:
    assert against(D("0.3"), "目标") == "高于目标0.3个百分点"
    assert against(D("-8.333"), "全市平均", 1) == "低于全市平均8.3个百分点"
    assert against(D("0.001"), "目标") == "与目标持平"
    assert against(None, "目标") == ""
    assert rank_words(3, 11, "全市", 5) == "居全市第3位（共11个），较上期上升2位"
    assert rank_words(3, 11, "全市", 3) == "居全市第3位（共11个），与上期持平"
    assert rank_words(4, None, "全省", 2) == "居全省第4位，较上期下降2位"


def test_growth_that_may_be_computed() -> None:
    """domain.md §12, 江华: 11.004 more than 35.935 is 30.6 %, to one place."""
    found = computed_growth(D("46.939"), D("35.935"))
    assert found == D("30.62")
    assert computed_growth(D(1), D(0)) is None and computed_growth(None, D(1)) is None
