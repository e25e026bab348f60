"""关键节点 from a sheet: set by the office, completed also by the unit that carries the project."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from projects.imports.planning.desk import Desk, KnownProject
from projects.imports.planning.funding import OfProjects
from projects.imports.planning.plan import Cell
from projects.imports.tables import Table
from projects.models import Milestone


def plan_milestones(desk: Desk, table: Table) -> None:
    PlannedMilestones(desk, table).plan()


class PlannedMilestones(OfProjects):
    def plan(self) -> None:
        names = {name for name in self.table.data.get("name", []) if name}
        projects = [project for name in names if (project := self.desk.project(name))]
        rows = Milestone.objects.filter(project__in=[project.pk for project in projects])
        self.known = {(row.project_id, row.name): row for row in rows}
        if "name" not in self.table.data:
            row = (self.table.row_numbers or [1])[0]
            self.say(row, "milestone", "missing_column", _("没有“项目名称”这一列。"), _("请补上这一列。"))
            return
        self.each(self._row)

    def _row(self, position: int, row: int, project: KnownProject) -> list[Cell] | None:
        name = self.cell(position, "milestone")
        if not self.desk.office and project.pk not in self.desk.carried:
            message = _("“%(name)s”不属于本单位承担的项目。") % {"name": project.name}
            remedy = _("请删去这一行，或与督查办核对责任。")
            self.say(row, "name", "not_yours", message, remedy, value=project.name)
            return None
        known = self.known.get((project.pk, name))
        due = self.cell(position, "due")
        if known is None and due is None:
            self.say(row, "due", "required", _("没有填写完成时限。"), _("请补上。"))
            return None
        if known is None and not self.desk.office:
            message, remedy = (
                _("没有登记“%(name)s”这个节点。") % {"name": name},
                _("新增节点请与督查办联系。"),
            )
            self.say(row, "milestone", "unknown_milestone", message, remedy, value=name)
            return None
        done = self._done(position, row)
        if done is False:
            return None
        return self._compare(position, row, project, known, done)

    def _done(self, position: int, row: int) -> Any:
        """The day it was completed, None while it is open, False when the row contradicts itself."""
        when, said = self.cell(position, "done"), self.cell(position, "is_done") or ""
        is_done = said.strip() in {"是", "√", "已完成", "完成", "按期完成", "已按期完成"}
        if is_done and when is None:
            message = _("写了已完成，没有写实际完成时间。")
            self.say(row, "done", "required", message, _("请补上实际完成时间。"))
            return False
        if when is not None and when.on > self.desk.on:
            message = _("实际完成时间%(day)s还没有到。") % {"day": when.on}
            self.say(row, "done", "date_ahead", message, _("请核对。"), value=when.on)
            return False
        if when is not None and said.strip() in {"否", "未完成", "×"}:
            message = _("写了没有完成，又写了实际完成时间。")
            self.say(row, "done", "contradiction", message, _("请核对。"), value=when.on)
            return False
        return when.on if when is not None else None

    def _compare(
        self, position: int, row: int, project: KnownProject, known: Milestone | None, done: date | None
    ) -> list[Cell] | None:
        units = self.cell(position, "lead_unit") or self.cell(position, "responsible_units") or ()
        unit = self.desk.unit(units[0].name) if units else None
        if units and unit is None:
            near = self.desk.units.near(units[0].name)
            column = "lead_unit" if "lead_unit" in self.table.data else "responsible_units"
            self.desk.unknown(self.table, row, column, "unit", units[0].name, _("单位"), near)
            return None
        due = self.cell(position, "due")
        person = self.cell(position, "person") or (units[0].person if units else "")
        completion = self.cell(position, "completion") or (_("已完成") if done else None)
        values = {
            "due_on": ("due", due.on if due else None),
            "unit": ("responsible_units", unit),
            "contact": ("person", person[:80] if person else None),
            "arrangement": ("arrangement", self.cell(position, "arrangement")),
            "completed_on": ("done", done),
            "completion": ("completion", completion),
        }
        if not self.desk.office:
            values = {name: values[name] for name in ("completed_on", "completion")}
        if known is not None and known.completed_on is not None:
            return self._settled(row, known, values)
        name = self.cell(position, "milestone")
        key = project.key
        of: dict[str, Any] = {"project_id": key} if isinstance(key, int) else {"project": key}
        if known is None:
            self.known[project.pk, name] = Milestone(due_on=due.on, completed_on=done)
        return self.put(Milestone, known, values, **of, name=name)

    def _settled(self, row: int, known: Milestone, values: dict[str, tuple[str, Any]]) -> list[Cell] | None:
        """A completed milestone is not changed by a sheet."""
        differs = [
            column for name, (column, value) in values.items() if value and getattr(known, name) != value
        ]
        if not differs:
            return []
        labels = _("、").join(self.label(column) for column in differs)
        message = _("节点“%(name)s”已完成，表中的%(labels)s与登记的不同。") % {
            "name": known.name,
            "labels": labels,
        }
        remedy = _("已完成的节点不再修改；请核对。")
        self.say(row, differs[0], "completed", message, remedy, value=known.name)
        return None
