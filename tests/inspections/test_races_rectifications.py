"""Two people at the same rectification at once: nothing is lost, nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from supervision.inspections import services
from supervision.inspections.models import Rectification
from tests.inspections.acting import on_day
from tests.inspections.build_rectifications import make_rectification, make_verification
from tests.inspections.rectifying import again, look_back, send_back, sign
from tests.inspections.test_drafting_rectifications import receive
from tests.town import Town

pytestmark = pytest.mark.django_db(transaction=True)
OVER = on_day(9, 19)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What became of acts at the same moment, in their order: their answer, or the refusal's code."""
    start = Barrier(len(acts))

    def one(act: Callable[[], Any]) -> Any:
        start.wait(timeout=10)
        try:
            return act()
        except ValidationError as refused:
            return getattr(refused, "code", "refused")
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def warm(town: Town) -> None:
    for user in (town.supervisor, town.office_head, town.nobody, town.stranger, town.api_client):
        assert user.reach


def test_the_last_two_sign_at_once_and_it_is_settled_once(town: Town) -> None:
    warm(town)
    users = [town.supervisor, town.nobody, town.stranger]
    row = make_rectification(town, status="checked")
    verification = make_verification(town, row, users, status="recorded")
    at_once(
        lambda: sign(town, verification),
        lambda: sign(town, verification, actor=town.stranger),
    )
    assert (again(row).status, again(verification).status) == ("verified", "passed")
    verbs = list(row.steps.values_list("verb", flat=True))
    assert sorted(verbs) == [
        "rectification.verify",
        "verification.pass",
        "verification.sign",
        "verification.sign",
    ]


def test_one_verifier_signs_twice_at_once_and_is_counted_once(town: Town) -> None:
    warm(town)
    users = [town.supervisor, town.nobody, town.stranger]
    row = make_rectification(town, status="checked")
    verification = make_verification(town, row, users, status="recorded")
    outcomes = at_once(*[lambda: sign(town, verification)] * 2)
    assert "signed_already" in outcomes
    assert again(verification).status == "recorded"


def test_closed_and_sent_back_at_once_one_of_them_happens(town: Town) -> None:
    warm(town)
    row = make_rectification(town, status="published")
    outcomes = at_once(
        lambda: services.close_rectification(actor=town.office_head, rectification_id=row.pk, now=OVER),
        lambda: send_back(town, row, now=OVER),
    )
    assert outcomes.count("wrong_step") == 1
    row = again(row)
    assert (row.status, row.times_sent_back) in [("closed", 0), ("under_way", 1)]
    assert row.steps.count() == 1


def test_the_task_twice_at_once_closes_each_once(town: Town) -> None:
    pks = [make_rectification(town, f"第{n}件", status="published").pk for n in range(4)]
    closed = at_once(*[lambda: services.close_published(now=OVER)] * 2)
    assert sum(closed) == 4
    rows = Rectification.objects.filter(pk__in=pks, status="closed", ended_on=date(2026, 9, 19))
    assert [row.steps.count() for row in rows] == [1, 1, 1, 1]


def test_the_same_outside_number_at_once_is_one_row(town: Town) -> None:
    warm(town)
    first, second = at_once(*[lambda: receive(town)] * 2)
    assert first == second
    assert Rectification.objects.count() == 1


def test_a_relapse_seen_by_two_at_once_is_one_relapse(town: Town) -> None:
    warm(town)
    row = make_rectification(town, status="closed")
    outcomes = at_once(*[lambda: look_back(town, row)] * 2)
    assert outcomes.count("relapsed_already") == 1
    assert row.followers.count() == 1


def test_numbers_given_at_once_have_no_gap(town: Town) -> None:
    warm(town)
    rows = [make_rectification(town, f"第{n}件", status="draft") for n in range(4)]

    def issue(row: Rectification) -> Callable[[], Any]:
        return lambda: services.issue_rectification(
            actor=town.supervisor, rectification_id=row.pk, now=on_day(9, 12)
        )

    at_once(*map(issue, rows))
    numbers = sorted(Rectification.objects.values_list("number", flat=True))
    assert numbers == [f"整改〔2026〕{n}号" for n in range(1, 5)]
