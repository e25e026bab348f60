"""催办统计: how soon units act, by unit and by month, exactly; and as a workbook."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import AccessEntry, User
from supervision.alerts.exports.statistics import export_statistics
from supervision.alerts.models import Reminder
from supervision.alerts.selectors.statistics import ReminderStatistics, reminder_statistics
from tests.alerts.rows import many, told
from tests.town import Town, make_project

pytestmark = pytest.mark.django_db
AUGUST = datetime(2026, 8, 3, 2, tzinfo=UTC)
SPAN = (date(2026, 8, 1), date(2026, 10, 1))


def settled(row: Reminder, after: float, outcome: str = "done") -> None:
    moment = row.raised_at + timedelta(days=after)
    Reminder.objects.filter(pk=row.pk).update(settled_at=moment, outcome=outcome)


@pytest.fixture
def busy(town: Town) -> Town:
    """交通局: what climbed and was done after ten days, what was done after four, what moved. 水务局: one."""
    second, third = make_project("县城备用水源", town.sector), make_project("客运站", town.sector)
    lead: dict[str, Any] = {"unit": town.lead, "raised_at": AUGUST, "delivered_at": AUGUST}
    settled(told(town.project, town.lead_clerk, **lead), 3, "superseded")
    higher = told(town.project, town.lead_clerk, rung=31, **lead | {"raised_at": AUGUST + timedelta(days=3)})
    settled(higher, 7)
    Reminder.objects.filter(pk=higher.pk).update(read_at=AUGUST, signed_at=AUGUST)
    settled(told(town.project, town.leader, rung=31, addressee="leader", **lead), 10)
    settled(told(second, town.lead_clerk, **lead | {"raised_at": AUGUST + timedelta(days=31)}), 4)
    settled(told(third, town.lead_clerk, **lead), 1, "moved")
    told(third, town.lead_clerk, rung=0, subject="start", **lead)
    told(third, town.helping_clerk, unit=town.helping, raised_at=AUGUST)
    return town


def test_medians_and_shares_are_exact_by_unit_and_month(busy: Town) -> None:
    found = reminder_statistics(busy.supervisor, *SPAN)
    lead, helping = found.units
    assert lead == ReminderStatistics(busy.lead.pk, "交通局", None, 4, 4, 1, 1, 3, 2, Decimal("7.0"))
    assert helping == ReminderStatistics(busy.helping.pk, "水务局", None, 1, 0, 0, 0, 1, 0, None)
    assert (lead.read_share, lead.done_share, helping.read_share) == (
        Decimal(25),
        Decimal(200) / 3,
        None,
    )
    assert [(str(row.month), row.told, row.things, row.done, row.days) for row in found.months] == [
        ("2026-08", 4, 3, 1, Decimal("10.0")),
        ("2026-09", 1, 1, 1, Decimal("4.0")),
    ]
    assert (found.total.told, found.total.things, found.total.days) == (5, 4, Decimal("7.0"))
    assert reminder_statistics(busy.supervisor, date(2026, 10, 1), date(2026, 11, 1)).units == []


def test_the_page_is_for_office_auditors_and_leaders(client: Client, busy: Town) -> None:
    for user in (busy.supervisor, busy.auditor, busy.leader):
        client.force_login(user)
        response = client.get(reverse("alerts-statistics"), {"since": "2026-08", "until": "2026-09"})
        assert [row.name for row, _cells in response.context["units"]] == ["交通局", "水务局"]
    client.force_login(busy.lead_head)
    assert client.get(reverse("alerts-statistics")).status_code == 403
    assert client.post(reverse("alerts-statistics-export")).status_code == 403


def test_one_statement_however_many(busy: Town) -> None:
    def asked() -> int:
        user = User.objects.get(pk=busy.auditor.pk)
        with CaptureQueriesContext(connection) as queries:
            reminder_statistics(user, *SPAN)
        return len(queries)

    few = asked()
    many(busy.sector, busy.stranger, 30)
    assert asked() == few == 2  # the rights of whoever asks, and the figures


def test_the_workbook_says_the_same(busy: Town) -> None:
    upload = export_statistics(
        actor=busy.office_head, on=date(2026, 9, 12), start=SPAN[0], end=SPAN[1], now=timezone.now()
    )
    book = load_workbook(io.BytesIO(upload.file.read()))
    assert book.sheetnames == ["按单位", "按月"]
    rows = [[cell.value for cell in row] for row in book["按单位"].iter_rows(min_row=6)]
    assert rows[0] == [1, "交通局", 4, 4, 1, 25, 1, 25, 3, 2, 66.7, 7]
    assert rows[1] == [2, "水务局", 1, 0, 0, "—", 0, "—", 1, 0, 0, "—"]
    assert rows[2][1:3] == ["合计", 5]
    assert AccessEntry.objects.filter(detail="导出催办统计2026-08-01至2026-09-12.xlsx").exists()
