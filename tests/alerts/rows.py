"""Rows of the ledger and messages, written as they would stand, past every service."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

from accounts.models import User
from projects.models import Project
from supervision.alerts.models import Delivery, Digest, DigestLine, Reminder
from tests.town import make_project

RAISED: Final = datetime(2026, 9, 8, 2, tzinfo=UTC)
DUE: Final = date(2026, 9, 7)
COLOURS: Final = {0: "note", 1: "note", 2: "blue", 3: "yellow", 4: "red"}


def told(project: Project, user: User, text: str = "请报8月进展", rung: int = 21, **values: Any) -> Reminder:
    """A reminder of the project's month; ``rung`` 0 is news."""
    first = {"due_on": DUE, "raised_at": RAISED, "colour": COLOURS[rung // 10], "subject": "progress"}
    return Reminder.objects.create(project=project, recipient=user, text=text, rung=rung, **(first | values))


def many(sector: Any, user: User, count: int) -> list[Reminder]:
    """As many things, one reminder each."""
    return [told(make_project(f"第{n}号项目", sector), user, f"请报第{n}号") for n in range(count)]


def letter(user: User, *reminders: Reminder, on: date = date(2026, 9, 8), **values: Any) -> Digest:
    digest = Digest.objects.create(recipient=user, on=on, send_after=RAISED, **values)
    DigestLine.objects.bulk_create(DigestLine(digest=digest, reminder=row) for row in reminders)
    return digest


def attempt(digest: Digest, number: int, error: str = "", answer: str = "") -> Delivery:
    at = datetime(2026, 9, 8, 2 + number, tzinfo=UTC)
    return Delivery.objects.create(
        digest=digest, attempt=number, started_at=at, ended_at=at, error=error, answer=answer
    )
