"""办理统计: who may see it, of whom, in what order, and what is said to months that nobody understands."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Post
from rulebook.rules import Month
from supervision.matters.models import Duty
from tests.matters.build import at_noon, lead_of, make_matter
from tests.matters.test_web_inbox import as_user
from tests.town import Town

pytestmark = pytest.mark.usefixtures("workdays")

UNITS = "/matters/statistics/"
LEADERS = "/matters/statistics/leaders/"


def table_of(response: Any) -> dict[str, dict[str, Any]]:
    """unit or post → column → value."""
    return {
        getattr(row, "unit", None) or row.post: {cell.column.name: cell.value for cell in cells}
        for row, cells in response.context["rows"]
    }


@pytest.fixture
def busy(town: Town) -> Town:
    """交通局 received two, signed one in time and one late; 水务局 helped with one and has not signed."""
    make_matter(town, "按时签的", duty_status="signed")
    late = make_matter(town, "晚签的", duty_status="signed")
    Duty.objects.filter(pk=lead_of(late).pk).update(signed_at=at_noon(date(2026, 9, 8)))
    helped = make_matter(town, "配合的", lead=town.strange, helping=[town.helping], leader=None)
    assert helped.duties.count() == 2
    return town


def test_each_unit_has_a_line_with_what_it_was_asked_and_did(busy: Town) -> None:
    response = as_user(busy.supervisor).get(UNITS)
    table = table_of(response)
    assert {name: row["received"] for name, row in table.items()} == {"交通局": 2, "水务局": 1, "文旅局": 1}
    assert (table["交通局"]["signed_in_time"], table["水务局"]["signed_in_time"]) == (1, 0)
    assert "应 2 · 50%" in " ".join(response.content.decode().split())


def test_a_unit_sees_its_own_line_alone(busy: Town) -> None:
    assert list(table_of(as_user(busy.lead_clerk).get(UNITS))) == ["交通局"]
    assert list(table_of(as_user(busy.helping_clerk).get(UNITS))) == ["水务局"]


def test_who_has_nothing_to_do_with_matters_may_not_look(busy: Town) -> None:
    for user in (busy.system_admin, busy.nobody, busy.data_clerk):
        assert as_user(user).get(UNITS).status_code == 403
    for user in (busy.office_head, busy.leader, busy.auditor):
        assert as_user(user).get(UNITS).status_code == 200


def test_shares_sort_by_the_share_and_the_unknown_stays_last(busy: Town) -> None:
    def names(sort: str) -> list[str]:
        return list(table_of(as_user(busy.supervisor).get(UNITS, {"sort": sort})))

    assert names("-signed_in_time")[0] == "交通局"
    assert names("-received")[0] == "交通局" and names("received")[-1] == "交通局"
    assert names("nonsense") == names("")


def test_a_time_without_matters_says_so(busy: Town) -> None:
    response = as_user(busy.supervisor).get(UNITS, {"since": "2025-01", "until": "2025-12"})
    assert response.context["rows"] == [] and "这段时间没有数据" in response.content.decode()


def test_the_year_to_date_is_meant_unless_asked_otherwise(busy: Town) -> None:
    span = as_user(busy.supervisor).get(UNITS).context["span"]
    assert (span.since, span.until) == (Month(2026, 1), Month(2026, 9))
    assert (span.start, span.end) == (date(2026, 1, 1), date(2026, 10, 1))


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "2026-13"},
        {"since": "去年"},
        {"since": "2026-09", "until": "2026-01"},
        {"since": "1999-01", "until": "2026-01"},
    ],
)
def test_months_that_nobody_understands_are_said_to_be_so(busy: Town, asked: dict[str, str]) -> None:
    response = as_user(busy.supervisor).get(UNITS, asked)
    assert response.status_code == 200 and not response.context["understood"]
    assert "没有看懂要统计的月份" in response.content.decode()
    assert response.context["span"].since == Month(2026, 1)


def test_each_leader_has_a_line(busy: Town) -> None:
    make_matter(busy, "过期的", duty_status="under_way", due_on=date(2026, 9, 10))
    make_matter(busy, "呈阅的", status="shown")
    table = table_of(as_user(busy.supervisor).get(LEADERS))
    line = table["常务副县长"]
    assert (line["received"], line["running"], line["late"], line["to_read"]) == (5, 5, 1, 1)


@pytest.mark.parametrize("address", [UNITS, LEADERS])
def test_the_page_asks_as_much_for_many_as_for_one(town: Town, address: str) -> None:
    client = as_user(town.supervisor)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    make_matter(town, "首件")
    asked()
    one = asked()
    for unit in (town.helping, town.strange, town.below_lead, town.county):
        for number in range(4):
            make_matter(town, f"{unit.short_name}{number}", lead=unit, helping=[town.lead])
    assert asked() == one


def test_every_linked_number_of_a_leader_is_the_count_of_the_ledger_behind_it(busy: Town) -> None:
    make_matter(busy, "过期的", duty_status="under_way", due_on=date(2026, 9, 10))
    make_matter(busy, "只有批准人的", leader=None, due_on=date(2026, 9, 11))
    make_matter(busy, "去年的", issued_on=date(2025, 9, 1), due_on=date(2026, 10, 1))
    make_matter(busy, "办结的", status="closed")
    aside = Post.objects.create(unit=busy.county, name="县长助理", order=90)
    make_matter(busy, "不在名单上的", leader=aside)
    client = as_user(busy.supervisor)
    asked = {"since": "2026-09", "until": "2026-09"}
    found = {
        (row.post, cell.column.name): (cell.value, client.get(cell.url).context["totals"].count)
        for row, cells in client.get(LEADERS, asked).context["rows"]
        for cell in cells
        if cell.url
    }
    assert all(told == behind for told, behind in found.values()), found
    assert {key: told for key, (told, _behind) in found.items()} == {
        ("常务副县长", "received"): 6,
        ("常务副县长", "running"): 6,
        ("常务副县长", "red"): 4,
        ("常务副县长", "late"): 2,
        ("常务副县长", "done"): 1,
        ("县长助理", "received"): 1,
        ("县长助理", "running"): 1,
        ("县长助理", "red"): 1,
    }
