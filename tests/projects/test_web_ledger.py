"""项目台账 in the browser: rows, sums, filters, order, pages, and who sees what."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Post, Unit
from projects.models import Project
from projects.models.responsibility import ResponsibilityRole
from projects.views.paging import page_of
from tests.town import Town, accept_month, carry, make_project

LEDGER = "/projects/"


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def names_on(response: Any) -> list[str]:
    return [row.project.name for row in response.context["rows"]]


@pytest.fixture
def office(town: Town, client: Client) -> Client:
    client.force_login(town.supervisor)
    return client


def many(town: Town, count: int) -> list[Project]:
    projects = []
    for number in range(count):
        project = make_project(f"{number:02d}号道路", town.sector, planned=(number % 7) * 100 or None)
        carry(project, ResponsibilityRole.RESPONSIBLE, town.lead)
        if number % 3:
            accept_month(project, number % 8 + 1, number * 10)
        projects.append(project)
    return projects


def test_every_address_asks_a_visitor_to_sign_in(client: Client, db: None) -> None:
    response = client.get(LEDGER)
    assert response.status_code == 302
    assert response.headers["Location"] == f"{reverse('sign-in')}?next=/projects/"


def test_the_row_shows_the_engines_figures(office: Client, town: Town) -> None:
    accept_month(town.project, 7, 630, physical_progress="路基完成")
    shown = text_of(office.get(LEDGER))
    for word in (
        "省道过境段改建",
        "1,200",
        "630",
        "52.5%",
        "−14.2",
        "7月",
        "路基完成",
        "常县长",
        "交通局",
        "水务局",
    ):
        assert word in shown


def test_the_sums_are_of_the_whole_filter_and_not_of_the_page(office: Client, town: Town) -> None:
    for number in range(60):
        make_project(f"{number}号桥", town.sector, planned=100)
    response = office.get(LEDGER)
    assert len(response.context["rows"]) == 50
    assert response.context["totals"].total.projects == 61
    assert response.context["totals"].total.planned == Decimal(7200)
    assert "第1—50个，共61个项目" in text_of(response)


@pytest.mark.parametrize("who", ["lead_clerk", "helping_clerk", "below_clerk", "leader", "auditor"])
def test_personas_see_what_they_carry_and_no_more(who: str, town: Town, client: Client) -> None:
    make_project("别人的项目", town.sector)
    client.force_login(getattr(town, who))
    seen = names_on(client.get(LEDGER))
    expected = {
        "lead_clerk": ["省道过境段改建"],
        "helping_clerk": ["省道过境段改建"],
        "below_clerk": [],
        "leader": ["省道过境段改建", "别人的项目"],
        "auditor": ["省道过境段改建", "别人的项目"],
    }
    assert seen == expected[who]


def test_a_strangers_ledger_is_empty_and_says_so(town: Town, client: Client) -> None:
    client.force_login(town.stranger)
    response = client.get(LEDGER)
    assert names_on(response) == []
    assert response.context["totals"].total.projects == 0
    assert "没有您承担的项目" in text_of(response)


def test_lists_to_choose_from_hold_only_what_one_may_see(town: Town, client: Client) -> None:
    client.force_login(town.lead_clerk)
    fields = client.get(LEDGER).context["filters"].form.fields
    assert {unit.short_name for unit in fields["unit"].queryset} == {"交通局", "公路段"}
    assert not fields["leader"].queryset.exists()
    client.force_login(town.supervisor)
    fields = client.get(LEDGER).context["filters"].form.fields
    assert fields["unit"].queryset.count() == Unit.objects.count()
    assert list(fields["leader"].queryset) == list(Post.objects.filter(is_county_leader=True))


def test_a_unit_that_one_may_not_see_is_no_choice(town: Town, client: Client) -> None:
    client.force_login(town.lead_clerk)
    response = client.get(LEDGER, {"unit": town.strange.pk})
    assert "unit" in response.context["filters"].form.errors


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"text": "村"}, ["村道"]),
        ({"text": "CD"}, ["村道"]),
        ({"text": "cun dao"}, ["村道"]),
        ({"level": "province"}, ["村道"]),
        ({"light": "green"}, ["村道"]),
        ({"kind": "new"}, []),
        ({"stage": "finished"}, ["村道"]),
        ({"in_plan": "0"}, []),
    ],
)
def test_each_filter_narrows(query: dict[str, str], expected: list[str], office: Client, town: Town) -> None:
    project = make_project("村道", town.sector, levels=["province"], stage="finished")
    accept_month(project, 8, 1200)
    assert names_on(office.get(LEDGER, query)) == expected


def test_the_cut_off_can_be_an_earlier_month(office: Client, town: Town) -> None:
    accept_month(town.project, 3, 300)
    accept_month(town.project, 8, 800)
    row = office.get(LEDGER, {"period": "2026-03"}).context["rows"][0]
    assert (row.project.completed, row.project.gap) == (Decimal(300), Decimal(0))
    assert row.schedule == Decimal(25)


@pytest.mark.parametrize("period", ["2026-13", "8月", "2026-08-01", "0000-01"])
def test_a_month_that_is_none_is_named_and_the_usual_one_is_shown(
    period: str, office: Client, town: Town
) -> None:
    response = office.get(LEDGER, {"period": period})
    assert response.status_code == 200
    assert "period" in response.context["filters"].form.errors
    assert str(response.context["period"]) == "2026-08"


def test_lights_are_counted_and_lead_to_their_projects(office: Client, town: Town) -> None:
    accept_month(town.project, 8, 800)
    red = make_project("停滞的桥", town.sector)
    accept_month(red, 8, 0)
    links = {link["light"].code: link for link in office.get(LEDGER).context["lights"]}
    assert {code: link["count"] for code, link in links.items()} == {"red": 1, "green": 1}
    assert names_on(office.get(LEDGER + links["red"]["url"])) == ["停滞的桥"]


ORDERS = ["", "-name", "light", "-light", "gap", "-gap", "planned", "-completed", "-sector"]


@pytest.mark.parametrize("order", ORDERS)
def test_pages_forward_and_backward_show_each_row_once_in_any_order(
    order: str, office: Client, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_of, "__defaults__", (7,))
    many(town, 24)
    whole = pages(office, f"?sort={order}")
    assert sorted(whole) == sorted(Project.objects.values_list("name", flat=True))
    assert len(whole) == 25


def pages(client: Client, address: str) -> list[str]:
    """All the names going forward; going back from the last page must give the same."""
    forward: list[str] = []
    trail: list[list[str]] = []
    while address:
        page = client.get(LEDGER + address).context["page"]
        trail.append([project.name for project in page.rows])
        assert page.first == len(forward) + 1
        forward += trail[-1]
        last, address = page, page.next_url
    back = [trail[-1]]
    while last.previous_url:
        last = client.get(LEDGER + last.previous_url).context["page"]
        back.insert(0, [project.name for project in last.rows])
    assert back == trail
    return forward


def test_a_page_mark_that_was_not_ours_starts_anew(office: Client, town: Town) -> None:
    for mark in ("x", '[1,"2"]:abc', ""):
        assert names_on(office.get(LEDGER, {"after": mark})) == ["省道过境段改建"]


@pytest.mark.django_db
def test_the_page_asks_as_much_for_fifty_rows_as_for_one(town: Town, client: Client) -> None:
    client.force_login(town.lead_clerk)
    client.get(LEDGER)
    with CaptureQueriesContext(connection) as few:
        assert len(client.get(LEDGER).context["rows"]) == 1
    many(town, 49)
    with CaptureQueriesContext(connection) as lots:
        assert len(client.get(LEDGER).context["rows"]) == 50
    assert len(lots) == len(few)


def test_the_page_keeps_the_strict_policy(office: Client, town: Town) -> None:
    response = office.get(LEDGER)
    page = response.content.decode()
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert not re.search(r"\sstyle=|\son[a-z]+=|<script>", page)
