"""现场核查 on a phone: who sees it, what is recorded, who signs, and what becomes of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from supervision.inspections.models import Verification
from tests.inspections.build_rectifications import (
    make_evidence,
    make_measure,
    make_progress,
    make_rectification,
    make_verification,
)
from tests.inspections.test_web_inbox import picture
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]
WORDS = {"visited_on": "2026-09-12", "place": "东河桥下", "situation": "排口已封堵，水质清", "passes": "yes"}


@pytest.fixture
def visit(town: Town) -> Verification:
    row = make_rectification(town, status="checked", goal="不再直排")
    make_progress(town, row, kind="final", text="三个排口全部封堵", by=town.lead_head)
    make_evidence(town, row, side="after", pair=1)
    return make_verification(town, row)


def address(visit: Verification) -> str:
    return reverse("verification", args=[visit.pk])


def page(client: Client, user: User, visit: Verification) -> Any:
    client.force_login(user)
    return client.get(address(visit))


def sign(client: Client, user: User, visit: Verification, verb: str = "sign", **words: Any) -> Any:
    client.force_login(user)
    return client.post(reverse("inspection-act", args=["verification", visit.pk, verb]), words)


def test_a_verifier_sees_what_the_unit_claims_and_its_proof(
    client: Client, town: Town, visit: Verification
) -> None:
    response = page(client, town.nobody, visit)
    text = response.content.decode()
    for words in ("三个排口全部封堵", "不再直排", "封堵排口，接入管网", "对比组1", "杜明察（督查办）"):
        assert words in text, words
    assert response.context["claimed"].count == 2
    assert response.context["form"] is not None


@pytest.mark.parametrize(("who", "code"), [("stranger", 404), ("lead_clerk", 403), ("office_head", 403)])
def test_only_who_was_sent_records(
    client: Client, town: Town, visit: Verification, who: str, code: int
) -> None:
    client.force_login(getattr(town, who))
    assert client.post(address(visit), WORDS).status_code == code
    assert client.get(address(visit)).status_code == (404 if code == 404 else 200)
    assert sign(client, getattr(town, who), visit).status_code == code
    visit.refresh_from_db()
    assert visit.status == "assigned"


def test_one_records_with_photos_and_the_other_signs(client: Client, town: Town, visit: Verification) -> None:
    client.force_login(town.nobody)
    answer = client.post(address(visit), {**WORDS, "photos": [picture("现场.png", 7)]})
    assert answer.status_code == 302
    visit.refresh_from_db()
    assert (visit.status, visit.place, visit.recorded_by) == ("recorded", "东河桥下", town.nobody)
    assert visit.evidence.get().upload.name == "现场.png"
    assert page(client, town.nobody, visit).context["form"] is None
    assert sign(client, town.nobody, visit).status_code == 200  # signed already, said in words
    assert sign(client, town.supervisor, visit, opinion="属实").status_code == 302
    visit.refresh_from_db()
    assert (visit.status, visit.rectification.status) == ("passed", "verified")


def test_a_failed_visit_sends_it_back(client: Client, town: Town, visit: Verification) -> None:
    client.force_login(town.nobody)
    client.post(address(visit), WORDS | {"passes": "no", "situation": "仍有一处直排"})
    sign(client, town.supervisor, visit)
    visit.refresh_from_db()
    row = visit.rectification
    assert (visit.status, row.status, row.times_sent_back) == ("failed", "under_way", 1)


def test_the_other_may_disagree_and_it_is_recorded_anew(
    client: Client, town: Town, visit: Verification
) -> None:
    client.force_login(town.nobody)
    client.post(address(visit), WORDS)
    assert sign(client, town.supervisor, visit, "disagree", reason="北侧没有看").status_code == 302
    visit.refresh_from_db()
    assert visit.status == "assigned"
    assert not visit.verifiers.exclude(signed_at=None).exists()
    assert page(client, town.supervisor, visit).context["form"] is not None


def test_what_is_incomplete_stays_in_the_form(client: Client, town: Town, visit: Verification) -> None:
    client.force_login(town.nobody)
    answer = client.post(address(visit), {"visited_on": "2026-09-20", "situation": "排口已封堵"})
    assert set(answer.context["form"].errors) == {"visited_on", "place", "passes"}
    assert "排口已封堵" in answer.content.decode()
    early = client.post(address(visit), WORDS | {"visited_on": "2026-09-01"})
    assert "核查日期早于申请销号日期2026年9月8日。" in early.content.decode()


def test_a_second_record_is_told_that_there_is_one(client: Client, town: Town, visit: Verification) -> None:
    client.force_login(town.nobody)
    client.post(address(visit), WORDS)
    client.force_login(town.supervisor)
    answer = client.post(address(visit), WORDS, follow=True)
    assert "这次核查已经记录" in answer.content.decode()


def test_the_office_cancels_a_visit_with_a_reason(client: Client, town: Town, visit: Verification) -> None:
    assert sign(client, town.nobody, visit, "cancel", reason="出差").status_code == 403
    assert sign(client, town.office_head, visit, "cancel", reason="出差").status_code == 302
    visit.refresh_from_db()
    assert visit.status == "cancelled"


def test_the_number_of_queries_does_not_grow(client: Client, town: Town, visit: Verification) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert page(client, town.nobody, visit).status_code == 200
        return len(queries)

    asked()
    alone = asked()
    for number in range(5):
        make_measure(visit.rectification, done=True, done_on=date(2026, 9, 7))
        make_evidence(town, visit.rectification, pair=number + 2, side="before")
        make_evidence(town, visit.rectification, verification=visit)
    assert asked() == alone
