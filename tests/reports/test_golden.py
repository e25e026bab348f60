"""Golden figures from published reports (domain.md §12): from rows through the engine into the sentence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from rulebook.rules import Month
from tests.reports.papers import Preview
from tests.town import Town, accept_month, make_project

# 亿元 of the plan and completed, the published or (连南) rightly computed percentage, and as it is written.
PUBLISHED = [
    ("沁水", "63.27", "77.57", "122.6", "122.6%"),
    ("沁水工业", "19", "28.78", "151.47", "151.5%"),
    ("沁水农业", "22.67", "26.4", "116.45", "116.5%"),
    ("沁水三产", "21.6", "22.39", "103.66", "103.7%"),
    ("洛南", "20.5", "26.65", "130", "130%"),
    ("连南", "17.68", "4.28", "24.21", "24.2%"),
    ("七个十", "39.181841", "18.93577", "48.33", "48.3%"),
]


def report_on(town: Town, planned: D, completed: D, month: int) -> Preview:
    town.plan.planned_investment = planned
    town.plan.save(update_fields=["planned_investment"])
    accept_month(town.project, month, completed)
    on = date(2026, month + 1, 28)
    return Preview(town.supervisor, on, period=Month(2026, month))


@pytest.mark.parametrize(("case", "planned", "completed", "rate", "words"), PUBLISHED)
def test_a_published_completion_rate_is_said_again(
    town: Town, case: str, planned: str, completed: str, rate: str, words: str
) -> None:
    report = report_on(town, D(planned) * 10000, D(completed) * 10000, 8)
    told = D(report.figures["total.rate"] or 0)
    assert round(told, len(rate.partition(".")[2])) == D(rate)
    assert f"占年度计划的{words}，" in report.plain()


def test_the_parts_of_qinshui_add_up_to_its_whole(town: Town) -> None:
    """28.78 + 26.4 + 22.39 = 77.57: sums are made of the exact parts, not of rounded ones."""
    town.project.annual_plans.update(planned_investment=190000)
    accept_month(town.project, 8, 287800)
    for name, planned, completed in (("农业", 226700, 264000), ("三产", 216000, 223900)):
        accept_month(make_project(name, town.sector, planned=planned), 8, completed)
    report = Preview(town.supervisor)
    assert "年度计划投资63.27亿元，累计完成投资77.57亿元，占年度计划的122.6%" in report.plain()


def test_ten_months_and_three_quarters_are_8_3_points_behind(town: Town) -> None:
    report = report_on(town, D(10000), D(7500), 10)
    assert "占年度计划的75%，低于时序进度8.3个百分点" in report.plain()
