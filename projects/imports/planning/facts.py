"""A ledger row's facts about the project itself, in our words, checked against each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext as _

from projects.imports.kinds import KINDS
from projects.imports.planning.desk import Desk, KnownProject
from projects.imports.planning.plan import told
from projects.imports.planning.words import LEVELS, NATURES, meant, stage_of
from projects.imports.tables import Table
from projects.models import Project, Sector
from projects.models.project import ConstructionNature, Level

# Project field → column whose cell is taken as it stands
PLAIN: Final = {
    "location": "location",
    "content": "content",
    "total_investment": "total_investment",
    "funding_note": "funding",
    "owner_name": "owner",
    "note": "remark",
}
COLUMNS: Final = {
    **PLAIN,
    "levels": "level",
    "nature": "nature",
    "sector": "sector",
    "parent": "parent_name",
    "stage": "stage",
    "starts_on": "built",
    "ends_on": "built",
    "planned_start": "planned_start",
    "planned_finish": "planned_finish",
    "actual_start": "actual_start",
    "actual_finish": "actual_finish",
    "name": "name",
    "code": "code",
}


class Facts:
    def __init__(self, desk: Desk, table: Table, year: int) -> None:
        self.desk, self.table, self.year = desk, table, year
        self.sectors: dict[str, Sector | None] = {}

    def cell(self, position: int, column: str) -> Any:
        values = self.table.data.get(column)
        return values[position] if values is not None else None

    def of(self, position: int, row: int, *, is_package: bool) -> dict[str, Any]:
        """Project fields that the row states; a package of projects has no money of its own."""
        found = {name: self.cell(position, column) for name, column in PLAIN.items()}
        if is_package:
            found.pop("total_investment")
        elif (total := found["total_investment"]) is not None and total < 0:
            message, remedy = _("总投资为负数。"), _("请填写实际的总投资。")
            self.desk.plan.say(self.table, row, "total_investment", "negative", message, remedy, value=total)
        found |= self._dates(position, row)
        found["levels"] = self._levels(row, self.cell(position, "level"))
        found["nature"] = meant(self.cell(position, "nature"), NATURES)
        found["stage"] = stage_of(self.cell(position, "stage"))
        return {name: value for name, value in found.items() if value not in (None, "", [])}

    def _levels(self, row: int, text: str | None) -> list[str] | None:
        if not text:
            return None
        levels = list(dict.fromkeys(ours for word, ours in LEVELS.items() if word in text))
        known = [letter for letter in text if letter in LEVELS]
        if not levels or not known or len(text) > 12:
            message, remedy = (
                _("项目级别“%(text)s”不认识。") % {"text": text},
                _("请填写省级、市级、县级中的一个或几个。"),
            )
            self.desk.plan.say(self.table, row, "level", "unknown_level", message, remedy, value=text)
        return levels

    def _dates(self, position: int, row: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for column, first, last in (
            ("built", "starts_on", "ends_on"),
            ("planned_dates", "planned_start", "planned_finish"),
        ):
            if span := self.cell(position, column):
                found[first] = span.first.on if span.first else None
                found[last] = span.last.on if span.last else None
        for column in ("planned_start", "planned_finish", "actual_start", "actual_finish"):
            if when := self.cell(position, column):
                found[column] = when.on
        pairs = (("planned_start", "planned_finish"), ("actual_start", "actual_finish"))
        for first, last in pairs:
            if found.get(first) and found.get(last) and found[last] < found[first]:
                message, remedy = _("竣工时间早于开工时间。"), _("请核对两个时间。")
                self.desk.plan.say(
                    self.table, row, last, "finish_before_start", message, remedy, value=found[last]
                )
        if (
            found.get("actual_finish")
            and not found.get("actual_start")
            and not self.cell(position, "actual_start")
        ):
            message, remedy = _("写了实际竣工，没有写实际开工。"), _("请补上实际开工时间。")
            self.desk.plan.say(self.table, row, "actual_finish", "finish_without_start", message, remedy)
        return found

    def sector(self, position: int, row: int, known: KnownProject | None) -> Sector | None:
        """By the column, else by the section titles, else by the sheet's own title and name."""
        text = self.cell(position, "sector")
        if text:
            if text not in self.sectors:
                self.sectors[text] = self.desk.sector(text)
            if self.sectors[text] is None:
                near = tuple(sector.name for sector in self.desk.sectors)
                self.desk.unknown(self.table, row, "sector", "sector", text, _("板块"), near)
            return self.sectors[text]
        if known is not None:
            return None  # what a section title suggests does not move a project
        for hint in self._hints(position):
            if hint not in self.sectors:
                self.sectors[hint] = self.desk.sector(hint)
            if found := self.sectors[hint]:
                return found
        return None

    def _hints(self, position: int) -> Iterable[str]:
        yield from self.table.sections[position].split("/")
        yield self.table.sheet
        yield self.table.title

    # --- telling ----------------------------------------------------------------------------------
    def column(self, name: str) -> str:
        return COLUMNS.get(name, name)

    def label(self, name: str) -> str:
        column = self.column(name)
        kind = KINDS.get(self.table.kind)
        if kind and (field := kind.by_name.get(column.partition("@")[0])):
            return str(field.label)
        return str(Project._meta.get_field(name).verbose_name)  # type: ignore[union-attr]

    def letter(self, name: str) -> str:
        place = self.table.columns.get(self.column(name))
        return place.letter if place else ""

    def told(self, name: str, value: Any) -> str:
        if name == "levels" and value:
            return told([str(Level(each).label) for each in value])
        if name == "nature" and value:
            return str(ConstructionNature(value).label)
        return told(value)
