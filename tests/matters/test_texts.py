"""Pasted minutes become drafts: cut at their numbers, with units and dates recognised and nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.matters.rules.texts import DraftText, split_text

MINUTES = """会议议定以下事项：
一、关于省道改建。抢修塌方路段，月底前恢复通车。（责任单位：交通局、公路段；配合单位：水务局；完成时限：9月30日前）
二、关于饮水安全
（一）完成水源地整治。责任单位：水务局
（二）检测水质，按月公布。牵头单位：生态环境局，配合单位：卫健局等
完成时限：2026年10月底
三、整治旅游市场，一是规范票价；二是公开投诉电话。
"""
PIECES = [
    "一、", "二、", "（一）", "(二)", "1.", "2.", "3、", "10．",
    "（1）", "①", "②", "一是", "二是", "一要", "是否", "\n",
    "。", "；", "：", "，", " ", "　", "（", "）",
    "【", "】", "责任单位：", "牵头单位:", "配合单位：", "完成时限：", "交通局", "水务局",
    "由", "牵头", "配合", "9月30日前", "2026.9.1", "修路", "会议议定以下事项", "\r\n",
    "\t",
]  # fmt: skip


def titles(text: str) -> list[str]:
    return [draft.title for draft in split_text(text)]


def test_minutes_become_one_draft_for_each_affair() -> None:
    first, second, third, fourth = split_text(MINUTES)
    assert (first.title, first.requirement) == (
        "关于省道改建",
        "关于省道改建。抢修塌方路段，月底前恢复通车。",
    )
    assert (first.leads, first.helpers, first.due) == (("交通局", "公路段"), ("水务局",), "9月30日前")
    assert (second.title, second.units, second.due) == ("完成水源地整治", ("水务局",), "")
    assert (third.leads, third.helpers, third.due) == (("生态环境局",), ("卫健局",), "2026年10月底")
    assert third.requirement == "检测水质，按月公布。"
    assert fourth.requirement == "整治旅游市场，一是规范票价；二是公开投诉电话。"
    assert first.text.startswith("会议议定以下事项：\n一、")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("会议要求：一是修路；二是修桥；三是建校。", ["修路", "修桥", "建校"]),
        ("一、修路\n二、修桥", ["修路", "修桥"]),
        ("（一）修路。\n（二）修桥。", ["修路", "修桥"]),
        ("1. 修路\n2．修桥\n3、建校", ["修路", "修桥", "建校"]),
        ("①修路②修桥", ["修路", "修桥"]),
        ("修路\n\n修桥\n", ["修路", "修桥"]),
        ("各单位一要修路，二要修桥", ["各单位一要修路，二要修桥"]),
        ("只有一件。", ["只有一件"]),
        ("十、修路\n十一、修桥", ["修路", "修桥"]),
        ("2026.9.1前修路\n2026.9.2前修桥", ["2026.9.1前修路", "2026.9.2前修桥"]),
        ("", []),
        (" \n\t", []),
    ],
)
def test_each_kind_of_number_cuts(text: str, expected: list[str]) -> None:
    assert titles(text) == expected


def test_what_comes_before_the_numbers_and_says_more_is_a_draft_of_its_own() -> None:
    text = "会议听取了交通局汇报。会议指出，进度偏慢。\n1.修路\n2.修桥"
    assert titles(text) == ["会议听取了交通局汇报", "修路", "修桥"]
    assert titles("重点工作\n1.修路\n2.修桥") == ["修路", "修桥"]


@pytest.mark.parametrize(
    ("text", "leads", "helpers", "due"),
    [
        ("修路（责任单位：交通局）", ("交通局",), (), ""),
        ("修路。承办单位：交通局和水务局", ("交通局", "水务局"), (), ""),
        ("修路（由交通局牵头，水务局、公路段配合）", ("交通局",), ("水务局", "公路段"), ""),
        ("修路，由交通局牵头负责，月底完成", ("交通局",), (), ""),
        ("修路【牵头单位：交通局；协办单位：水务局】", ("交通局",), ("水务局",), ""),
        ("修路 主办：交通局，协办：交通局、水务局，办结时限：10月底", ("交通局",), ("水务局",), "10月底"),
        ("修路，完成时限：2026年9月30日前；责任单位：交通局。", ("交通局",), (), "2026年9月30日前"),
        ("修路，交通局牵头，水务局配合，9月底前完成", ("交通局",), ("水务局",), "9月底前"),
        ("修路。住房和城乡建设局、交通局和水务局牵头负责", ("住房和城乡建设局", "交通局", "水务局"), (), ""),
        ("修路，2026年10月15日之前通车", (), (), "2026年10月15日之前"),
        ("由各单位配合修路", (), (), ""),
        ("发挥牵头作用，牵头修路", (), (), ""),
    ],
)
def test_units_and_dates_are_recognised(
    text: str, leads: tuple[str, ...], helpers: tuple[str, ...], due: str
) -> None:
    (draft,) = split_text(text)
    assert (draft.leads, draft.helpers, draft.due) == (leads, helpers, due)


def test_a_line_that_only_names_units_belongs_to_what_stands_above_it() -> None:
    first, second = split_text("修路\n责任单位：交通局\n修桥\n责任单位：水务局\n")
    assert (first.title, first.leads) == ("修路", ("交通局",))
    assert (second.title, second.leads) == ("修桥", ("水务局",))


def test_a_long_first_sentence_gives_a_short_title() -> None:
    (draft,) = split_text("加快推进省道过境段改建，" + "确保完成全年投资任务，" * 5 + "不得延误。")
    assert draft.title == "加快推进省道过境段改建"
    (told,) = split_text("加快省道改建，交通局牵头，水务局配合。")
    assert told.title == "加快省道改建"
    (endless,) = split_text("很" * 500)
    assert endless.title == "很" * 200


@given(st.one_of(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.text(max_size=80)))
def test_no_character_is_lost_and_every_draft_says_something(text: str) -> None:
    drafts: list[DraftText] = split_text(text)
    assert "".join(draft.text for draft in drafts) == (text if text.strip() else "")
    for draft in drafts:
        assert draft.title
        assert draft.requirement
        assert len(draft.title) <= 200
        assert draft.requirement in draft.text or len(draft.requirement) <= len(draft.text)
