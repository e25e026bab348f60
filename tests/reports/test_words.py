"""Numerals, dates, names and the breaking of titles; text that knows its figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from supervision.alerts.rules.official.figures import count_fact, money_fact
from supervision.alerts.rules.official.text import Quote, clause, listed, plain, sentence, uncovered_digits
from supervision.alerts.rules.official.words import (
    chinese_numeral,
    date_text,
    excerpt,
    ordinal,
    title_lines,
)


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一是"), (8, "八是"), (10, "十是"), (11, "十一是"), (20, "二十是"), (99, "九十九是")],
)
def test_items_are_counted_in_chinese(number: int, text: str) -> None:
    assert ordinal(number) == text


@pytest.mark.parametrize("number", [0, -1, 100])
def test_what_has_no_ordinal_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="1 to 99"):
        chinese_numeral(number)


def test_dates_have_no_leading_zeros_and_no_needless_year() -> None:
    assert date_text(date(2026, 9, 1)) == "2026年9月1日"
    assert date_text(date(2026, 9, 1), within=2026) == "9月1日"
    assert date_text(date(2027, 1, 1), within=2026) == "2027年1月1日"


def test_an_excerpt_is_word_for_word_up_to_a_whole_clause() -> None:
    assert excerpt("油筑完成4.2公里。\n正在铺设路缘石。") == "油筑完成4.2公里。正在铺设路缘石"
    assert excerpt("主体封顶，正在安装设备，年底投产", 8) == "主体封顶……"
    assert excerpt("甲" * 70) == "甲" * 60 + "……"


def test_a_title_is_broken_between_phrases_into_a_trapezoid() -> None:
    phrases = ("云岭县", "2026年1—8月", "重点工作", "督查工作汇报")
    lines = title_lines(phrases, 20)
    assert "".join(lines) == "".join(phrases)
    assert len(lines) == 2
    assert len(lines[0]) != len(lines[1])
    assert title_lines(("督查汇报",), 20) == ["督查汇报"]


def test_a_title_of_three_lines_has_no_waist() -> None:
    phrases = (
        "云岭县人民政府",
        "督查办公室关于",
        "2026年上半年",
        "重点项目建设和",
        "主要经济指标",
        "情况的汇报",
    )
    lines = title_lines(phrases, 16)
    assert "".join(lines) == "".join(phrases)
    assert len(lines) == 3
    assert len(lines[1]) >= min(len(lines[0]), len(lines[2]))
    assert max(map(len, lines)) <= 16


def test_digits_outside_facts_quotations_and_dates_are_found() -> None:
    count = count_fact("n", 1200, "个", "rows")
    assert uncovered_digits(("共", count, Quote("338工程", "r"), "，截至2026年8月底，1—8月，9月30日")) == []
    assert uncovered_digits(("完成22个，增长5.3%", count)) == ["22", "5.3"]
    assert uncovered_digits(("完成３个",)) == ["３"]


def test_a_clause_with_an_unknown_figure_is_left_out_of_its_sentence() -> None:
    unknown = clause("到位资金", money_fact("m", None, "rows"))
    known = clause("完成", money_fact("c", D(5), "rows"))
    assert unknown is None
    assert plain(sentence(known, unknown)) == "完成5万元。"
    assert sentence(unknown) == ()


def test_a_list_of_texts_is_cut_like_a_list_of_names() -> None:
    assert plain(listed([("甲",), ("乙",), ("丙",)], limit=2)) == "甲、乙等"
