"""What is not drawn in the table of steps is refused by service, API and web alike, and says why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.rules.steps import Move
from supervision.matters import services
from supervision.matters.models import Feedback
from supervision.matters.rules.states import MOVES, STATUSES, Thing, label_of, possible
from supervision.matters.rules.words import DutyStatus, MatterStatus
from supervision.matters.services.writing import move
from tests.api.caller import Caller, caller_as, code_of
from tests.matters.acting import helping_head, signed_in, snapshot, undone
from tests.matters.build import (
    end,
    helper_of,
    lead_of,
    make_duty,
    make_extension,
    make_feedback,
    make_matter,
)
from tests.matters.deeds import NOW, other
from tests.matters.verbs import VERBS, address_of
from tests.town import Town

# Whose turn it would be, so that nothing but the table refuses it.
ACTORS = {
    "duty.sign": "helping_clerk",
    "duty.refuse": "helping_clerk",
    "duty.start": "helping_clerk",
    "feedback.hand_up": "lead_clerk",
    "feedback.pull_back": "lead_head",
    "feedback.sign": "lead_head",
    "extension.agree": "lead_head",
    "extension.retract": "lead_clerk",
}
# Steps that go with another thing's: the duty is issued with its matter, and reported with a final feedback.
WITH_OTHERS = ("duty.issue", "duty.report")
STANDING = [(thing, status) for thing in Thing for status in STATUSES[thing]]
NOT_REPORTED = (DutyStatus.TO_SIGN, DutyStatus.SIGNED, DutyStatus.UNDER_WAY, DutyStatus.REFUSED)
FORM = {
    "reason": "领导同意",
    "note": "批阅件1号",
    "text": "再查一遍",
    "reference": "批示件2号",
    "decision": "抓紧办理",
    "opinion": "合格",
    "given_on": "2026-09-12",
    "due_on": "2026-10-31",
    "facts_clear": "on",
    "problem_solved": "on",
    "form_right": "on",
}


def standing(town: Town, thing: Thing, status: str) -> Any:
    """A row of that status; of the duties the helping one, since a matter is never without its lead."""
    if thing == Thing.MATTER:
        if status == MatterStatus.MERGED:
            return end(town, make_matter(town), status, merged_into=other(town))
        return make_matter(town, status=status, helping=[town.helping])
    matter = make_matter(town, helping=[town.helping], duty_status="under_way")
    if thing == Thing.DUTY:
        helper_of(matter).delete()
        return make_duty(town, matter, town.helping, status=status)
    if thing == Thing.FEEDBACK:
        return make_feedback(town, lead_of(matter), status=status)
    return make_extension(town, matter, date(2026, 10, 20), status=status)


def wrong(thing: Thing, status: str) -> Iterator[Move]:
    right = possible(thing, status)
    return (one for one in MOVES if one.thing == thing and one not in right)


def actor_of(town: Town, name: str) -> User:
    return getattr(town, ACTORS.get(name, "office_head"))


def actors(town: Town) -> list[User]:
    return [getattr(town, name) for name in sorted({"office_head", *ACTORS.values()})]


def acts_of(town: Town, one: Move, row: Any) -> Callable[[], Any]:
    """The step as its own service takes it."""
    if one.name == "duty.issue":
        return lambda: move(town.office_head, Thing.DUTY, row, "issue", NOW)
    if one.name == "duty.report":
        final: Feedback = row.feedbacks.filter(kind="final").first() or make_feedback(
            town, row, kind="final", status="draft"
        )
        head = helping_head(town)
        return lambda: services.sign_feedback(actor=head, feedback_id=final.pk, now=NOW)
    return lambda: VERBS[one.name].service(actor_of(town, one.name), row, town)


@contextmanager
def each_standing(town: Town, subtests: pytest.Subtests, thing: Thing, status: str) -> Iterator[Any]:
    """The row, in a part of the test of its own that is taken back."""
    with subtests.test(thing=thing, status=status), undone():
        yield standing(town, thing, status)


# One town for all that is tried at a door.
@pytest.mark.slow
def test_the_service_refuses_what_is_not_drawn_and_says_where_the_thing_stands(
    town: Town, workdays: None, subtests: pytest.Subtests
) -> None:
    other(town)
    for thing, status in STANDING:
        with each_standing(town, subtests, thing, status) as row:
            for one in wrong(thing, status):
                act = acts_of(town, one, row)
                before = snapshot()
                with pytest.raises(ValidationError) as caught, transaction.atomic():
                    act()
                assert [error.code for error in caught.value.error_list] == ["wrong_step"], one.name
                assert f"“{label_of(thing, status)}”" in caught.value.messages[0], one.name
                assert snapshot() == before, one.name


@pytest.mark.slow
def test_the_api_refuses_it_as_a_conflict_or_knows_nothing_of_the_thing(
    town: Town, workdays: None, subtests: pytest.Subtests
) -> None:
    other(town)
    callers = {user.pk: caller_as(user, "matters") for user in actors(town)}
    for thing, status in STANDING:
        with each_standing(town, subtests, thing, status) as row:
            for one in wrong(thing, status):
                if one.name not in WITH_OTHERS:
                    _refused_by_api(callers[actor_of(town, one.name).pk], town, one, row, status)


def _refused_by_api(caller: Caller, town: Town, one: Move, row: Any, status: str) -> None:
    verb, actor = VERBS[one.name], actor_of(town, one.name)
    method, path = address_of(verb, row)
    before = snapshot()
    with undone():
        answer = getattr(caller, method)(path, verb.body(town, row), If_Match="*")
        seen = type(row).objects.visible_to(actor).filter(pk=row.pk).exists()
        assert code_of(answer) == ((409, "wrong_step") if seen else (404, "not_found")), one.name
        assert not seen or f"“{label_of(one.thing, status)}”" in answer.json()["detail"]
        assert snapshot() == before, one.name


@pytest.mark.slow
def test_the_web_changes_nothing_and_shows_the_reason(
    town: Town, workdays: None, subtests: pytest.Subtests
) -> None:
    into = other(town)
    form = FORM | {"approver": town.leader_post.pk, "post": town.leader_post.pk, "into": into.pk}
    browsers = {user.pk: signed_in(user) for user in actors(town)}
    for thing, status in STANDING:
        with each_standing(town, subtests, thing, status) as row:
            for one in wrong(thing, status):
                if one.name not in WITH_OTHERS:
                    actor = actor_of(town, one.name)
                    _refused_by_web(browsers[actor.pk], actor, one, row, status, form)


def _refused_by_web(
    browser: Client, actor: User, one: Move, row: Any, status: str, form: dict[str, Any]
) -> None:
    before = snapshot()
    answer = browser.post(reverse("matter-act", args=[one.thing, row.pk, one.verb]), form)
    seen = type(row).objects.visible_to(actor).filter(pk=row.pk).exists()
    assert answer.status_code == (200 if seen else 404), one.name
    if seen and not answer.context["form"].fields:
        assert f"“{label_of(one.thing, status)}”" in answer.content.decode(), one.name
    assert snapshot() == before, one.name


def test_every_pair_of_status_and_step_is_either_drawn_or_tried() -> None:
    tried = sum(len(list(wrong(thing, status))) for thing, status in STANDING)
    drawn = sum(len(one.sources) for one in MOVES)
    per_thing = [len(STATUSES[thing]) * sum(one.thing == thing for one in MOVES) for thing in Thing]
    assert (tried + drawn, len(STANDING)) == (sum(per_thing), 11 + 8 + 5 + 5)


@pytest.mark.parametrize("status", NOT_REPORTED)
def test_a_matter_is_not_shown_before_its_lead_unit_has_reported(
    status: str, town: Town, workdays: None
) -> None:
    row = make_matter(town, duty_status=status)
    before = snapshot()
    with pytest.raises(ValidationError) as caught, transaction.atomic():
        VERBS["matter.show"].service(town.supervisor, row, town)
    assert caught.value.code == "wrong_step"
    assert snapshot() == before
