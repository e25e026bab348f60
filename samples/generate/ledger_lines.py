"""What the sheets of the ledger share: who is asked, how a total row is written."""

from __future__ import annotations

from decimal import Decimal

from .county import Project, leader_text, projects
from .page import Cell, Page, sum_of

OFFICE = "填报单位：云岭县人民政府督查办公室"
LEVELS = {"省": "省级", "市": "市级", "县": "县级"}


def with_parents(sector: str) -> list[Project]:
    return [p for p in projects() if p.sector == sector]


def total(found: list[Project], field: str) -> Decimal:
    """The exact sum of a money field of projects."""
    return sum((getattr(p, field) for p in found), Decimal(0))


def leader_cell(project: Project) -> str:
    return leader_text(project.leader) if project.leader else ""


def sum_line(page: Page, label: str, rows: list[int], found: list[Project], fields: dict[str, str]) -> int:
    """A total row with formulas in the columns named by ``fields`` (column title → project field)."""
    cells: list[Cell] = [""] * len(page.columns)
    cells[1] = label
    for title, field in fields.items():
        values = [getattr(p, field) for p in found]
        cells[page.index(title)] = sum_of(page, title, rows, values)
    return page.line(cells, bold=True)
