"""督查整改待办: what waits for the office, decided one by one and several at once; and the printed notice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from supervision.inspections.models import Rectification
from supervision.inspections.selectors.waiting import OF_THE_HEAD, Kind
from tests.inspections.build import (
    make_conclusion,
    make_finding,
    make_inspection,
    make_recommendation,
    make_review,
)
from tests.inspections.build_rectifications import make_extension, make_rectification
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]
QUEUE = "/inspections/rectifications/queue/"
NOTICE = "/inspections/rectifications/notice/"


@pytest.fixture
def office(town: Town, client: Client) -> Client:
    client.force_login(town.supervisor)
    return client


def one_of_each(town: Town) -> dict[Kind, Any]:
    """A row that waits for each decision about 整改."""
    extended = make_rectification(town, "extension", status="under_way")
    past: dict[str, Any] = {"published_on": date(2026, 9, 1), "published_until": date(2026, 9, 8)}
    return {
        Kind.ISSUE: make_rectification(town, "issue", status="draft"),
        Kind.PLAN: make_rectification(town, "plan", status="planned"),
        Kind.CHECK: make_rectification(town, "check", status="applied"),
        Kind.ASSIGN: make_rectification(town, "assign", status="checked"),
        Kind.APPROVE: make_rectification(town, "approve", status="verified"),
        Kind.PUBLISH: make_rectification(town, "publish", status="approved"),
        Kind.CLOSE: make_rectification(town, "close", status="published", **past),
        Kind.EXTENSION: make_extension(town, extended, status="asked"),
        Kind.YEARLY: make_rectification(town, "yearly", status="long_term", step_due_on=date(2026, 9, 10)),
    }


def test_each_card_offers_its_decision(office: Client, town: Town) -> None:
    rows = one_of_each(town)
    offered = {}
    for kind, row in rows.items():
        response = office.get(QUEUE, {"kind": kind})
        (card,) = response.context["cards"]
        assert card.row == row, kind
        offered[kind.value] = [offer.act.name.partition(".")[2] for offer in card.offers]
    assert offered == {
        "issue": ["issue", "revise"],
        "plan": ["approve_plan", "return_plan"],
        "check": ["check"],
        "assign": ["assign", "send_back"],
        "approve": ["send_back"],  # the head approves
        "publish": ["publish", "send_back"],
        "close": ["close"],
        "extension": ["approve", "refuse"],
        "yearly": ["review_yearly"],
    }
    office.force_login(town.office_head)
    (card,) = office.get(QUEUE, {"kind": "approve"}).context["cards"]
    assert [offer.act.name for offer in card.offers] == ["rectification.approve", "rectification.send_back"]


def test_what_waits_of_inspections_stands_in_the_same_queue(office: Client, town: Town) -> None:
    inspection = make_inspection(town, status="submitted")
    make_finding(town, status="draft")
    make_finding(town, status="disputed")
    conclusion = make_conclusion(town, inspection, status="delivered")
    make_review(town, conclusion).reviewers.all().delete()
    make_recommendation(town, conclusion, status="submitted")
    office.force_login(town.office_head)
    for kind in ("inspection", "notify", "disputed", "appoint", "recommendation"):
        response = office.get(QUEUE, {"kind": kind})
        assert len(response.context["cards"]) == 1, kind
    review = office.get(QUEUE, {"kind": "appoint"}).content.decode()
    assert f"{conclusion.number} · {town.lead.short_name} · {inspection.title}" in review
    make_conclusion(town, make_inspection(town, status="finished", title="防汛专项督查"), status="submitted")
    assert "防汛专项督查" in office.get(QUEUE, {"kind": "conclusion"}).content.decode()


def test_an_empty_queue_says_so(office: Client, town: Town) -> None:
    assert "没有“待交办整改”的事项" in office.get(QUEUE).content.decode()
    assert office.get(QUEUE, {"kind": "nonsense"}).status_code == 200
    for kind in Kind:
        assert office.get(QUEUE, {"kind": kind}).status_code == 200


def test_one_starts_where_one_has_something_to_decide(office: Client, town: Town) -> None:
    make_rectification(town, status="verified")
    make_rectification(town, status="checked")
    assert office.get(QUEUE).context["kind"] == Kind.ASSIGN
    assert Kind.APPROVE in OF_THE_HEAD
    office.force_login(town.office_head)
    assert office.get(QUEUE).context["kind"] == Kind.ASSIGN


@pytest.mark.parametrize("who", ["lead_clerk", "lead_head", "leader", "auditor", "stranger"])
def test_only_the_office_has_a_queue(client: Client, town: Town, who: str) -> None:
    row = make_rectification(town, status="draft")
    client.force_login(getattr(town, who))
    assert client.get(QUEUE).status_code == 403
    assert client.get(NOTICE).status_code == 403
    address = reverse("rectifications-decide-chosen", args=["issue"])
    assert client.post(address, {"chosen": [row.pk]}).status_code == 403
    row.refresh_from_db()
    assert row.status == "draft"


def test_several_are_decided_at_once_and_one_that_cannot_be_is_named(office: Client, town: Town) -> None:
    good = [make_rectification(town, f"第{number}件", status="draft") for number in range(2)]
    bad = make_rectification(town, "已交办的")
    chosen = [*(row.pk for row in good), bad.pk, "x"]
    address = reverse("rectifications-decide-chosen", args=["issue"])
    response = office.post(address, {"chosen": chosen}, follow=True)
    assert response.redirect_chain == [(f"{QUEUE}?kind=issue", 302)]
    said = [str(message) for message in response.context["messages"]]
    assert said[0].startswith(f"{bad}：整改现在是“待报方案”")
    assert said[1] == "已办理2件。"
    assert Rectification.objects.filter(status="issued").count() == 3


def test_nothing_ticked_is_said(office: Client, town: Town) -> None:
    address = reverse("rectifications-decide-chosen", args=["close"])
    assert "没有勾选" in office.post(address, follow=True).content.decode()
    assert office.post(reverse("rectifications-decide-chosen", args=["nonsense"])).status_code == 404


def test_the_navigation_counts_what_waits(office: Client, town: Town) -> None:
    rows = one_of_each(town)
    entries = {str(entry["label"]): entry["count"] for entry in office.get(QUEUE).context["navigation"]}
    assert entries["督查整改待办"] == len(rows)


@pytest.mark.parametrize("kind", ["plan", "approve", "extension", "issue"])
def test_the_number_of_queries_does_not_grow(office: Client, town: Town, kind: str) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert office.get(QUEUE, {"kind": kind}).status_code == 200
        return len(queries)

    one_of_each(town)
    asked()
    alone = asked()
    for _number in range(3):
        one_of_each(town)
    assert asked() == alone


def test_what_is_published_is_printed_as_one_notice(office: Client, town: Town) -> None:
    assert "现在没有公示中的整改" in office.get(NOTICE).content.decode()
    row = make_rectification(town, status="published", goal="排口全部封堵")
    make_rectification(town, "没有公示的", status="approved")
    response = office.get(NOTICE)
    text = response.content.decode()
    assert response.context["rows"] == [row]
    for words in ("整改销号公示", row.title, "云岭县交通局", "排口全部封堵", "2026年9月11日至2026年9月18日"):
        assert words in text, words
    assert office.get(NOTICE, {"chosen": [row.pk + 99]}).context["rows"] == []
