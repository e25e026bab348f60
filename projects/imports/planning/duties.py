"""包抓、牵头、责任、帮建、配合、业主 from a row: who stays, who takes over, who is new."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from accounts.models import Post, Unit
from projects.imports.names import LeaderName, UnitName
from projects.imports.planning.desk import Desk, KnownProject
from projects.imports.planning.plan import Cell, told
from projects.imports.tables import Table
from projects.models import Responsibility
from projects.models.responsibility import SINGLE_HOLDER, ResponsibilityRole

Role = ResponsibilityRole
BRACKETED: Final = re.compile(r"(.+)[（(](.{2,4})[）)]")
# column → role of the units in it
UNIT_COLUMNS: Final = {
    "lead_unit": Role.LEAD,
    "responsible_units": Role.RESPONSIBLE,
    "helping_units": Role.HELPING,
    "cooperating_units": Role.SUPPORTING,
}
# Who carries the first is not also listed as the second.
STRONGER: Final = {
    Role.RESPONSIBLE: (Role.LEAD,),
    Role.SUPPORTING: (Role.LEAD, Role.RESPONSIBLE, Role.OWNER),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """``column`` is where it stands in the sheet."""

    role: str
    holder: Post | Unit
    column: str
    contact: str = ""
    position: int = 1


class Duties:
    """The responsibilities in force of the projects of one sheet."""

    def __init__(self, desk: Desk, table: Table, projects: Iterable[KnownProject]) -> None:
        self.desk, self.table = desk, table
        self.held: dict[int, list[Responsibility]] = {}
        ids = [project.pk for project in projects]
        rows = Responsibility.objects.in_force(desk.on).filter(project__in=ids).select_related("post", "unit")
        for row in rows.order_by("position", "pk"):
            self.held.setdefault(row.project_id, []).append(row)

    # --- reading ----------------------------------------------------------------------------------
    def wanted(self, position: int, row: int) -> list[Wanted]:
        """What the row says; names that are not known are said at their cells."""
        found: list[Wanted] = []
        data = self.table.data
        leaders = data["leader"][position] if "leader" in data else None
        titles = data["leader_post"][position] if "leader_post" in data else None
        if leaders and (post := self._leader(row, leaders, titles)):
            found.append(Wanted(Role.LEADER, post, "leader"))
        for column, role in UNIT_COLUMNS.items():
            names = data[column][position] if column in data else None
            found += self._units(position, row, column, role, names or ())
        owner = data["owner"][position] if "owner" in data else None
        if owner and (unit := self.desk.unit(owner)):  # an enterprise is not always a unit of ours
            found.append(Wanted(Role.OWNER, unit, "owner"))
        return found

    def _leader(self, row: int, leaders: tuple[LeaderName, ...], titles: str | None) -> Post | None:
        leader = leaders[0]
        if not leader.name and not leader.posts:
            return None
        if titles and not leader.posts:
            leader = LeaderName(leader.name, tuple(titles.split("、")))
        post = self.desk.leader(leader)
        if post is None:
            name = leader.name or "、".join(leader.posts)
            near = self.desk.posts.near(name)
            self.desk.unknown(self.table, row, "leader", "post", name, _("领导"), near)
        if len(leaders) > 1:
            message = _("写了%(count)s位领导，只有第一位记为包抓领导。") % {"count": len(leaders)}
            remedy = _("其余领导请在备注中说明。")
            self.desk.plan.say(
                self.table, row, "leader", "several_leaders", message, remedy, severity="warning"
            )
        return post

    def _units(
        self, position: int, row: int, column: str, role: Role, names: tuple[UnitName, ...]
    ) -> Iterable[Wanted]:
        """The first of 责任单位 leads where no 牵头单位 is written."""
        leads = column == "responsible_units" and "lead_unit" not in self.table.data
        place = 0
        for number, name in enumerate(names):
            if self.desk.is_ignored("unit", name.name):
                continue
            unit = self.desk.unit(name.name)
            if unit is None and (found := BRACKETED.fullmatch(name.name)):
                # “林草局（顾景行）”: a person whose name ends like a unit's
                unit, name = self.desk.unit(found[1]), UnitName(name.name, found[2], name.phone)
            if unit is None:
                near = self.desk.units.near(name.name)
                self.desk.unknown(self.table, row, column, "unit", name.name, _("单位"), near)
                continue
            contact = " ".join(part for part in (name.person, name.phone) if part)
            if not contact and number == 0:
                contact = self._contact(position, column)
            if leads and number == 0:
                yield Wanted(Role.LEAD, unit, column, contact)
                continue
            if role == Role.LEAD and number:
                yield Wanted(Role.RESPONSIBLE, unit, column, contact, number)
                continue
            place += 1
            yield Wanted(role, unit, column, contact, place)

    def _contact(self, position: int, column: str) -> str:
        """The sheet's 责任人 belongs to the 牵头单位, or to the 帮建部门 where that is what it is about."""
        data = self.table.data
        of = "lead_unit" if "lead_unit" in data else "helping_units"
        if column != of or "person" not in data:
            return ""
        parts = (data["person"][position], data["phone"][position] if "phone" in data else None)
        return " ".join(part for part in parts if part)[:80]

    # --- comparing --------------------------------------------------------------------------------
    def compare(
        self, row: int, project: KnownProject, wanted: list[Wanted], *, since: date, complete: bool
    ) -> list[Cell]:
        """Plan what differs and tell it. ``complete``: 责任 and 帮建 units that are not named give up."""
        held = self.held.setdefault(project.pk, [])
        cells: list[Cell] = []
        for each in wanted:
            cells += self._one(row, project, held, each, since)
        if complete:
            cells += self._ended(held, wanted)
        return cells

    def _one(
        self, row: int, project: KnownProject, held: list[Responsibility], wanted: Wanted, since: date
    ) -> list[Cell]:
        of_role = [each for each in held if each.role == wanted.role]
        same = next((each for each in of_role if wanted.holder in (each.post, each.unit)), None)
        if same is not None:
            return self._contact_cell(same, wanted)
        stronger = STRONGER.get(Role(wanted.role), ())
        if any(each.role in stronger and each.unit == wanted.holder for each in held):
            return []
        former = of_role[0] if of_role and wanted.role in SINGLE_HOLDER else None
        start = since
        if former is not None:
            start = self._handed_over(former, since)
            self._end(former, start)
            held.remove(former)
        new = self._new(project, wanted, start)
        held.append(new)
        letter = self._letter(wanted.column)
        return [(str(Role(wanted.role).label), letter, told(_holder(former)), told(_holder(new)))]

    def _contact_cell(self, row: Responsibility, wanted: Wanted) -> list[Cell]:
        if not wanted.contact or wanted.contact in row.contact or row.contact == wanted.contact:
            return []
        old, row.contact = row.contact, wanted.contact
        self.desk.plan.work.change(row, ["contact"])
        label = _("%(role)s责任人") % {"role": Role(wanted.role).label}
        return [
            (label, self._letter("person") or self._letter(wanted.column), told(old), told(wanted.contact))
        ]

    def _handed_over(self, former: Responsibility, since: date) -> date:
        """The successor begins when the sheet says, if that is after the former began, else today."""
        if since > former.valid_from:
            return since
        return max(self.desk.on, former.valid_from + timedelta(days=1))

    def _end(self, row: Responsibility, on: date) -> None:
        row.valid_to = on
        self.desk.plan.work.change(row, ["valid_to"])

    def _new(self, project: KnownProject, wanted: Wanted, since: date) -> Responsibility:
        holder: dict[str, Any] = {"post" if isinstance(wanted.holder, Post) else "unit": wanted.holder}
        key = project.key
        of: dict[str, Any] = {"project_id": key} if isinstance(key, int) else {"project": key}
        row = Responsibility(
            role=wanted.role,
            valid_from=since,
            position=wanted.position,
            contact=wanted.contact[:80],
            **holder,
            **of,
        )
        self.desk.plan.work.create(row)
        return row

    def _ended(self, held: list[Responsibility], wanted: list[Wanted]) -> list[Cell]:
        cells = []
        for role in (Role.RESPONSIBLE, Role.HELPING):
            column = "responsible_units" if role == Role.RESPONSIBLE else "helping_units"
            named = {each.holder for each in wanted if each.column == column}
            if not named:
                continue
            for row in [each for each in held if each.role == role and each.unit not in named and each.pk]:
                if row.valid_from < self.desk.on:
                    self._end(row, self.desk.on)
                    held.remove(row)
                    cells.append((str(role.label), self._letter(column), told(_holder(row)), _("（终止）")))
        return cells

    def _letter(self, name: str) -> str:
        column = self.table.columns.get(name)
        return column.letter if column else ""


