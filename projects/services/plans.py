"""年度计划: each change is a new version, the former ones stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from rulebook.rules import check_curve

from .. import rules
from ..models import AnnualPlan
from ..permissions import require
from .writing import because, insert, lock_project


@dataclass(frozen=True)
class PlanTerms:
    """A year's plan. Amounts in 万元; ``curve`` is twelve cumulative shares 0…1, None is linear.

    ``first_month`` is the first month to report: of a project that joins in mid-year, the month it joins.
    """

    kind: str
    planned_investment: Decimal | None
    carried_in: Decimal | None = None
    curve: tuple[Decimal, ...] | None = None
    first_month: int = 1
    goals: str = ""

    def columns(self) -> dict[str, object]:
        return {**self.__dict__, "curve": list(self.curve) if self.curve else None}


@transaction.atomic
def set_annual_plan(
    *,
    actor: User,
    project_id: int,
    year: int,
    terms: PlanTerms,
    change: str,
    on: date,
    reason: str = "",
) -> AnnualPlan:
    """Put a version of the year's plan in force: ``initial``, ``added``, ``adjusted`` or ``removed``.

    Every change but the first needs a reason. A removed plan keeps its figures and measures nothing.
    """
    project = lock_project(project_id)
    require(actor, "project.plan", project)
    former = AnnualPlan.objects.current(year).filter(project=project).first()
    rules.require_change(former.change if former else None, change)
    _require_curve(terms.curve)
    with because(actor, reason):
        AnnualPlan.objects.current(year).filter(project=project).update(is_current=False)
        return insert(
            AnnualPlan(
                project=project,
                year=year,
                version=former.version + 1 if former else 1,
                change=change,
                reason=reason,
                decided_by=actor,
                decided_on=on,
                **terms.columns(),
            )
        )


def _require_curve(curve: tuple[Decimal, ...] | None) -> None:
    """Raises ValidationError on ``curve``, naming the month, before the database refuses it."""
    try:
        if curve:
            check_curve(curve)
    except ValueError as error:
        raise ValidationError({"curve": str(error)}) from error
