"""Wording: pure functions from figures to the text of a report. No database, clock or settings."""

from __future__ import annotations

from supervision.reports.rules.checks import period_warnings, sum_warnings
from supervision.reports.rules.draft import draft_report
from supervision.reports.rules.frozen import frozen_facts, frozen_text
from supervision.reports.rules.inputs import ReportInputs
from supervision.reports.rules.reading import Reading
from supervision.reports.rules.report import Report
from supervision.reports.rules.text import Fact, Quote, Text, plain, uncovered_digits

__all__ = [
    "Fact",
    "Quote",
    "Reading",
    "Report",
    "ReportInputs",
    "Text",
    "draft_report",
    "frozen_facts",
    "frozen_text",
    "period_warnings",
    "plain",
    "sum_warnings",
    "uncovered_digits",
]
