"""Reminders by the API: one's own and what the unit's desk was told, with every attempt to deliver it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, RoleGrant, User
from supervision.alerts.models import Reminder
from tests.alerts.rows import RAISED, attempt, letter, many, told
from tests.api.caller import Caller, caller_as, code_of
from tests.town import SINCE, Town

pytestmark = pytest.mark.django_db
EVERYTHING = {"supervisor", "office_head", "leader", "auditor"}


@pytest.fixture
def rows(town: Town) -> dict[str, Reminder]:
    """About 交通局: its clerk, its head, the leader in charge; about 水务局: its clerk; the office's own."""
    lead: dict[str, Any] = {"unit": town.lead}
    return {
        "clerk": told(town.project, town.lead_clerk, **lead),
        "head": told(town.project, town.lead_head, rung=31, addressee="unit_head", **lead),
        "above": told(town.project, town.leader, rung=41, addressee="leader", **lead),
        "helping": told(town.project, town.helping_clerk, unit=town.helping),
        "office": told(town.project, town.supervisor, rung=0),
        "read": told(town.project, town.lead_clerk, due_on=date(2026, 8, 7), read_at=RAISED, **lead),
    }


def seen_by(user: User, rows: dict[str, Reminder], asked: str = "") -> set[str]:
    names = {row.pk: name for name, row in rows.items()}
    return {names[found["id"]] for found in caller_as(user).results(f"reminders/{asked}")}


def test_each_sees_his_own_and_who_heads_or_calls_for_a_unit_what_its_desk_was_told(
    town: Town, rows: dict[str, Reminder]
) -> None:
    desk = {"clerk", "head", "read"}
    expected = {name: set(rows) for name in EVERYTHING} | {
        "lead_clerk": {"clerk", "read"},
        "lead_head": desk,
        "api_client": desk,
        "helping_clerk": {"helping"},
    }
    for name, user in town.personas().items():
        assert seen_by(user, rows) == expected.get(name, set()), name


def test_a_client_of_the_whole_county_sees_all(town: Town, rows: dict[str, Reminder]) -> None:
    user = User.objects.create(username="省平台", password_is_own=True)
    RoleGrant.objects.create(user=user, role=Role.API_CLIENT, valid_from=SINCE)
    assert seen_by(user, rows) == set(rows)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?subject=progress", {"clerk", "head", "above", "helping", "office", "read"}),
        ("?subject=start", set()),
        ("?colour=red", {"above"}),
        ("?colour=note", {"office"}),
        ("?unit={lead}", {"clerk", "head", "above", "read"}),
        ("?recipient={clerk}", {"clerk", "read"}),
        ("?open=false", {"head"}),
        ("?unread=false", {"read"}),
        ("?open=true&unread=true&unit={lead}", {"clerk", "above"}),
        ("?raised_after=2026-09-08T02:00:01Z", {"helping"}),
    ],
)
def test_filters_narrow_exactly(town: Town, rows: dict[str, Reminder], asked: str, found: set[str]) -> None:
    Reminder.objects.filter(pk=rows["head"].pk).update(settled_at=RAISED, outcome="done")
    Reminder.objects.filter(pk=rows["helping"].pk).update(raised_at=RAISED + timedelta(seconds=1))
    keys = {"lead": town.lead.pk, "clerk": town.lead_clerk.pk}
    assert seen_by(town.auditor, rows, asked.format(**keys)) == found


def test_one_tells_what_came_of_it_and_every_attempt(town: Town, rows: dict[str, Reminder]) -> None:
    digest = letter(town.lead_clerk, rows["clerk"])
    attempt(digest, 1, error="450 busy")
    attempt(digest, 2, answer="250 kept")
    found = caller_as(town.api_client).get(f"reminders/{rows['clerk'].pk}/").json()
    names = ("text", "recipient_name", "addressee", "unit_id", "rung", "colour", "due_on", "project_id")
    assert [found[name] for name in names] == [
        "请报8月进展",
        "路联络",
        "clerk",
        town.lead.pk,
        21,
        "blue",
        "2026-09-07",
        town.project.pk,
    ]
    assert [(one["channel"], one["attempt"], one["error"]) for one in found["deliveries"]] == [
        ("email", 1, "450 busy"),
        ("email", 2, ""),
    ]
    assert {name for name, value in found.items() if name.endswith("_id") and value is not None} == {
        "unit_id",
        "recipient_id",
        "project_id",
    }


def test_what_is_not_ones_own_is_not_there_and_nothing_is_written(
    town: Town, rows: dict[str, Reminder]
) -> None:
    stranger = caller_as(town.stranger)
    there, nowhere = (stranger.get(f"reminders/{key}/") for key in (rows["clerk"].pk, 10**12))
    assert code_of(there) == code_of(nowhere) == (404, "not_found")
    assert there.content == nowhere.content
    head = caller_as(town.lead_head, "read matters")
    assert code_of(head.get(f"reminders/{rows['above'].pk}/")) == (404, "not_found")
    assert code_of(head.post("reminders/", {})) == (405, "method_not_allowed")
    assert code_of(Client().get("/api/v1/reminders/")) == (401, "not_authenticated")
    assert code_of(caller_as(town.lead_clerk, "matters").get("reminders/")) == (403, "scope_missing")
    assert code_of(caller_as(town.auditor).get("reminders/?colour=green"))[0] == 400


def test_fifty_ask_no_more_than_one(town: Town) -> None:
    def statements(caller: Caller, path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert caller.get(path).status_code == 200
        return len(captured)

    caller = caller_as(town.lead_clerk)
    one = told(town.project, town.lead_clerk)
    few = statements(caller, "reminders/"), statements(caller, f"reminders/{one.pk}/")
    for row in many(town.sector, town.lead_clerk, 49):
        attempt(letter(town.lead_clerk, one, row, on=date(2026, 9, 8) + timedelta(days=row.pk % 400)), 1)
    assert (statements(caller, "reminders/"), statements(caller, f"reminders/{one.pk}/")) == few == (3, 3)
