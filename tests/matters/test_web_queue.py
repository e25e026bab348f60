"""待办审核: what waits for the office, counted, decided one by one and several at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from supervision.matters.models import Matter, Step
from supervision.matters.selectors.waiting import Kind, waiting_count, waiting_counts
from tests.matters.build import helper_of, lead_of, make_extension, make_feedback, make_matter
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]
QUEUE = "/matters/queue/"
ON = date(2026, 9, 12)


@pytest.fixture
def office(town: Town, client: Client) -> Client:
    client.force_login(town.supervisor)
    return client


def one_of_each(town: Town) -> dict[Kind, Any]:
    """A row that waits for each decision; the names of the matters are those of the kinds."""
    reported: dict[str, Any] = {
        "helping": [town.helping],
        "helpers_report_to": "office",
        "duty_status": "under_way",
    }
    refused = make_matter(town, "refused", duty_status="refused")
    reviewed = make_matter(town, "review", duty_status="reported")
    helped = make_matter(town, "helpers", **reported)
    helped.duties.filter(pk=helper_of(helped).pk).update(
        status="reported", reported_at=lead_of(reviewed).reported_at
    )
    sent = make_matter(town, "feedback", duty_status="under_way")
    asked = make_matter(town, "extension", duty_status="under_way")
    needy = make_matter(town, "help", duty_status="under_way")
    return {
        Kind.APPROVE: make_matter(town, "approve", status="submitted"),
        Kind.ISSUE: make_matter(town, "issue", status="registered"),
        Kind.REFUSED: lead_of(refused),
        Kind.FEEDBACK: make_feedback(town, lead_of(sent), status="sent"),
        Kind.REVIEW: reviewed,
        Kind.HELPERS: helper_of(helped),
        Kind.EXTENSION: make_extension(town, asked, date(2026, 10, 20), status="asked"),
        Kind.LAPSED: make_matter(town, "lapsed", status="shown", shown_until=date(2026, 9, 11)),
        Kind.HELP: make_feedback(town, lead_of(needy), status="received", help_needed="请协调"),
    }


def test_everything_that_waits_is_counted_once(office: Client, town: Town) -> None:
    rows = one_of_each(town)
    assert waiting_counts(town.supervisor, ON) == dict.fromkeys(Kind, 1)
    assert waiting_count(town.supervisor, ON) == len(Kind)
    for kind, row in rows.items():
        response = office.get(QUEUE, {"kind": kind})
        assert [card.row for card in response.context["cards"]] == [row], kind
        assert f"“{kind}”" not in response.content.decode()
        assert response.context["cards"][0].matter.title == kind.value


def test_each_card_offers_its_decision(office: Client, town: Town) -> None:
    one_of_each(town)
    offered = {
        kind: [offer.act.name for offer in office.get(QUEUE, {"kind": kind}).context["cards"][0].offers]
        for kind in Kind
    }
    assert offered == {
        Kind.APPROVE: [],  # the head approves
        Kind.ISSUE: ["matter.issue", "matter.revise"],
        Kind.REFUSED: ["duty.reassign", "duty.insist"],
        Kind.FEEDBACK: ["feedback.receive", "feedback.return"],
        Kind.REVIEW: ["matter.show"],
        Kind.HELPERS: ["duty.accept", "duty.redo"],
        Kind.EXTENSION: ["extension.approve", "extension.refuse"],
        Kind.LAPSED: ["matter.lapse"],
        Kind.HELP: ["feedback.answer"],
    }
    office.force_login(town.office_head)
    cards = office.get(QUEUE, {"kind": "approve"}).context["cards"]
    names = [offer.act.name for offer in cards[0].offers]
    assert names == ["matter.register", "matter.send_back", "matter.reject"]


def test_what_a_helper_hands_to_its_lead_does_not_wait_for_the_office(office: Client, town: Town) -> None:
    matter = make_matter(town, helping=[town.helping], duty_status="under_way")
    make_feedback(town, helper_of(matter), status="sent")
    assert waiting_count(town.supervisor, ON) == 0


def test_a_second_extension_waits_for_the_leader(office: Client, town: Town) -> None:
    matter = make_matter(town, duty_status="under_way")
    make_extension(town, matter, date(2026, 10, 20), status="asked", ordinal=2)
    assert waiting_count(town.supervisor, ON) == 0


def test_an_empty_queue_says_so(office: Client, town: Town) -> None:
    response = office.get(QUEUE)
    assert "没有“待交办”的事项" in response.content.decode()
    assert office.get(QUEUE, {"kind": "nonsense"}).status_code == 200


@pytest.mark.parametrize("who", ["lead_clerk", "lead_head", "leader", "auditor", "stranger"])
def test_only_the_office_has_a_queue(client: Client, town: Town, who: str) -> None:
    matter = make_matter(town, status="registered")
    client.force_login(getattr(town, who))
    assert client.get(QUEUE).status_code == 403
    address = reverse("matters-decide-chosen", args=["issue"])
    assert client.post(address, {"chosen": [matter.pk]}).status_code == 403
    matter.refresh_from_db()
    assert matter.status == "registered"
    assert "待办审核" not in client.get("/matters/").content.decode()


def test_the_navigation_counts_what_waits(office: Client, town: Town) -> None:
    one_of_each(town)
    entries = {str(entry["label"]): entry["count"] for entry in office.get("/matters/").context["navigation"]}
    assert entries["待办审核"] == 9


def test_several_are_issued_at_once_and_one_that_cannot_be_is_named(office: Client, town: Town) -> None:
    good = [make_matter(town, f"第{number}件", status="registered") for number in range(2)]
    bad = make_matter(town, "没有单位", status="registered")
    bad.duties.all().delete()
    chosen = [*(matter.pk for matter in good), bad.pk]
    response = office.post(reverse("matters-decide-chosen", args=["issue"]), {"chosen": chosen}, follow=True)
    assert response.redirect_chain == [("/matters/queue/?kind=issue", 302)]
    said = [str(message) for message in response.context["messages"]]
    assert said == [f"{bad}：交办前须确定牵头单位，有且只有一个。", "已办理2件。"]
    assert set(Matter.objects.filter(status="issued")) == set(good)
    assert Step.objects.filter(verb="matter.issue").count() == 2


def test_several_feedbacks_are_received_at_once(office: Client, town: Town) -> None:
    matters = [make_matter(town, f"第{number}件", duty_status="under_way") for number in range(3)]
    sent = [make_feedback(town, lead_of(matter), status="sent") for matter in matters]
    address = reverse("matters-decide-chosen", args=["receive"])
    office.post(
        address, {"chosen": [sent[0].pk, sent[1].pk, "x", "99999"], "next": "/matters/queue/?kind=feedback"}
    )
    for feedback in sent:
        feedback.refresh_from_db()
    assert [feedback.status for feedback in sent] == ["received", "received", "sent"]


def test_nothing_ticked_changes_nothing(office: Client, town: Town) -> None:
    make_matter(town, status="registered")
    response = office.post(reverse("matters-decide-chosen", args=["issue"]), follow=True)
    assert [str(message) for message in response.context["messages"]] == ["没有勾选。"]
    assert office.post(reverse("matters-decide-chosen", args=["explode"])).status_code == 404
    assert not Step.objects.exists()


def test_one_decision_returns_to_the_queue(office: Client, town: Town) -> None:
    matter = make_matter(town, status="registered")
    address = reverse("matter-act", args=["matter", matter.pk, "issue"])
    response = office.post(address, {"next": "/matters/queue/?kind=issue"})
    assert (response.status_code, response["Location"]) == (302, "/matters/queue/?kind=issue")
    other = make_matter(town, status="registered")
    address = reverse("matter-act", args=["matter", other.pk, "issue"])
    response = office.post(address, {"next": "https://elsewhere.test/"})
    assert response["Location"] == reverse("matter", args=[other.pk])


@pytest.mark.parametrize("kind", list(Kind))
def test_the_queue_costs_the_same_for_one_row_and_for_many(office: Client, town: Town, kind: Kind) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert office.get(QUEUE, {"kind": kind}).status_code == 200
        return len(asked)

    one_of_each(town)
    before = count()
    for _again in range(4):
        one_of_each(town)
    assert count() == before


def test_a_unit_relieved_of_a_refusal_waits_no_more(office: Client, town: Town) -> None:
    matter = make_matter(town, duty_status="refused")
    address = reverse("matter-act", args=["duty", lead_of(matter).pk, "reassign"])
    bad = office.post(address, {"unit": town.helping.pk, "reason": " "})
    assert bad.status_code == 200 and bad.context["form"].errors["reason"] == ["该字段是必填项。"]
    assert waiting_counts(town.supervisor, ON)[Kind.REFUSED] == 1
    office.post(address, {"unit": town.helping.pk, "reason": "职责在水务局"})
    assert waiting_counts(town.supervisor, ON)[Kind.REFUSED] == 0
    assert lead_of(matter).unit == town.helping
    assert lead_of(matter).replaces is not None
