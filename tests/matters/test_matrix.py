"""Who may do what, as one table (``verbs.VERBS``): held for the service, the API and the web alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Job
from supervision.matters import services
from supervision.matters.rules.states import MOVES
from supervision.matters.views.acts import ACTS
from tests.api.caller import Caller, caller_as
from tests.matters.acting import fresh, signed_in, undone
from tests.matters.acting import snapshot as rows_of_the_room
from tests.matters.verbs import VERBS, Verb, address_of
from tests.town import Town

# Tried elsewhere: for many at once, by the clock or the job, by the admin site, of files and of drafts.
OTHER_SERVICES = {
    "attach_files",
    "detach_file",
    "close_lapsed",
    "create_matters",
    "discard_matter",
    "import_matter",
    "import_matters",
    "keep_archive",
    "receive_feedbacks",
    "remove_feedback_file",
    "set_source",
}


def snapshot() -> list[Any]:
    return rows_of_the_room(Job)


def answer_of_api(caller: Caller, verb: Verb, row: Any, town: Town) -> int:
    method, path = address_of(verb, row)
    return getattr(caller, method)(path, verb.body(town, row), If_Match="*").status_code


def page_of(verb: Verb, row: Any) -> str:
    thing, _dot, name = (verb.web or verb.name).partition(".")
    if name:
        return reverse("matter-act", args=[thing, row.pk, name])
    return reverse(thing, args=[] if thing == "matter-register" else [row.pk])


def expected(verb: Verb, personas: Iterable[str]) -> dict[str, int]:
    """Done for those who may; insiders are refused, and strangers are told that there is nothing."""
    stranger = 403 if verb.name == "matter.create" else 404
    insider = {persona: 403 if persona in verb.sees else stranger for persona in personas}
    return insider | dict.fromkeys(verb.may, 200)


# One town for all verbs of a door; what a verb needs and does is taken back before the next.
@pytest.mark.slow
def test_the_service_lets_those_who_may_and_refuses_all_others(
    town: Town, workdays: None, subtests: pytest.Subtests
) -> None:
    for verb in VERBS.values():
        with subtests.test(verb=verb.name), undone():
            found = set()
            row = verb.row(town)
            before = snapshot()
            for persona, user in town.personas().items():
                with undone():
                    try:
                        verb.service(fresh(user), row, town)
                        found.add(persona)
                        assert snapshot() != before
                    except PermissionDenied:
                        assert snapshot() == before
            assert found == verb.may


@pytest.mark.slow
def test_the_api_does_it_for_those_refuses_insiders_and_knows_nothing_for_strangers(
    town: Town, workdays: None, subtests: pytest.Subtests
) -> None:
    callers = {name: caller_as(user, "read matters") for name, user in town.personas().items()}
    for verb in VERBS.values():
        with subtests.test(verb=verb.name), undone():
            row = verb.row(town)
            before, found = snapshot(), {}
            for persona, caller in callers.items():
                with undone():
                    code = answer_of_api(caller, verb, row, town)
                    found[persona] = 200 if code == 201 else code
                    assert (snapshot() == before) == (code >= 400), persona
            assert found == expected(verb, callers)


@pytest.mark.slow
def test_the_web_opens_its_page_for_the_same_people(
    town: Town, workdays: None, subtests: pytest.Subtests
) -> None:
    browsers = {name: signed_in(user) for name, user in town.personas().items()}
    for verb in VERBS.values():
        with subtests.test(verb=verb.name), undone():
            page = page_of(verb, verb.row(town))
            found = {name: browser.get(page).status_code for name, browser in browsers.items()}
            assert found == expected(verb, browsers)


def test_the_table_holds_every_move_and_every_act_of_the_web() -> None:
    done_with_others = {
        "duty.issue",
        "duty.report",
    }  # by matter.issue, and by the signature of a final report
    assert {move.name for move in MOVES} - done_with_others <= set(VERBS)
    offered = {verb.web or name for name, verb in VERBS.items()}
    pages = {one.page for one in ACTS.values() if one.page}
    of_own = {"matter.discard", "matter.attach", "matter.detach", "feedback.show"} | {
        name for name, one in ACTS.items() if one.page
    }
    assert set(ACTS) - offered <= of_own
    assert {"matter-edit", "matter-split", "matter-entry", "matter-extension-propose"} <= pages


def test_no_service_is_forgotten() -> None:
    assert {name for name in services.__all__ if name.islower()} - OTHER_SERVICES <= {
        *("submit_matter", "send_back_matter", "reject_matter", "register_matter", "issue_matter"),
        *("create_matter", "revise_matter", "split_matter", "add_instruction", "review_matter"),
        *("read_matter", "lapse_matter", "instruct_again", "withdraw_matter", "merge_matter"),
        *("make_long_term", "look_back", "suspend_matter", "resume_matter", "grant_exemption"),
        *("end_exemption", "set_due_date"),
        *("start_archive", "add_duty", "reassign_duty", "sign_duty", "refuse_duty", "insist_duty"),
        *("release_duty", "start_duty", "accept_duty", "redo_duty", "write_feedback", "no_change"),
        *("hand_up_feedback", "pull_back_feedback", "sign_feedback", "receive_feedback"),
        *("return_feedback", "answer_help", "propose_extension", "agree_extension"),
        *("retract_extension", "approve_extension", "refuse_extension"),
    }
