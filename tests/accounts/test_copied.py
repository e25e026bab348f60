"""Copied text: numbers and punctuation do not hide it, the language of offices is not it."""

from __future__ import annotations

from decimal import Decimal

from accounts.rules.copied import RUN, Copied, Library, copied_share

JULY = "完成路基填筑3.2公里，占总量的65%；桥梁桩基全部完成，正在进行承台施工。"
AUGUST = "完成路基填筑5.8公里，占总量的90%，桥梁桩基全部完成、正在进行承台施工！"


def test_a_text_with_new_numbers_and_other_marks_is_copied_whole() -> None:
    found = copied_share(AUGUST, JULY)
    assert found == Copied(Decimal("1.00"), ((0, len(AUGUST) - 1),))
    assert found.percent == 100


def test_the_share_is_that_of_the_asked_text() -> None:
    added = "另有取土场环保手续尚在办理之中需县自然资源局协调解决"
    assert copied_share(JULY + added, JULY).share == Decimal("0.51")
    assert copied_share(JULY, JULY + added).share == Decimal("1.00")


def test_the_runs_can_be_marked() -> None:
    text = "本月新增：桥梁桩基全部完成，正在进行承台施工。其他无。"
    assert copied_share(text, JULY).marked(text) == (
        ("本月新增：", False),
        ("桥梁桩基全部完成，正在进行承台施工", True),
        ("。其他无。", False),
    )


def test_less_than_a_run_is_the_language_of_offices() -> None:
    words = "加快项目建设进度推进"
    assert copied_share(words[: RUN - 1], words) == Copied(Decimal(0), ())
    assert copied_share(words[:RUN], words).share == 1


def test_nothing_is_copied_from_or_in_an_empty_text() -> None:
    assert copied_share("", JULY) == copied_share(JULY, "") == copied_share("12，3", "12，3")
    assert copied_share("", JULY).share == 0


def test_full_width_and_capital_letters_are_the_same() -> None:
    assert copied_share("ＡＢＣＤＥＦＧＨ标段", "abcdefgh标段").share == 1


def test_a_library_finds_the_text_from_which_most_was_taken() -> None:
    library = Library({"七月": JULY, "别的": "正在进行承台施工以及其他附属工程", "短": "路基"})
    found = library.closest(AUGUST)
    assert found is not None
    assert (found.key, found.copied.share) == ("七月", Decimal("1.00"))
    assert library.closest(AUGUST, among={"别的", "短"}) is None


def test_a_formula_is_nobody_s() -> None:
    assert Library({1: "主体结构正在施工"}).closest("主体结构正在施工") is None
