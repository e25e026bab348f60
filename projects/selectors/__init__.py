"""Reads of the room. Every one that a person asks starts at ``visible_to(user)``."""

from __future__ import annotations

from .carriers import answering_unit_id, answering_units
from .duties import DueReport, due_reports, progress_queue, projects_to_report
from .entry import ProgressForm, entry_of, progress_before, progress_findings, progress_form_values
from .ledger import ORDERINGS, LedgerFilters, ledger, measured_projects, with_columns
from .page import ProjectPage, YearSeries, plan_and_actual_series, project_page
from .periods import light_thresholds, report_due_on, reporting_month
from .rows import ProgressRow, row_findings
from .sectors import SectorFigures, assessments_made, recognised_receipts, sector_figures
from .totals import LedgerTotals, SectorTotals, Totals, ledger_totals

__all__ = [
    "ORDERINGS",
    "DueReport",
    "LedgerFilters",
    "LedgerTotals",
    "ProgressForm",
    "ProgressRow",
    "ProjectPage",
    "SectorFigures",
    "SectorTotals",
    "Totals",
    "YearSeries",
    "answering_unit_id",
    "answering_units",
    "assessments_made",
    "due_reports",
    "entry_of",
    "ledger",
    "ledger_totals",
    "light_thresholds",
    "measured_projects",
    "plan_and_actual_series",
    "progress_before",
    "progress_findings",
    "progress_form_values",
    "progress_queue",
    "project_page",
    "projects_to_report",
    "report_due_on",
    "recognised_receipts",
    "reporting_month",
    "row_findings",
    "sector_figures",
    "with_columns",
]
