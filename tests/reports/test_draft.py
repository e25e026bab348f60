"""A 督查汇报 drafted from figures: its shape, its wording, and that every digit has a source."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook.rules import Light, Month
from supervision.reports.rules import draft_report, plain
from supervision.reports.rules.indicators import indicator_clause
from supervision.reports.rules.inputs import (
    Highlight,
    IndicatorLine,
    MilestoneFigures,
    MissingReport,
    ProjectFigures,
    ReceiptFigures,
)
from supervision.reports.rules.sectors import sector_body, sector_lead
from tests.reports.county import (
    AUGUST,
    JULY,
    appendix_row,
    figures,
    indicator,
    inputs,
    problem,
    sector,
    whole_county,
)


def said(line: IndicatorLine) -> str:
    return plain(indicator_clause(line, AUGUST))


def told(project_figures: ProjectFigures) -> str:
    return plain(sector_body(sector(figures=project_figures), places=1, named_at_most=5))


def test_a_report_has_the_parts_of_the_office_form_in_their_order() -> None:
    report = draft_report(whole_county())
    assert [section.heading for section in report.sections] == [
        "一、1—8月重点工作进展情况",
        "二、存在问题和下一步打算",
        "（一）存在问题",
        "（二）下一步打算",
    ]
    assert plain(report.preamble[0].text).startswith(
        "现将1—8月重点工作督查情况汇报如下，数据截至2026年8月底。"
    )
    assert plain(report.closing) == "以上汇报，请予审阅，不妥之处敬请指正。"
    assert report.appendix is not None


def test_sectors_are_counted_in_the_order_given() -> None:
    leads = [plain(p.lead) for p in draft_report(whole_county()).sections[0].paragraphs[1:]]
    assert leads == [
        "一是项目建设方面进展快于时序。",
        "二是城镇建设方面进展慢于时序。",
        "三是民生工程方面进展慢于时序。",
        "四是社会稳定方面，",
    ]


def test_the_cutoff_is_stated_once() -> None:
    assert draft_report(whole_county()).plain().count("截至") == 1


def test_every_digit_of_a_full_report_has_a_source() -> None:
    report = draft_report(whole_county())
    assert report.uncovered_digits() == []
    assert all(fact.source and fact.key for fact in report.facts())
    assert all(fact.value is not None for fact in report.facts())


def test_a_fact_keeps_the_exact_value_behind_the_rounded_words() -> None:
    facts = {fact.key: fact for fact in draft_report(whole_county()).facts()}
    completed = facts["total.completed"]
    assert (completed.value, completed.unit, completed.text) == (D("301200.75"), "万元", "30.12亿元")
    assert facts["total.rate"].text == "70.4%"


def test_the_same_inputs_give_the_same_report() -> None:
    assert draft_report(whole_county()) == draft_report(whole_county())


def test_a_document_is_chinese_whatever_language_its_drafter_reads() -> None:
    with translation.override("en"):
        report = draft_report(whole_county())
    # What warns the drafter is said in the drafter's own language, the document never.
    assert replace(report, warnings=()) == replace(draft_report(whole_county()), warnings=())


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (indicator(), "地区生产总值完成85.6亿元，同比增长5.3%，较上期增速加快0.2个百分点"),
        (indicator(value=None), "地区生产总值同比增长5.3%，较上期增速加快0.2个百分点"),
        (indicator(growth=None), "地区生产总值完成85.6亿元"),
        (indicator(value=None, growth=None), "地区生产总值暂无数据"),
        (
            indicator(growth=D("-3"), previous_growth=D("2")),
            "地区生产总值完成85.6亿元，同比下降3%，增速由正转负",
        ),
        (indicator(growth=D(0), previous_growth=D("-1")), "地区生产总值完成85.6亿元，与去年同期持平"),
        (indicator(preliminary=True, previous_growth=None), "地区生产总值预计完成85.6亿元，同比增长5.3%"),
        (indicator(growth=None, unit="元", value=D("21345")), "地区生产总值达到21,345元"),
        (indicator(growth=None, point_in_time=True), "地区生产总值为85.6亿元"),
        (indicator(growth=None, rank=3), "地区生产总值完成85.6亿元，居全市第3位"),
        (indicator(growth=None, period=JULY), "地区生产总值（1—7月）完成85.6亿元"),
        (
            indicator(growth=None, period=Month(2025, 12).cumulative),
            "地区生产总值（2025年1—12月）完成85.6亿元",
        ),
        (indicator(growth=None, value=D(0)), "地区生产总值完成0万元"),
    ],
)
def test_an_indicator_is_worded_by_what_is_known_of_it(line: IndicatorLine, text: str) -> None:
    assert said(line) == text


def test_indicators_that_rose_and_fell_are_counted() -> None:
    text = draft_report(whole_county()).plain()
    assert "可作比较的5项主要指标中，增速较上期回升2项、回落2项、持平1项。" in text


@pytest.mark.parametrize(
    ("points", "lead"),
    [
        (D("8.1"), "工业经济方面进展快于时序。"),
        (D("0.04"), "工业经济方面进展与时序同步。"),
        (D("-8.1"), "工业经济方面进展慢于时序。"),
        (None, "工业经济方面，"),
    ],
)
def test_a_sector_opens_as_its_gap_allows(points: D | None, lead: str) -> None:
    assert plain(sector_lead(sector(figures=figures(points=points)), 1)) == lead


def test_the_office_may_open_a_sector_in_its_own_words() -> None:
    assert plain(sector_lead(sector(headline="338工程全面铺开"), 1)) == "338工程全面铺开。"


def test_a_sector_tells_investment_and_construction() -> None:
    assert told(figures(started=20, finished=3, red=1, yellow=2)) == (
        "年内实施重点项目22个，年度计划投资4.28亿元，累计完成投资3.2亿元，占年度计划的74.8%，"
        "高于时序进度8.1个百分点。已开工20个、竣工3个，亮红灯1个、黄灯2个。"
    )


def test_what_is_unknown_is_left_out_or_said_but_never_nil() -> None:
    text = told(figures(planned=None, completed=None, rate=None, points=None))
    assert text == "年内实施重点项目22个，累计完成投资暂无数据。"


def test_nothing_completed_is_said_without_a_share_of_the_plan() -> None:
    text = told(figures(completed=D(0), rate=D(0), points=D("-66.7")))
    assert text == "年内实施重点项目22个，年度计划投资4.28亿元，尚未完成投资，低于时序进度66.7个百分点。"


@pytest.mark.parametrize(
    ("projects", "started", "finished", "text"),
    [
        (22, 22, 0, "项目全部开工。"),
        (22, 22, 22, "项目全部开工、全部竣工。"),
        (22, 0, 0, "项目均未开工。"),
        (1, 0, 0, "尚未开工。"),
        (1, 1, 1, "已开工、已竣工。"),
        (22, None, None, ""),
    ],
)
def test_construction_is_worded_for_all_some_and_none(
    projects: int, started: int | None, finished: int | None, text: str
) -> None:
    assert told(figures(projects=projects, started=started, finished=finished)).split("。", 1)[1] == text


def test_a_sector_without_projects_tells_only_what_it_has() -> None:
    empty = figures(0, None, None, None, None)
    assert told(empty) == "本年度未安排重点项目。"
    receipts = ReceiptFigures(12, D("31250"), D("-8.3"), "r")
    body = sector_body(sector(figures=empty, receipts=receipts), places=1, named_at_most=5)
    assert plain(body) == "实施招商引资项目12个，到位资金3.13亿元，同比下降8.3%。"


@pytest.mark.parametrize(
    ("due", "done", "text"),
    [
        (18, 16, "到期节点18个，已完成16个。"),
        (18, 18, "到期节点18个，全部完成。"),
        (18, 0, "到期节点18个，尚未完成。"),
        (0, 0, ""),
    ],
)
def test_milestones_are_told_for_all_some_and_none(due: int, done: int, text: str) -> None:
    body = sector_body(
        sector(figures=figures(), milestones=MilestoneFigures(due, done, "m")), places=1, named_at_most=5
    )
    assert plain(body).split("。", 1)[1] == text


def test_progress_is_quoted_word_for_word_by_project_and_the_silent_are_not_named() -> None:
    highlights = (Highlight("110KV变电站", "正在安装变电机组。", "p 8"), Highlight("县医院", " ", "p 9"))
    body = sector_body(sector(highlights=highlights), places=1, named_at_most=5)
    assert plain(body).endswith("从形象进度看，110KV变电站：正在安装变电机组。")


def test_nothing_wrong_is_said_so() -> None:
    text = draft_report(inputs()).plain()
    assert "没有亮红灯、黄灯的项目" in text
    assert "一是" not in text


def test_a_single_problem_is_not_counted_and_named_with_its_unit() -> None:
    paragraphs = draft_report(inputs(problems=(problem(),))).sections[2].paragraphs
    assert [plain(p.text) for p in paragraphs] == [
        "个别项目进度滞后。云岭河综合治理（县水务局）低于时序进度35.2个百分点，3户征地协议未签。"
    ]


def test_more_problems_than_may_be_named_are_counted_and_left_to_the_appendix() -> None:
    many = tuple(problem(f"项目{name}", light=Light.YELLOW) for name in "甲乙丙丁戊己庚")
    text = draft_report(inputs(problems=many)).plain()
    assert "项目戊" in text
    assert "项目己" not in text
    assert "其余2个从略。" in text
    assert draft_report(inputs(problems=many)).uncovered_digits() == []
    assert "其余2个详见附件。" in draft_report(replace(whole_county(), problems=many)).plain()


@pytest.mark.parametrize(("light", "text"), [(Light.RED, "亮红灯"), (Light.YELLOW, "亮黄灯")])
@pytest.mark.parametrize("points", [None, D(0), D("3.1")])
def test_a_project_that_is_not_behind_in_money_is_told_by_its_light(
    light: Light, text: str, points: D | None
) -> None:
    report = draft_report(inputs(problems=(problem(light=light, points=points),)))
    assert f"云岭河综合治理（县水务局）{text}，3户征地协议未签。" in report.plain()


def test_missed_and_coming_milestones_are_told_with_their_dates() -> None:
    text = draft_report(whole_county()).plain()
    assert "职教中心迁建（县教育局）“主体封顶”应于8月15日完成，已逾期28天。" in text
    assert "省道207线过境段（县交通局）“全线贯通”9月30日前完成。" in text


def test_one_key_never_stands_for_two_figures() -> None:
    facts = draft_report(whole_county()).facts()
    assert len({fact.key for fact in facts}) == len(set(facts))


def test_a_unit_without_a_next_step_is_asked_for_one() -> None:
    text = draft_report(inputs(problems=(problem(next_step=""),))).plain()
    assert "请县水务局提出赶工措施和完成时限。" in text


def test_who_did_not_report_is_named_and_asked() -> None:
    missing = (MissingReport("河口镇", 2, "p"), MissingReport("县交通局", 1, "p"))
    text = draft_report(inputs(missing=missing)).plain()
    assert "未按期报送进度的有河口镇2个项目、县交通局1个项目。" in text
    assert "请河口镇、县交通局尽快补报。" in text


def test_a_title_that_promises_another_period_than_the_data_is_warned_of() -> None:
    report = draft_report(inputs(period=AUGUST, cutoff=JULY))
    assert report.warnings == ("标题写的是1—8月，数据截至2026年7月底，请核对期间。",)


def test_an_indicator_of_another_period_is_warned_of_and_named() -> None:
    report = draft_report(inputs(indicators=(indicator(period=JULY),)))
    assert report.warnings == ("地区生产总值的数据期间是1—7月，与汇报的1—8月不一致，文中已注明。",)
    assert "地区生产总值（1—7月）完成" in report.plain()


def test_parts_that_do_not_add_up_are_warned_of() -> None:
    report = draft_report(inputs(total=figures(23, red=1), sectors=(sector(figures=figures(22)),)))
    assert report.warnings == (
        "项目个数：全县为23，各部分相加为22，请核对。",
        "红灯项目：全县为1，各部分相加为0，请核对。",
    )


def test_the_appendix_has_a_total_and_a_row_for_each_project_under_its_sector() -> None:
    table = draft_report(whole_county(4)).appendix
    assert table is not None
    assert sum(column.width_mm for column in table.columns) == 225
    firsts = [row.cells[0] for row in table.rows]
    assert firsts == ["", "一、项目建设（2个）", "1", "2", "二、工业经济（2个）", "3", "4"]
    assert table.rows[0].cells[1:8] == ("合计", "", "", "428,000", "301,200.75", "70.4", "+3.7")
    assert table.rows[2].cells[4:9] == ("12,000.5", "8,000", "66.7", "0", "绿灯")
    assert table.rows[2].source == "projects.project 0"


def test_an_unknown_figure_is_a_dash_in_the_appendix() -> None:
    row = replace(appendix_row(1), planned=None, completed=None, rate=None, points=None, light=Light.UNKNOWN)
    table = draft_report(inputs(appendix=(row,))).appendix
    assert table is not None
    assert table.rows[2].cells[4:9] == ("—", "—", "—", "—", "未知")


@pytest.mark.parametrize(
    ("completed", "planned", "places", "text"),
    [
        ("42800", "176800", 2, "累计完成投资4.28亿元，占年度计划的24.21%"),
        ("775700", "632700", 2, "累计完成投资77.57亿元，占年度计划的122.6%"),
        ("189357.7", "391818.41", 1, "累计完成投资18.94亿元，占年度计划的48.3%"),
        ("266500", "205000", 1, "累计完成投资26.65亿元，占年度计划的130%"),
    ],
)
def test_published_sentences_come_out_of_exact_figures(
    completed: str, planned: str, places: int, text: str
) -> None:
    rate = D(completed) / D(planned) * 100
    exact = figures(planned=D(planned), completed=D(completed), rate=rate)
    assert text in draft_report(inputs(total=exact, percent_places=places)).plain()


def test_a_report_that_is_too_long_is_warned_of() -> None:
    words = tuple(Highlight(f"项目{number}", "进展" * 25, "p") for number in range(120))
    long = inputs(sectors=(sector(figures=figures(), highlights=words),), named_at_most=120)
    assert draft_report(long).warnings[-1].endswith("超过5000字，请压缩。")


amounts = st.none() | st.decimals(0, 10**7, places=4)
rates = st.none() | st.decimals(-200, 200, places=4)
counts = st.integers(0, 5000)


@settings(max_examples=80, deadline=None)
@given(
    total=st.builds(
        ProjectFigures, counts, amounts, amounts, rates, rates, st.just("s"), counts, counts, counts, counts
    ),
    growth=rates,
    previous=rates,
    value=amounts,
    points=rates,
    places=st.integers(0, 2),
)
def test_whatever_the_figures_no_digit_is_without_a_source(
    total: ProjectFigures,
    growth: D | None,
    previous: D | None,
    value: D | None,
    points: D | None,
    places: int,
) -> None:
    line = indicator(value=value, growth=growth, previous_growth=previous)
    report = draft_report(
        inputs(
            total=total,
            indicators=(line,) * 3,
            sectors=(sector(figures=total),),
            problems=(problem(points=points),),
            percent_places=places,
        )
    )
    text = report.plain()
    assert report.uncovered_digits() == []
    assert not any(
        bad in text for bad in ("增长-", "下降-", "于时序进度-", "*", "None", "。。", "，。", "；。")
    )
