"""What stumbled when the sample county's papers were read aloud: a test for each sentence mended."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest

from indicators.models import Indicator
from indicators.services import (
    NewObservation,
    define_indicator,
    freeze_season_curves,
    record_observations,
    set_target,
)
from projects.models import Sector
from supervision.reports.rules.kinds import Kind
from tests.reports.conftest import Told
from tests.reports.papers import Preview
from tests.town import NOON

pytestmark = pytest.mark.django_db


def read(told: Told, kind: Kind, **more: Any) -> Preview:
    return Preview(told.town.supervisor, kind=kind.value, **more)


def defined(told: Told, code: str, name: str, measured_in: str, **more: Any) -> Indicator:
    values = {"since": date(2023, 1, 1), "unit": told.town.lead, "order": 9, **more}
    return define_indicator(
        actor=told.town.supervisor, code=code, name=name, measured_in=measured_in, **values
    )


def enter(told: Told, indicator: Indicator, year: int, **months: tuple[Any, Any]) -> None:
    """``m3=(value, growth)``: of March."""
    rows = [
        NewObservation(indicator.pk, year, int(month[1:]), "3_preliminary", value and D(value), D(growth))
        for month, (value, growth) in months.items()
    ]
    record_observations(actor=told.town.supervisor, now=NOON, values=rows)


def test_a_stock_is_told_at_the_end_of_a_month(told: Told) -> None:
    loans = defined(told, "loans", "贷款余额", "亿元", value_kind="point", sentence="is")
    enter(told, loans, 2026, m7=("91.38", "9.7"), m8=("92.1", "9.8"))
    text = read(told, Kind.BULLETIN).plain()
    assert "贷款余额。8月末为92.1亿元，同比增长9.8%，较7月末增速加快0.1个百分点。" in text


def test_all_below_is_said_without_among(told: Told) -> None:
    text = read(told, Kind.BULLETIN).plain()
    assert "有年度目标可比的1项指标均低于时序进度。" in text
    assert "指标中，均" not in text


def test_an_income_is_told_in_whole_yuan_and_has_no_monthly_share(told: Told) -> None:
    income = defined(told, "income", "居民收入", "元", frequency="quarterly", sentence="reached", decimals=0)
    earlier = {2024: ("8215", "16180", "24420", "32650"), 2025: ("8642", "17054", "25801", "34413")}
    for year, values in earlier.items():
        pairs = zip((3, 6, 9, 12), values, strict=True)
        enter(told, income, year, **{f"m{month}": (value, "5.1") for month, value in pairs})
    enter(told, income, 2026, m3=("9000", "5.3"), m6=("17800", "5.4"))
    set_target(actor=told.town.supervisor, indicator_id=income.pk, year=2026, kind="level", value=D(60000))
    freeze_season_curves(actor=None, year=2026, now=NOON)
    text = read(told, Kind.BULLETIN).plain()
    assert "居民收入全年为35,919元，区间为35,918元至35,919元，按目前进度全年目标" in text
    lit = next(line for line in text.splitlines() if "居民收入（交通局）亮" in line)
    assert "每月须完成" not in lit
    revenue = next(line for line in text.splitlines() if "地方财政收入（水务局）亮" in line)
    assert revenue.endswith("余下各月平均每月须完成3,672.35万元。")


def test_why_a_light_burns_is_a_figure_with_its_rows(told: Told) -> None:
    found = read(told, Kind.BULLETIN)
    reason = next(
        token for token in found.tokens() if isinstance(token, dict) and ".light." in token.get("fact", "")
    )
    assert reason["text"] == "增速较1—7月回落1.3个百分点"
    figure = found.drafted.figures[reason["fact"]]
    assert (figure.value, figure.unit) == (D("-1.3"), "个百分点")
    rows = dict(figure.basis.rows)
    assert set(rows) == {"indicators.observation", "indicators.target"}
    assert len(rows["indicators.observation"]) == 2, "this period and the one before"


def test_a_cut_list_says_of_what_it_is(told: Told) -> None:
    for number in range(6):
        other = defined(told, f"x{number}", f"指标{'甲乙丙丁戊己'[number]}", "万元")
        enter(told, other, 2026, m7=("10", "5"), m8=("12", "4"))
    text = read(told, Kind.REPORT).plain()
    assert "对地方财政收入、指标甲、指标乙、指标丙、指标丁等指标逐月分析变动原因" in text


def test_a_special_report_is_on_the_projects_of_its_sector(told: Told) -> None:
    sector = Sector.objects.get(order=8)
    text = read(told, Kind.SPECIAL, sector_id=sector.pk).plain()
    assert text.splitlines()[0] == f"关于云岭县{sector.name}板块重点项目推进情况的督查专报"
    assert "党的建设推进情况" not in text


def test_an_indicator_that_is_told_by_growth_alone_leaves_its_value_out(told: Told) -> None:
    faster = defined(told, "fixed", "固定资产投资", "亿元", sentence="growth_only")
    enter(told, faster, 2026, m7=("30", "12.2"), m8=("33", "12.1"))
    assert "固定资产投资同比增长12.1%，较1—7月增速回落0.1个百分点" in read(told, Kind.REPORT).plain()
    assert "固定资产投资。1—8月同比增长12.1%" in read(told, Kind.BULLETIN).plain()


def test_growth_that_the_definition_lets_compute_is_told_as_on_its_page(told: Told) -> None:
    """江华: 46.939 with 11.004 more than the year before is 30.6 % (domain.md §12)."""
    inward = defined(told, "inward", "到位资金", "亿元", growth_computable=True)
    rows = [
        NewObservation(inward.pk, year, 8, "3_preliminary", D(value), None)
        for year, value in ((2025, "35.935"), (2026, "46.939"))
    ]
    record_observations(actor=told.town.supervisor, now=NOON, values=rows)
    found = read(told, Kind.REPORT)
    assert "到位资金完成46.94亿元，同比增长30.62%" in found.plain()
    assert found.drafted.figures["indicator.inward.growth"].definition == "到位资金同比增速，按两年总量计算"
    assert len(found.basis("indicator.inward.growth")["indicators.observation"]) == 2


def test_a_rank_in_the_province_is_not_told_as_one_in_the_city(told: Told) -> None:
    rank: dict[str, Any] = {"rank": 7, "rank_of": 60, "rank_scope": "province"}
    power = defined(told, "watts", "发电量", "万千瓦时")
    row = NewObservation(power.pk, 2026, 8, "3_preliminary", D(100), D(3), **rank)
    record_observations(actor=told.town.supervisor, now=NOON, values=[row])
    assert "发电量完成100万千瓦时，同比增长3%，居全省第7位" in read(told, Kind.REPORT).plain()


def test_the_drafter_is_told_only_of_data_that_the_paper_uses(told: Told) -> None:
    assert read(told, Kind.RECTIFICATION).warnings == ()
    late = ("1个项目没有已审核的8月进展，文中用的是其最近一次已审核的数据。",)
    assert read(told, Kind.CIRCULAR).warnings == late
    own = ("地区生产总值的数据期间是1—6月，与汇报的1—8月不一致，文中已注明。",)
    assert read(told, Kind.BULLETIN).warnings == own
