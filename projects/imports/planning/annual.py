"""The year's plan of a ledger row: a first version, or the next one where something differs."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from projects.imports.planning.desk import Desk, KnownProject
from projects.imports.planning.months import YearPlan
from projects.imports.planning.plan import Cell, told
from projects.imports.planning.words import KINDS, NATURES, meant
from projects.imports.tables import Table
from projects.models import AnnualPlan
from projects.models.plan import PlanChange, PlanKind
from projects.rules import plain

# AnnualPlan field → column
COLUMNS: Final = {
    "kind": "nature",
    "planned_investment": "planned_investment",
    "carried_in": "invested_before",
    "goals": "annual_goal",
    "curve": "planned_in_month",
}
SIX: Final = Decimal("0.000001")


class PlannedYear:
    def __init__(self, desk: Desk, table: Table, year: int, ids: Iterable[int]) -> None:
        self.desk, self.table, self.year = desk, table, year
        rows = AnnualPlan.objects.current(year).filter(project__in=list(ids))
        self.current = {row.project_id: row for row in rows}

    def _cell(self, position: int, column: str) -> Any:
        values = self.table.data.get(column)
        return values[position] if values is not None else None

    def terms(
        self, position: int, row: int, values: dict[str, Any], *, is_package: bool
    ) -> dict[str, Any] | None:
        """What the row says of the year; None for a package, which is measured by its parts."""
        kind = self._kind(position, row, values)
        if is_package:
            return None
        planned, before = self._cell(position, "planned_investment"), self._cell(position, "invested_before")
        for column, amount in (("planned_investment", planned), ("invested_before", before)):
            if amount is not None and amount < 0:
                message, remedy = _("金额为负数。"), _("请填写实际的金额。")
                self.desk.plan.say(self.table, row, column, "negative", message, remedy, value=amount)
        total = values.get("total_investment")
        if planned is not None and total is not None and planned > total >= 0:
            message = _("年度计划%(planned)s万元大于总投资%(total)s万元。") % {
                "planned": plain(planned),
                "total": plain(total),
            }
            remedy = _("请核对两个金额。")
            self.desk.plan.say(
                self.table, row, "planned_investment", "plan_above_total", message, remedy, value=planned
            )
        terms = {
            "kind": kind,
            "planned_investment": planned,
            "carried_in": before,
            "goals": self._cell(position, "annual_goal"),
            "curve": self._curve(position, row, planned),
        }
        return {name: value for name, value in terms.items() if value not in (None, "")}

    def _kind(self, position: int, row: int, values: dict[str, Any]) -> str:
        """新建、续建、前期 by the column, else by the section titles, else by the year of building."""
        text = self._cell(position, "nature")
        if text:
            kind = KINDS.get(text) or (meant(text, KINDS) if len(text) <= 6 and text[:2] in KINDS else "")
            if not kind and not meant(text, NATURES):
                message = _("“%(text)s”不是新建、续建、前期之一，也不是扩建、改建、迁建。") % {"text": text}
                self.desk.plan.say(
                    self.table, row, "nature", "unknown_kind", message, _("请改为其中之一。"), value=text
                )
            if kind:
                return kind
        if kind := meant(self.table.sections[position], KINDS):
            return kind
        start = values.get("starts_on") or values.get("planned_start")
        return "" if start is None else ("continued" if start.year < self.year else "new")

    def _curve(self, position: int, row: int, planned: Decimal | None) -> list[Decimal] | None:
        """Twelve planned months as cumulative shares, when all are there and add up to the plan."""
        months = [self._cell(position, f"planned_in_month@{month}") for month in range(1, 13)]
        if not planned or any(amount is None for amount in months):
            return None
        if sum(months) != planned or min(months) < 0:
            message = _("分月计划合计%(sum)s万元，与年度计划%(planned)s万元不符或有负数，按月均衡计算时序。")
            message %= {"sum": plain(sum(months)), "planned": plain(planned)}
            remedy = _("需要按分月计划考核的，请核对后重新导入。")
            name = "planned_in_month@12"
            self.desk.plan.say(self.table, row, name, "curve", message, remedy, severity="warning")
            return None
        done, shares = Decimal(0), []
        for amount in months:
            done += amount
            shares.append((done / planned).quantize(SIX))
        return shares

    def compare(self, row: int, project: KnownProject, terms: dict[str, Any]) -> list[Cell]:
        former = self.current.get(project.pk)
        if former is not None and former.change == PlanChange.REMOVED:
            message = _("“%(name)s”已调出%(year)s年计划。") % {"name": project.name, "year": self.year}
            remedy = _("确需恢复的，请先在项目页面重新调入。")
            self.desk.plan.say(self.table, row, "name", "plan_removed", message, remedy, value=project.name)
            return []
        different = {
            name: value for name, value in terms.items() if former is None or getattr(former, name) != value
        }
        cells = [
            (
                self._label(name),
                self._letter(name),
                self._told(name, getattr(former, name, None)),
                self._told(name, value),
            )
            for name, value in different.items()
        ]
        if former is None or different:
            new = self._version(project, former, different)
            plan = YearPlan(new.planned_investment, new.carried_in, new.kind)
            self.desk.new_plans.setdefault(self.year, {})[project.pk] = plan
        return cells or ([(_("年度计划"), "", "—", f"{self.year}年")] if former is None else [])

    def _version(self, project: KnownProject, former: AnnualPlan | None, terms: dict[str, Any]) -> AnnualPlan:
        key = project.key
        of: dict[str, Any] = {"project_id": key} if isinstance(key, int) else {"project": key}
        kept: dict[str, Any] = {"change": PlanChange.INITIAL}
        if former is not None:
            names = ("kind", "planned_investment", "carried_in", "goals", "curve", "first_month")
            kept = {name: getattr(former, name) for name in names}
            kept |= {
                "version": former.version + 1,
                "change": PlanChange.ADJUSTED,
                "reason": self.desk.reason[:300],
            }
            former.is_current = False
            self.desk.plan.work.change(former, ["is_current"])
        row = AnnualPlan(
            year=self.year, decided_by=self.desk.actor, decided_on=self.desk.on, **of, **{**kept, **terms}
        )
        self.desk.plan.work.create(row)
        return row

    def _label(self, name: str) -> str:
        return str(AnnualPlan._meta.get_field(name).verbose_name)  # type: ignore[union-attr]

    def _letter(self, name: str) -> str:
        column = self.table.columns.get(COLUMNS[name])
        return column.letter if column else ""

    def _told(self, name: str, value: Any) -> str:
        return str(PlanKind(value).label) if name == "kind" and value else told(value)
