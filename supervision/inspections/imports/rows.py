"""Rows of an old ledger as what is to be put right: one row each, or a row for each measure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from accounts.models import Unit
from projects.imports.matching import plain_name
from projects.imports.planning.desk import Desk
from projects.imports.tables import Table
from rulebook.selectors import due_date
from supervision.matters.imports.words import short_title

from ..models import Category, Origin
from ..rules.entries import MeasureWords, RectificationWords
from .cells import Cells
from .parts import Carriers, Dates, Standing, carriers, dates, standing, together
from .words import CATEGORY_WORDS, ORIGIN_WORDS, Known

OTHER: Final = "other"
PROBLEM_LENGTH: Final = 500


@dataclass(frozen=True, slots=True)
class RowKey:
    """By what a rectification is known again. ``origin`` is a primary key."""

    row: int
    number: str
    origin: int | None
    external_number: str
    title: str
    unit: Unit | None


@dataclass(frozen=True, slots=True)
class SheetRectification:
    """``row`` is its first; without ``issued`` it is a draft, without ``measures`` its plan is to come."""

    row: int
    words: RectificationWords
    number: str
    origin: Origin
    category: Category
    who: Carriers
    issued: date | None
    measures: tuple[MeasureWords, ...]
    progress: str
    percent: int | None
    amount_rectified: Decimal | None
    told_on: date | None


class Reader:
    """The rows of one sheet."""

    def __init__(self, desk: Desk, table: Table) -> None:
        self.desk, self.table = desk, table
        shared = desk.shared
        self.origins: Known[Origin] = shared.setdefault("origins", Known(Origin, ORIGIN_WORDS))
        self.categories: Known[Category] = shared.setdefault("categories", Known(Category, CATEGORY_WORDS))

    def groups(self) -> list[list[int]]:
        """The rows of each rectification: its own, and those below that only carry on with its measures."""
        found: list[list[int]] = []
        for position in range(len(self.table)):
            if found and self._goes_on(found[-1][-1], position):
                found[-1].append(position)
            else:
                found.append([position])
        return found

    def _goes_on(self, before: int, position: int) -> bool:
        """Merged cells were carried down, all but the serial number's."""
        data = self.table.data
        names = ("title", "problem", "external_number", "number")
        measures = data.get("measures")
        if measures is None or measures[position] in (None, measures[before]):
            return False
        if any(name in data and data[name][before] != data[name][position] for name in names):
            return False
        return "serial" not in data or data["serial"][position] is None

    def key(self, position: int) -> RowKey:
        cells = Cells(self.desk, self.table, position, quiet=True)
        origin = self._origin(cells)
        unit = next((unit for unit, _person in cells.units("unit")), None)
        number, external = cells.value("number") or "", cells.value("external_number") or ""
        return RowKey(cells.row, number, origin.pk if origin else None, external, _problem(cells)[0], unit)

    def read(self, positions: Sequence[int], *, quiet: bool = False) -> SheetRectification | None:
        """None when one of its rows has a fault; what it is has been said, unless it was to be ``quiet``."""
        rows = [Cells(self.desk, self.table, position, quiet=quiet) for position in positions]
        cells = rows[0]
        origin, category = self._named(cells)
        people = [carriers(row) for row in rows]
        who = together(people)
        stand = standing(cells)
        texts = [row.measures() for row in rows]
        when = dates(rows, [len(found) for found in texts], stand.issued)
        amount, done = cells.amounts()
        words = RectificationWords(
            origin_id=origin.pk if origin else None,
            unit_id=who.unit.pk if who.unit else 0,
            category_id=category.pk,
            amount=amount,
            leader_id=who.leader.pk if who.leader else None,
            person=who.person,
            accepting_unit_id=who.accepting.pk if who.accepting else None,
            **self._texts(cells, stand),
            **self._dates(when),
        )
        progress, percent, told_on = cells.text("progress"), cells.percent(), self._told_on(cells)
        _require_unit(cells, who)
        if origin is None or who.unit is None or any(row.is_faulty for row in rows):
            return None
        by_row = [(text, one) for found, one in zip(texts, people, strict=True) for text in found]
        return SheetRectification(
            row=cells.row,
            words=words,
            number=cells.text("number"),
            origin=origin,
            category=category,
            who=who,
            issued=stand.issued,
            measures=tuple(self._measures(cells, words, by_row, when, stand.issued)),
            progress=progress,
            percent=percent,
            amount_rectified=done,
            told_on=told_on,
        )

    # --- where it comes from, what it is ----------------------------------------------------------
    def _named(self, cells: Cells) -> tuple[Origin | None, Category]:
        """What is written in its column has to be known."""
        category = cells.listed("category", self.categories, "unknown_category", _("问题类别"))
        written = cells.value("origin")
        if written:
            origin: Origin | None = cells.listed("origin", self.origins, "unknown_origin", _("问题来源"))
        elif (origin := self._origin(cells)) is None:
            message, remedy = _("没有写明问题来源。"), _("请增加“问题来源”一列，或在标题中写明，例如“审计”。")
            cells.say("title", "no_origin", message, remedy)
        if origin is not None and origin.is_outside and not cells.value("external_number"):
            column = "external_number" if cells.has("external_number") else "title"
            message = _("来源是“%(origin)s”的，没有填写来源编号。") % {"origin": origin}
            cells.say(column, "no_external_number", message, _("请填写来源方的问题编号。"))
        if category is None and not cells.value("category"):
            category = self._category_of_section(cells)
        return origin, category or self.categories.by_code[OTHER]

    def _origin(self, cells: Cells) -> Origin | None:
        """By its column, the section, what it is from, the title, the sheet's or the file's name."""
        if text := cells.value("origin"):
            return self.origins.find(text)
        table, document = self.table, cells.value("source_document")
        section = "" if self._category_of_section(cells) else table.sections[cells.position]
        hints = (section, document, table.title, table.sheet, self.desk.file_name)
        return next((found for hint in hints if hint and (found := self.origins.find(hint))), None)

    def _category_of_section(self, cells: Cells) -> Category | None:
        """“三、安全生产（3个）” is a heading of the category, not the inspection of that name."""
        section = self.table.sections[cells.position].split("/")[-1]
        return self.categories.by_name.get(plain_name(section))

    def _texts(self, cells: Cells, stand: Standing) -> dict[str, Any]:
        names = ("external_number", "source_document", "goal")
        title, problem = _problem(cells)
        note = _("；").join(filter(None, (stand.said, cells.text("remark"))))
        said = {"title": title, "problem": problem, "severity": cells.severity(), "note": note}
        return {**said, **{name: cells.text(name) for name in names}}

    def _dates(self, when: Dates) -> dict[str, Any]:
        """The sheet's own date, with the sheet as its basis; without one the rule of the class gives it."""
        known: dict[str, Any] = {"time_class": when.due.time_class, "due_on": when.due.on}
        if when.due.on is not None:
            known["due_basis"] = _("台账《%(file)s》所列时限") % {"file": self.desk.file_name[:150]}
        return known

    def _told_on(self, cells: Cells) -> date | None:
        """By its own day, else the last of the month that the sheet speaks of (截至8月底)."""
        cutoff = self.table.cutoff
        if (on := cells.past_day("told_on")) or not (cutoff.year and cutoff.month):
            return on
        end = date(cutoff.year, cutoff.month, monthrange(cutoff.year, cutoff.month)[1])
        return min(end, self.desk.on)

    # --- the four lists ---------------------------------------------------------------------------
    def _measures(
        self,
        cells: Cells,
        words: RectificationWords,
        texts: Sequence[tuple[str, Carriers]],
        when: Dates,
        issued: date | None,
    ) -> Iterator[MeasureWords]:
        """None before it is handed out: then the unit still has to plan them."""
        if issued is None:
            if texts:
                message, remedy = _("还没有交办，整改措施没有导入。"), _("交办后由责任单位报方案。")
                cells.say("measures", "plan_to_come", message, remedy, warns=True)
            return
        by_rule = due_date(f"rectification_{words.time_class}", issued) if words.due_on is None else None
        whole = words.due_on or (by_rule.on if by_rule else issued)
        for (text, who), on in zip(texts, when.measures, strict=True):
            unit = who.unit
            if unit is None:
                continue
            person = who.person or _("%(unit)s负责人") % {"unit": unit.short_name}
            yield MeasureWords(words.title[:PROBLEM_LENGTH], text, unit.pk, person, on or whole)


def _problem(cells: Cells) -> tuple[str, str]:
    """Name and description; where only one is written it is both, a long one shortened for the name."""
    title, problem = cells.value("title") or "", cells.text("problem")
    return short_title(title or problem), problem or title


def _require_unit(cells: Cells, who: Carriers) -> None:
    if who.unit is None and not cells.value("unit"):
        column = "unit" if cells.has("unit") else "title"
        cells.say(column, "no_unit", _("没有填写整改责任单位。"), _("请填写责任单位，第一个牵头。"))
