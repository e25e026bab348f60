"""What reminders of matters there are, and matters that raise some; for the tests of several files."""

from __future__ import annotations

from datetime import date
from typing import Any

from supervision.alerts.models import Reminder
from tests.matters.build import helper_of, lead_of, make_duty, make_matter
from tests.town import Town

ON = date(2026, 9, 12)
OFFICE = ["office_head", "supervisor"]


def open_rows(subject: str | None = None) -> list[tuple[str, str, date, int]]:
    rows = Reminder.objects.open().select_related("recipient")
    if subject:
        rows = rows.filter(subject=subject)
    found = [(row.subject, row.recipient.username, row.due_on, row.rung) for row in rows]
    return sorted(found)


def told(subject: str) -> tuple[list[str], set[str]]:
    """Who was told of the kind, and in what words."""
    rows = Reminder.objects.open().filter(subject=subject)
    return sorted(row.recipient.username for row in rows), {row.text for row in rows}


def to_sign(town: Town) -> Any:
    return make_duty(town, make_matter(town, lead=town.strange, duty_status="signed"), town.lead)


def of_lead(town: Town, **values: Any) -> Any:
    return lead_of(make_matter(town, duty_status="under_way", **values))


def helper(town: Town, line: str) -> Any:
    matter = make_matter(town, helping=[town.helping], duty_status="under_way", helpers_report_to=line)
    return helper_of(matter)
