"""起草问题 from late figures: exact sentences and frozen facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from indicators.models import Indicator, IndicatorVersion, Observation, Target
from projects.models import Milestone, Project
from supervision.inspections.rules.drafted import LateProject, project_figures, project_sentence
from supervision.inspections.rules.entries import Figure
from supervision.inspections.selectors import finding_draft
from tests.inspections.acting import NOW, STORY_DAY, refused
from tests.town import Town, accept_month, make_project

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]
UNTIL_AUGUST = "2026年1—8月"


def test_a_red_project_is_drafted_with_its_figures(town: Town) -> None:
    accept_month(town.project, 8, 400)
    words = finding_draft(town.supervisor, project_id=town.project.pk, on=STORY_DAY)
    assert (words.unit_id, words.project_id, words.severity) == (town.lead.pk, town.project.pk, "serious")
    assert words.title == "省道过境段改建进度滞后"
    assert words.description == (
        "2026年1—8月，省道过境段改建年度计划投资1,200万元，累计完成400万元，"
        "完成率33.3%，低于时序进度33.3个百分点。"
    )
    assert words.figures == (
        Figure("年度计划投资", "1,200", "万元", UNTIL_AUGUST),
        Figure("累计完成投资", "400", "万元", UNTIL_AUGUST),
        Figure("完成率", "33.3", "%", UNTIL_AUGUST),
        Figure("与时序进度之差", "-33.3", "个百分点", UNTIL_AUGUST),
    )


def test_a_yellow_one_is_less_grave(town: Town) -> None:
    accept_month(town.project, 8, 500)
    words = finding_draft(town.supervisor, project_id=town.project.pk, on=STORY_DAY)
    assert words.severity == "general"


def test_what_did_not_begin_and_did_not_report_says_both() -> None:
    one = LateProject(
        "游客中心", UNTIL_AUGUST, STORY_DAY, Decimal(900), None, None, None, date(2026, 9, 2), 10, 3
    )
    assert project_sentence(one) == (
        "2026年1—8月，游客中心计划2026年9月2日开工，至今未开工，已延误10天；有3个月的进度没有报送。"
    )
    assert project_figures(one) == (
        Figure("年度计划投资", "900", "万元", UNTIL_AUGUST),
        Figure("开工延误", "10", "天", "2026年9月12日"),
        Figure("未报送进度", "3", "个月", UNTIL_AUGUST),
    )


def test_what_is_in_time_is_not_drafted(town: Town) -> None:
    accept_month(town.project, 8, 800)
    said = refused(
        lambda: finding_draft(town.supervisor, project_id=town.project.pk, on=STORY_DAY), "nothing_late"
    )
    assert said == "省道过境段改建没有亮红灯或黄灯，请直接记录问题。"


def test_nobody_drafts_from_what_he_does_not_see_or_nobody_carries(town: Town) -> None:
    with pytest.raises(Project.DoesNotExist):
        finding_draft(town.stranger, project_id=town.project.pk, on=STORY_DAY)
    bare = make_project("无人负责", town.sector)
    accept_month(bare, 8, 1)
    refused(lambda: finding_draft(town.supervisor, project_id=bare.pk, on=STORY_DAY), "no_unit")


def test_a_missed_milestone_is_drafted_with_its_days(town: Town) -> None:
    row = Milestone.objects.create(project=town.project, name="路基完工", due_on=date(2026, 8, 31))
    words = finding_draft(town.supervisor, milestone_id=row.pk, on=STORY_DAY)
    assert words.title == "省道过境段改建节点“路基完工”逾期"
    assert words.description == (
        "省道过境段改建的关键节点“路基完工”应于2026年8月31日完成，截至2026年9月12日没有完成，已逾期12天。"
    )
    assert (words.unit_id, words.milestone_id, words.project_id) == (
        town.lead.pk,
        row.pk,
        town.project.pk,
    )
    assert words.figures == (
        Figure("完成时限", "2026年8月31日", "", "2026年9月12日"),
        Figure("逾期", "12", "天", "2026年9月12日"),
    )
    Milestone.objects.filter(pk=row.pk).update(due_on=STORY_DAY)
    said = refused(lambda: finding_draft(town.supervisor, milestone_id=row.pk, on=STORY_DAY), "nothing_late")
    assert said == "节点“路基完工”没有逾期，请直接记录问题。"


def observe(town: Town, indicator: Indicator, month: int, growth: str, **values: Any) -> None:
    columns = {"status": "3_preliminary", "source_document": "县统计局月报", "reported_at": NOW} | values
    Observation.objects.create(
        indicator=indicator,
        version=indicator.versions.get(),
        year=2026,
        month=month,
        growth=Decimal(growth),
        reported_by=town.data_clerk,
        **columns,
    )


def test_a_slowed_indicator_is_drafted_in_the_words_of_statisticians(town: Town) -> None:
    row = Indicator.objects.create(code="fai", unit=town.lead)
    IndicatorVersion.objects.create(
        indicator=row, name="固定资产投资", measured_in="亿元", valid_from=date(2020, 1, 1)
    )
    Target.objects.create(indicator=row, year=2026, kind="growth", value=8)
    observe(town, row, 7, "5.5", value=Decimal("20.1"))
    observe(town, row, 8, "4.2", value=Decimal("23.4"))
    words = finding_draft(town.supervisor, indicator_id=row.pk, on=STORY_DAY)
    assert (words.title, words.unit_id, words.basis) == ("固定资产投资增速回落", town.lead.pk, "县统计局月报")
    assert words.description == (
        "2026年1—8月，固定资产投资同比增长4.2%，2026年1—7月为增长5.5%，增速回落1.3个百分点，"
        "低于年度目标3.8个百分点。"
    )
    assert words.figures == (
        Figure("数值", "23.4", "亿元", UNTIL_AUGUST),
        Figure("同比增速", "4.2", "%", UNTIL_AUGUST),
        Figure("上期增速", "5.5", "%", "2026年1—7月"),
        Figure("增速变化", "-1.3", "个百分点", UNTIL_AUGUST),
        Figure("年度增速目标", "8", "%", UNTIL_AUGUST),
    )
    observe(town, row, 8, "6", status="5_final")
    refused(lambda: finding_draft(town.supervisor, indicator_id=row.pk, on=STORY_DAY), "nothing_late")