def _holder(row: Responsibility | None) -> str:
    return "" if row is None else str(row.post or row.unit)


def plan_responsibilities(desk: Desk, table: Table) -> None:
    """责任分工 of projects that are known; a sheet may name a project in several rows."""
    sheet = desk.plan.open_sheet(table)
    found: list[KnownProject | None] = []
    codes = table.data.get("code", [None] * len(table))
    for row, name, code in zip(table.row_numbers, table.data["name"], codes, strict=True):
        project = desk.project(name, code) if name else None
        if name and project is None and not desk.is_ignored("project", name):
            desk.unknown(table, row, "name", "project", name, _("项目"), desk.projects.near(name))
        found.append(project)
    duties = Duties(desk, table, {project.pk: project for project in found if project}.values())
    starts = table.data.get("valid_from", [None] * len(table))
    for position, project in enumerate(found):
        row = table.row_numbers[position]
        if project is None:
            continue
        wanted = duties.wanted(position, row)
        if (table.sheet, row) in desk.plan.faulty:
            continue
        start = starts[position].on if starts[position] else date(desk.on.year, 1, 1)
        cells = duties.compare(row, project, wanted, since=start, complete=False)
        if not cells:
            sheet.unchanged += 1
            continue
        desk.plan.record(sheet, row, "change", project.name, tuple(cells), cells.copy)
