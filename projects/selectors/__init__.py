"""Reads of the room. Every one that a person asks starts at ``visible_to(user)``."""

from __future__ import annotations

from .carriers import Carriers, answering_unit_id, carriers
from .duties import DueReport, due_reports, progress_queue, projects_to_report
from .entry import ProgressForm, entry_of, progress_before, progress_findings, progress_form_values
from .ledger import ORDERINGS, LedgerFilters, ledger, measured_projects, with_columns
from .page import ProjectPage, YearSeries, plan_and_actual_series, project_page
from .periods import light_thresholds, report_due_on, reporting_month
from .rows import ProgressRow, row_findings
from .sectors import PlanFigures, SectorFigures, assessments_made, plan_figures, recognised_receipts
from .totals import LedgerTotals, SectorTotals, Totals, ledger_totals

__all__ = [
    "ORDERINGS",
    "Carriers",
    "DueReport",
    "LedgerFilters",
    "LedgerTotals",
    "PlanFigures",
    "ProgressForm",
    "ProgressRow",
    "ProjectPage",
    "SectorFigures",
    "SectorTotals",
    "Totals",
    "YearSeries",
    "answering_unit_id",
    "assessments_made",
    "carriers",
    "due_reports",
    "entry_of",
    "ledger",
    "ledger_totals",
    "light_thresholds",
    "measured_projects",
    "plan_and_actual_series",
    "plan_figures",
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
    "with_columns",
]
