"""月度进展 from a sheet: matched by column, compared with what is there, checked by the rules of the room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from operator import attrgetter
from typing import Any, Final

from django.utils.translation import gettext as _

from projects.imports.planning.desk import Desk, KnownProject
from projects.imports.planning.doubts import said_of
from projects.imports.planning.months import FIELDS, ExistingMonths, MonthRow
from projects.imports.planning.periods import months_of, year_of
from projects.imports.planning.plan import Action, Cell, Sheet, told
from projects.imports.planning.words import stage_of
from projects.imports.tables import Table
from projects.rules import Finding, ProgressBefore, ProgressEntry, check_progress
from projects.services.import_rows import PlannedRow
from rulebook.rules import Month

ZERO: Final = Decimal(0)
VALUES: Final = attrgetter(*FIELDS)
# entry field → column of the sheet
COLUMNS: Final = {
    "month_amount": "completed_in_month",
    "year_to_date": "completed_in_year",
    "since_start": "completed_since_start",
    "physical_progress": "physical_progress",
    "stage": "stage",
    "problem": "problem",
    "next_step": "next_step",
}


def plan_progress(desk: Desk, table: Table) -> None:
    year, months = year_of(desk, table), months_of(desk, table)
    if year is None or not months:
        desk.plan.open_sheet(table)
        desk.plan.say(
            table,
            max(table.row_numbers[:1] + [1]),
            "name",
            "no_period",
            _("没有写明是哪一年哪一月的进展。"),
            _("请在标题中写明，例如“2026年8月”，或在导入时选择年份和月份。"),
        )
        return
    for month in months:
        period = Month(year, month)
        sheet = desk.plan.open_sheet(table, period=period.single.label)
        PlannedMonth(desk, table, sheet, period, spread=len(months) > 1).plan()


class PlannedMonth:
    """One month of one sheet."""

    def __init__(self, desk: Desk, table: Table, sheet: Sheet, period: Month, *, spread: bool) -> None:
        self.desk, self.table, self.sheet, self.period = desk, table, sheet, period
        self.blank: list[Any] = [None] * len(table)
        self.data = {name: self._values(column, spread) for name, column in COLUMNS.items()}
        self.remarks = table.data.get("remark", self.blank)
        self.packages = {parent for parent in table.parents if parent is not None}
        self.unreported: list[str] = []
        self.started: list[str] = []

    def _values(self, column: str, spread: bool) -> list[Any]:
        named = f"{column}@{self.period.month}"
        if named in self.table.data:
            return self.table.data[named]
        of_month = self.table.columns.get(column)
        if spread and of_month is not None and of_month.month not in (None, self.period.month):
            return self.blank
        return self.table.data.get(column, self.blank)

    def plan(self) -> None:
        projects = self._match()
        self.known = ExistingMonths.load(self.desk, self.period, projects)
        faulty, sheet = self.desk.plan.faulty, self.table.sheet
        for position, project in enumerate(projects):
            row = self.table.row_numbers[position]
            if project is None:
                continue
            if (sheet, row) in faulty:
                self._check_only(position, project)
                continue
            self._plan_row(position, row, project)
        self._say_unreported()
        self._say_started()
        self._sum()

    def _match(self) -> Sequence[KnownProject | None]:
        """Each name once; what is not found, or not the unit's own, is said at its cell."""
        desk, table = self.desk, self.table
        codes = table.data.get("code", self.blank)
        known: dict[tuple[str, str | None], KnownProject | None] = {}
        found: list[KnownProject | None] = []
        for position, (name, code) in enumerate(zip(table.data["name"], codes, strict=True)):
            if not name or desk.is_ignored("project", name):
                found.append(None)
                continue
            key = (name, code)
            if key not in known:
                known[key] = desk.project(name, code)
            project = known[key]
            if project is None or not (desk.office or project.pk in desk.carried):
                self._say_stranger(table.row_numbers[position], name)
                project = None
            found.append(project)
        return found

    def _say_stranger(self, row: int, name: str) -> None:
        desk = self.desk
        if desk.office:
            desk.unknown(self.table, row, "name", "project", name, _("项目"), desk.projects.near(name))
            return
        # One answer for what does not exist and for what is another unit's: nothing is given away.
        own = tuple(
            near
            for near in desk.projects.near(name)
            if getattr(desk.projects.find(near), "pk", 0) in desk.carried
        )
        message = _("“%(name)s”不属于本单位承担的项目。") % {"name": name}
        remedy = _("请删去这一行，或改正项目名称；确由本单位承担的，请与督查办核对责任。")
        desk.plan.say(
            self.table, row, "name", "not_yours", message, remedy, value=name, subject="project", near=own
        )

    def _plan_row(self, position: int, row: int, project: KnownProject) -> None:
        given = [values[position] for values in self.data.values()]
        if all(value is None for value in given[:4]):
            if position not in self.packages:
                self.unreported.append(project.name)
            return
        if position in self.packages and project.pk not in self.known.plans:
            return  # a package of projects: its amounts are those of its parts
        if self._is_repeated(row, project, given):
            return
        former = self.known.accepted.get(project.pk)
        before = self.known.before(project)
        if all(value is None for value in given[:3]) and given[3] == before.physical_progress:
            self.unreported.append(project.name)  # last month's words in a workbook that we prefilled
            return
        entry = self._entry(given, former, before, project)
        findings = self._say_all(position, row, project, entry, before)
        self.known.remember(project, self.period.month, entry)
        if (self.table.sheet, row) not in self.desk.plan.faulty:
            note = (self.remarks[position] or "")[:300]
            self._decide(row, project, PlannedRow(project.key, self.period, entry, note, findings), former)

    def _check_only(self, position: int, project: KnownProject) -> None:
        """A row with a fault in some cell is still held against the rest, so that all is said at once."""
        given = [values[position] for values in self.data.values()]
        if all(value is None for value in given[:3]):
            return
        before = self.known.before(project)
        entry = self._entry(given, self.known.accepted.get(project.pk), before, project)
        self._say_all(position, self.table.row_numbers[position], project, entry, before)

    def _is_repeated(self, row: int, project: KnownProject, given: list[Any]) -> bool:
        key = ("month", (id(project), self.period.year, self.period.month))
        earlier = self.desk.seen.setdefault(key, (self.table.sheet, row, given))
        if earlier[:2] == (self.table.sheet, row):
            return False
        if earlier[0] != self.table.sheet and earlier[2] == given:
            return True
        place = f"{row}" if earlier[0] == self.table.sheet else f"{self.table.sheet} {row}"
        message = _("“%(name)s”的同一月份出现两次（%(sheet)s第%(first)s行、第%(row)s行）。") % {
            "name": project.name,
            "sheet": earlier[0],
            "first": earlier[1],
            "row": place,
        }
        self.desk.plan.say(
            self.table, row, "name", "repeated", message, _("请只保留一行。"), value=project.name
        )
        return True

    def _entry(
        self, given: list[Any], former: MonthRow | None, before: ProgressBefore, project: KnownProject
    ) -> ProgressEntry:
        """What the row says, then what follows from it, then what was there; in this order."""
        amount, year, since, text, stage, problem, step = given
        last = before.year_to_date if before.month == self.period.month - 1 else None
        last = ZERO if self.period.month == 1 else last
        if last is not None and year is None and amount is not None:
            year = last + amount
        elif last is not None and amount is None and year is not None and former is None:
            amount = year - last
        plan = self.known.plans.get(project.pk)
        carried = plan.done_before if plan else None
        if since is None and year is not None:
            since = self._since_start(year, carried, former)
        values = (amount, year, since, text or "", stage_of(stage), problem or "", step or "")
        started = self._start(project, year, plan, values[4])
        if former is None:
            said: dict[str, Any] = dict(zip(FIELDS, values, strict=True))
            return ProgressEntry(**said, started_on=started)
        both = zip(FIELDS, values, former.values, strict=True)
        kept = {name: new if new not in (None, "") else old for name, new, old in both}
        started = started or former.started_on
        return ProgressEntry(**kept, started_on=started, finished_on=former.finished_on)

    def _since_start(self, year: Decimal, carried: Decimal | None, former: MonthRow | None) -> Decimal | None:
        """A sheet that corrects the year's amount alone moves the whole amount by as much."""
        if former is not None:
            known = dict(zip(FIELDS, former.values, strict=True))
            if known["since_start"] is not None and known["year_to_date"] is not None:
                return known["since_start"] + year - known["year_to_date"]
        return carried + year if carried is not None else None

    def _start(self, project: KnownProject, year: Any, plan: Any, stage: str) -> date | None:
        """A new project with money spent has begun, though no sheet says on which day."""
        unstarted = project.actual_start is None and plan is not None and plan.kind == "new"
        if not unstarted or not year or year <= 0 or stage == "preparation":
            return None
        project.actual_start = self.period.ends_on
        self.started.append(project.name)
        return min(self.period.ends_on, self.desk.on)

    def _say_all(
        self, position: int, row: int, project: KnownProject, entry: ProgressEntry, before: ProgressBefore
    ) -> tuple[Finding, ...]:
        plan = self.known.plans.get(project.pk)
        found = check_progress(entry, before, self.period, self.desk.on)
        said = said_of(
            self.table, position, entry, found, plan.planned if plan else None, self.remarks[position]
        )
        for each in said:
            name = COLUMNS.get(each.field, each.field) or "name"
            places = (f"{name}@{self.period.month}", name)
            self.desk.plan.say(
                self.table,
                row,
                next((place for place in places if place in self.table.columns), "name"),
                each.code,
                each.message,
                each.remedy,
                severity=each.severity,
                value=each.value,
            )
        return found

    def _decide(self, row: int, project: KnownProject, planned: PlannedRow, former: MonthRow | None) -> None:
        """New, corrected, or as it was. A report that waits for the office is never written over."""
        opened = self.known.open.get(project.pk)
        values = VALUES(planned.entry)
        if former is not None and former.values == values:
            self.sheet.unchanged += 1
            return
        if opened is not None and opened.status == "submitted":
            if opened.values == values and not self.desk.office:
                self.sheet.unchanged += 1
            else:
                self._say_waiting(row, project)
            return
        self.desk.plan.work.months.append(planned)
        shown = former or opened
        old = shown.values if shown else (None,) * len(FIELDS)
        action: Action = "change" if shown else "create"
        self.desk.plan.record(
            self.sheet, row, action, project.name, (old, values), partial(self._cells, old, values)
        )

    def _say_waiting(self, row: int, project: KnownProject) -> None:
        message = _("“%(name)s”本月已有一份报送待审核。") % {"name": project.name}
        remedy = _("请先在进展审核中采用或退回它，再导入。")
        self.desk.plan.say(self.table, row, "name", "waiting", message, remedy, value=project.name)

    def _cells(self, old: tuple[Any, ...], new: tuple[Any, ...]) -> list[Cell]:
        cells = []
        for name, was, value in zip(FIELDS, old, new, strict=True):
            if was != value and not (was is None and value == ""):
                column = COLUMNS.get(name, name)
                place = self.table.columns.get(column) or self.table.columns.get(
                    f"{column}@{self.period.month}"
                )
                label = str(MonthRow.label(name))
                cells.append((label, place.letter if place else "", told(was), told(value)))
        return cells

    # --- about the sheet as a whole ---------------------------------------------------------------
    def _say_unreported(self) -> None:
        if not self.unreported:
            return
        shown = _("、").join(self.unreported[:10])
        message = _("%(count)s个项目没有填写数字和形象进度，按未报送处理：%(names)s。") % {
            "count": len(self.unreported),
            "names": shown if len(self.unreported) <= 10 else shown + _("等"),
        }
        self.desk.plan.say(
            self.table, 0, "", "unreported", message, _("补报后再导入一次即可。"), severity="warning"
        )

    def _say_started(self) -> None:
        if not self.started:
            return
        message = _("%(count)s个新建项目没有写开工时间，按首次有完成投资的%(month)s记为实际开工。") % {
            "count": len(self.started),
            "month": self.period.single.label,
        }
        remedy = _("实际开工时间不同的，请在项目页面更正。")
        self.desk.plan.say(self.table, 0, "", "start_inferred", message, remedy, severity="warning")

    def _sum(self) -> None:
        """What a person compares with the paper: the sheet's own rows, packages left out."""
        leaves = [i for i in range(len(self.table)) if i not in self.packages]
        for name, column in (("planned", "planned_investment"), ("month", ""), ("year", "")):
            values = (
                self.data["month_amount" if name == "month" else "year_to_date"]
                if not column
                else self.table.data.get(column, self.blank)
            )
            known = [values[i] for i in leaves if values[i] is not None]
            if known:
                self.sheet.sums[name] = told(sum(known, ZERO))
