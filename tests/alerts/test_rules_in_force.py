"""A month is due by the rule in force at its end; without a rule nothing is late, and the office is told."""

from __future__ import annotations

from datetime import date

from django.test import Client
from django.urls import reverse

from projects.models import Milestone
from projects.selectors import reporting_month
from rulebook.models import MONTHLY_PROGRESS, DeadlineRule
from rulebook.rules import Month
from supervision.alerts.services import plan_reminders
from tests.alerts.test_planning import STORY_DAY, raised, reported_until
from tests.matters.build import fill_years
from tests.town import NOON, Town


def test_a_changed_deadline_leaves_the_months_before_their_own(town: Town) -> None:
    fill_years()
    reported_until(town, 6)
    DeadlineRule.objects.filter(key=MONTHLY_PROGRESS).update(valid_to=date(2026, 8, 15))
    DeadlineRule.objects.create(
        key=MONTHLY_PROGRESS,
        start_event="月份结束",
        amount=8,
        unit="natural",
        shift_to_workday=False,
        valid_from=date(2026, 8, 15),
    )
    plan_reminders(on=STORY_DAY, now=NOON)
    assert raised(recipient=town.lead_clerk) == [
        ("lead_clerk", date(2026, 8, 5), 41),
        ("lead_clerk", date(2026, 9, 8), 21),
    ]
    assert reporting_month(date(2026, 9, 8)) == Month(2026, 7)
    assert reporting_month(date(2026, 9, 9)) == Month(2026, 8)


def test_a_missing_rule_stops_no_other_reminder_and_the_board_says_so(town: Town, client: Client) -> None:
    fill_years()
    Milestone.objects.create(project=town.project, name="路基完工", due_on=date(2026, 9, 10))
    DeadlineRule.objects.all().delete()
    client.force_login(town.supervisor, backend="accounts.backends.RoleBackend")
    page = client.post(reverse("alerts-run"), follow=True).content.decode()
    assert raised() == [("lead_clerk", date(2026, 9, 10), 11)]
    for name in ("月报报送", "指标值填报"):
        assert f"2026-09-12没有生效的“{name}”时限规则" in page
    assert "没有生效的“月报报送”时限规则" in client.get("/").content.decode()
