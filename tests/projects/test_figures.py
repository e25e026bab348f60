"""The engine of figures: SQL and plain Python say the same, and both say what was published."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from projects.models import AnnualPlan, Exemption, MonthlyProgress, Project
from projects.models.plan import PlanKind
from projects.rules import MonthDone, ProjectState, YearPlan, project_figures
from projects.selectors import LedgerFilters, ledger_totals, light_thresholds
from rulebook.rules import Light, Measure, Month, round_half_up
from tests.town import NOON, Town, accept_month, build_town, make_project

YEAR = 2026
AUGUST = Month(YEAR, 8)
STORY_DAY = date(2026, 9, 12)

amounts = st.decimals(0, 100_000, places=4)
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
curves = st.lists(st.decimals(0, 1, places=6), min_size=11, max_size=11).map(
    lambda shares: (*sorted(shares), Decimal(1))
)
plans = st.builds(
    YearPlan,
    planned=st.none() | st.just(Decimal(0)) | amounts,
    carried_in=st.none() | amounts,
    kind=st.sampled_from(PlanKind.values),
    curve=st.none() | curves,
    first_month=st.integers(1, 12),
)


@st.composite
def reports(draw: st.DrawFn) -> MonthDone:
    year_to_date = draw(st.none() | amounts)
    since_start = draw(st.none() | amounts.map(lambda more: (year_to_date or 0) + more))
    return MonthDone(draw(st.integers(1, 12)), year_to_date, since_start)


@st.composite
def states(draw: st.DrawFn) -> ProjectState:
    start = draw(st.none() | days)
    return ProjectState(
        plan=draw(st.none() | plans),
        months=tuple(draw(st.lists(reports(), max_size=5, unique_by=lambda done: done.month))),
        planned_start=draw(st.none() | days),
        actual_start=start,
        submitted=draw(st.frozensets(st.integers(1, 12), max_size=3)),
        actual_finish=start and draw(st.none() | st.integers(0, 400).map(lambda n: start + timedelta(n))),
        exempt=draw(st.frozensets(st.sampled_from(Measure))),
    )


def stored(town: Town, state: ProjectState) -> Project:
    """The same state as rows, among rows that must not count."""
    office = town.supervisor
    project = Project.objects.create(
        number=f"T{Project.objects.count()}",
        name=f"项目{Project.objects.count()}",
        pinyin="xm",
        sector=town.sector,
        planned_start=state.planned_start,
        actual_start=state.actual_start,
        actual_finish=state.actual_finish,
    )
    signed = {"project": project, "decided_by": office, "decided_on": date(2026, 1, 1)}
    if state.plan:
        terms: dict[str, Any] = {**state.plan.__dict__, "curve": state.plan.curve and [*state.plan.curve]}
        terms["planned_investment"] = terms.pop("planned")
        AnnualPlan.objects.create(year=YEAR, version=2, **terms, **signed)
    AnnualPlan.objects.create(year=YEAR, version=1, is_current=False, planned_investment=77, **signed)
    AnnualPlan.objects.create(year=YEAR - 1, planned_investment=88, **signed)
    for done in state.months:
        row = accept_month(project, done.month, 0, since_start=done.since_start)
        MonthlyProgress.objects.filter(pk=row.pk).update(year_to_date=done.year_to_date)
    accept_month(project, 12, 66, year=YEAR - 1)
    for month in state.submitted:
        MonthlyProgress.objects.create(
            project=project, year=YEAR, month=month, revision=9, reason="更正", year_to_date=55,
            since_start=55,
            status="submitted", reported_by=office, reported_at=NOON,
        )  # fmt: skip
    for measure in state.exempt:
        Exemption.objects.create(
            project=project, measure=measure, reason="批准", granted_by=town.office_head,
            valid_from=date(2024, 1, 1), valid_to=date(2029, 1, 1),
        )  # fmt: skip
    return project


class TestTheTwins(TestCase):
    town: Town

    @classmethod
    def setUpTestData(cls) -> None:
        cls.town = build_town()

    @pytest.mark.slow
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(state=states(), month=st.integers(1, 12), on=days)
    def test_sql_and_python_agree_on_every_figure(self, state: ProjectState, month: int, on: date) -> None:
        period = Month(YEAR, month)
        thresholds = light_thresholds(on)
        project = stored(self.town, state)
        told = Project.objects.with_light(period, on, thresholds).get(pk=project.pk)
        oracle = project_figures(state, period, on, thresholds)
        assert (told.planned, told.completed, told.since_start, told.reported_month) == (
            oracle.planned,
            oracle.completed,
            oracle.since_start,
            oracle.reported_month,
        )
        same_rate(told.completion_rate, oracle.completion_rate)
        same_rate(told.gap, oracle.gap)
        assert told.start_delay == oracle.margins[Measure.START_DELAY]
        assert told.report_missing == oracle.margins[Measure.REPORT_MISSING]
        for measure, light in oracle.lights.items():
            assert getattr(told, f"{measure}_light") == light
        assert told.light == oracle.light


def same_rate(told: Decimal | None, oracle: Decimal | None) -> None:
    """PostgreSQL divides to sixteen significant digits and more; nothing shown has more than four places."""
    if told is None or oracle is None:
        assert told is oracle
    else:
        assert abs(told - oracle) <= abs(oracle) * Decimal("1e-15") + Decimal("1e-15")


PUBLISHED = [
    # 亿元 completed and planned, percent as printed (domain.md §12)
    ("沁水", "77.57", "63.27", "122.60"),
    ("沁水 28.78/19", "28.78", "19", "151.47"),
    ("沁水 26.4/22.67", "26.4", "22.67", "116.45"),
    ("沁水 22.39/21.6", "22.39", "21.6", "103.66"),
    ("灌南", "17.3", "85.7", "20.19"),
    ("洛南", "26.65", "20.5", "130.00"),
    ("连南 as computed, not the printed 24.25", "4.28", "17.68", "24.21"),
    ("七个十", "18.93577", "39.181841", "48.33"),
]


@pytest.mark.parametrize(("place", "done", "plan", "percent"), PUBLISHED)
def test_published_completion_rates_come_out_of_the_engine(
    place: str, done: str, plan: str, percent: str, town: Town
) -> None:
    project = make_project(place, town.sector, planned=Decimal(plan) * 10000)
    accept_month(project, 8, Decimal(done) * 10000)
    rate = Project.objects.with_progress(AUGUST).get(pk=project.pk).completion_rate
    assert round_half_up(rate, 2) == Decimal(percent)


def test_published_parts_add_up_to_the_published_whole(town: Town) -> None:
    Project.objects.filter(pk=town.project.pk).delete()
    for name, done, plan, _percent in PUBLISHED[1:4]:
        accept_month(make_project(name, town.sector, planned=Decimal(plan) * 10000), 8, Decimal(done) * 10000)
    total = ledger_totals(town.supervisor, AUGUST, STORY_DAY, LedgerFilters()).total
    assert (total.completed, total.planned) == (Decimal("775700"), Decimal("632700"))
    assert total.completion_rate is not None
    assert round_half_up(total.completion_rate, 1) == Decimal("122.6")


def test_75_percent_by_october_is_8_3_points_behind_the_schedule(town: Town) -> None:
    accept_month(town.project, 10, 900)  # of 1200
    october = Month(YEAR, 10)
    project = Project.objects.with_light(october, date(2026, 11, 12), light_thresholds(STORY_DAY)).get()
    assert round_half_up(project.gap, 1) == Decimal("-8.3")
    assert project.investment_gap_light == Light.WATCH
    total = ledger_totals(town.supervisor, october, date(2026, 11, 12)).total
    assert total.points is not None and round_half_up(total.points, 1) == Decimal("-8.3")


def test_exactly_on_schedule_is_green_and_a_yuan_less_is_not(town: Town) -> None:
    accept_month(town.project, 8, 800)
    lights = Project.objects.with_light(AUGUST, STORY_DAY, light_thresholds(STORY_DAY))
    assert (lights.get().gap, lights.get().light) == (0, Light.GREEN)
    MonthlyProgress.objects.update(year_to_date=Decimal("799.9999"))
    assert lights.get().investment_gap_light == Light.WATCH


@pytest.mark.parametrize("planned", [None, 0])
def test_a_rate_of_an_unknown_or_zero_plan_is_unknown(planned: int | None, town: Town) -> None:
    project = make_project("前期谋划", town.sector, planned=planned)
    accept_month(project, 8, 10)
    row = Project.objects.with_light(AUGUST, STORY_DAY, light_thresholds(STORY_DAY)).get(pk=project.pk)
    assert (row.completion_rate, row.gap, row.investment_gap_light) == (None, None, Light.UNKNOWN)


def test_a_project_moved_out_of_the_plan_is_not_measured(town: Town) -> None:
    AnnualPlan.objects.update(change="removed", reason="缓建")
    row = Project.objects.with_light(AUGUST, STORY_DAY, light_thresholds(STORY_DAY)).get()
    assert (row.planned, row.light) == (None, Light.UNKNOWN)
    assert not Project.objects.in_plan(YEAR).exists()


def test_without_a_rule_in_force_every_light_is_unknown(town: Town) -> None:
    accept_month(town.project, 8, 100)
    row = Project.objects.with_light(AUGUST, STORY_DAY, {}).get()
    assert (row.light, row.investment_gap_light) == (Light.UNKNOWN, Light.UNKNOWN)


def test_an_exempt_measure_does_not_light_up_while_others_do(town: Town) -> None:
    accept_month(town.project, 8, 1)
    Exemption.objects.create(
        project=town.project, measure="investment_gap", reason="汛期", granted_by=town.office_head,
        valid_from=STORY_DAY, valid_to=date(2026, 10, 1),
    )  # fmt: skip
    rows = Project.objects.all()
    row = rows.with_light(AUGUST, STORY_DAY, light_thresholds(STORY_DAY)).get()
    assert row.investment_gap_light == Light.EXEMPT
    assert rows.with_light(AUGUST, date(2026, 10, 1), light_thresholds(STORY_DAY)).get().light == Light.RED
