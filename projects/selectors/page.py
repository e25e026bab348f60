"""One project with everything about it, and its year as two curves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from accounts.models import Post, User
from rulebook.rules import MONTHS, Month

from ..models import AnnualPlan, MonthlyProgress, Project
from .ledger import with_columns
from .periods import light_thresholds


@dataclass(frozen=True)
class ProjectPage:
    """``project`` carries the ledger's columns; the lists are evaluated, newest or next first."""

    project: Project
    plan: AnnualPlan | None
    responsibilities: list[Any]
    milestones: list[Any]
    months: list[MonthlyProgress]
    funding: list[Any]
    receipts: list[Any]
    assessments: list[Any]
    statistics: list[Any]
    exemptions: list[Any]
    codes: list[Any]
    children: list[Project]


def project_page(user: User, project_id: int, period: Month, on: date) -> ProjectPage:
    """Raises Project.DoesNotExist for what the user does not see."""
    rows = Project.objects.visible_to(user).with_light(period, on, light_thresholds(on))
    rows = with_columns(rows, on).select_related("sector", "programme", "plan", "parent")
    project = rows.get(pk=project_id)
    posts = Prefetch("post", Post.objects.with_holder(on))
    return ProjectPage(
        project=project,
        plan=AnnualPlan.objects.current(period.year).filter(project=project).first(),
        responsibilities=list(project.responsibilities.select_related("unit").prefetch_related(posts)),
        milestones=list(project.milestones.select_related("unit")),
        months=list(project.months.select_related("reported_by__person", "decided_by__person")),
        funding=list(project.funding.all()),
        receipts=list(project.receipts.select_related("evidence")),
        assessments=list(project.assessments.all()),
        statistics=list(project.statistics.all()),
        exemptions=list(project.exemptions.select_related("granted_by__person")),
        codes=list(project.codes.all()),
        children=list(project.children.visible_to(user)),
    )


@dataclass(frozen=True)
class YearSeries:
    """Twelve cumulative amounts each, 万元; None where the plan is unknown or nothing was accepted."""

    planned: tuple[Decimal | None, ...]
    completed: tuple[Decimal | None, ...]


def plan_and_actual_series(project: Project, year: int) -> YearSeries:
    plan = AnnualPlan.objects.in_plan(year).filter(project=project).first()
    rows = MonthlyProgress.objects.accepted().filter(project=project, year=year)
    done = dict(rows.values_list("month", "year_to_date"))
    months = range(1, MONTHS + 1)
    return YearSeries(
        planned=tuple(_planned(plan, month) for month in months),
        completed=tuple(done.get(month) for month in months),
    )


def _planned(plan: AnnualPlan | None, month: int) -> Decimal | None:
    if plan is None or plan.planned_investment is None:
        return None
    if plan.curve:
        return plan.planned_investment * plan.curve[month - 1]
    return plan.planned_investment * month / MONTHS
