"""The months that are there already, for the projects of a sheet: one query each, by project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from projects.imports.planning.desk import Desk, KnownProject
from projects.models import AnnualPlan, MonthlyProgress
from projects.models.progress import OPEN, ProgressStatus
from projects.rules import ProgressBefore, ProgressEntry
from rulebook.rules import Month

FIELDS: Final = (
    "month_amount",
    "year_to_date",
    "since_start",
    "physical_progress",
    "stage",
    "problem",
    "next_step",
)
UNBEGUN: Final = frozenset({"new", "preparation"})
# Naming more projects than this costs more than reading the whole month.
FEW: Final = 3000


class MonthRow(NamedTuple):
    pk: int
    status: str
    values: tuple[Any, ...]
    started_on: date | None
    finished_on: date | None

    @staticmethod
    def label(name: str) -> Any:
        return MonthlyProgress._meta.get_field(name).verbose_name  # type: ignore[union-attr]


class YearPlan(NamedTuple):
    planned: Decimal | None
    carried_in: Decimal | None
    kind: str

    @property
    def done_before(self) -> Decimal | None:
        """Until the year began; nothing was built of what is new or still being prepared."""
        return Decimal(0) if self.carried_in is None and self.kind in UNBEGUN else self.carried_in


@dataclass
class ExistingMonths:
    """``accepted`` and ``open`` reports of the month, ``plans`` of the year, all by project."""

    month: int
    plans: dict[int, YearPlan] = field(default_factory=dict)
    accepted: dict[int, MonthRow] = field(default_factory=dict)
    open: dict[int, MonthRow] = field(default_factory=dict)
    earlier: dict[int, tuple[int, Decimal | None, str]] = field(default_factory=dict)
    planned: dict[int, dict[int, ProgressEntry]] = field(default_factory=dict)

    @classmethod
    def load(cls, desk: Desk, period: Month, projects: Sequence[KnownProject | None]) -> ExistingMonths:
        ids = {project.pk for project in projects if project is not None}
        asked: dict[str, Any] = {"project__in": ids} if len(ids) <= FEW else {}
        known = cls(period.month)
        known.planned = desk.months.setdefault(period.year, {})
        plans = AnnualPlan.objects.in_plan(period.year).filter(**asked)
        for pk, *terms in plans.values_list("project", "planned_investment", "carried_in", "kind"):
            known.plans[pk] = YearPlan(*terms)
        known.plans |= desk.new_plans.get(period.year, {})
        rows = MonthlyProgress.objects.filter(year=period.year, **asked)
        known._load_month(rows.filter(month=period.month))
        accepted = rows.filter(status=ProgressStatus.ACCEPTED)
        before = accepted.filter(month__lt=period.month).order_by("project", "-month").distinct("project")
        for pk, month, amount, text in before.values_list(
            "project", "month", "year_to_date", "physical_progress"
        ):
            known.earlier[pk] = month, amount, text
        return known

    def _load_month(self, rows: Any) -> None:
        columns = ("pk", "project", "status", "started_on", "finished_on", *FIELDS)
        for pk, project, status, started, finished, *values in rows.values_list(*columns):
            row = MonthRow(pk, status, tuple(values), started, finished)
            if status == ProgressStatus.ACCEPTED:
                self.accepted[project] = row
            elif status in OPEN:
                self.open[project] = row

    def before(self, project: KnownProject) -> ProgressBefore:
        """The newest earlier month of the year, in the tables or in this import."""
        month, amount, text = self.earlier.get(project.pk, (None, None, ""))
        for earlier, entry in self.planned.get(project.pk, {}).items():
            if earlier < self.month and (month is None or earlier >= month):
                month, amount, text = earlier, entry.year_to_date, entry.physical_progress
        plan = self.plans.get(project.pk)
        return ProgressBefore(
            month, amount, text, plan.carried_in if plan else None, project.total, project.actual_start
        )

    def remember(self, project: KnownProject, month: int, entry: ProgressEntry) -> None:
        self.planned.setdefault(project.pk, {})[month] = entry
