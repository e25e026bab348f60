"""项目台账 from a sheet: projects, their parents, the year's plan, money by source, who carries."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.rules import pinyin_key
from projects.imports.planning.annual import PlannedYear
from projects.imports.planning.desk import Desk, KnownProject
from projects.imports.planning.duties import Duties
from projects.imports.planning.facts import PLAIN, Facts
from projects.imports.planning.funding import plan_funding
from projects.imports.planning.periods import months_of, year_of
from projects.imports.planning.plan import Cell, told
from projects.imports.planning.progress import plan_progress
from projects.imports.tables import Table
from projects.models import Project, ProjectCode

ZERO: Final = Decimal(0)
COMPARED: Final = (
    *PLAIN,
    "starts_on",
    "ends_on",
    "planned_start",
    "planned_finish",
    "actual_start",
    "actual_finish",
)


def plan_ledger(desk: Desk, table: Table) -> None:
    year = year_of(desk, table)
    if year is None:
        desk.plan.open_sheet(table)
        row = (table.row_numbers or [1])[0]
        message, remedy = _("没有写明是哪一年的台账。"), _("请在标题中写明年份，或在导入时选择。")
        desk.plan.say(table, row, "name", "no_period", message, remedy)
        return
    PlannedLedger(desk, table, year).plan()
    if months_of(desk, table) and {"completed_in_year", "completed_in_month"} & {
        n.partition("@")[0] for n in table.columns
    }:
        plan_progress(desk, table)


class PlannedLedger:
    def __init__(self, desk: Desk, table: Table, year: int) -> None:
        self.desk, self.table, self.year = desk, table, year
        self.sheet = desk.plan.open_sheet(table, period=f"{year}年")
        self.packages = {parent for parent in table.parents if parent is not None}
        self.facts = Facts(desk, table, year)
        self.known: list[KnownProject | None] = [None] * len(table)

    def plan(self) -> None:
        table = self.table
        names, codes = table.data["name"], table.data.get("code", [None] * len(table))
        found = [
            self.desk.project(name, code) if name else None for name, code in zip(names, codes, strict=True)
        ]
        existing = [project for project in found if project is not None]
        self._load(existing)
        self.duties = Duties(self.desk, table, existing)
        self.years = PlannedYear(self.desk, table, self.year, [p.pk for p in existing])
        for position in self._parents_first():
            name, row = names[position], table.row_numbers[position]
            if name and not self._is_repeated(position, row, name):
                self._plan_row(position, row, name, found[position])
        self._say_statistics()
        self._sum()

    def _load(self, existing: list[KnownProject]) -> None:
        rows = (
            Project.objects.select_related("sector", "parent")
            .prefetch_related("codes")
            .in_bulk([project.pk for project in existing if project.pk > 0])
        )
        for project in existing:
            project.row = project.row or rows.get(project.pk)

    def _parents_first(self) -> list[int]:
        """A child is created after its parent, wherever that stands."""
        order: list[int] = []
        done: set[int] = set()
        for position in range(len(self.table)):
            chain = []
            at: int | None = position
            while at is not None and at not in done and at not in chain:
                chain.append(at)
                at = self.table.parents[at]
            order += reversed(chain)
            done.update(chain)
        return order

    def _is_repeated(self, position: int, row: int, name: str) -> bool:
        given = {
            key: values[position]
            for key, values in self.table.data.items()
            if key not in ("serial", "remark")
        }
        earlier = self.desk.seen.setdefault(("ledger", name), (self.table.sheet, row, given))
        if earlier[:2] == (self.table.sheet, row):
            return False
        differs = [key for key, value in given.items() if key in earlier[2] and earlier[2][key] != value]
        severity: Literal["error", "warning"]
        if not differs:
            message, severity = _("“%(name)s”与%(sheet)s第%(first)s行重复，内容相同，只导入一次。"), "warning"
        else:
            message, severity = _("“%(name)s”与%(sheet)s第%(first)s行重复，且%(columns)s不同。"), "error"
        labels = _("、").join(self.facts.label(key) for key in differs)
        facts = {"name": name, "sheet": earlier[0], "first": earlier[1], "columns": labels}
        self.desk.plan.say(
            self.table,
            row,
            "name",
            "repeated",
            message % facts,
            _("请只保留正确的一行。"),
            severity=severity,
            value=name,
        )
        return True

    def _plan_row(self, position: int, row: int, name: str, known: KnownProject | None) -> None:
        """Everything the row says is checked, also when one of its cells is at fault."""
        desk = self.desk
        is_package = self._is_package(position, row)
        values = self.facts.of(position, row, is_package=is_package)
        parent = self._parent(position)
        terms = self.years.terms(position, row, values, is_package=is_package)
        wanted = self.duties.wanted(position, row)
        sector = self.facts.sector(position, row, known)
        is_new = known is None
        if is_new and sector is None and (self.table.sheet, row) not in desk.plan.faulty:
            remedy = _("请加一列“板块”，或用“一、工业项目”这样的分节标题。")
            desk.plan.say(self.table, row, "name", "no_sector", _("看不出属于哪个板块。"), remedy, value=name)
        if (self.table.sheet, row) in desk.plan.faulty:
            return
        if sector is not None:
            values["sector"] = sector
        if parent is not None and parent.row is not None:
            values["parent"] = parent.row
        project = known or self._create(name, values, terms)
        self.known[position] = project
        cells = [(_("项目"), self._letter("name"), "—", _("新建"))] if is_new else []
        cells += self._compare(project, values, is_new=is_new)
        if not self._is_clean(row, project):
            return
        cells += self._codes(position, project)
        if terms is not None:
            cells += self.years.compare(row, project, terms)
        cells += plan_funding(desk, self.table, position, project)
        since = self._since(project)
        cells += self.duties.compare(row, project, wanted, since=since, complete=True)
        if not cells:
            self.sheet.unchanged += 1
            return
        desk.plan.record(self.sheet, row, "create" if is_new else "change", name, tuple(cells), lambda: cells)

    def _since(self, project: KnownProject) -> date:
        """Who carries a project of the year's ledger carries it from the year's first day."""
        first = date(self.year, 1, 1)
        return first if project.pk < 0 or first <= self.desk.on else self.desk.on

    def _is_package(self, position: int, row: int) -> bool:
        """A parent that only bundles: without amounts, or with the sums of its parts."""
        if position not in self.packages:
            return False
        parts = [i for i, parent in enumerate(self.table.parents) if parent == position]
        for column in ("planned_investment", "total_investment"):
            values = self.table.data.get(column)
            if values is None or values[position] is None:
                continue
            parts_sum = sum((values[i] for i in parts if values[i] is not None), ZERO)
            if values[position] != parts_sum:
                message = _("上级项目写的是%(own)s万元，各子项目合计%(sum)s万元。") % {
                    "own": told(values[position]),
                    "sum": told(parts_sum),
                }
                remedy = _("上级项目只打包，金额按子项目统计；请核对，上级项目自身的投资请列为一个子项目。")
                self.desk.plan.say(
                    self.table,
                    row,
                    column,
                    "package_amount",
                    message,
                    remedy,
                    severity="warning",
                    value=values[position],
                )
        return True

    def _parent(self, position: int) -> KnownProject | None:
        at = self.table.parents[position]
        if at is not None:
            return self.known[at]
        for column in ("parent_name", "programme"):
            name = self.table.data[column][position] if column in self.table.data else None
            if name and (project := self.desk.project(name)):
                return project
        return None

    # --- the project itself -----------------------------------------------------------------------
    def _create(self, name: str, values: dict[str, Any], terms: dict[str, Any] | None) -> KnownProject:
        kind = (terms or {}).get("kind")
        stage = values.get("stage") or ("building" if kind == "continued" else "preparation")
        row = Project(name=name, pinyin=pinyin_key(name), number="", **{**values, "stage": stage})
        self.desk.plan.work.create(row)
        return self.desk.add_project(row)

    def _compare(self, project: KnownProject, values: dict[str, Any], *, is_new: bool) -> list[Cell]:
        """An empty cell says nothing: what is known stays."""
        row = project.row
        if row is None:
            return []
        cells: list[Cell] = []
        changed = []
        for name, value in values.items():
            old = None if is_new else getattr(row, name)
            if value in (None, "") or old == value:
                continue
            cells.append(
                (
                    self.facts.label(name),
                    self.facts.letter(name),
                    self.facts.told(name, old),
                    self.facts.told(name, value),
                )
            )
            if not is_new:
                setattr(row, name, value)
                changed.append(name)
        if changed:
            self.desk.plan.work.change(row, changed)
        return cells

    def _is_clean(self, row: int, project: KnownProject) -> bool:
        """Lengths and choices, before the table refuses them for all."""
        if project.row is None:
            return True
        try:
            project.row.clean_fields(exclude=["number", "sector", "parent", "programme", "plan"])
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                column = self.facts.column(name)
                for message in messages:
                    self.desk.plan.say(self.table, row, column or "name", "invalid", message, _("请改正。"))
            return False
        return True

    def _codes(self, position: int, project: KnownProject) -> list[Cell]:
        code = self.table.data["code"][position] if "code" in self.table.data else None
        if not code or self.desk.projects.exact.get(code) is project:
            return []
        self.desk.projects.exact[code] = project
        key = project.key
        of: dict[str, Any] = {"project_id": key} if isinstance(key, int) else {"project": key}
        self.desk.plan.work.create(ProjectCode(code=code, **of))
        return [(self.facts.label("code"), self._letter("code"), "—", code)]

    # --- about the sheet --------------------------------------------------------------------------
    def _say_statistics(self) -> None:
        if any(self.table.data.get("in_statistics", [])):
            message = _("“是否入库”没有入库时间，没有导入。")
            remedy = _("请用写明入库时间的“稳评和入库”表导入。")
            self.desk.plan.say(self.table, 0, "in_statistics", "no_date", message, remedy, severity="warning")

    def _sum(self) -> None:
        for name, column in (("total", "total_investment"), ("planned", "planned_investment")):
            values = self.table.data.get(column, [])
            known = [v for i, v in enumerate(values) if v is not None and i not in self.packages]
            if known:
                self.sheet.sums[name] = told(sum(known, ZERO))

    def _letter(self, name: str) -> str:
        column = self.table.columns.get(name)
        return column.letter if column else ""
