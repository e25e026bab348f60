"""Pages of the reports' room."""

from __future__ import annotations

from . import acts, checking, editing, facts, outlines
from .documents import new_report, report, report_file, report_pdf, reports

__all__ = [
    "acts",
    "checking",
    "editing",
    "facts",
    "new_report",
    "outlines",
    "report",
    "report_file",
    "report_pdf",
    "reports",
]
