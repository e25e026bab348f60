"""整改统计: what a time brought, broken down six ways, by number and by money, and as a workbook."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import AccessEntry, Job
from supervision.inspections.exports.jobs import run_statistics
from supervision.inspections.selectors.breakdown import BREAKDOWNS
from tests.inspections.build_rectifications import make_rectification
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]
STATISTICS = "/inspections/rectifications/statistics/"


def shown(client: Client, user: Any, **asked: str) -> Any:
    client.force_login(user)
    response = client.get(STATISTICS, asked)
    assert response.status_code == 200
    return response


def several(town: Town) -> None:
    """Four handed out in September: two closed, one late, one of 水务局 from audit."""
    make_rectification(town, status="closed", amount=Decimal(100))
    first = make_rectification(town, status="closed")
    make_rectification(town, follows=first, position=2, status="draft")
    make_rectification(
        town, status="under_way", due_on=date(2026, 9, 9), amount=Decimal(300), severity="major"
    )
    make_rectification(town, unit=town.helping, origin="audit", external_number="1", category="money")


def test_units_stand_with_rates_by_number_money_time_and_relapse(client: Client, town: Town) -> None:
    several(town)
    response = shown(client, town.supervisor)
    (row, _cells, url), (other, *_rest) = response.context["rows"]
    assert (row.name, other.name) == ("交通局", "水务局")
    assert (row.received, row.received_closed, row.overdue, row.running) == (3, 2, 1, 1)
    assert (row.money_rate, row.on_time_rate, row.relapse_rate) == (Decimal(25), Decimal(100), Decimal(50))
    assert row.average_days == Decimal(10)
    assert client.get(url).context["totals"].count == 4
    assert response.context["total"].received == 4


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("origin", ["督查发现", "审计反馈"]),
        ("category", ["生态环境", "资金使用"]),
        ("severity", ["重大", "一般"]),
        ("age", ["30天以内"]),
        ("year", ["2026"]),
    ],
)
def test_the_same_figures_are_broken_down(client: Client, town: Town, by: str, names: list[str]) -> None:
    several(town)
    response = shown(client, town.supervisor, by=by)
    assert [row.name for row, _cells, _url in response.context["rows"]] == names
    assert response.context["total"].received == 4
    for _row, _cells, url in response.context["rows"]:
        assert client.get(url).status_code == 200


def test_a_unit_sees_its_own_figures(client: Client, town: Town) -> None:
    several(town)
    assert [row.name for row, *_more in shown(client, town.helping_clerk).context["rows"]] == ["水务局"]


def test_an_empty_time_says_so_and_a_wrong_one_too(client: Client, town: Town) -> None:
    several(town)
    assert (
        "这段时间没有数据"
        in shown(client, town.auditor, until="2025-02", since="2025-01", by="age").content.decode()
    )
    assert "没有看懂要统计的月份" in shown(client, town.auditor, since="2026-13").content.decode()


def test_who_has_no_part_in_it_sees_no_figures(client: Client, town: Town) -> None:
    for who in ("nobody", "system_admin", "security_admin"):
        client.force_login(getattr(town, who))
        assert client.get(STATISTICS).status_code == 403
        assert client.post(f"{STATISTICS}export/").status_code == 403


def test_columns_sort_by_share_where_they_are_a_part(client: Client, town: Town) -> None:
    several(town)
    response = shown(client, town.supervisor, sort="received_closed")
    assert [row.name for row, *_more in response.context["rows"]] == ["水务局", "交通局"]


def test_every_breakdown_is_a_sheet_with_its_sum(client: Client, town: Town) -> None:
    several(town)
    client.force_login(town.leader)
    client.post(f"{STATISTICS}export/", {"since": "2026-09", "until": "2026-09"})
    upload = run_statistics(Job.objects.get()).upload
    assert upload is not None
    assert upload.name == "整改统计2026-09-01至2026-09-12.xlsx"
    book = load_workbook(io.BytesIO(Path(upload.file.path).read_bytes()))
    assert book.sheetnames == ["按单位", "按来源", "按类别", "按严重程度", "按账龄", "按年度"]
    rows = [row[1:9] for row in book["按单位"].iter_rows(min_row=6, values_only=True)]
    assert rows == [
        ("交通局", 3, 2, 66.7, 400, 100, 25, 2),
        ("水务局", 1, 0, 0, "—", "—", "—", 0),
        ("合计", 4, 2, 50, 400, 100, 25, 2),
    ]
    assert AccessEntry.objects.filter(detail__contains="整改统计").count() == 1


@pytest.mark.parametrize("by", BREAKDOWNS)
def test_the_number_of_queries_does_not_grow(client: Client, town: Town, by: str) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            shown(client, town.leader, by=by)
        return len(queries)

    several(town)
    asked()
    alone = asked()
    for number, unit in enumerate((town.strange, town.below_lead, town.office)):
        make_rectification(town, unit=unit, origin="audit", external_number=f"二{number}", severity="minor")
    assert asked() == alone
