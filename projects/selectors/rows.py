"""Many reports at once, held against each other and against what is there: for workbooks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models.expressions import RawSQL

from rulebook.rules import Month

from ..models import AnnualPlan, MonthlyProgress, Project
from ..rules import Finding, ProgressBefore, ProgressEntry, check_progress


@dataclass(frozen=True)
class ProgressRow:
    """One project's report of one month; ``note`` is what the sheet remarks about it."""

    project_id: int
    period: Month
    entry: ProgressEntry
    note: str = ""


@dataclass
class _Known:
    """What is known of a project while its rows are gone through in the order of the months."""

    total: Decimal | None
    start: date | None
    carried_in: dict[int, Decimal | None] = field(default_factory=dict)
    months: dict[tuple[int, int], tuple[Decimal | None, str]] = field(default_factory=dict)

    def before(self, period: Month) -> ProgressBefore:
        former = next((m for m in range(period.month - 1, 0, -1) if (period.year, m) in self.months), None)
        amount, text = self.months[period.year, former] if former else (None, "")
        return ProgressBefore(
            month=former,
            year_to_date=amount,
            physical_progress=text,
            carried_in=self.carried_in.get(period.year),
            total_investment=self.total,
            actual_start=self.start,
        )

    def take(self, row: ProgressRow) -> None:
        entry, key = row.entry, (row.period.year, row.period.month)
        self.months[key] = entry.year_to_date, entry.physical_progress
        self.start = entry.started_on or self.start


def one_array(ids: Iterable[int]) -> RawSQL:
    """Keys for ``…__in`` as one value: PostgreSQL takes long to read a list of fifty thousand."""
    return RawSQL("SELECT unnest(%s::bigint[])", [sorted(set(ids))])


def row_findings(rows: Sequence[ProgressRow], *, on: date) -> list[tuple[Finding, ...]]:
    """What is wrong or odd about each row, in the order given; three statements however many there are.

    A row is held against the accepted months and against the rows of earlier months beside it.
    """
    known = _known_projects({row.project_id for row in rows}, {row.period.year for row in rows})
    findings: list[tuple[Finding, ...]] = [()] * len(rows)
    for index in sorted(range(len(rows)), key=lambda i: (rows[i].project_id, rows[i].period)):
        row = rows[index]
        project = known[row.project_id]
        findings[index] = check_progress(row.entry, project.before(row.period), row.period, on)
        project.take(row)
    return findings


def _known_projects(ids: set[int], years: set[int]) -> dict[int, _Known]:
    """A project that does not exist is known by nothing."""
    known: dict[int, _Known] = defaultdict(lambda: _Known(None, None))
    wanted = one_array(ids)
    facts = Project.objects.filter(pk__in=wanted).values_list("pk", "total_investment", "actual_start")
    for pk, total, start in facts:
        known[pk] = _Known(total, start)
    plans = AnnualPlan.objects.filter(project__in=wanted, year__in=years, is_current=True)
    for pk, year, carried_in in plans.exclude(change="removed").values_list("project", "year", "carried_in"):
        known[pk].carried_in[year] = carried_in
    months = MonthlyProgress.objects.accepted().filter(project__in=wanted, year__in=years)
    for pk, year, month, amount, text in months.order_by().values_list(
        "project", "year", "month", "year_to_date", "physical_progress"
    ):
        known[pk].months[year, month] = amount, text
    return known
