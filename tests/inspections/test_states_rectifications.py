"""What is not drawn in the table of steps is refused, says why, and leaves no trace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from supervision.inspections import services
from supervision.inspections.rules.rectifying import EXTENSION, RECTIFICATION, VERIFICATION
from supervision.inspections.rules.states import STATUSES, Thing, label_of
from supervision.inspections.services.writing import follow
from tests.inspections.acting import NOW, codes_of, snapshot
from tests.inspections.build_rectifications import make_extension, make_rectification, make_verification
from tests.inspections.rectifying import (
    apply,
    approve,
    assign,
    check,
    measure_words,
    record,
    send_back,
    sign,
)
from tests.town import Town

MOVES: Final = {move.name: move for move in (*RECTIFICATION, *VERIFICATION, *EXTENSION)}
# Steps that go with another one, the last signature.
WITH_OTHERS: Final = {"rectification.verify", "verification.pass", "verification.fail"}


def of(service: Callable[..., Any], name: str = "office_head", **said: Any) -> Callable[[Town, Any], Any]:
    return lambda town, row: service(actor=getattr(town, name), rectification_id=row.pk, now=NOW, **said)


def ended(service: Callable[..., Any]) -> Callable[[Town, Any], Any]:
    return lambda town, row: service(
        actor=town.office_head,
        rectification_id=row.pk,
        reason="领导同意",
        approver_id=town.leader_post.pk,
        now=NOW,
    )


def extension(service: Callable[..., Any], name: str, **said: Any) -> Callable[[Town, Any], Any]:
    return lambda town, row: service(actor=getattr(town, name), extension_id=row.pk, now=NOW, **said)


def disagree(town: Town, row: Any) -> Any:
    return services.disagree_verification(actor=town.nobody, verification_id=row.pk, reason="不同意", now=NOW)


def cancel(town: Town, row: Any) -> Any:
    asked: dict[str, Any] = {
        "actor": town.supervisor,
        "verification_id": row.pk,
        "reason": "另派",
        "now": NOW,
    }
    return services.cancel_verification(**asked)


ACTS: Final[dict[str, Callable[[Town, Any], Any]]] = {
    "rectification.issue": of(services.issue_rectification),
    "rectification.submit_plan": lambda town, row: services.submit_plan(
        actor=town.lead_clerk, rectification_id=row.pk, measures=[measure_words(town)], now=NOW
    ),
    "rectification.return_plan": of(services.return_plan, reason="不具体"),
    "rectification.approve_plan": of(services.approve_plan),
    "rectification.apply": apply,
    "rectification.check": check,
    "rectification.approve": approve,
    "rectification.publish": of(services.publish_rectification),
    "rectification.close": of(services.close_rectification),
    "rectification.send_back": send_back,
    "rectification.make_long_term": ended(services.make_long_term),
    "rectification.withdraw": ended(services.withdraw_rectification),
    "verification.record": record,
    "verification.disagree": disagree,
    "verification.cancel": cancel,
    "rectification_extension.agree": extension(services.agree_extension, "lead_head"),
    "rectification_extension.retract": extension(services.retract_extension, "lead_clerk"),
    "rectification_extension.approve": extension(services.approve_extension, "supervisor"),
    "rectification_extension.refuse": extension(services.refuse_extension, "supervisor", decision="抓紧"),
}
# What is no step, but needs the thing to stand somewhere.
EVENTS: Final[dict[str, tuple[Callable[[Town, Any], Any], tuple[str, ...]]]] = {
    "revise": (of(services.revise_rectification, words=None), ("draft",)),
    "report": (of(services.report_progress, "lead_clerk", text="进展"), ("under_way", "long_term")),
    "assign": (assign, ("checked",)),
    "look_back": (
        of(services.look_back, on=date(2026, 9, 12), holds=True, situation="好"),
        ("closed",),
    ),
    "review_yearly": (of(services.review_yearly, holds=True, situation="好"), ("long_term",)),
    "propose": (
        of(
            services.propose_extension,
            "lead_clerk",
            new_due_on=date(2026, 12, 1),
            reason="雨",
            progress="四成",
        ),
        ("issued", "planned", "under_way"),
    ),
}


def standing(town: Town, thing: Thing, status: str) -> Any:
    if thing == Thing.RECTIFICATION:
        return make_rectification(town, status=status)
    if thing == Thing.VERIFICATION:
        return make_verification(town, make_rectification(town, status="checked"), status=status)
    return make_extension(town, make_rectification(town, status="under_way"), status=status)


def rows(town: Town) -> Iterator[tuple[Thing, str, Any]]:
    """One of every thing at every status, each taken back."""
    for thing in (Thing.RECTIFICATION, Thing.VERIFICATION, Thing.EXTENSION):
        for status in STATUSES[thing]:
            with transaction.atomic():
                yield thing, status.value, standing(town, thing, status)
                transaction.set_rollback(True)


def test_every_step_of_the_table_is_tried() -> None:
    assert set(MOVES) == ACTS.keys() | WITH_OTHERS


def test_what_is_not_drawn_is_refused_and_says_where_it_stands(town: Town) -> None:
    tried = 0
    for thing, status, row in rows(town):
        for name, move in MOVES.items():
            if move.thing != thing or status in move.sources:
                continue
            act = ACTS.get(name, _follow(name))
            assert_refused(lambda act=act, row=row: act(town, row), thing, status, name)  # type: ignore[misc]
            tried += 1
    assert tried == sum(len(STATUSES[Thing(m.thing)]) - len(m.sources) for m in MOVES.values())


def _follow(name: str) -> Callable[[Town, Any], Any]:
    move = MOVES[name]
    return lambda town, row: follow(town.supervisor, Thing(move.thing), row, move.verb, NOW)


def test_what_is_no_step_needs_its_place_too(town: Town) -> None:
    for thing, status, row in rows(town):
        if thing != Thing.RECTIFICATION:
            continue
        for name, (act, statuses) in EVENTS.items():
            if status not in statuses:
                assert_refused(lambda act=act, row=row: act(town, row), thing, status, name)  # type: ignore[misc]


def assert_refused(act: Callable[[], Any], thing: Thing, status: str, name: str) -> None:
    before = snapshot()
    with pytest.raises(ValidationError) as caught, transaction.atomic():
        act()
    assert codes_of(caught.value) == ["wrong_step"], (name, status)
    assert f"“{label_of(thing, status)}”" in caught.value.messages[0], (name, status)
    assert snapshot() == before, (name, status)


def test_a_signature_is_wanted_only_for_what_was_recorded(town: Town) -> None:
    for thing, status, row in rows(town):
        if thing == Thing.VERIFICATION and status != "recorded":
            assert_refused(lambda row=row: sign(town, row), thing, status, "sign")  # type: ignore[misc]
