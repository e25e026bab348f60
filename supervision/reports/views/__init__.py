"""Pages of the reports' room."""

from __future__ import annotations

from .documents import new_report, report, report_file, reports

__all__ = ["new_report", "report", "report_file", "reports"]
