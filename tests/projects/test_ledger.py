"""The ledger, its sums, one project's page: what is shown, in which order, by how many statements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from projects.models import AnnualPlan, Project, Sector
from projects.models.responsibility import ResponsibilityRole
from projects.selectors import (
    ORDERINGS,
    LedgerFilters,
    due_reports,
    ledger,
    ledger_totals,
    plan_and_actual_series,
    plan_figures,
    progress_queue,
    project_page,
    reporting_month,
)
from rulebook.models import DeadlineRule
from rulebook.rules import Light, Month, round_half_up
from tests.town import Town, accept_month, carry, make_project

AUGUST = Month(2026, 8)
ON = date(2026, 9, 12)


def names(town: Town, **filters: Any) -> list[str]:
    return [p.name for p in ledger(town.supervisor, AUGUST, ON, LedgerFilters(**filters))]


@pytest.fixture
def county(town: Town) -> Town:
    """Four projects: on schedule, behind, not reported, without a plan."""
    industry = Sector.objects.get(name="工业经济")
    accept_month(town.project, 8, 800, since_start=900, physical_progress="路基完成", problem="征地")
    behind = make_project("冷链园", industry, planned=600, is_promotion=True, stage="building")
    accept_month(behind, 8, 100)
    carry(behind, ResponsibilityRole.LEAD, town.strange)
    carry(behind, ResponsibilityRole.RESPONSIBLE, town.lead)
    make_project("变电站", industry, planned=300, levels=["province", "county"])
    idle = make_project("谋划项目", town.sector, planned=None)
    AnnualPlan.objects.filter(project=idle).delete()
    return town


def test_a_row_carries_every_column(county: Town) -> None:
    row = ledger(county.supervisor, AUGUST, ON).get(pk=county.project.pk)
    shown = {
        "sector_name": "项目建设", "kind": "continued", "leader_post": "常务副县长", "leader_name": "常县长",
        "responsible_units": "交通局", "helping_units": "水务局", "physical_progress": "路基完成",
        "problem": "征地", "next_step": "", "planned": 1200, "completed": 800, "since_start": 900,
        "reported_month": 8, "light": Light.GREEN,
    }  # fmt: skip
    assert {name: getattr(row, name) for name in shown} == shown
    assert round_half_up(row.completion_rate, 1) == Decimal("66.7")


def test_the_lead_unit_is_named_before_the_responsible_one(county: Town) -> None:
    assert ledger(county.supervisor, AUGUST, ON).get(name="冷链园").responsible_units == "文旅局、交通局"


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["省道过境段改建", "谋划项目", "冷链园", "变电站"]),
        ({"kind": "continued"}, ["省道过境段改建", "冷链园", "变电站"]),
        ({"level": "province"}, ["变电站"]),
        ({"stage": "building"}, ["冷链园"]),
        ({"light": Light.GREEN}, ["省道过境段改建"]),
        ({"light": Light.RED}, ["冷链园", "变电站"]),
        ({"light": Light.UNKNOWN}, ["谋划项目"]),
        ({"in_plan": False}, ["谋划项目"]),
        ({"in_plan": True}, ["省道过境段改建", "冷链园", "变电站"]),
        ({"promotion": True}, ["冷链园"]),
        ({"promotion": False}, ["省道过境段改建", "谋划项目", "变电站"]),
        ({"text": "过境"}, ["省道过境段改建"]),
        ({"text": "lly"}, ["冷链园"]),
        ({"order": "name"}, ["变电站", "冷链园", "谋划项目", "省道过境段改建"]),
        ({"order": "gap"}, ["冷链园", "省道过境段改建", "变电站", "谋划项目"]),
        ({"order": "-planned"}, ["省道过境段改建", "冷链园", "变电站", "谋划项目"]),
        ({"order": "light"}, ["冷链园", "变电站", "省道过境段改建", "谋划项目"]),
    ],
)
def test_filters_and_orders(filters: dict[str, Any], found: list[str], county: Town) -> None:
    assert names(county, **filters) == found


def test_a_parent_that_only_bundles_planned_projects_is_not_counted_as_one(county: Town) -> None:
    bundle = Project.objects.get(name="谋划项目")
    Project.objects.filter(name="冷链园").update(parent=bundle)
    planned = ["省道过境段改建", "冷链园", "变电站"]
    assert names(county) == names(county, in_plan=True) == planned
    for filters in (LedgerFilters(), LedgerFilters(in_plan=True)):
        assert ledger_totals(county.supervisor, AUGUST, ON, filters).total.projects == 3
    assert names(county, in_plan=False) == ["谋划项目"]
    assert "谋划项目" in names(county, bundles=True)


def test_filters_by_holder_and_sector(county: Town) -> None:
    assert names(county, unit=county.lead.pk) == ["省道过境段改建", "冷链园"]
    assert names(county, unit=county.helping.pk) == ["省道过境段改建"]
    assert names(county, leader=county.leader_post.pk) == ["省道过境段改建"]
    assert names(county, sector=county.sector.pk) == ["省道过境段改建", "谋划项目"]


@pytest.mark.parametrize("order", ORDERINGS)
def test_every_order_ends_with_the_primary_key(order: str, county: Town) -> None:
    rows = ledger(county.supervisor, AUGUST, ON, LedgerFilters(order=order))
    assert rows.query.order_by[-1] == "pk"
    assert len(list(rows)) == 4


def test_totals_compare_like_with_like_and_count_the_unknown(county: Town) -> None:
    totals = ledger_totals(county.supervisor, AUGUST, ON)
    total = totals.total
    assert (total.projects, total.planned, total.completed, total.since_start) == (4, 2100, 900, 1000)
    assert (total.unknown_planned, total.unknown_completed, total.unknown_since_start) == (1, 2, 2)
    assert total.completion_rate is not None and total.points is not None
    assert round_half_up(total.completion_rate, 2) == Decimal("42.86")
    assert round_half_up(total.points, 2) == Decimal("-23.81")
    assert total.lights == {Light.UNKNOWN: 1, Light.GREEN: 1, Light.RED: 2}
    assert [(s.name, s.totals.projects, s.totals.planned) for s in totals.sectors] == [
        ("项目建设", 2, 1200),
        ("工业经济", 2, 900),
    ]


def test_what_is_completed_without_a_plan_does_not_lift_the_rate(county: Town) -> None:
    accept_month(Project.objects.get(name="谋划项目"), 8, 5000)
    total = ledger_totals(county.supervisor, AUGUST, ON).total
    assert total.completed == 5900
    assert total.completion_rate is not None
    assert round_half_up(total.completion_rate, 2) == Decimal("42.86")


def test_totals_of_nothing_are_unknown_and_not_zero(county: Town) -> None:
    total = ledger_totals(county.supervisor, AUGUST, ON, LedgerFilters(text="没有这样的项目")).total
    assert (total.projects, total.planned, total.completion_rate, total.points) == (0, None, None, None)


def test_a_curve_moves_what_is_due(county: Town) -> None:
    curve = [
        Decimal(n) for n in ("0", "0", "0.05", "0.1", "0.2", "0.3", "0.4", "0.5", "0.7", "0.8", "0.9", "1")
    ]
    AnnualPlan.objects.filter(project=county.project).update(curve=curve)
    row = ledger(county.supervisor, AUGUST, ON).get(pk=county.project.pk)
    assert round_half_up(row.gap, 2) == Decimal("16.67")
    series = plan_and_actual_series(county.project, 2026)
    assert series.planned[7] == 600
    assert series.completed == (*[None] * 7, 800, *[None] * 4)


def test_sector_figures_tell_the_report_its_facts(county: Town) -> None:
    first, second, third, *_others = plan_figures(county.supervisor, AUGUST, ON).sectors
    assert (first.name, first.totals.projects, first.totals.planned, first.continued) == (
        "项目建设",
        1,
        1200,
        1,
    )
    assert first.schedule_share is not None and round_half_up(first.schedule_share, 2) == Decimal("66.67")
    assert (second.totals.projects, second.promotion_projects, second.totals.lights) == (2, 1, {Light.RED: 2})
    assert (third.totals.projects, third.totals.planned, third.schedule_share) == (0, None, None)
    assert (first.promotion_received, first.assessed, first.finished) == (None, 0, 0)
    assert (first.started, second.started) == (1, 2)  # what is continued has started


def test_receipts_and_assessments_count_within_the_year_and_as_recognised(county: Town) -> None:
    cold = Project.objects.get(name="冷链园")
    cold.receipts.create(received_on=date(2026, 8, 31), amount=50, status="recognised", recognised=40)
    cold.receipts.create(received_on=date(2026, 8, 1), amount=60)
    cold.receipts.create(received_on=date(2026, 9, 1), amount=70, status="recognised", recognised=70)
    cold.receipts.create(received_on=date(2025, 12, 31), amount=80, status="recognised", recognised=80)
    county.project.receipts.create(received_on=date(2026, 8, 2), amount=9, status="recognised", recognised=9)
    for day in (date(2026, 1, 1), date(2026, 8, 31), date(2026, 9, 1), date(2025, 12, 31)):
        cold.assessments.create(assessed_on=day, level="low")
    first, second, *_others = plan_figures(county.supervisor, AUGUST, ON).sectors
    assert (first.promotion_received, second.promotion_received) == (None, 40)
    assert (first.assessed, second.assessed) == (0, 1)


def test_due_reports_are_those_of_reporting_units_and_not_yet_covered(county: Town) -> None:
    accept_month(Project.objects.get(name="变电站"), 7, 1)
    due = due_reports(county.supervisor, AUGUST)
    assert [(d.project.name, d.status) for d in due] == [("变电站", "missing")]
    september = Month(2026, 9)
    accept_month(county.project, 9, 900, status="returned", return_reason="退")
    found = [(d.project.name, d.status) for d in due_reports(county.lead_clerk, september)]
    assert found == [("省道过境段改建", "returned"), ("冷链园", "missing")]
    assert due_reports(county.helping_clerk, september) == []


@pytest.mark.parametrize(
    ("on", "period"),
    [
        (date(2026, 9, 12), "2026-08"),
        (date(2026, 9, 7), "2026-07"),  # the 5th is a Saturday, so August may come until Monday
        (date(2026, 9, 8), "2026-08"),
        (date(2026, 1, 3), "2025-11"),
    ],
)
def test_the_cut_off_is_the_last_month_that_was_due(on: date, period: str, town: Town) -> None:
    assert str(reporting_month(on)) == period


def test_without_a_deadline_rule_the_cut_off_is_last_month(db: None) -> None:
    DeadlineRule.objects.all().delete()
    assert reporting_month(date(2026, 9, 1)) == AUGUST


READS: dict[str, Callable[[User], Any]] = {
    "ledger": lambda user: list(ledger(user, AUGUST, ON)),
    "ledger_totals": lambda user: ledger_totals(user, AUGUST, ON),
    "plan_figures": lambda user: plan_figures(user, AUGUST, ON),
    "due_reports": lambda user: due_reports(user, AUGUST),
    "progress_queue": lambda user: [
        (p.project.sector.name, str(p.reported_by)) for p in progress_queue(user)
    ],
    "project_page": lambda user: project_page(user, Project.objects.earliest("pk").pk, AUGUST, ON),
}
STATEMENTS = {
    "ledger": 2,  # with the thresholds
    "ledger_totals": 2,
    "plan_figures": 5,
    "due_reports": 2,
    "progress_queue": 1,
    "project_page": 15,
}


@pytest.mark.parametrize("read", READS)
def test_fifty_rows_cost_a_clerk_as_many_statements_as_one(read: str, town: Town) -> None:
    accept_month(town.project, 7, 600, status="submitted")
    one = statements(READS[read], User.objects.get(pk=town.lead_clerk.pk))
    for number in range(49):
        project = make_project(f"乡村道路{number}", town.sector)
        carry(project, ResponsibilityRole.RESPONSIBLE, town.lead)
        accept_month(project, 7, 600, status="submitted")
        town.project.milestones.create(name=f"节点{number}", due_on=ON, unit=town.lead)
        town.project.receipts.create(
            received_on=date(2026, 1, 1 + number % 28), source=f"s{number}", amount=1
        )
    fifty = statements(READS[read], User.objects.get(pk=town.lead_clerk.pk))
    assert (one, fifty) == (STATEMENTS[read], STATEMENTS[read])


def statements(read: Callable[[User], Any], user: User) -> int:
    assert user.reach  # asked once for a request, whatever it then reads
    with CaptureQueriesContext(
        connection,
    ) as queries:
        read(user)
    return len(queries)
