"""Golden figures of published reports (domain.md §12) to the last place: workbook → engine → Word file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from indicators.models import IndicatorVersion
from indicators.services import define_indicator, set_target
from projects.models import Sector
from rulebook.rules import Month
from supervision.reports.exports.documents import document_bytes
from tests.matters.build import fill_years
from tests.projects.importing import bring_in, workbook
from tests.reports.papers import drafted
from tests.reports.test_golden_workbooks import months
from tests.town import Town

pytestmark = pytest.mark.django_db

# Of each sector one: its project, plan and completed in 亿元 as printed, and the sentence of its rate.
PUBLISHED = (
    ("沁水重点项目", "63.27", "77.57", "122.6%，高于时序进度55.9个百分点"),
    ("沁水工业", "19", "28.78", "151.5%，高于时序进度84.8个百分点"),
    ("沁水农业", "22.67", "26.4", "116.5%，高于时序进度49.8个百分点"),
    ("沁水三产", "21.6", "22.39", "103.7%，高于时序进度37个百分点"),
    ("灌南重点工程", "85.7", "17.3", "20.2%，低于时序进度46.5个百分点"),
    ("洛南重点工程", "20.5", "26.65", "130%，高于时序进度63.3个百分点"),
    ("连南重点工程", "17.68", "4.28", "24.2%，低于时序进度42.5个百分点"),
    ("七个十工程", "39.181841", "18.93577", "48.3%，低于时序进度18.3个百分点"),
)


@pytest.fixture
def empty_town(town: Town) -> Town:
    """Only what comes from the workbooks counts."""
    town.project.annual_plans.all().delete()
    return town


def text_of(town: Town, kind: str, **more: Any) -> str:
    """Of the Word file, as it is opened."""
    paper = docx.Document(BytesIO(document_bytes(drafted(town, kind=kind, **more))))
    return "\n".join(paragraph.text for paragraph in paper.paragraphs)


def ledger(tmp_path: Path, plans: list[tuple[str, str, str]], unit: str = "亿元") -> Path:
    rows: list[list[Any]] = [["2026年重点项目台账"], [f"单位：{unit}"]]
    rows.append(["序号", "项目名称", "板块", "年度类型", "总投资", "年度计划投资", "责任单位"])
    for number, (name, sector, planned) in enumerate(plans, start=1):
        rows.append([number, name, sector, "续建", "500000" if unit == "万元" else "500", planned, "交通局"])
    return workbook(tmp_path, "台账.xlsx", rows)


def test_each_published_percentage_stands_in_its_sectors_sentence(empty_town: Town, tmp_path: Path) -> None:
    names = list(Sector.objects.order_by("order").values_list("name", flat=True))
    plans = [(name, sector, plan) for sector, (name, plan, *_) in zip(names, PUBLISHED, strict=True)]
    bring_in(empty_town.supervisor, ledger(tmp_path, plans))
    done = {name: completed for name, _, completed, _ in PUBLISHED}
    bring_in(empty_town.supervisor, months(tmp_path, "亿元", 8, done))
    text = text_of(empty_town, "report")
    lines = {line[2:].partition("方面")[0]: line for line in text.splitlines() if "方面进展" in line}
    for sector, (name, _plan, _done, words) in zip(names, PUBLISHED, strict=True):
        assert f"占年度计划的{words}。" in lines[sector], name


@pytest.mark.parametrize(
    ("reached", "projects", "words"),
    [(18, 23, "18个，占78.3%"), (13, 14, "13个，占92.9%"), (20, 37, "20个，占54.1%")],
)
def test_guannans_counts_stand_in_the_dispatch_report(
    empty_town: Town, tmp_path: Path, reached: int, projects: int, words: str
) -> None:
    sector = Sector.objects.get(order=1).name
    bring_in(
        empty_town.supervisor,
        ledger(tmp_path, [(f"工程{n:02}", sector, "1200") for n in range(projects)], "万元"),
    )
    done = {f"工程{n:02}": "1000" if n < reached else "100" for n in range(projects)}
    bring_in(empty_town.supervisor, months(tmp_path, "万元", 8, done))
    text = text_of(empty_town, "dispatch")
    assert f"与时序进度相比，达到时序进度的{words}；慢于时序进度的{projects - reached}个。" in text


def test_ziyangs_matters_stand_in_the_circular(town: Town, tmp_path: Path) -> None:
    """22 handed out, 6 closed (27 %), 16 running (73 %)."""
    fill_years()
    heads = ["序号", "事项名称", "来源", "批准人", "批准日期", "牵头单位", "交办日期", "办结时限", "销号日期"]
    rows: list[list[Any]] = [["2026年督办事项台账"], heads]
    for number in range(1, 23):
        closed = "2026.8.31" if number <= 6 else ""
        words = [
            f"议定事项之{number}",
            "领导批示",
            "常县长",
            "2026年8月1日",
            "交通局",
            "2026.8.2",
            "2026.12.30",
        ]
        rows.append([number, *words, closed])
    bring_in(town.supervisor, workbook(tmp_path, "督办事项台账.xlsx", rows))
    text = text_of(town, "circular")
    assert "交办督办事项22件，已销号6件，占27.3%；正在办理16件，占72.7%。" in text


def values(tmp_path: Path, month: str, *rows: list[Any], year: int = 2026) -> Path:
    heads = [[f"{year}年{month}主要经济指标完成情况"], ["指标名称", "计量单位", f"{month}累计", "同比增长%"]]
    return workbook(tmp_path, f"{year}年{month}指标.xlsx", [*heads, *rows])


def test_growth_of_investment_is_what_was_published_and_not_the_ratio_of_levels(
    town: Town, tmp_path: Path
) -> None:
    """287,611 and 288,229 亿元: their ratio is +0.21 %, published is +1.6 %."""
    define(town, "investment", "固定资产投资", "亿元")
    bring_in(town.supervisor, values(tmp_path, "1—7月", ["固定资产投资", "亿元", 287611, 3.6], year=2025))
    bring_in(town.supervisor, values(tmp_path, "1—7月", ["固定资产投资", "亿元", 288229, 1.6]))
    july = {"period": Month(2026, 7), "on": date(2026, 8, 12)}
    assert "固定资产投资完成288,229亿元，同比增长1.6%。" in text_of(town, "report", **july)


def test_growth_that_may_be_computed_is_jianghuas(town: Town, tmp_path: Path) -> None:
    """46.939 亿元, 11.004 more than a year before: 30.6 %."""
    define(town, "inward", "到位资金", "亿元", growth_computable=True)
    bring_in(town.supervisor, values(tmp_path, "1—8月", ["到位资金", "亿元", 35.935, "—"], year=2025))
    bring_in(town.supervisor, values(tmp_path, "1—8月", ["到位资金", "亿元", 46.939, "—"]))
    assert "到位资金完成46.94亿元，同比增长30.62%。" in text_of(town, "report")


def test_three_quarters_after_ten_months_are_8_3_points_behind(
    town: Town, tmp_path: Path, settings: Any
) -> None:
    settings.FIXED_TODAY = date(2026, 11, 12)
    revenue = define(town, "revenue", "地方财政收入", "万元")
    set_target(
        actor=town.supervisor, indicator_id=revenue.indicator_id, year=2026, kind="level", value=D(40000)
    )
    bring_in(town.supervisor, values(tmp_path, "1—10月", ["地方财政收入", "万元", 30000, 5.1]))
    text = text_of(town, "bulletin", period=Month(2026, 10), on=date(2026, 11, 12))
    assert "地方财政收入。1—10月完成3亿元，同比增长5.1%。完成年度目标的75%，低于时序进度8.3个百分点。" in text


def define(town: Town, code: str, name: str, measured_in: str, **more: Any) -> IndicatorVersion:
    since = date(2025, 1, 1)
    found = define_indicator(
        actor=town.supervisor,
        code=code,
        name=name,
        measured_in=measured_in,
        since=since,
        unit=town.lead,
        **more,
    )
    return found.versions.get()
