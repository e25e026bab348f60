"""The board as a workbook: what a user sees, exact, the unknown a dash, known again when it comes back."""

from __future__ import annotations

from decimal import Decimal as D
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AccessEntry, User
from indicators.exports import COLUMNS
from indicators.models import Indicator, Observation
from indicators.services import NewObservation, record_observations
from tests.projects.importing import check
from tests.town import NOON, Town

FIELDS = [column.field for column in COLUMNS]


def exported(user: User, period: str = "2026-08") -> bytes:
    client = Client()
    client.force_login(user)
    answer: Any = client.post(reverse("indicators-export"), {"period": period})
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def lines(content: bytes) -> list[dict[str, Any]]:
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    return [
        dict(zip(FIELDS, row, strict=True)) for row in sheet.iter_rows(min_row=4, values_only=True) if row[0]
    ]


@pytest.fixture
def told(town: Town, freight: Indicator) -> Indicator:
    more: Any = {"rank": 5, "rank_of": 11, "peer_growth": D(8)}
    values = [
        NewObservation(freight.pk, 2026, 7, "3_preliminary", D("140.25"), D("8.1"), rank=4, rank_of=11),
        NewObservation(freight.pk, 2026, 8, "4_returned", D("155.1234"), D("7.5"), **more),
    ]
    record_observations(actor=town.supervisor, values=values, now=NOON)
    return freight


def test_the_board_is_told_exactly_and_the_unknown_is_a_dash(town: Town, told: Indicator) -> None:
    (row,) = lines(exported(town.lead_clerk))
    expected = {
        "name": "货运量",
        "measured_in": "万吨",
        "unit": "交通局",
        "period": "2026年1—8月",
        "status": "上级反馈",
        "value": 155.1234,
        "growth": 7.5,
        "change": -0.6,
        "rank": 5,
        "rank_of": 11,
        "rank_change": -1,
        "target": 400,
        "target_rate": 38.7809,
        "target_points": -27.8858,
        "growth_target": 8,
        "growth_gap": -0.5,
        "peer_growth": 8,
        "peer_gap": -0.5,
        "forecast": "—",
        "needed": 61.2192,
        "light": "红灯",
    }
    assert {name: row[name] for name in expected} == expected
    assert AccessEntry.objects.get(kind="export").detail == "导出2026年1—8月主要经济指标.xlsx"


def test_each_user_takes_out_what_the_board_shows_them(town: Town, told: Indicator) -> None:
    assert [len(lines(exported(user))) for user in (town.leader, town.stranger)] == [1, 0]
    assert lines(exported(town.leader, "2026-07"))[0]["value"] == 140.25
    client = Client()
    client.force_login(town.leader)
    assert client.get(reverse("indicators-export")).status_code == 405


def test_what_was_taken_out_is_not_brought_in_again(town: Town, told: Indicator, tmp_path: Path) -> None:
    path = tmp_path / "导出.xlsx"
    path.write_bytes(exported(town.supervisor))
    batch = check(town.supervisor, path)
    assert [finding["rule"] for finding in batch.findings] == ["own_statistics"]
    assert Observation.objects.count() == 2
