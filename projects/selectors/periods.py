"""The cut-off that screens and reports stand on, and the thresholds of a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rulebook.models import MONTHLY_PROGRESS, Subject
from rulebook.rules import Measure, Month, Thresholds
from rulebook.selectors import due_date, light_rules


def report_due_on(period: Month) -> date | None:
    """The last day to report a month, by the rule in force at its end; None without one."""
    due = due_date(MONTHLY_PROGRESS, period.ends_on)
    return due.on if due else None


def reporting_month(on: date) -> Month:
    """The newest month whose report was due before that day, or for which there is no deadline."""
    period = Month.of(on).previous()
    while (due_on := report_due_on(period)) and due_on >= on:
        period = period.previous()
    return period


def light_thresholds(on: date) -> Mapping[Measure, Thresholds]:
    """A measure without a rule in force is missing, and its light is unknown."""
    return light_rules(Subject.PROJECT, on)
