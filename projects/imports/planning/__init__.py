"""From tables to a plan: what the sheets say, held against what is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from accounts.permissions import can
from projects.imports.kinds import KINDS
from projects.imports.planning.desk import Desk
from projects.imports.planning.kinds import (
    PLANNERS,
    STATISTICS,
    register_kind,
    register_names,
    register_statistics,
)
from projects.imports.planning.periods import months_of, year_of
from projects.imports.planning.roster import finish_roster
from projects.imports.tables import Problem, Table

__all__ = ["plan_tables", "register_kind", "register_names", "register_statistics"]


def plan_tables(desk: Desk, tables: Sequence[Table]) -> None:
    """Plan every sheet, kinds in the order in which they are written, months in theirs."""
    order = {kind: number for number, kind in enumerate(PLANNERS)}
    tables = [table for table in tables if not _is_statistics(desk, table)]
    for table in tables:
        _take_faults(desk, table)
    known = [table for table in tables if table.kind in PLANNERS and table.data]
    for table in sorted(known, key=lambda table: (order[table.kind], *_period(desk, table))):
        _plan(desk, table)
    finish_roster(desk)
    for sheet in desk.plan.sheets:
        sheet.skipped = sorted(row for name, row in desk.plan.faulty if name == sheet.sheet)


def _is_statistics(desk: Desk, table: Table) -> bool:
    """Figures of our own that came back with their rows; they are made of these, so nothing is lost."""
    if not any(title in f"{table.title} {table.sheet}" for title in STATISTICS):
        return False
    message = _("“%(sheet)s”是系统导出的统计，由系统计算，没有导入。") % {"sheet": table.sheet}
    remedy = _("不需要处理。")
    desk.plan.findings.append(Problem(table.sheet, 0, "", "", "own_statistics", message, remedy, "warning"))
    return True


def _period(desk: Desk, table: Table) -> tuple[int, int]:
    if table.kind != "progress":
        return 0, 0
    return year_of(desk, table) or 0, min(months_of(desk, table), default=0)


def _plan(desk: Desk, table: Table) -> None:
    kind = PLANNERS[table.kind]
    if can(desk.actor, kind.verb):
        kind.planner(desk, table)
        return
    label = KINDS[table.kind].label
    message = _("您没有导入“%(kind)s”的权限。") % {"kind": label}
    remedy = _("请删去这张工作表，或请督查办导入。")
    desk.plan.say(table, table.header_row, "", "no_right", message, remedy)


def _take_faults(desk: Desk, table: Table) -> None:
    """The reader's own findings, and the columns that nobody has named yet."""
    plan = desk.plan
    for problem in table.problems:
        if problem.rule == "sheet_not_understood" and not table.unknown_columns:
            # Without even a heading nobody can say that it was meant to be left out.
            problem = replace(problem, severity="error", row=1, column="A")
        plan.findings.append(problem)
        if problem.severity == "error" and problem.row:
            plan.faulty.add((table.sheet, problem.row))
    if not table.kind:
        return
    for column in table.unknown_columns:
        labels = [str(KINDS[table.kind].by_name[name].label) for name in column.candidates]
        near = _("、").join(labels)
        remedy = _("请指定它是哪一列，或选择不导入（只需一次）。")
        if near:
            remedy = _("可能是：%(near)s。") % {"near": near} + remedy
        plan.say_column(
            table,
            column.letter,
            column.header,
            _("没有认出“%(header)s”这一列。") % {"header": column.header},
            remedy,
            column.candidates,
        )
