"""督查台账 on the screen: what each person sees, filtered, grouped and counted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from supervision.matters.models import Matter
from tests.matters.build import lead_of, make_feedback, make_instruction, make_matter
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]
LEDGER = "/matters/"


def ledger(client: Client, user: Any, **choices: Any) -> Any:
    client.force_login(user)
    response = client.get(LEDGER, choices)
    assert response.status_code == 200
    return response


def titles(response: Any) -> list[str]:
    return [row.matter.title for row in response.context["rows"]]


def test_a_unit_sees_what_it_carries_and_nobody_elses(client: Client, town: Town) -> None:
    make_matter(town, "修路")
    make_matter(town, "引水", lead=town.helping)
    make_matter(town, "未交办", status="registered")
    assert titles(ledger(client, town.lead_clerk)) == ["修路"]
    assert titles(ledger(client, town.stranger)) == []
    assert titles(ledger(client, town.supervisor)) == ["未交办", "引水", "修路"]


def test_an_empty_ledger_says_what_to_do(client: Client, town: Town) -> None:
    assert "台账里还没有事项" in ledger(client, town.supervisor).content.decode()
    assert "没有您承办的事项" in ledger(client, town.stranger).content.decode()
    assert "没有符合条件的事项" in ledger(client, town.supervisor, text="没有").content.decode()


@pytest.mark.parametrize(
    ("choices", "found"),
    [
        ({"text": "引水"}, ["引水工程"]),
        ({"text": "ysgc"}, ["引水工程"]),
        ({"light": "red"}, ["修路工程"]),
        ({"state": "registered"}, ["立项工程"]),
        ({"running": "1"}, ["引水工程", "修路工程"]),
        ({"urgency": "urgent"}, ["引水工程"]),
        ({"due_to": "2026-09-10"}, ["修路工程"]),
        ({"sort": "due"}, ["修路工程", "引水工程", "立项工程"]),
        ({"light": "sky", "due_to": "soon"}, ["立项工程", "引水工程", "修路工程"]),
    ],
)
def test_the_choices_narrow_and_order_the_list(
    client: Client, town: Town, choices: dict[str, str], found: list[str]
) -> None:
    make_matter(town, "修路工程", due_on=date(2026, 9, 8), duty_status="under_way")
    make_matter(
        town,
        "引水工程",
        lead=town.helping,
        urgency="urgent",
        due_on=date(2026, 10, 30),
        duty_status="under_way",
    )
    make_matter(town, "立项工程", status="registered", due_on=date(2026, 12, 30))
    assert titles(ledger(client, town.supervisor, **choices)) == found


def test_lights_are_counted_and_lead_to_their_rows(client: Client, town: Town) -> None:
    make_matter(town, "逾期", due_on=date(2026, 9, 8), duty_status="under_way")
    make_matter(town, "逾期二", due_on=date(2026, 9, 9), duty_status="under_way")
    make_matter(town, "未到期", duty_status="under_way")
    links = ledger(client, town.supervisor).context["lights"]
    assert [(link["light"].code, link["count"], link["url"]) for link in links] == [
        ("red", 2, "?light=red"),
        ("green", 1, "?light=green"),
    ]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("source", [("政府工作报告任务", 1), ("领导批示", 2)]),
        ("unit", [("交通局", 2), ("水务局", 1)]),
        ("leader", [("常务副县长", 3)]),
        ("light", [("红灯", 1), ("绿灯", 2)]),
    ],
)
def test_groups_add_up_and_head_their_rows(
    client: Client, town: Town, by: str, expected: list[tuple[str, int]]
) -> None:
    make_matter(town, "一", duty_status="under_way")
    make_matter(town, "二", source="work_report", due_on=date(2026, 9, 8), duty_status="under_way")
    make_matter(town, "三", lead=town.helping, leader=None, duty_status="under_way")
    response = ledger(client, town.supervisor, by=by)
    groups = [(name, group.totals.count) for group, name, _url in response.context["groups"]]
    assert groups == expected
    assert sum(count for _name, count in groups) == response.context["totals"].count
    assert [row.section for row in response.context["rows"] if row.section] == [
        name for name, _count in expected
    ]


def test_only_the_office_is_offered_batches_of_what_waits(client: Client, town: Town) -> None:
    make_matter(town, status="registered")
    assert ledger(client, town.supervisor, state="registered").context["batch"][0] == "issue"
    assert ledger(client, town.supervisor).context["batch"] is None
    assert ledger(client, town.leader, state="registered").context["batch"] is None


@pytest.mark.parametrize("by", ["", "unit"])
def test_the_ledger_costs_the_same_for_one_row_and_for_fifty(client: Client, town: Town, by: str) -> None:
    def add(number: int) -> Matter:
        matter = make_matter(town, f"第{number}件", helping=[town.helping], duty_status="under_way")
        make_feedback(town, lead_of(matter))
        make_instruction(town, matter)
        return matter

    def count(user: Any) -> int:
        client.force_login(user)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(LEDGER, {"by": by}).status_code == 200
        return len(asked)

    add(0)
    people = (town.supervisor, town.lead_clerk, town.leader)
    before = [count(user) for user in people]
    for number in range(1, 50):
        add(number)
    assert [count(user) for user in people] == before
    assert max(before) < 40


def test_pages_go_on_by_date(client: Client, town: Town) -> None:
    for number in range(60):
        make_matter(town, f"第{number:02}件", due_on=date(2026, 10, 1 + number % 30))
    first = ledger(client, town.supervisor, sort="due")
    second = client.get(LEDGER + first.context["page"].next_url)
    seen = titles(first) + titles(second)
    assert len(seen) == 60 and len(set(seen)) == 60
    assert titles(client.get(LEDGER + second.context["page"].previous_url)) == titles(first)
