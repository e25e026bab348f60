"""Two people at once, on real connections: one wins, the other is told; nothing is written twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.models import User
from projects import services
from projects.models import MonthlyProgress, ProgressStep, Project, Responsibility
from projects.rules import ProgressEntry
from projects.selectors import ProgressRow
from rulebook.rules import Month
from tests.town import NOON, Town, accept_month, carry

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 9, 12)
AUGUST = Month(2026, 8)
ENTRY = ProgressEntry(Decimal(100), Decimal(800), Decimal(800), "路基完成")


def at_once(act: Callable[[User], Any], *users: User) -> list[str]:
    """What became of the same act by each user at the same moment: ``done`` or the refusal's words."""
    start = Barrier(len(users))

    def one(user: User) -> str:
        own = User.objects.get(pk=user.pk)
        assert own.reach
        start.wait(timeout=10)
        try:
            act(own)
        except ValidationError as refused:
            return "；".join(refused.messages)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(users)) as pool:
        return sorted(pool.map(one, users))


def test_two_clerks_who_start_the_month_at_once_share_one_draft(town: Town) -> None:
    outcomes = at_once(
        lambda user: services.save_progress(
            actor=user, project_id=town.project.pk, period=AUGUST, entry=ENTRY, now=NOON
        ),
        *[town.lead_clerk, town.lead_head] * 3,
    )
    assert outcomes == ["done"] * 6
    assert MonthlyProgress.objects.count() == 1


def test_of_two_clerks_who_submit_one_wins(town: Town) -> None:
    row = accept_month(town.project, 8, 800, status="draft")
    outcomes = at_once(
        lambda user: services.submit_progress(actor=user, progress_id=row.pk, now=NOON),
        town.lead_clerk,
        town.lead_head,
    )
    assert outcomes == ["done", "“已报送”的月报不能改为“已报送”。"]
    assert ProgressStep.objects.count() == 1


def test_of_an_acceptance_and_a_return_one_wins(town: Town) -> None:
    row = accept_month(town.project, 8, 800, status="submitted")

    def decide(user: User) -> None:
        if user.username == "supervisor":
            services.accept_progress(actor=user, progress_id=row.pk, now=NOON)
        else:
            services.return_progress(actor=user, progress_id=row.pk, reason="退", now=NOON)

    outcomes = at_once(decide, town.supervisor, town.office_head)
    assert outcomes.count("done") == 1
    assert ProgressStep.objects.count() == 1


def test_of_two_hand_overs_one_wins_and_the_role_keeps_one_holder(town: Town) -> None:
    row = carry(town.project, "lead", town.lead)
    successors = {"supervisor": town.strange, "office_head": town.helping}
    outcomes = at_once(
        lambda user: services.hand_over_responsibility(
            actor=user, responsibility_id=row.pk, to=successors[user.username], on=DAY, reason="划转"
        ),
        town.supervisor,
        town.office_head,
    )
    assert outcomes.count("done") == 1
    assert Responsibility.objects.filter(role="lead").count() == 2
    assert Responsibility.objects.filter(role="lead").in_force(DAY).count() == 1


def test_of_two_plan_changes_both_become_versions_and_one_is_current(town: Town) -> None:
    outcomes = at_once(
        lambda user: services.set_annual_plan(
            actor=user,
            project_id=town.project.pk,
            year=2026,
            on=DAY,
            change="adjusted",
            reason="调整",
            terms=services.PlanTerms("continued", Decimal(1500)),
        ),  # fmt: skip
        town.supervisor,
        town.office_head,
    )
    assert outcomes == ["done", "done"]
    versions = town.project.annual_plans.order_by("version").values_list("version", "is_current")
    assert list(versions) == [(1, False), (2, False), (3, True)]


def test_numbers_are_never_given_twice(town: Town) -> None:
    def register(user: User) -> None:
        services.register_project(actor=user, on=DAY, name=f"项目{id(user)}", sector=town.sector)

    assert at_once(register, *[town.supervisor, town.office_head] * 3) == ["done"] * 6
    numbers = Project.objects.filter(number__startswith="2026-").order_by("number")
    assert list(numbers.values_list("number", flat=True)) == [f"2026-{n:04d}" for n in range(1, 7)]


def test_two_imports_of_the_same_rows_write_them_once(town: Town) -> None:
    done = {m: ProgressEntry(Decimal(1), Decimal(m), Decimal(m), f"{m}月") for m in range(1, 9)}
    rows = [ProgressRow(town.project.pk, Month(2026, m), entry) for m, entry in done.items()]
    outcomes = at_once(
        lambda user: services.record_progress_rows(actor=user, rows=rows, batch=None, now=NOON),
        town.supervisor,
        town.office_head,
    )
    assert outcomes == ["done", "done"]
    assert MonthlyProgress.objects.count() == 8
