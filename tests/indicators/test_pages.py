"""The board and the page of an indicator: what they say, word by word, and how often they ask."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal as D
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.models import User
from indicators.models import Indicator
from indicators.rules import NewObservation, NewPeerObservation
from indicators.services import (
    change_definition,
    define_indicator,
    freeze_season_curve,
    record_observations,
    set_target,
    upsert_peers,
)
from tests.indicators.test_engine import years_of
from tests.indicators.test_figures import record
from tests.town import NOON, Town

LONG = "规模以上工业企业和限额以上批发零售住宿餐饮业以及规模以上服务业单位从业人员平均工资总额"


def text_of(answer: Any) -> str:
    """What a reader reads, one space between pieces."""
    assert answer.status_code == 200
    inner = re.sub(r"(?s)<(script|style|nav).*?</\1>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", strip_tags(re.sub(r"<(?=[a-z/])", " <", inner)))


def page(user: User, indicator: Indicator, query: str = "") -> str:
    client = Client()
    client.force_login(user)
    return text_of(client.get(reverse("indicator", args=[indicator.pk]) + query))


def board(user: User) -> str:
    client = Client()
    client.force_login(user)
    return text_of(client.get(reverse("indicators")))


def of_august(indicator: Indicator, **values: Any) -> NewObservation:
    known = {"value": D(155), "growth": D("7.5"), "rank": 5, "rank_of": 11, "peer_growth": D(8), **values}
    return NewObservation(indicator.pk, 2026, 8, "4_returned", source_document="市局反馈", **known)


@pytest.fixture
def known(town: Town, freight: Indicator) -> Indicator:
    """Two full years, July and August of the third, a frozen curve, a city's target, two other counties."""
    years_of(town, freight, 2024, 2025)
    record(town, freight, (2026, 7, D(130), D("8.4")))
    record_observations(actor=town.supervisor, values=[of_august(freight)], now=NOON)
    freeze_season_curve(actor=town.office_head, indicator_id=freight.pk, year=2026, now=NOON)
    set_target(
        actor=town.supervisor, indicator_id=freight.pk, year=2026, kind="level", value=D(500), set_by="city"
    )
    peers = [
        NewPeerObservation(freight.pk, 2026, 8, "青山县", D(260), D(9), rank=1),
        NewPeerObservation(freight.pk, 2026, 8, "全市", D(2600), D(8), is_whole=True),
    ]
    upsert_peers(actor=town.supervisor, values=peers, now=NOON)
    return freight


def test_the_board_says_how_an_indicator_stands_and_why_its_light_burns(town: Town, known: Indicator) -> None:
    said = board(town.leader)
    assert "共1项指标，1项亮黄灯或红灯。" in said
    for piece in (
        "红灯 完成率低于时序进度27.9个百分点 按季节曲线预测，区间上限仍比年度目标少37.5%",
        "另有3项",
        "155.00 万吨 2026年1—8月 上级反馈",
        "7.5% 增速较1—7月回落0.9个百分点 全市第5位（共11个）",
        "400 万吨 增长8%",
        "38.8% 按月均衡 −27.9 季节曲线（参考） −23.3 增速与目标 −0.5",
        "250.00 250.00—250.00",
    ):
        assert piece in said, piece


def test_the_page_sets_the_targets_of_each_authority_side_by_side(town: Town, known: Indicator) -> None:
    said = page(town.leader, known)
    assert "2026年目标" in said
    assert "县定 400 万吨 38.8% −27.9 个百分点 8% −0.5 个百分点 —" in said
    assert "市定 500 万吨 31.0% −35.7 个百分点 — — —" in said


def test_the_page_names_both_schedules_the_pace_and_the_forecast_with_its_past(
    town: Town, known: Indicator
) -> None:
    said = page(town.leader, known)
    for piece in (
        "按月均衡 66.7% 完成率与它相差 −27.9 个百分点 照此推到年底 232.50 万吨",
        "季节曲线（参考） 62.0% 完成率与它相差 −23.3 个百分点 照此推到年底 250.00 万吨",
        "余下各月平均每月需 61.25 万吨 至今平均每月 19.38，还有4个月，需为至今的 3.16 倍",
        "年底预计（参考） 250.00 万吨 在 250.00 至 250.00 之间（按2年的误差，约67%的把握） 难以完成年度目标",
        "用往年各月倒推年底共22次：季节曲线平均误差 0.0%，按月均摊 32.5%。",
        "季节曲线由2024、2025年各月累计占比得出，2026年9月12日冻结（第1版）。",
        "2025年 300.00 300.00 0.0% — 其他年份的曲线",
    ):
        assert piece in said, piece
    assert "按月均摊更准" not in said


def test_where_the_season_does_not_win_the_page_says_so(town: Town, freight: Indicator) -> None:
    """Two years that go up and down around the even line: what one teaches, the other contradicts."""
    for year, first in ((2024, 9), (2025, 7)):
        shares = [*range(first, 96, 8)][:11] + [100]
        record(town, freight, *((year, m, D(12 * s), None) for m, s in enumerate(shares, start=1)))
    freeze_season_curve(actor=town.office_head, indicator_id=freight.pk, year=2026, now=NOON)
    record(town, freight, (2026, 8, D(700), None))
    assert "这项指标按月均摊更准，请以均摊的时序进度为准。" in page(town.leader, freight)


def test_the_page_has_the_county_among_others_and_its_reasons(town: Town, known: Indicator) -> None:
    said = page(town.leader, known)
    assert (
        "全市 2,600.00 8.0% — −0.5 个百分点 青山县 260.00 9.0% 1 −1.5 个百分点 本县 155.00 7.5% 5 —" in said
    )
    for reason in ("关注 增速较1—7月回落0.9个百分点", "黄灯 增速低于全市平均0.5个百分点"):
        assert reason in said
    assert "155.00 万吨 上级反馈 · 市局反馈" in said


