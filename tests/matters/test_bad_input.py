"""What nobody means to send: it is refused in words, and breaks neither a page nor an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from supervision.matters import services
from supervision.matters.models import Matter, Source
from supervision.matters.rules.entries import InstructionWords
from tests.api.caller import caller_as, code_of
from tests.matters.acting import NOON, refused
from tests.matters.build import lead_of, make_matter
from tests.matters.registry import words_of
from tests.town import Town

pytestmark = pytest.mark.usefixtures("workdays")
ODD = (date(1, 1, 1), date(1949, 9, 30), date(2101, 1, 1), date.max)
WHY = "不在1949年至2100年之间"


def create(town: Town, **values: Any) -> Matter:
    stages = values.pop("stages", ())
    words = replace(words_of(town), **values)
    return services.create_matter(actor=town.supervisor, words=words, duties=(), stages=stages, now=NOON)


def of_matter(service: Callable[..., Any], user: str = "supervisor", **values: Any) -> Callable[..., Any]:
    """``day`` in ``values`` is the name of the argument that is the odd day."""
    name = values.pop("day")
    status = values.pop("status", "issued")

    def act(town: Town, day: date) -> Any:
        row = make_matter(town, status=status, duty_status=None if status == "shown" else "under_way")
        actor: User = getattr(town, user)
        return lambda: service(actor=actor, matter_id=row.pk, now=NOON, **{name: day}, **values)

    return act


WRITES: dict[str, Callable[[Town, date], Callable[[], Any]]] = {
    "due_on": lambda town, day: lambda: create(town, due_rule="", due_on=day, due_basis="会议确定"),
    "source_date": lambda town, day: lambda: create(town, source_date=day),
    "approved_on": lambda town, day: lambda: create(town, approved_on=day),
    "stage": lambda town, day: lambda: create(town, rhythm="by_stage", stages=[("开工", day)]),
    "suspension": of_matter(services.suspend_matter, day="until", reason="汛期"),
    "exemption": of_matter(
        services.grant_exemption, "office_head", day="until", reason="汛期", measure="days_left"
    ),
    "extension": of_matter(
        services.propose_extension, "lead_head", day="new_due_on", reason="汛期", progress="四成"
    ),
}


@pytest.mark.parametrize("day", ODD, ids=str)
@pytest.mark.parametrize("name", WRITES)
def test_a_mistyped_year_is_refused_with_the_years_that_can_be(town: Town, name: str, day: date) -> None:
    assert WHY in refused(WRITES[name](town, day), "day_out_of_range")


@pytest.mark.parametrize("day", ODD, ids=str)
def test_an_instruction_is_held_to_its_days_too(town: Town, day: date) -> None:
    row = make_matter(town, status="shown")

    def again(given_on: date, due_on: date) -> Any:
        words = InstructionWords(town.leader_post.pk, given_on, "再查一遍")
        return lambda: services.instruct_again(
            actor=town.leader, matter_id=row.pk, words=words, due_on=due_on, now=NOON
        )

    assert WHY in refused(again(date(2026, 9, 12), day), "day_out_of_range")


def test_the_last_day_of_all_is_an_answer_and_no_breakdown(town: Town) -> None:
    row = make_matter(town)
    caller = caller_as(town.supervisor, "read matters")
    said = {"until": "9999-12-31", "reason": "汛期"}
    answer = caller.post(f"matters/{row.pk}/suspend/", said, If_Match="*")
    assert code_of(answer) == (400, "invalid")
    assert answer.json()["errors"][0]["code"] == "day_out_of_range"


@pytest.mark.parametrize(
    "asked",
    [
        {"due_rule": "matter_\x00"},
        {"due_on": "9999-12-31"},
        {"due_rule": "matter_meeting", "source_date": "9999-12-31"},
        {"due_rule": "matter_meeting", "source_date": "0001-01-01"},
        {"source": "9" * 40},
    ],
    ids=str,
)
def test_the_preview_of_a_due_date_says_nothing_where_nothing_can_be_said(
    town: Town, asked: dict[str, str]
) -> None:
    browser = Client()
    browser.force_login(town.supervisor)
    source = str(Source.objects.get(code="instruction").pk)
    answer = browser.get(reverse("matter-due"), {"source": source, **asked})
    assert answer.status_code == 200
    assert "9999" not in answer.content.decode()


@pytest.mark.parametrize("place", ["x", "9999-12-31", "matter"])
def test_after_an_act_a_place_that_is_no_address_leads_to_the_matter(town: Town, place: str) -> None:
    row = make_matter(town)
    browser = Client()
    browser.force_login(town.lead_clerk)
    url = reverse("matter-act", args=["duty", lead_of(row).pk, "sign"])
    answer = browser.post(url, {"next": place})
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("matter", args=[row.pk]))


@pytest.mark.parametrize("count", ["0", "-1"])
def test_a_meeting_without_a_single_row_is_shown_again(town: Town, count: str) -> None:
    browser = Client()
    browser.force_login(town.supervisor)
    said = {"matters-TOTAL_FORMS": count, "matters-INITIAL_FORMS": "0"}
    split = reverse("matter-split", args=[make_matter(town).pk])
    assert [browser.post(url, said).status_code for url in (reverse("matters-meeting"), split)] == [200, 200]
    assert Matter.objects.count() == 1
