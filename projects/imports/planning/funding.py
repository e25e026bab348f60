"""资金拼盘 of a ledger row; 到位资金, 招商引资, 稳评 and 入库 from sheets of their own."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext as _

from projects.imports.kinds import KINDS
from projects.imports.planning.desk import Desk, KnownProject
from projects.imports.planning.plan import Action, Cell, told
from projects.imports.planning.words import RISKS, SOURCES, meant
from projects.imports.tables import Table
from projects.models import FundingLine, Project, Receipt, StabilityAssessment, StatisticsEntry
from projects.models.funding import FundingSource, ReceiptStatus, RiskLevel

ZERO: Final = Decimal(0)
UNNEEDED: Final = ("不需", "无需", "不用", "免")


def _of(project: KnownProject) -> dict[str, Any]:
    key = project.key
    return {"project_id": key} if isinstance(key, int) else {"project": key}


def plan_funding(desk: Desk, table: Table, position: int, project: KnownProject) -> list[Cell]:
    """Amounts under 资金来源, one line per source; columns of one source add up."""
    amounts: dict[str, Decimal] = {}
    letters: dict[str, str] = {}
    for name, values in table.data.items():
        field, _at, heading = name.partition("@")
        if field == "funding_line" and values[position] is not None:
            source = meant(heading, SOURCES) or FundingSource.OTHER.value
            amounts[source] = amounts.get(source, ZERO) + values[position]
            letters.setdefault(source, table.columns[name].letter)
    if not amounts:
        return []
    lines = FundingLine.objects.filter(project=project.pk) if project.pk > 0 else FundingLine.objects.none()
    known = {line.source: line for line in lines}
    cells: list[Cell] = []
    for source, amount in amounts.items():
        line = known.get(source)
        if line is not None and line.planned == amount:
            continue
        label = str(FundingSource(source).label)
        cells.append((label, letters[source], told(line.planned if line else None), told(amount)))
        if line is None:
            desk.plan.work.create(FundingLine(source=source, planned=amount, **_of(project)))
        else:
            line.planned = amount
            desk.plan.work.change(line, ["planned"])
    return cells


class OfProjects:
    """A sheet whose rows each belong to a known project."""

    def __init__(self, desk: Desk, table: Table) -> None:
        self.desk, self.table = desk, table
        self.sheet = desk.plan.open_sheet(table)

    def cell(self, position: int, column: str) -> Any:
        values = self.table.data.get(column)
        return values[position] if values is not None else None

    def each(self, handle: Callable[[int, int, KnownProject], list[Cell] | None]) -> None:
        """``handle`` gives the cells that change; None when the row was faulty."""
        for position, row in enumerate(self.table.row_numbers):
            name = self.cell(position, "name")
            if not name or self.desk.is_ignored("project", name):
                continue
            project = self.desk.project(name, self.cell(position, "code"))
            if project is None:
                near = self.desk.projects.near(name)
                self.desk.unknown(self.table, row, "name", "project", name, _("项目"), near)
                continue
            if (self.table.sheet, row) in self.desk.plan.faulty:
                continue
            cells = handle(position, row, project)
            if cells is None:
                continue
            if not cells:
                self.sheet.unchanged += 1
                continue
            action: Action = "create" if all(old == "—" for _label, _letter, old, _new in cells) else "change"
            self.desk.plan.record(self.sheet, row, action, name, tuple(cells), cells.copy)

    def label(self, column: str) -> str:
        return str(KINDS[self.table.kind].by_name[column].label)

    def letter(self, column: str) -> str:
        place = self.table.columns.get(column)
        return place.letter if place else ""

    def say(self, row: int, column: str, rule: str, message: str, remedy: str, **more: Any) -> None:
        self.desk.plan.say(self.table, row, column, rule, message, remedy, **more)

    def put(
        self, model: type[models.Model], row: Any, values: dict[str, tuple[str, Any]], **key: Any
    ) -> list[Cell]:
        """Create ``model`` under ``key``, or change ``row``; ``values``: field → (column, value)."""
        given = {name: value for name, (_column, value) in values.items() if value not in (None, "")}
        if row is None:
            self.desk.plan.work.create(model(**key, **given))
            return [
                (self.label(c), self.letter(c), "—", told(v))
                for c, v in values.values()
                if v not in (None, "")
            ]
        changed = {name: value for name, value in given.items() if getattr(row, name) != value}
        cells = []
        for name, value in changed.items():
            column = values[name][0]
            cells.append((self.label(column), self.letter(column), told(getattr(row, name)), told(value)))
            setattr(row, name, value)
        if changed:
            self.desk.plan.work.change(row, changed)
        return cells


def plan_attraction(desk: Desk, table: Table) -> None:
    """招商引资: which projects are such, with their investor; the amounts come with the receipts."""
    sheet = OfProjects(desk, table)

    def handle(position: int, row: int, project: KnownProject) -> list[Cell] | None:
        known = project.row or Project.objects.get(pk=project.pk)
        project.row = known
        investor, cells = sheet.cell(position, "investor"), []
        if not known.is_promotion:
            known.is_promotion = True
            desk.plan.work.change(known, ["is_promotion"])
            cells.append((_("招商引资项目"), sheet.letter("name"), _("否"), _("是")))
        if investor and not known.owner_name:
            known.owner_name = investor[:120]
            desk.plan.work.change(known, ["owner_name"])
            cells.append((_("投资方"), sheet.letter("investor"), "—", investor))
        return cells

    sheet.each(handle)
    sheet.say(
        0,
        "received_in_year",
        "not_taken",
        _("引资额和到位资金合计没有导入。"),
        _("到位资金以明细登记为准。"),
        severity="warning",
    )


def plan_receipts(desk: Desk, table: Table) -> None:
    """到位资金明细: one receipt per project, day and source."""
    sheet = OfProjects(desk, table)
    known = {(r.project_id, r.received_on, r.source): r for r in Receipt.objects.all()}

    def handle(position: int, row: int, project: KnownProject) -> list[Cell] | None:
        amount, received = sheet.cell(position, "amount"), sheet.cell(position, "received")
        for column, value in (("amount", amount), ("received", received)):
            if not value or (column == "amount" and value <= 0):
                message = _("没有填写%(label)s，或不大于零。") % {"label": sheet.label(column)}
                sheet.say(row, column, "required", message, _("请补上。"), value=value)
                return None
        source = meant(sheet.cell(position, "source"), SOURCES) or FundingSource.OTHER.value
        receipt = known.get((project.pk, received.on, source))
        status, recognised = _recognised(
            sheet.cell(position, "status"), sheet.cell(position, "recognised"), amount
        )
        if recognised is not None and recognised > amount:
            sheet.say(
                row,
                "recognised",
                "above_declared",
                _("认定金额大于到位金额。"),
                _("请核对。"),
                value=recognised,
            )
            return None
        evidence = sheet.cell(position, "evidence")
        values = {
            "amount": ("amount", amount),
            "status": ("status", status),
            "recognised": ("recognised", recognised),
            "note": ("evidence", evidence[:200] if evidence else None),
        }
        key = {**_of(project), "received_on": received.on, "source": source}
        cells = sheet.put(Receipt, receipt, values, **key)
        if receipt is None:
            known[project.pk, received.on, source] = Receipt(
                **{n: v for n, (_c, v) in values.items() if v is not None}
            )
        return cells

    sheet.each(handle)
    amounts = [amount for amount in table.data.get("amount", []) if amount is not None]
    sheet.sheet.sums["received"] = told(sum(amounts, ZERO))


def _recognised(text: str | None, stated: Decimal | None, amount: Decimal) -> tuple[str, Decimal | None]:
    """“已认定” without an amount recognises what was declared."""
    if text and ("不予" in text or "未认定" in text):
        return (ReceiptStatus.REFUSED if "不予" in text else ReceiptStatus.DECLARED), None
    if stated is not None or (text and "认定" in text):
        return ReceiptStatus.RECOGNISED, amount if stated is None else stated
    return ReceiptStatus.DECLARED, None


def plan_assessments(desk: Desk, table: Table) -> None:
    """稳评和入库: an assessment per day, an entry per day."""
    sheet = OfProjects(desk, table)
    assessed = {(a.project_id, a.assessed_on): a for a in StabilityAssessment.objects.all()}
    entered = {(e.project_id, e.entered_on): e for e in StatisticsEntry.objects.all()}

    def handle(position: int, row: int, project: KnownProject) -> list[Cell] | None:
        cells: list[Cell] = []
        text, when = sheet.cell(position, "level"), sheet.cell(position, "assessed")
        level = meant(text, RISKS) if text and not any(word in text for word in UNNEEDED) else ""
        if when and not level:
            message = _("写了评估时间，风险等级“%(text)s”不认识。") % {"text": text or ""}
            sheet.say(
                row, "level", "unknown_level", message, _("请填写低风险、中风险或高风险。"), value=text or ""
            )
            return None
        if when:
            values = {
                "level": ("level", level),
                "assessor": ("assessor", sheet.cell(position, "assessor")),
                "measures": ("measures", sheet.cell(position, "measures")),
                "filing_number": ("filing", sheet.cell(position, "filing")),
            }
            known = assessed.get((project.pk, when.on))
            shown = sheet.put(StabilityAssessment, known, values, **_of(project), assessed_on=when.on)
            cells += [
                (a, b, old, str(RiskLevel(new).label) if new == level else new) for a, b, old, new in shown
            ]
        day = sheet.cell(position, "entered")
        if day and (project.pk, day.on) not in entered:
            desk.plan.work.create(StatisticsEntry(entered_on=day.on, **_of(project)))
            cells.append((sheet.label("entered"), sheet.letter("entered"), "—", told(day.on)))
        return cells

    sheet.each(handle)
