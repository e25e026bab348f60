"""督查汇报 and 督查通报 over 10,000 projects, 5,000 matters and 100 indicators, from rows to Word file.

Limit, in the same run: the bare SQL of their figures and annexes by statements written by hand for this
county alone, and writing equal files from constants: the same papers with all their words ready.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from io import BytesIO
from typing import Any, Final

from django.db import connection

from accounts.models import User
from bench import data
from bench.affairs import build_affairs
from bench.clock import medians
from bench.indicators import BOARD, BUILT
from rulebook.rules import Month
from supervision.alerts.exports.official import office_style, write_paper
from supervision.reports.exports.documents import document_bytes
from supervision.reports.models import Document
from supervision.reports.rules.papers import paper_of
from supervision.reports.selectors.kept import kept_document
from supervision.reports.services import Order, draft_document, start_document

PROJECTS, MATTERS, INDICATORS = 10_000, 5_000, 100
KINDS: Final = ("report", "circular")
AUGUST, ON = Month(2026, 8), date(2026, 9, 12)
NOW: Final = datetime(2026, 9, 12, 4, tzinfo=UTC)

MEASURED: Final = """
WITH measured AS (
    SELECT p.id, p.name, p.sector_id, s.name AS sector, u.short_name, a.planned_investment AS planned,
           m.month, m.year_to_date AS completed, m.physical_progress, m.problem, m.next_step,
           p.actual_start IS NOT NULL AS started,
           (m.year_to_date - a.planned_investment * 8 / 12) * 100 / a.planned_investment AS points
      FROM projects_project p JOIN projects_sector s ON s.id = p.sector_id
      JOIN projects_annualplan a ON a.project_id = p.id AND a.year = 2026 AND a.is_current
      LEFT JOIN projects_responsibility r ON r.project_id = p.id AND r.role = 'responsible'
       AND r.valid_from <= '2026-09-12' AND (r.valid_to IS NULL OR r.valid_to > '2026-09-12')
      LEFT JOIN accounts_unit u ON u.id = r.unit_id
      LEFT JOIN LATERAL (SELECT * FROM projects_monthlyprogress m WHERE m.project_id = p.id AND m.year = 2026
                            AND m.month <= 8 AND m.status = 'accepted'
                          ORDER BY m.month DESC LIMIT 1) m ON true
)
"""
ROWS: Final = MEASURED + "SELECT * FROM measured ORDER BY sector_id, id"  # noqa: S608 - of constants
SECTORS: Final = (
    MEASURED
    + """
SELECT sector_id, count(*), sum(planned), sum(completed), count(*) FILTER (WHERE started),
       count(*) FILTER (WHERE points < -20), count(*) FILTER (WHERE points < -10 AND points >= -20)
  FROM measured GROUP BY ROLLUP (sector_id)
"""
)
MATTERS_SQL: Final = """
SELECT m.source_id, count(*), count(*) FILTER (WHERE m.status = 'closed'),
       count(*) FILTER (WHERE m.status = 'issued'),
       count(*) FILTER (WHERE m.status = 'issued' AND m.due_on < '2026-09-12')
  FROM matters_matter m WHERE m.issued_on BETWEEN '2026-01-01' AND '2026-09-12' GROUP BY ROLLUP (m.source_id)
"""
UNITS: Final = """
SELECT d.unit_id, count(*), count(*) FILTER (WHERE d.status = 'accepted'),
       count(*) FILTER (WHERE d.accepted_at::date <= m.due_on)
  FROM matters_duty d JOIN matters_matter m ON m.id = d.matter_id
 WHERE d.issued_on BETWEEN '2026-01-01' AND '2026-09-12' GROUP BY d.unit_id
"""
RUNNING: Final = """
SELECT m.id, m.title, u.short_name, m.due_on, f.progress FROM matters_matter m
  JOIN matters_duty d ON d.matter_id = m.id AND d.role = 'lead' JOIN accounts_unit u ON u.id = d.unit_id
  LEFT JOIN LATERAL (SELECT progress FROM matters_feedback f WHERE f.duty_id = d.id
                      ORDER BY f.id DESC LIMIT 1) f ON true
 WHERE m.status = 'issued' ORDER BY m.due_on
"""
ASKED: Final = (ROWS, SECTORS, SECTORS, MATTERS_SQL, UNITS, RUNNING, BOARD)


def run() -> Iterator[tuple[str, float]]:
    build_affairs(matters=MATTERS, months=6)
    data.build_projects(projects=PROJECTS, years=1)
    with connection.cursor() as cursor:
        cursor.execute(BUILT.format(indicators=INDICATORS, years=3, counties=1))
        cursor.execute("VACUUM ANALYZE")
    office = data.office()
    papers = [paper_of(kept_document(_drafted(office, kind), to_print=True)) for kind in KINDS]
    found = medians(
        {
            "drafted and written": partial(_all, office),
            "the bare SQL of their figures": _asked,
            "equal files from constants": partial(_constants, papers),
        },
        rounds=3,
    )
    ours, *limit = found.values()
    yield "documents", ours / sum(limit)


def _all(office: User) -> None:
    for kind in KINDS:
        document_bytes(_drafted(office, kind))


def _drafted(office: User, kind: str) -> Document:
    order = Order(kind=kind, period=AUGUST)
    document = start_document(actor=office, order=order, on=ON, now=NOW)
    return draft_document(actor=office, document_id=document.pk, on=ON, now=NOW)


def _asked() -> None:
    with connection.cursor() as cursor:
        for statement in ASKED:
            cursor.execute(statement)
            cursor.fetchall()


def _constants(papers: list[Any]) -> None:
    style = office_style(ON)
    for paper in papers:
        write_paper(paper, style, BytesIO(), author="", created_at=NOW)
