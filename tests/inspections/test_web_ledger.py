"""整改台账 on the screen: who sees what, filters, groups, totals, lights with a word, and the workbook."""

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

from accounts.models import Job
from supervision.inspections.exports.jobs import run_ledger
from supervision.inspections.selectors.ledger import ORDERINGS
from tests.inspections.build_rectifications import make_measure, make_progress, make_rectification
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]
LEDGER = "/inspections/rectifications/"
LATE, AHEAD = date(2026, 9, 9), date(2026, 9, 30)


def ledger(client: Client, user: Any, **choices: Any) -> Any:
    client.force_login(user)
    response = client.get(LEDGER, choices)
    assert response.status_code == 200
    return response


def titles(response: Any) -> list[str]:
    return [line.row.title for line in response.context["rows"]]


def several(town: Town) -> None:
    make_rectification(town, "污水直排", amount=Decimal(300), severity="major", step_due_on=AHEAD)
    outside: dict[str, Any] = {"origin": "audit", "external_number": "审12", "category": "money"}
    make_rectification(town, "资金挪用", unit=town.helping, step_due_on=AHEAD, **outside)
    make_rectification(town, "护栏缺失", status="under_way", due_on=LATE, step_due_on=LATE, leader=None)
    make_rectification(town, "台账不全", status="closed", amount=Decimal(100))
    make_rectification(town, "草稿一件", status="draft")


def test_a_unit_sees_what_it_puts_right_and_helps_with_and_nobody_elses(client: Client, town: Town) -> None:
    several(town)
    make_rectification(town, "协同一件", helping=[town.helping])
    assert titles(ledger(client, town.lead_clerk)) == ["协同一件", "台账不全", "护栏缺失", "污水直排"]
    assert titles(ledger(client, town.helping_clerk)) == ["协同一件", "资金挪用"]
    assert titles(ledger(client, town.stranger)) == []
    assert len(titles(ledger(client, town.auditor))) == 6


def test_an_empty_ledger_says_what_to_do(client: Client, town: Town) -> None:
    assert "还没有整改" in ledger(client, town.supervisor).content.decode()
    assert "没有与您有关的整改" in ledger(client, town.stranger).content.decode()
    assert "没有符合条件的整改" in ledger(client, town.supervisor, text="没有").content.decode()


@pytest.mark.parametrize(
    ("choices", "found"),
    [
        ({"text": "污水"}, ["污水直排"]),
        ({"text": "zjny"}, ["资金挪用"]),
        ({"light": "red"}, ["护栏缺失"]),
        ({"status": "draft"}, ["草稿一件"]),
        ({"severity": "major"}, ["污水直排"]),
        ({"running": "1"}, ["护栏缺失", "资金挪用", "污水直排"]),
        ({"overdue": "1"}, ["护栏缺失"]),
        ({"money": "1", "sort": "amount"}, ["污水直排", "台账不全"]),
        ({"age": "month", "running": "0"}, ["台账不全"]),
        ({"due_to": "2026-09-10"}, ["护栏缺失"]),
        ({"light": "sky", "due_to": "soon"}, ["草稿一件", "台账不全", "护栏缺失", "资金挪用", "污水直排"]),
    ],
)
def test_choices_narrow_the_ledger(
    client: Client, town: Town, choices: dict[str, str], found: list[str]
) -> None:
    several(town)
    assert titles(ledger(client, town.supervisor, **choices)) == found


@pytest.mark.slow
def test_every_column_can_be_sorted_by(client: Client, town: Town) -> None:
    several(town)
    for order in ORDERINGS:
        assert len(titles(ledger(client, town.supervisor, sort=order))) == 5, order


def test_totals_and_groups_add_up_by_number_and_money(client: Client, town: Town) -> None:
    several(town)
    response = ledger(client, town.supervisor, by="unit")
    totals = response.context["totals"]
    assert (totals.count, totals.running, totals.closed, totals.overdue) == (5, 3, 1, 1)
    assert (totals.closing_rate, totals.money_rate) == (Decimal(25), Decimal(25))
    groups = {name: (group.totals.count, url) for group, name, url in response.context["groups"]}
    assert groups["交通局"] == (4, f"?unit={town.lead.pk}")
    assert groups["水务局"] == (1, f"?unit={town.helping.pk}")
    assert [line.section for line in response.context["rows"]] == ["交通局", "", "", "", "水务局"]


@pytest.mark.parametrize("by", ["origin", "unit", "category", "severity", "age", "leader", "light"])
def test_each_grouping_leads_to_its_rows(client: Client, town: Town, by: str) -> None:
    several(town)
    found = ledger(client, town.supervisor, by=by).context["groups"]
    for group, _name, url in found:
        if url:
            client.force_login(town.supervisor)
            inside = client.get(f"{LEDGER}{url}")
            assert inside.context["totals"].count == group.totals.count
    assert sum(group.totals.count for group, _name, _url in found) == 5


def test_a_light_has_its_word_and_its_reason(client: Client, town: Town) -> None:
    make_rectification(town, status="long_term", step_due_on=date(2027, 9, 1))
    page = ledger(client, town.supervisor).content.decode()
    assert "须长期管护" in page
    assert "豁免" in page


def test_long_lists_go_page_by_page(client: Client, town: Town) -> None:
    for number in range(55):
        make_rectification(town, f"第{number}件")
    first = ledger(client, town.supervisor)
    assert len(titles(first)) == 50
    assert first.context["summary"] == "第1—50件，共55件"
    second = client.get(f"{LEDGER}{first.context['page'].next_url}")
    assert len(titles(second)) == 5


def test_the_number_of_queries_is_that_of_one_row(client: Client, town: Town) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            ledger(client, town.lead_clerk)
        return len(queries)

    row = make_rectification(town, status="under_way")
    asked()  # what is read once in a life
    alone = asked()
    for number in range(8):
        row = make_rectification(town, f"第{number}件", status="under_way", helping=[town.helping])
        make_measure(row)
        make_progress(town, row)
    assert asked() == alone


def test_the_ledger_becomes_a_workbook_in_sections(client: Client, town: Town) -> None:
    several(town)
    client.force_login(town.supervisor)
    answer = client.post(f"{LEDGER}export/", {"running": "1", "by": "unit"})
    job = Job.objects.get()
    assert answer.headers["Location"] == f"/jobs/{job.pk}/"
    upload = run_ledger(job).upload
    assert upload is not None
    assert upload.name == "整改台账2026-09-12.xlsx"
    book = load_workbook(io.BytesIO(Path(upload.file.path).read_bytes()))
    rows = [row for row in book["整改台账"].iter_rows(min_row=6, values_only=True)]
    assert [row[2] for row in rows] == [
        "合计（3件）",
        "一、交通局 小计（2件）",
        "护栏缺失",
        "污水直排",
        "二、水务局 小计（1件）",
        "资金挪用",
    ]
    assert "红灯" in rows[2]
    assert "审12" in rows[5]


def test_a_filter_that_is_not_understood_is_not_exported(client: Client, town: Town) -> None:
    client.force_login(town.supervisor)
    answer = client.post(f"{LEDGER}export/", {"light": "sky"}, follow=True)
    assert "没有导出" in answer.content.decode()
    assert not Job.objects.exists()
