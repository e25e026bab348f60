"""What has no date is never reminded, and the office sees it listed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from supervision.alerts.models import Reminder
from supervision.alerts.selectors import Undated, without_deadline
from supervision.alerts.services import run_cycle
from supervision.matters.models import Matter
from tests.inspections.build_rectifications import make_rectification, make_verification
from tests.matters.build import at_noon, fill_years, make_matter
from tests.town import SINCE, Town, make_project

pytestmark = pytest.mark.django_db
ON = date(2026, 9, 12)


def make_undated(town: Town, title: str = "修复县道塌方") -> Matter:
    matter = make_matter(town, title, duty_status="under_way", rhythm="once")
    Matter.objects.filter(pk=matter.pk).update(due_on=None, original_due_on=None)
    return matter


def test_it_is_listed_with_its_page_and_nobody_is_ever_reminded(client: Client, town: Town) -> None:
    fill_years()
    town.project.annual_plans.all().delete()
    dated = make_project("已定开工的项目", town.sector, planned_start=date(2026, 12, 1))
    undated = make_project("未定开工的项目", town.sector)
    make_project("已开工的项目", town.sector, actual_start=SINCE)
    make_project("取消的项目", town.sector, stage="cancelled")
    matter = make_undated(town)
    assert without_deadline(town.supervisor, ON) == [
        Undated("start", "未定开工的项目", "project", undated.pk),
        Undated("matter", "修复县道塌方", "matter", matter.pk),
    ]
    for day in (ON, date(2026, 12, 31), date(2027, 11, 1)):
        run_cycle(on=day, now=at_noon(day))
    assert not Reminder.objects.filter(subject="matter").exists()
    assert not Reminder.objects.filter(subject="start", project=undated).exists()
    assert Reminder.objects.filter(subject="start", project=dated).exists()
    client.force_login(town.supervisor)
    html = client.get(reverse("alerts-board")).content.decode()
    assert "没有计划开工日期" in html and "没有办结时限" in html
    assert reverse("matter", args=[matter.pk]) in html


def test_a_step_and_a_visit_without_a_date_are_listed_while_they_wait(town: Town) -> None:
    town.project.annual_plans.all().delete()
    work: Any = make_rectification(town, status="applied", step_due_on=None)
    visit = make_verification(town, work)
    assert without_deadline(town.supervisor, ON) == [Undated("step", work.title, "rectification", work.pk)]
    type(visit).objects.update(due_on=None)
    assert without_deadline(town.supervisor, ON)[1:] == [
        Undated("verification", work.title, "verification", visit.pk)
    ]
    type(work).objects.filter(pk=work.pk).update(step_due_on=ON)
    assert [one.page for one in without_deadline(town.supervisor, ON)] == ["verification"]


def test_each_sees_of_it_what_is_visible_to_him_and_the_number_of_queries_stays(town: Town) -> None:
    make_undated(town)
    seen = {
        name: {one.subject for one in without_deadline(user, ON)} for name, user in town.personas().items()
    }
    everything = {"supervisor", "office_head", "leader", "auditor"}
    assert {name for name, subjects in seen.items() if "matter" in subjects} == {
        *everything, "lead_clerk", "lead_head", "api_client", "data_clerk",
    }  # fmt: skip
    assert seen["stranger"] == seen["nobody"] == set()

    def asked() -> int:
        user = User.objects.get(pk=town.lead_clerk.pk)
        with CaptureQueriesContext(connection) as queries:
            without_deadline(user, ON)
        return len(queries)

    few = asked()
    for number in range(20):
        make_undated(town, f"第{number}件")
    assert asked() == few == 5  # the rights of whoever asks, and one a kind