def test_every_revision_is_listed_and_the_page_can_be_asked_for_an_earlier_day(
    town: Town, known: Indicator
) -> None:
    later = datetime(2026, 9, 20, 4, tzinfo=UTC)
    record_observations(actor=town.supervisor, values=[of_august(known, value=D(160))], now=later)
    now = page(town.auditor, known)
    assert "2026年1—8月 上级反馈 第2次 160.00 万吨 7.5% 5 / 11 采用" in now
    assert "2026年1—8月 上级反馈 155.00 万吨 7.5% 5 / 11 — 市局反馈" in now
    then = page(town.auditor, known, "?period=2026-08&known_on=2026-09-19")
    assert "这里是2026年9月19日当天所知的数据" in then
    assert "2026年1—8月数值 155.00 万吨" in then and "160.00" not in then
    before = page(town.auditor, known, "?period=2026-08&known_on=2026-09-11")
    assert "暂无数据" in before and "季节曲线由" not in before


def test_what_was_frozen_later_was_not_known(town: Town, known: Indicator) -> None:
    record(town, known, (2026, 8, D(1), None), status="1_estimate")
    early = datetime(2026, 9, 1, 4, tzinfo=UTC)
    rows = [NewObservation(known.pk, 2026, 6, "2_flash", D(100), D(5))]
    record_observations(actor=town.supervisor, values=rows, now=early)
    said = page(town.auditor, known, "?period=2026-08&known_on=2026-09-02")
    assert "没有季节曲线：本年度没有冻结季节曲线。" in said and "年底预计（参考）" not in said


def test_a_series_that_was_broken_is_drawn_from_the_break_on(town: Town, freight: Indicator) -> None:
    record(town, freight, (2025, 8, D(200), D(9)))
    change_definition(
        actor=town.office_head, indicator_id=freight.pk, since=date(2026, 1, 1), breaks_series=True
    )
    record(town, freight, (2026, 8, D(250), D("7.5")))
    client = Client()
    client.force_login(town.leader)
    answer = client.get(reverse("indicator", args=[freight.pk]))
    assert "口径自2026年1月1日起改变，与此前的数据不可比" in text_of(answer)
    assert [[line["name"] for line in chart.series] for chart in answer.context["charts"]] == [["2026年"]] * 2


def test_a_quarterly_series_is_drawn_by_its_quarters(town: Town, freight: Indicator) -> None:
    freight.versions.update(frequency="quarterly")
    record(town, freight, (2026, 3, D(90), D(5)), (2026, 6, D(190), D(6)))
    client = Client()
    client.force_login(town.leader)
    context = client.get(reverse("indicator", args=[freight.pk])).context
    assert context["charts"][0].data["labels"] == ["3月", "6月", "9月", "12月"]
    assert context["schedule_chart"].data["series"] == [
        {"name": "本年完成率", "type": "line", "values": [22.5, 47.5, None, None], "dashed": False},
        {"name": "按月均衡", "type": "line", "values": [25.0, 50.0, 75.0, 100.0], "dashed": True},
    ]


def test_nothing_is_made_up_where_nothing_is_known(town: Town) -> None:
    indicator = define_indicator(
        actor=town.supervisor,
        code="long",
        name=LONG,
        measured_in="万元",
        since=date(2026, 1, 1),
        unit=town.lead,
    )
    said = page(town.leader, indicator)
    assert LONG in said and "2026年1—8月数值 暂无数据 同比增速 — 位次 —" in said
    assert "这几年还没有填报过。" in said
    assert "未知 — 暂无数据 — — — — —" in board(town.leader)
    assert "没有与您有关的指标" in board(town.stranger)


def test_a_stranger_finds_nothing(town: Town, known: Indicator) -> None:
    client = Client()
    client.force_login(town.stranger)
    assert client.get(reverse("indicator", args=[known.pk])).status_code == 404
    assert "货运量" not in board(town.stranger)


def statements(user: User, address: str) -> int:
    client = Client()
    client.force_login(user)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_board_asks_as_often_for_fifty_with_all_they_have_as_for_one(
    town: Town, known: Indicator
) -> None:
    one = statements(town.lead_clerk, reverse("indicators"))
    for number in range(49):
        other = define_indicator(
            actor=town.supervisor,
            code=f"i{number}",
            name=f"指标{number}",
            measured_in="件",
            since=date(2020, 1, 1),
            unit=town.lead,
        )
        set_target(actor=town.supervisor, indicator_id=other.pk, year=2026, kind="level", value=D(400))
        rows = [
            NewObservation(other.pk, year, month, "5_final", D(10 * month), D(5))
            for year in (2024, 2025, 2026)
            for month in range(1, 13 if year < 2026 else 9)
        ]
        record_observations(actor=town.supervisor, values=rows, now=NOON)
        freeze_season_curve(actor=town.office_head, indicator_id=other.pk, year=2026, now=NOON)
    assert statements(town.lead_clerk, reverse("indicators")) == one


def test_the_page_asks_as_often_for_many_revisions_as_for_few(town: Town, known: Indicator) -> None:
    address = reverse("indicator", args=[known.pk])
    few = statements(town.lead_clerk, address)
    for number in range(10):
        rows = [NewObservation(known.pk, 2026, m, "2_flash", D(number + m), D(5)) for m in range(1, 9)]
        record_observations(actor=town.supervisor, values=rows, now=NOON)
    peers = [NewPeerObservation(known.pk, 2026, 8, f"第{n}县", D(n), D(1)) for n in range(50)]
    upsert_peers(actor=town.supervisor, values=peers, now=NOON)
    assert statements(town.lead_clerk, address) == few
