"""The town with all that a report tells of: progress, milestones, receipts, 稳评, indicators."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal as D
from typing import Any, Final

import pytest

from indicators.models import Indicator
from indicators.services import NewObservation, define_indicator, record_observations, set_target
from projects.models import Milestone, Project, Receipt, Sector, StabilityAssessment
from projects.models.responsibility import ResponsibilityRole
from tests.beginnings import Beginning
from tests.inspections.build_rectifications import make_rectification
from tests.matters.build import make_matter
from tests.town import NOON, SINCE, Town, accept_month, carry, make_project


@dataclass
class Told:
    """``road`` is on time, ``pipes`` yellow, ``halls`` red, ``home`` has not reported August."""

    town: Town
    road: Project
    pipes: Project
    halls: Project
    home: Project


@pytest.fixture
def told(town: Town, settings: Any) -> Told:
    settings.COUNTY_NAME, settings.OFFICE_NAME = "云岭县", "云岭县人民政府督查办公室"
    Project.objects.filter(pk=town.project.pk).update(actual_start=date(2025, 3, 1))
    return replace(TOLD.take(town), town=town, road=town.project)


def _tell(town: Town) -> Told:
    road = town.project
    started = {"actual_start": date(2026, 3, 1)}
    pipes = make_project("供水管网改造", Sector.objects.get(order=4), planned=2400, **started)
    halls = make_project("标准厂房", Sector.objects.get(order=2), planned=10000, is_promotion=True, **started)
    home = make_project("敬老院扩建", Sector.objects.get(order=6), planned=600, **started)
    for project, unit in ((pipes, town.helping), (halls, town.strange), (home, town.below_lead)):
        carry(project, ResponsibilityRole.RESPONSIBLE, unit)
    accept_month(road, 8, 840, physical_progress="路面油筑完成4.2公里。")
    accept_month(pipes, 8, 1000, problem="管材未到货", next_step="9月20日前到货")
    accept_month(halls, 8, D("3000.5"))
    accept_month(home, 7, 390, physical_progress="主体封顶")
    _milestones(road, halls)
    _money_and_risk(halls, pipes)
    _indicators(town)
    return Told(town, road, pipes, halls, home)


def _milestones(road: Project, halls: Project) -> None:
    Milestone.objects.create(
        project=road,
        name="桥梁合龙",
        due_on=date(2026, 6, 30),
        completed_on=date(2026, 6, 28),
        completion="已合龙",
    )
    Milestone.objects.create(project=halls, name="主体封顶", due_on=date(2026, 8, 15))
    Milestone.objects.create(project=road, name="全线贯通", due_on=date(2026, 9, 30))
    Milestone.objects.create(project=road, name="来年验收", due_on=date(2027, 6, 30))


def _money_and_risk(halls: Project, pipes: Project) -> None:
    received = {"status": "recognised", "project": halls}
    Receipt.objects.create(received_on=date(2026, 3, 5), amount=800, recognised=D("750.25"), **received)
    Receipt.objects.create(received_on=date(2026, 9, 5), amount=100, recognised=100, **received)
    Receipt.objects.create(project=halls, received_on=date(2026, 4, 5), amount=500)
    StabilityAssessment.objects.create(project=pipes, assessed_on=date(2026, 2, 1), level="low")


def _indicators(town: Town) -> None:
    office = town.supervisor
    gdp = define_indicator(
        actor=office,
        code="gdp",
        name="地区生产总值",
        measured_in="亿元",
        since=date(2020, 1, 1),
        unit=town.lead,
        frequency="quarterly",
        order=1,
    )
    revenue = define_indicator(
        actor=office,
        code="revenue",
        name="地方财政收入",
        measured_in="万元",
        since=date(2020, 1, 1),
        unit=town.helping,
        order=2,
    )
    define_indicator(
        actor=office, code="power", name="用电量", measured_in="万千瓦时", since=SINCE, in_report=False
    )
    set_target(actor=office, indicator_id=revenue.pk, year=2026, kind="level", value=D(40000))
    record_observations(
        actor=office,
        now=NOON,
        values=[
            _value(gdp, 3, D("19.71"), D("5.9")),
            _value(gdp, 6, D("43.96"), D("6.3"), rank=3, rank_of=11),
            _value(revenue, 7, D(22000), D("8.4")),
            _value(revenue, 8, D("25310.6"), D("7.1")),
        ],
    )


def _value(indicator: Indicator, month: int, value: D, growth: D, **more: Any) -> NewObservation:
    return NewObservation(indicator.pk, 2026, month, "3_preliminary", value, growth, **more)


TOLD: Final = Beginning(_tell)


@pytest.fixture
def busy(told: Told) -> Told:
    """Matters late, closed and running; a problem overdue, one closed, one come again."""
    town = told.town
    make_matter(town, "修复县道塌方", due_on=date(2026, 9, 10))
    make_matter(town, "清理河道", lead=town.helping, duty_status="accepted", status="closed")
    make_matter(town, "整治占道", lead=town.strange, due_on=date(2026, 12, 28), source="public_clue")
    make_rectification(town, "污水直排河道", due_on=date(2026, 9, 1), severity="serious")
    make_rectification(town, "台账不全", status="closed", unit=town.helping)
    return told
