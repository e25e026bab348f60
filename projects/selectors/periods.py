"""The cut-off that screens and reports stand on, and the thresholds of a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rulebook.models import MONTHLY_PROGRESS, Subject
from rulebook.rules import Measure, Month, Thresholds
from rulebook.selectors import NoRule, due_date, light_rules


def report_due_on(period: Month, on: date) -> date:
    """The last day to report a month, by the rule in force on that day. Raises NoRule."""
    return due_date(MONTHLY_PROGRESS, period.ends_on, on).on


def reporting_month(on: date) -> Month:
    """The newest month whose report was due before that day; without a deadline rule, last month."""
    period = Month.of(on).previous()
    try:
        while report_due_on(period, on) >= on:
            period = period.previous()
    except NoRule:
        return Month.of(on).previous()
    return period


def light_thresholds(on: date) -> Mapping[Measure, Thresholds]:
    """A measure without a rule in force is missing, and its light is unknown."""
    return light_rules(Subject.PROJECT, on)
