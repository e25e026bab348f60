"""The database holds what may be said about one row and one table, whatever Python does."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from projects.models import Project
from tests.town import NOON, Town, accept_month

DAY = date(2026, 9, 12)
LATER = date(2026, 10, 1)
HALF = [Decimal("0.5")] * 11

# constraint: (model, rows to break it with; the project and the people are filled in)
BROKEN: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "project_is_not_its_own_parent": ("Project", [{"id": 777, "parent_id": 777}]),
    "project_levels_are_known": ("Project", [{"levels": ["village"]}]),
    "project_total_not_negative": ("Project", [{"total_investment": -1}]),
    "project_ends_after_start": ("Project", [{"starts_on": LATER, "ends_on": DAY}]),
    "project_finishes_after_start": ("Project", [{"actual_start": LATER, "actual_finish": DAY}]),
    "project_code_is_unique": ("ProjectCode", [{"code": "1"}, {"code": "1"}]),
    "annual_plan_version_once": ("AnnualPlan", [{"is_current": False}] * 2),
    "annual_plan_one_current": ("AnnualPlan", [{"version": 1}, {"version": 2}]),
    "annual_plan_amounts_not_negative": ("AnnualPlan", [{"carried_in": -1}]),
    "annual_plan_first_month_is_1_to_12": ("AnnualPlan", [{"first_month": 0}]),
    "annual_plan_change_has_reason": ("AnnualPlan", [{"change": "removed"}]),
    "annual_plan_curve_ends_at_one": ("AnnualPlan", [{"curve": [*HALF, Decimal("0.9")]}]),
    "annual_plan_curve_never_falls": ("AnnualPlan", [{"curve": [*HALF[1:], Decimal("0.4"), 1]}]),
    "responsibility_ends_after_start": ("Responsibility", [{"valid_to": DAY}]),
    "responsibility_has_one_holder": ("Responsibility", [{"unit": None}]),
    "responsibility_leader_is_a_post": ("Responsibility", [{"role": "leader"}]),
    "responsibility_single_holder": ("Responsibility", [{"role": "lead"}, {"role": "lead", "unit": "other"}]),
    "responsibility_unit_once_per_role": ("Responsibility", [{}, {"valid_from": LATER}]),
    "milestone_once_per_project": ("Milestone", [{}, {}]),
    "milestone_completion_is_told": ("Milestone", [{"completed_on": DAY}]),
    "progress_revision_once": ("MonthlyProgress", [{}, {"status": "superseded", "decided": True}]),
    "progress_one_accepted": (
        "MonthlyProgress",
        [
            {"status": "accepted", "decided": True},
            {"status": "accepted", "decided": True, "revision": 2, "reason": "改"},
        ],
    ),
    "progress_one_open": (
        "MonthlyProgress",
        [{}, {"status": "submitted", "revision": 2, "reason": "改"}],
    ),
    "progress_month_is_1_to_12": ("MonthlyProgress", [{"month": 13}]),
    "progress_year_within_since_start": ("MonthlyProgress", [{"year_to_date": 2, "since_start": 1}]),
    "progress_totals_not_negative": ("MonthlyProgress", [{"year_to_date": -1}]),
    "progress_correction_has_reason": ("MonthlyProgress", [{"revision": 2}]),
    "progress_decision_is_signed": ("MonthlyProgress", [{"status": "accepted"}]),
    "progress_return_has_reason": ("MonthlyProgress", [{"status": "returned", "decided": True}]),
    "funding_source_once": ("FundingLine", [{}, {}]),
    "funding_not_negative": ("FundingLine", [{"planned": -1}]),
    "receipt_once_per_day_and_source": ("Receipt", [{}, {}]),
    "receipt_positive": ("Receipt", [{"amount": 0}]),
    "receipt_recognised_within_declared": ("Receipt", [{"status": "recognised", "recognised": 6}]),
    "assessment_once_per_day": ("StabilityAssessment", [{}, {}]),
    "statistics_entry_once": ("StatisticsEntry", [{}, {}]),
    "statistics_amount_has_its_day": ("StatisticsEntry", [{"counted": 1}]),
    "exemption_ends_after_start": ("Exemption", [{"valid_to": DAY}]),
    "exemption_is_for_a_time": ("Exemption", [{"valid_to": None}]),
    "exemption_once_at_a_time": ("Exemption", [{}, {"valid_from": date(2026, 9, 30)}]),
}  # fmt: skip
ELSEWHERE = {"progress_photo_once", "name_mapping_once"}  # beside uploads and imports


def sound(model: str, town: Town) -> dict[str, Any]:
    """The values of a row that the database takes."""
    rows: dict[str, dict[str, Any]] = {
        "Project": {"name": "新桥", "pinyin": "xq", "sector": town.sector},
        "ProjectCode": {},
        "AnnualPlan": {"year": 2027, "decided_by": town.supervisor, "decided_on": DAY},
        "Responsibility": {"role": "supporting", "unit": town.strange, "valid_from": DAY},
        "Milestone": {"name": "封顶", "due_on": DAY},
        "MonthlyProgress": {"year": 2026, "month": 8, "reported_by": town.lead_clerk, "reported_at": NOON},
        "FundingLine": {"source": "loan"},
        "Receipt": {"received_on": DAY, "amount": 5},
        "StabilityAssessment": {"assessed_on": DAY, "level": "low"},
        "StatisticsEntry": {"entered_on": DAY},
        "Exemption": {
            "measure": "start_delay", "reason": "汛期", "granted_by": town.office_head,
            "valid_from": DAY, "valid_to": LATER,
        },
    }  # fmt: skip
    return rows[model] | ({} if model == "Project" else {"project": town.project})


def rows_of(name: str, town: Town) -> list[models.Model]:
    model, changes = BROKEN[name]
    rows = []
    for number, change in enumerate(changes):
        values = sound(model, town) | change
        if values.pop("decided", False):
            values |= {"decided_by": town.supervisor, "decided_at": NOON}
        if values.get("unit") == "other":
            values["unit"] = town.helping
        if model == "Project":
            values["number"] = f"N{number}"
        rows.append(apps.get_model("projects", model)(**values))
    return rows


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_what_python_lets_through(name: str, town: Town) -> None:
    rows = rows_of(name, town)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        type(rows[0])._default_manager.bulk_create(rows)
    assert refused.value.__cause__.diag.constraint_name == name  # type: ignore[union-attr]


@pytest.mark.parametrize("model", sorted({model for model, _rows in BROKEN.values()}))
def test_a_sound_row_is_taken(model: str, town: Town) -> None:
    cls = apps.get_model("projects", model)
    cls._default_manager.bulk_create([cls(**sound(model, town))])


def test_every_constraint_is_broken_here_and_speaks_to_people() -> None:
    constraints = {
        constraint.name: constraint
        for model in apps.get_app_config("projects").get_models()
        for constraint in model._meta.constraints
    }
    assert set(constraints) == BROKEN.keys() | ELSEWHERE
    default = models.BaseConstraint.default_violation_error_message
    assert [c.name for c in constraints.values() if c.violation_error_message == default] == []


def test_holders_may_follow_one_another_on_the_same_day(town: Town) -> None:
    for unit, since, until in [(town.lead, DAY, LATER), (town.strange, LATER, None)]:
        town.project.responsibilities.create(role="lead", unit=unit, valid_from=since, valid_to=until)


def test_a_correction_may_stand_beside_the_accepted_row(town: Town) -> None:
    accept_month(town.project, 8, 800)
    accept_month(town.project, 8, 700, revision=2, status="submitted", reason="更正")


def test_history_is_append_only(town: Town) -> None:
    event = apps.get_model("projects", "ProjectEvent")
    assert event.objects.filter(pgh_obj=town.project).count() == 1
    for change in (lambda: event.objects.update(name="改"), lambda: event.objects.all().delete()):
        with pytest.raises(Exception, match="append|Cannot|cannot"), transaction.atomic():
            change()
    Project.objects.filter(pk=town.project.pk).update(note="改")
    assert event.objects.count() == 2
