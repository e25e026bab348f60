"""Rows become figures, sentences and a file: every number of the text is the engine's, with its rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Job
from accounts.services import run_job
from indicators.selectors import indicator_figures
from projects.models import MonthlyProgress, Project
from projects.models.responsibility import ResponsibilityRole
from projects.selectors import LedgerFilters, ledger, ledger_totals, plan_figures
from rulebook.models import DeadlineRule
from rulebook.rules import Light, Month
from supervision.alerts.rules.official import Table
from supervision.reports.models import Document
from supervision.reports.rules.tokens import uncovered
from supervision.reports.services import draft_document, start_document
from tests.reports.conftest import Told
from tests.reports.papers import Preview, order
from tests.town import NOON, accept_month, carry, make_project

AUGUST = Month(2026, 8)
DAY = date(2026, 9, 12)

TEXT = """\
云岭县2026年1—8月重点工作督查工作汇报
现将1—8月重点工作督查情况汇报如下，数据截至2026年8月底。从全县看，年内实施重点项目4个，年度计划投资1.42亿元，累计完成投资5,230.5万元，占年度计划的36.8%，低于时序进度29.8个百分点。项目全部开工，亮红灯1个、黄灯2个。
一、1—8月重点工作进展情况
地区生产总值（1—6月）完成43.96亿元，同比增长6.3%，较1—3月增速加快0.4个百分点，居全市第3位；地方财政收入完成2.53亿元，同比增长7.1%，较1—7月增速回落1.3个百分点。
一是项目建设方面进展快于时序。年内实施重点项目1个，年度计划投资1,200万元，累计完成投资840万元，占年度计划的70%，高于时序进度3.3个百分点。已开工。到期节点1个，已完成。从形象进度看，省道过境段改建：路面油筑完成4.2公里。
二是工业经济方面进展慢于时序。年内实施重点项目1个，年度计划投资1亿元，累计完成投资3,000.5万元，占年度计划的30%，低于时序进度36.7个百分点。已开工，亮红灯1个。到期节点1个，尚未完成。实施招商引资项目1个，到位资金750.25万元。
三是农业农村方面，本年度未安排重点项目。
四是城镇建设方面进展慢于时序。年内实施重点项目1个，年度计划投资2,400万元，累计完成投资1,000万元，占年度计划的41.7%，低于时序进度25个百分点。已开工，亮黄灯1个。1个项目完成社会稳定风险评估。
五是旅游三产方面，本年度未安排重点项目。
六是民生工程方面进展慢于时序。年内实施重点项目1个，年度计划投资600万元，累计完成投资390万元，占年度计划的65%，低于时序进度1.7个百分点。已开工，亮黄灯1个。
七是社会稳定方面，本年度未安排重点项目。
八是党的建设方面，本年度未安排重点项目。
二、存在问题和下一步打算
（一）存在问题
一是部分项目进度滞后。红灯项目1个、黄灯项目2个。标准厂房（文旅局）低于时序进度36.7个百分点；供水管网改造（水务局）低于时序进度25个百分点，管材未到货；敬老院扩建（公路段）8月进展未报送。
二是到期节点未按时完成。标准厂房（文旅局）“主体封顶”应于8月15日完成，已逾期28天。
三是进度报送不及时。未按期报送进度的有公路段1个项目。
四是个别指标增速放缓。地方财政收入（水务局）较1—7月增速回落1.3个百分点。
（二）下一步打算
一是加快滞后项目进度。供水管网改造（水务局）：9月20日前到货。请文旅局、公路段分别提出赶工措施和完成时限。
二是抓好节点落实。对逾期节点明确完成日期。省道过境段改建（交通局）“全线贯通”9月30日前完成。
三是按时报送进度。请公路段尽快补报。
四是加强指标监测。对地方财政收入逐月分析变动原因，查找差距。"""  # noqa: E501 - as it reads


def drafted(told: Told, period: Month = AUGUST, on: date = DAY) -> Preview:
    return Preview(told.town.supervisor, on, period=period)


def ordered(told: Told) -> Document:
    return start_document(actor=told.town.supervisor, order=order(), on=DAY, now=NOON)


def test_the_town_reads_like_this(told: Told) -> None:
    assert drafted(told).plain() == TEXT


def test_every_digit_of_the_text_is_a_fact_a_quotation_or_a_date(told: Told) -> None:
    report = drafted(told)
    assert uncovered(report.tokens()) == []
    assert all(figure.basis.rows for figure in report.drafted.figures.values() if figure)


def test_the_figures_are_what_the_rows_add_up_to(told: Told) -> None:
    """By hand: 1200+2400+10000+600 planned; 840+1000+3000.5+390 completed; 8/12 of the plan was due."""
    facts = {key: D(value or 0) for key, value in drafted(told).figures.items()}
    assert facts["total.planned"] == 14200
    assert facts["total.completed"] == D("5230.5")
    assert round(facts["total.rate"], 6) == round(D("5230.5") * 100 / 14200, 6)
    assert round(facts["total.points"], 6) == round((D("5230.5") - D(14200) * 8 / 12) * 100 / 14200, 6)
    assert facts["sector.2.rate"] == D("30.005")
    assert round(facts["sector.2.points"], 6) == D("-36.661667")
    assert facts["sector.2.received"] == D("750.25"), "neither declared only, nor after the cut-off"
    assert facts["indicator.revenue.change"] == D("-1.3")


def test_the_figures_are_those_of_the_screens(told: Told) -> None:
    user = told.town.supervisor
    facts = drafted(told).figures
    total = ledger_totals(user, AUGUST, DAY, LedgerFilters(in_plan=True)).total
    assert (facts["total.planned"], facts["total.completed"]) == (total.planned, total.completed)
    assert (facts["total.rate"], facts["total.points"]) == (total.completion_rate, total.points)
    assert (facts["total.red"], facts["total.yellow"]) == (
        total.lights[Light.RED],
        total.lights[Light.YELLOW],
    )
    for sector in plan_figures(user, AUGUST, DAY).sectors:
        if sector.totals.projects:
            assert facts[f"sector.{sector.order}.completed"] == sector.totals.completed
            assert facts[f"sector.{sector.order}.points"] == sector.totals.points
    for figures in indicator_figures(user, AUGUST, in_report=True):
        assert figures.observation is not None
        assert facts[f"indicator.{figures.indicator.code}.value"] == figures.observation.value
    sections = drafted(told).drafted.sections
    appendix = next(one.data["table"] for one in sections if one.section.source == "projects_table")
    assert isinstance(appendix, Table)
    rows = ledger(user, AUGUST, DAY, LedgerFilters(in_plan=True))
    assert [row.cells[1] for row in appendix.rows if len(row.cells) > 1][1:] == [row.name for row in rows]


def test_a_figure_names_the_very_revisions_that_it_stands_on(told: Told) -> None:
    month = MonthlyProgress.objects.get(project=told.halls)
    plan = told.halls.annual_plans.get()
    assert drafted(told).basis("sector.2.completed") == {
        "projects.annualplan": (plan.pk,),
        "projects.monthlyprogress": (month.pk,),
        "projects.project": (told.halls.pk,),
    }


def test_a_project_outside_the_plan_and_a_draft_month_do_not_count(told: Told) -> None:
    make_project("调出工程", told.town.sector).annual_plans.update(change="removed", reason="土地未批")
    accept_month(told.road, 7, 9999, status="draft", decided_by=None, decided_at=None)
    assert drafted(told).plain() == TEXT


def test_what_is_continued_has_started_and_what_is_new_only_with_its_day(told: Told) -> None:
    Project.objects.filter(pk=told.road.pk).update(actual_start=None)
    assert drafted(told).plain() == TEXT
    told.road.annual_plans.update(kind="new")
    assert "全县看，年内实施重点项目4个" in drafted(told).plain()
    facts = drafted(told).figures
    assert (facts["total.started"], facts["sector.1.started"]) == (3, 0)


def test_a_delayed_start_is_told_with_its_days(told: Told) -> None:
    school = make_project("小学新建", told.town.sector, planned_start=date(2026, 8, 1))
    school.annual_plans.update(kind="new")
    carry(school, ResponsibilityRole.RESPONSIBLE, told.town.lead)
    accept_month(school, 8, 0)
    begin = "小学新建（交通局）低于时序进度66.7个百分点，超过计划开工日期42天"
    assert f"{begin}尚未开工" in drafted(told).plain()


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        ("土地手续未办结，尚未开工建设。", "，土地手续未办结，尚未开工建设"),
        ("因雨未动工", "，因雨未动工"),
        ("土地手续未办结", "尚未开工，土地手续未办结"),
        ("无", "尚未开工"),
        (f"{'资金没有落实，' * 10}尚未开工", f"尚未开工，{'，'.join(['资金没有落实'] * 8)}……"),
    ],
)
def test_what_the_units_own_words_say_is_not_said_twice(told: Told, problem: str, words: str) -> None:
    """Read is what the paper shows of them: a statement that the excerpt leaves out is ours to make."""
    school = make_project("小学新建", told.town.sector, planned_start=date(2026, 8, 1))
    school.annual_plans.update(kind="new")
    carry(school, ResponsibilityRole.RESPONSIBLE, told.town.lead)
    accept_month(school, 8, 0, problem=problem)
    begin = "小学新建（交通局）低于时序进度66.7个百分点，超过计划开工日期42天"
    for kind in ("report", "dispatch", "special"):
        text = Preview(told.town.supervisor, kind=kind, sector_id=told.town.sector.pk).plain()
        assert f"{begin}{words}；" in text or f"{begin}{words}。" in text, (kind, text)


def test_the_number_of_statements_does_not_grow_with_the_county(told: Told) -> None:
    def statements() -> int:
        user = type(told.town.supervisor).objects.get(pk=told.town.supervisor.pk)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            Preview(user)
        return len(captured)

    few = statements()
    for number in range(30):
        project = make_project(f"工程{number}", told.town.sector)
        carry(project, ResponsibilityRole.RESPONSIBLE, told.town.lead)
        project.milestones.create(name="开工", due_on=date(2026, 5, 1))
    assert statements() == few


# --- warnings -------------------------------------------------------------------------------------
def test_what_is_missing_is_told_to_the_drafter(told: Told) -> None:
    make_project("无计划数工程", told.town.sector, planned=None)
    accept_month(told.home, 8, 400, status="submitted", decided_by=None, decided_at=None)
    assert drafted(told).warnings == (
        "1个项目的8月进展已报送、尚未审核，没有计入。",
        "1个项目没有已审核的8月进展，文中用的是其最近一次已审核的数据。",
        "1个项目本年还没有已审核的进展，累计完成投资不含这些项目。",
        "1个项目没有年度计划投资，计划投资和完成率不含这些项目。",
        "地区生产总值的数据期间是1—6月，与汇报的1—8月不一致，文中已注明。",
    )


@pytest.mark.parametrize(
    ("on", "warning"),
    [
        (date(2026, 8, 20), "2026年8月尚未结束，数据不全。"),
        (date(2026, 9, 7), "2026年8月进展的报送期限是2026-09-07，尚未截止，数据可能不全。"),
    ],
)
def test_a_period_that_is_not_due_is_warned_of_and_nobody_is_called_late(
    told: Told, on: date, warning: str
) -> None:
    report = drafted(told, on=on)
    assert report.warnings[0] == warning
    assert "未报送" not in report.plain() and "不及时" not in report.plain()


def test_without_a_deadline_rule_the_drafter_is_told_so(told: Told) -> None:
    DeadlineRule.objects.all().delete()
    assert drafted(told).warnings[0].startswith("没有生效的月报时限规则")


def test_a_month_that_has_not_come_is_refused(told: Told) -> None:
    with pytest.raises(ValidationError, match="2026年10月还没有到，.*不晚于2026年9月的月份"):
        start_document(actor=told.town.supervisor, order=order(period=Month(2026, 10)), on=DAY, now=NOON)
    assert not Document.objects.exists() and not Job.objects.exists()


# --- the job --------------------------------------------------------------------------------------
def test_the_job_drafts_and_may_run_twice(told: Told) -> None:
    document = ordered(told)
    assert document.job is not None
    run_job(job_id=document.job.pk)
    document.refresh_from_db()
    document.job.refresh_from_db()
    assert (document.job.state, document.job.page) == ("done", f"/reports/{document.pk}/")
    assert document.title_phrases == ["云岭县", "2026年1—8月", "重点工作", "督查工作汇报"]
    assert document.warnings[0].startswith("1个项目没有已审核的8月进展")
    MonthlyProgress.objects.filter(project=told.road).update(year_to_date=900, since_start=900)
    draft_document(actor=told.town.supervisor, document_id=document.pk, on=DAY, now=NOON)
    assert document.facts.get(key="total.completed").value == "5230.5000"


def test_the_history_says_who_wrote_and_why(told: Told) -> None:
    document = ordered(told)
    run_job(job_id=document.job_id or 0)
    events = document.events.order_by("pgh_id")  # type: ignore[attr-defined]
    assert (events.last().pgh_context or {})["reason"] == "汇总数据成文"


def test_only_the_office_drafts(told: Told) -> None:
    for actor in (told.town.leader, told.town.auditor, told.town.lead_clerk):
        with pytest.raises(PermissionDenied):
            start_document(actor=actor, order=order(), on=DAY, now=NOON)
