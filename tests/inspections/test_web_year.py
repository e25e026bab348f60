"""The page of the year: months, counts against the cap, repeats, the list; its plan and its charges."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from supervision.inspections.models import Designation, YearPlan
from tests.inspections.build import make_designation, make_finding, make_inspection, make_year_plan
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]
YEAR = "/inspections/?year=2026"


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_an_empty_year_says_what_to_do_first(client: Client, town: Town) -> None:
    client.force_login(town.supervisor)
    shown = text_of(client.get(YEAR))
    assert "2026年还没有督查活动" in shown and "起草方案" in shown
    client.force_login(town.stranger)
    shown = text_of(client.get(YEAR))
    assert "没有涉及您单位的督查" in shown and reverse("inspection-new") not in shown


def test_the_year_stands_by_month_with_each_unit_against_the_cap(client: Client, town: Town) -> None:
    make_year_plan(town, most_per_unit=1)
    make_inspection(town, "汛期安全专项督查", units=[town.lead, town.helping])
    make_inspection(
        town, "冬季供暖督查", units=[town.lead], starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 5)
    )
    client.force_login(town.supervisor)
    seen = client.get(YEAR)
    months = {number: [row.title for row in rows] for number, rows in seen.context["months"] if rows}
    assert months == {9: ["汛期安全专项督查"], 11: ["冬季供暖督查"]}
    assert [(one.unit.short_name, one.times, one.over) for one in seen.context["table"].units] == [
        ("交通局", 2, True),
        ("水务局", 1, False),
    ]
    assert "交通局今年安排督查2次，超过年度计划的次数。" in text_of(seen)


def test_two_at_one_time_on_one_unit_for_one_thing_are_shown_as_a_repeat(client: Client, town: Town) -> None:
    make_inspection(town, "汛期安全专项督查")
    make_inspection(town, "度汛措施检查", starts_on=date(2026, 9, 20), ends_on=date(2026, 9, 28))
    make_inspection(town, "别处的督查", units=[town.strange])
    client.force_login(town.supervisor)
    found = client.get(YEAR).context["repeats"]
    assert [({one.one.title, one.other.title}, one.units) for one in found] == [
        ({"汛期安全专项督查", "度汛措施检查"}, ("交通局",))
    ]


def test_the_list_is_filtered_and_an_empty_answer_says_so(client: Client, town: Town) -> None:
    kept = make_inspection(town, "汛期安全专项督查", units=[town.lead])
    make_finding(town, kept)
    make_inspection(town, "信访积案督查", status="draft", units=[town.strange])
    client.force_login(town.supervisor)
    choices: list[dict[str, Any]] = [{"text": "汛期"}, {"status": "on_site"}, {"unit": town.lead.pk}]
    for asked in choices:
        chosen: Any = {"year": 2026, **asked}
        rows = client.get("/inspections/", chosen).context["rows"]
        assert [(row.title, row.finding_count) for row in rows] == [("汛期安全专项督查", 1)]
    none = client.get("/inspections/?year=2026&kind=clue")
    assert "没有符合条件的督查" in text_of(none)
    assert client.get("/inspections/?year=abc&unit=x").status_code == 200


def test_a_unit_sees_what_it_was_told_of_and_a_stranger_nothing(client: Client, town: Town) -> None:
    make_inspection(town, "公开的督查")
    make_inspection(town, "暗访", is_unannounced=True)
    make_inspection(town, "还在起草", status="draft")
    seen = {}
    for name, user in (("lead", town.lead_clerk), ("stranger", town.stranger), ("team", town.nobody)):
        client.force_login(user)
        seen[name] = sorted(row.title for row in client.get(YEAR).context["rows"])
    assert seen == {"lead": ["公开的督查"], "stranger": [], "team": ["公开的督查", "暗访", "还在起草"]}


def test_the_plan_of_the_year_is_the_head_of_offices(client: Client, town: Town) -> None:
    address = reverse("year-plan", args=[2026])
    for user in (town.supervisor, town.lead_head, town.auditor):
        client.force_login(user)
        assert client.get(address).status_code == 403
    client.force_login(town.office_head)
    words = {"year": 2026, "most_per_unit": 2, "approver": town.leader_post.pk, "approved_on": "2026-01-10"}
    refused = client.post(address, {**words, "approved_on": "2026-12-31"})
    assert refused.context["form"].errors["approved_on"]
    assert client.post(address, words)["Location"] == YEAR
    assert YearPlan.objects.get().most_per_unit == 2
    client.post(address, {**words, "most_per_unit": 3})
    assert YearPlan.objects.get().most_per_unit == 3


def test_a_charge_is_written_down_by_the_head_and_read_by_its_department(client: Client, town: Town) -> None:
    make_designation(town, town.helping, affairs="河道管护")
    address = reverse("designations")
    client.force_login(town.stranger)
    assert client.get(address).status_code == 403
    client.force_login(town.helping_clerk)
    shown = client.get(address)
    assert "河道管护" in text_of(shown) and shown.context["form"] is None
    assert client.post(address).status_code == 403
    client.force_login(town.office_head)
    words = {"unit": town.strange.pk, "affairs": "景区安全", "scope": "全县景区", "duties": "检查"}
    days = {"valid_from": "2026-09-01", "valid_to": "2026-12-01", "approved_on": "2026-09-01"}
    client.post(address, {**words, **days, "approver": town.leader_post.pk, "objects": [town.lead.pk]})
    made = Designation.objects.get(affairs="景区安全")
    assert list(made.objects_named.all()) == [town.lead]


def test_the_page_costs_the_same_for_one_inspection_and_for_twenty(
    client: Client, town: Town, django_assert_max_num_queries: Any
) -> None:
    def count(user: Any) -> int:
        client.force_login(user)
        with django_assert_max_num_queries(60) as asked:
            assert client.get(YEAR).status_code == 200
        return len(asked)

    make_finding(town, make_inspection(town))
    people = (town.supervisor, town.lead_clerk)
    before = [count(user) for user in people]
    for number in range(20):
        make_finding(town, make_inspection(town, f"第{number}次", units=[town.lead, town.helping]))
    assert [count(user) for user in people] == before
