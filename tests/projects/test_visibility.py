"""Every row of the room, and who sees it: one predicate for lists, counts, drop-downs and exports."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps

from accounts.models import Tenure, User
from projects.models import (
    Exemption,
    FundingLine,
    Milestone,
    ProgressStep,
    Project,
    Receipt,
    Responsibility,
    StabilityAssessment,
    StatisticsEntry,
)
from projects.models.responsibility import ResponsibilityRole
from projects.selectors import LedgerFilters, ledger, project_page
from rulebook.rules import Month
from tests.town import NOON, SINCE, Town, accept_month, carry, make_project, make_user

DAY = date(2026, 9, 12)
AUGUST = Month(2026, 8)
SEES_ALL = {"supervisor", "office_head", "leader", "auditor"}
SEES_THE_PROJECT = SEES_ALL | {"lead_clerk", "lead_head", "data_clerk", "api_client", "helping_clerk"}
OF_A_PROJECT = [
    "Project", "AnnualPlan", "Responsibility", "Milestone", "MonthlyProgress", "ProgressStep", "FundingLine",
    "Receipt", "StabilityAssessment", "StatisticsEntry", "Exemption",
]  # fmt: skip


@pytest.fixture
def furnished(town: Town) -> Town:
    """A row of every kind beside the project."""
    project = town.project
    row = accept_month(project, 8, 800)
    ProgressStep.objects.create(progress=row, status="accepted", by=town.supervisor, at=NOON)
    Milestone.objects.create(project=project, name="封顶", due_on=DAY)
    FundingLine.objects.create(project=project, source="loan", planned=1)
    Receipt.objects.create(project=project, received_on=DAY, amount=1)
    StabilityAssessment.objects.create(project=project, assessed_on=DAY, level="low")
    StatisticsEntry.objects.create(project=project, entered_on=DAY)
    Exemption.objects.create(
        project=project, measure="start_delay", reason="汛期", granted_by=town.office_head,
        valid_from=DAY, valid_to=date(2026, 10, 1),
    )  # fmt: skip
    return town


@pytest.mark.parametrize("model", OF_A_PROJECT)
def test_rows_of_a_project_are_seen_by_those_who_carry_it_and_those_who_see_all(
    model: str, furnished: Town
) -> None:
    rows = apps.get_model("projects", model).objects
    seen = {name for name, user in furnished.personas().items() if rows.visible_to(user).exists()}
    assert seen == SEES_THE_PROJECT


def test_every_model_with_rows_of_a_project_is_in_the_table() -> None:
    models = apps.get_app_config("projects").get_models()
    dated = {m.__name__ for m in models if any(f.name == "project" for f in m._meta.fields)}
    events_and_parts = {name for name in dated if name.endswith("Event")} | {"ProjectCode"}
    assert dated - events_and_parts <= set(OF_A_PROJECT)


def test_a_parent_unit_sees_its_subordinates_projects_and_not_the_other_way(town: Town) -> None:
    lower = make_project("养护站", town.sector)
    carry(lower, ResponsibilityRole.SUPPORTING, town.below_lead)
    assert set(Project.objects.visible_to(town.lead_clerk)) == {town.project, lower}
    assert set(Project.objects.visible_to(town.below_clerk)) == {lower}


@pytest.mark.parametrize("role", [role for role in ResponsibilityRole if role != "leader"])
def test_any_role_shows_the_project(role: ResponsibilityRole, town: Town) -> None:
    assert not Project.objects.visible_to(town.stranger).exists()
    carry(town.project, role, town.strange)
    assert Project.objects.visible_to(User.objects.get(pk=town.stranger.pk)).get() == town.project


def test_a_responsibility_shows_the_project_only_while_it_is_in_force(town: Town) -> None:
    carry(town.project, ResponsibilityRole.SUPPORTING, town.strange, since=date(2026, 9, 13))
    carry(town.project, ResponsibilityRole.HELPING, town.strange, valid_to=DAY)
    assert not Project.objects.visible_to(town.stranger).exists()


def test_the_holder_of_a_post_sees_what_the_post_carries_and_the_successor_inherits_it(town: Town) -> None:
    former, successor = (make_user(name, name, town.strange) for name in ("former", "successor"))
    assert successor.person is not None
    Tenure.objects.update(person=former.person)
    assert Project.objects.visible_to(former).exists()
    assert not Project.objects.visible_to(successor).exists()
    Tenure.objects.update(valid_to=DAY)
    Tenure.objects.create(post=town.leader_post, person=successor.person, valid_from=DAY)
    assert not Project.objects.visible_to(User.objects.get(pk=former.pk)).exists()
    assert Project.objects.visible_to(User.objects.get(pk=successor.pk)).exists()


def test_a_stranger_finds_nothing_in_list_search_or_page(furnished: Town) -> None:
    for filters in (LedgerFilters(), LedgerFilters(text="省道"), LedgerFilters(unit=furnished.lead.pk)):
        assert not ledger(furnished.stranger, AUGUST, DAY, filters).exists()
    with pytest.raises(Project.DoesNotExist):
        project_page(furnished.stranger, furnished.project.pk, AUGUST, DAY)


@pytest.mark.parametrize("model", ["Sector", "Plan", "Programme"])
def test_the_catalogue_is_open_to_whoever_is_active(model: str, town: Town) -> None:
    rows: Any = apps.get_model("projects", model).objects
    if model != "Sector":
        rows.create(name="十五五")
    assert all(rows.visible_to(user).exists() for user in town.personas().values())
    town.nobody.is_active = False
    assert not rows.visible_to(town.nobody).exists()


def test_dates_are_half_open(town: Town) -> None:
    Responsibility.objects.all().delete()
    row = carry(town.project, ResponsibilityRole.LEAD, town.strange, since=SINCE, valid_to=DAY)
    assert list(Responsibility.objects.in_force(date(2026, 9, 11))) == [row]
    assert list(Responsibility.objects.in_force(DAY)) == []
