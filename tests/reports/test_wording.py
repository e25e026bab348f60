"""The sentences that outlines come with, said of chosen figures: above, equal, below, all, some, none."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest

import supervision.reports
from supervision.reports.rules.figures import Basis, Figure, Words
from supervision.reports.rules.sentences import check_rule, render_rule
from supervision.reports.rules.tokens import paragraph_text

OUTLINES = Path(supervision.reports.__file__).parent / "outlines"
BASIS = Basis("", date(2026, 9, 12), ())
SHARED = {"year": "2026年", "_year": 2026, "period": "1—8月", "month": "8月", "corrects": "", "opening": ""}


def outline(kind: str) -> dict[str, Any]:
    return tomllib.loads((OUTLINES / f"{kind}.toml").read_text(encoding="utf-8"))


def rule(kind: str, name: str, order: int | None = None) -> str:
    found = [
        rule["template"]
        for section in outline(kind)["section"]
        for rule in section.get("rule", [])
        if rule["name"] == name and order in (None, section["order"])
    ]
    assert len(found) == 1, (kind, name)
    return str(found[0])


def said(template: str, **data: Any) -> str:
    return "\n".join(paragraph_text(p) for p in render_rule(template, SHARED | data, "1"))


def count(value: int | None, unit: str = "件", key: str = "n") -> Figure:
    return Figure(key, value, unit, "", BASIS)


def money(value: str | None) -> Figure:
    return Figure("money", None if value is None else D(value), "万元", "", BASIS)


def rate(value: str | None) -> Figure:
    return Figure("rate", None if value is None else D(value), "%", "", BASIS)


def points(value: str | None, words: str = "") -> Figure:
    return Figure("points", None if value is None else D(value), "个百分点", "", BASIS, words)


def name(text: str) -> Words:
    return Words(text, "row")


def test_every_rule_of_every_outline_can_be_said_and_writes_no_digit_of_its_own() -> None:
    kinds = sorted(path.stem for path in OUTLINES.glob("*.toml"))
    assert kinds == ["bulletin", "circular", "dispatch", "rectification", "report", "special"]
    for kind in kinds:
        for section in outline(kind)["section"]:
            for words in section.get("rule", []):
                check_rule(words["template"])


def projects(**changes: Any) -> dict[str, Any]:
    figures: dict[str, Any] = {
        "projects": count(62, "个"),
        "planned": money("428000"),
        "completed": money("301200.75"),
        "rate": rate("70.374"),
        "points": points("3.707"),
        "red": count(2, "个"),
        "yellow": count(1, "个"),
    }
    return figures | changes


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "累计完成投资30.12亿元，占年度计划的70.4%，高于时序进度3.7个百分点。亮红灯2个、黄灯1个。"),
        (
            {"points": points("0.04"), "red": count(0, "个")},
            "累计完成投资30.12亿元，占年度计划的70.4%，与时序进度持平。亮黄灯1个，没有亮红灯的项目。",
        ),
        (
            {"points": points("-8.33"), "yellow": count(0, "个")},
            "累计完成投资30.12亿元，占年度计划的70.4%，低于时序进度8.3个百分点。亮红灯2个，没有亮黄灯的项目。",
        ),
        (
            {"completed": money("0"), "points": points("-66.7"), "red": count(0), "yellow": count(0)},
            "尚未完成投资，低于时序进度66.7个百分点。没有亮红灯、黄灯的项目。",
        ),
        ({"completed": money(None), "rate": rate(None), "points": points(None)}, "累计完成投资暂无数据。"),
    ],
)
def test_a_county_is_above_at_or_below_its_schedule(changes: dict[str, Any], text: str) -> None:
    told = said(rule("circular", "重点项目"), **projects(**changes))
    head = "重点项目推进情况。全县年内实施重点项目62个，年度计划投资42.8亿元，"
    assert told.startswith(head + text.split("。")[0])
    assert told.endswith(text.split("。", 1)[1])


def matters(received: int, closed: int, running: int, **more: Any) -> dict[str, Any]:
    share = {True: None, False: str(D(closed) / (received or 1) * 100)}[received == 0]
    rest = {True: None, False: str(D(running) / (received or 1) * 100)}[received == 0]
    return {
        "received": count(received),
        "closed": count(closed),
        "closed_rate": rate(share),
        "running": count(running),
        "running_rate": rate(rest),
        "others": count(received - closed - running),
        "done": count(0),
        "in_time": count(0),
        "in_time_rate": rate(None),
        "late": count(0),
        "red": count(0),
        "yellow": count(0),
    } | more


@pytest.mark.parametrize(
    ("data", "text"),
    [
        # 紫阳: 22 matters, 6 done are 27 %, 16 under way 73 %.
        (
            matters(22, 6, 16, done=count(8), in_time=count(6), in_time_rate=rate("75"), late=count(3)),
            "2026年以来交办督办事项22件，已销号6件，占27.3%；正在办理16件，占72.7%。"
            "牵头单位报结并审核通过8件，其中按时办结6件，按时办结率75%。"
            "在办事项中，3件超过时限尚未报结，没有亮红灯、黄灯的。",
        ),
        (matters(5, 5, 0), "2026年以来交办督办事项5件，已全部销号。"),
        (matters(0, 0, 0), "2026年以来没有交办督办事项。"),
        (
            matters(4, 0, 3, red=count(1)),
            "2026年以来交办督办事项4件，尚无销号；正在办理3件，占75%；撤销、并案或转为再批示、长期坚持1件。"
            "在办事项中，没有超过时限的，亮红灯1件。",
        ),
    ],
)
def test_matters_are_told_for_all_some_and_none(data: dict[str, Any], text: str) -> None:
    assert said(rule("circular", "督办事项"), **data) == f"督办事项办理情况。{text}"


def lagging(title: str, **changes: Any) -> dict[str, Any]:
    line = {
        "named": name(title),
        "due_on": date(2026, 8, 31),
        "days_late": count(12, "天"),
        "days_left": count(None, "天"),
        "unsigned": count(None, "个工作日"),
        "silent": count(None, "次"),
        "problem": name("部分点位资金还有缺口。"),
    }
    return line | changes


def test_what_lags_is_named_with_its_unit_and_why() -> None:
    found = [
        lagging("智慧停车（住建局）"),
        lagging("续贷难（财政局）", days_late=count(None), days_left=count(0), unsigned=count(5, "个工作日")),
        lagging("危桥（交运局）", days_late=count(None), silent=count(1, "次"), problem=name("")),
    ]
    told = {"lagging": found, "lagging_count": count(3), "not_named": count(0)}
    assert said(rule("circular", "滞后事项"), matters=told) == (
        "部分督办事项办理滞后。亮红灯、黄灯的在办事项共3件。"
        "智慧停车（住建局）应于8月31日办结，已超期12天，部分点位资金还有缺口；"
        "续贷难（财政局）今日到期，超过签收时限5个工作日，部分点位资金还有缺口；"
        "危桥（交运局）1次反馈未按时报送。"
    )
    one = {"lagging": found[:1], "lagging_count": count(1), "not_named": count(0)}
    assert said(rule("circular", "滞后事项"), matters=one).startswith("个别督办事项办理滞后。智慧停车")


def unit(title: str, late: int = 0, overdue: int = 0, missed: int = 0) -> dict[str, Any]:
    figures = {"late": count(late), "overdue": count(overdue, "个"), "missed": count(missed, "次")}
    return {"name": name(title)} | figures


def test_units_are_listed_with_dots_of_their_own_and_cut() -> None:
    worst = [unit("交运局", 1, 3), unit("沙坝乡", 0, 1, 2)]
    assert said(rule("circular", "滞后的单位"), worst=worst, not_named=count(0, "个")) == (
        "办理滞后的单位。交运局超期未结1件，整改超期3个；沙坝乡整改超期1个，反馈未按时2次。"
    )
    assert said(rule("circular", "滞后的单位"), worst=[], not_named=count(0)) == ""
    clean = [unit(title) for title in "甲乙丙丁戊己庚辛壬"]
    assert said(rule("circular", "办理按时的单位"), clean=clean, clean_count=count(9, "个")) == (
        "按时办结的单位。甲、乙、丙、丁、戊、己、庚、辛等9个单位办结事项均按时，反馈均按时报送，没有超期。"
    )
    assert said(rule("circular", "办理按时的单位"), clean=clean[:1], clean_count=count(1, "个")) == (
        "按时办结的单位。甲办结事项均按时，反馈均按时报送，没有超期。"
    )


def pace(reached: int, behind: int, **more: Any) -> dict[str, Any]:
    figures: dict[str, Any] = {
        "projects": count(reached + behind, "个"),
        **{key: count(0, "个") for key in ("new", "continued", "preparation", "unmeasured")},
        "month_completed": money("26941.25"),
        "reached": count(reached, "个"),
        "behind": count(behind, "个"),
        "reached_rate": rate("54.5"),
        "first": None,
        "last": None,
        "fast": [],
    }
    return figures | more


def test_pace_is_told_for_all_some_and_none_first_and_last() -> None:
    template = rule("dispatch", "构成和当月")
    assert said(template, **pace(3, 0)) == "8月份完成投资2.69亿元。与时序进度相比，可比项目均达到时序进度。"
    assert said(template, **pace(0, 2, month_completed=money("0"))) == (
        "8月份没有新增完成投资。与时序进度相比，可比项目均慢于时序进度。"
    )
    ends = {
        "first": {"name": name("项目建设"), "rate": rate("66.7"), "points": points("0.1")},
        "last": {"name": name("城镇建设"), "rate": rate("55.3"), "points": points("-11.3")},
    }
    assert said(template, **pace(42, 35, **ends)).splitlines()[1] == (
        "分板块看，项目建设完成率最高，为66.7%，高于时序进度0.1个百分点；"
        "城镇建设完成率最低，为55.3%，低于时序进度11.3个百分点。"
    )


def indicator(**changes: Any) -> dict[str, Any]:
    line: dict[str, Any] = {
        "name": name("固定资产投资"),
        "own_period": "",
        "when": "1—8月",
        "places": 2,
        "verb": "完成",
        "value": Figure("v", D("63.27"), "亿元", "", BASIS),
        "growth": rate("-3"),
        "change": points("1.5", "降幅收窄1.5个百分点"),
        "turned": False,
        "previous": "1—7月",
        "growth_gap": points("-8", "低于增速目标8个百分点"),
        "peer_gap": points(None),
        "rank": Figure("r", 3, "位", "", BASIS, "居全市第3位"),
        "rank_scope": "全市",
        "target_rate": rate("63.2"),
        "target_points": points("-3.4"),
    }
    return line | changes


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        (
            {},
            "1—8月完成63.27亿元，同比下降3%，较1—7月降幅收窄1.5个百分点，低于增速目标8个百分点，居全市第3位。"
            "完成年度目标的63.2%，低于时序进度3.4个百分点。",
        ),
        (
            {
                "value": money(None),
                "growth": rate("0"),
                "rank": Figure("r", None, "位", "", BASIS),
                "target_rate": rate(None),
                "target_points": points(None),
                "growth_gap": points(None),
            },
            "1—8月与去年同期持平。",
        ),
        (
            {"growth": rate("2"), "change": points("5", "由负转正"), "turned": True, "when": "1—6月"},
            "1—6月完成63.27亿元，同比增长2%，增速由负转正，低于增速目标8个百分点，居全市第3位。"
            "完成年度目标的63.2%，低于时序进度3.4个百分点。",
        ),
    ],
)
def test_an_indicator_never_grows_by_less_than_nothing(changes: dict[str, Any], text: str) -> None:
    told = said(rule("bulletin", "各指标"), indicators=[indicator(**changes)], unknown=[])
    assert told == f"固定资产投资。{text}"


def test_a_line_that_says_nothing_today_parts_no_paragraph() -> None:
    assert said("甲\n{% if no %}乙{% endif %}\n丙\n\n丁", no=False) == "甲丙\n丁"
