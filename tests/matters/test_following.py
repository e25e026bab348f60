"""The next round: a new instruction on what was shown, or a look back at what was closed."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Post
from supervision.matters import services
from supervision.matters.models import Matter
from supervision.matters.rules.entries import InstructionWords
from tests.matters.acting import NOON, forbidden, refused, story
from tests.matters.build import end, make_duty, make_matter
from tests.town import Town

pytestmark = pytest.mark.usefixtures("workdays")
TODAY = date(2026, 9, 12)


@pytest.fixture
def shown(town: Town) -> Matter:
    return make_matter(town, helping=[town.helping], status="shown", due_rule="matter_instruction")


def instruct(town: Town, matter: Matter, **values: Any) -> Matter:
    said = {"post_id": town.leader_post.pk, "given_on": TODAY, "text": "举一反三，再排查一遍"}
    words = InstructionWords(**(said | values.pop("words", {})))
    asked: dict[str, Any] = {"actor": town.leader, "matter_id": matter.pk, "words": words, "now": NOON}
    return services.instruct_again(**(asked | values))


def test_a_new_instruction_ends_the_round_and_hands_out_the_next(town: Town, shown: Matter) -> None:
    following = instruct(town, shown)
    shown.refresh_from_db()
    following.refresh_from_db()
    assert (shown.status, shown.ended_on) == ("continued", TODAY)
    assert (following.status, following.follows, following.follow_kind, following.position) == (
        "issued",
        shown,
        "instruction",
        2,
    )
    assert (following.title, following.requirement, following.source) == (
        shown.title,
        shown.requirement,
        shown.source,
    )
    assert (following.basis, following.approver, following.approved_on) == (
        "instruction",
        town.leader_post,
        TODAY,
    )
    # Fifteen natural days end on Sunday the 27th, the last of the holidays of Mid-Autumn.
    assert (following.issued_on, following.due_on, following.original_due_on) == (
        TODAY,
        date(2026, 9, 28),
        date(2026, 9, 28),
    )
    assert following.due_basis.startswith("交办后15个自然日内")
    assert following.number and following.number != shown.number
    assert list(following.duties.order_by("role").values_list("unit", "role", "status", "issued_on")) == [
        (town.helping.pk, "helping", "to_sign", TODAY),
        (town.lead.pk, "lead", "to_sign", TODAY),
    ]
    assert following.instructions.get().text == "举一反三，再排查一遍"
    assert story(shown)[-1] == ("matter.instruct_again", "leader", "举一反三，再排查一遍")
    assert [verb for verb, _who, _note in story(following)] == [
        "matter.follow",
        "instruction.add",
        "matter.issue",
        "duty.issue",
        "duty.issue",
    ]


def test_the_leader_may_set_the_date(town: Town, shown: Matter) -> None:
    following = instruct(town, shown, due_on=date(2026, 9, 20))
    assert (following.due_on, following.due_rule, following.due_basis) == (
        date(2026, 9, 20),
        "",
        "再批示时确定",
    )
    following.refresh_from_db()
    other = make_matter(town, "另一件", status="shown", due_rule="matter_instruction")
    refused(lambda: instruct(town, other, due_on=date(2026, 9, 11)), "due_past")


def test_a_date_that_was_set_by_hand_is_set_anew(town: Town) -> None:
    shown = make_matter(town, status="shown")
    refused(lambda: instruct(town, shown), "due_date")
    assert instruct(town, shown, due_on=date(2026, 9, 30)).due_on == date(2026, 9, 30)


def test_relieved_and_refusing_units_are_not_asked_again(town: Town) -> None:
    matter = make_matter(town, duty_status="accepted", due_rule="matter_instruction")
    make_duty(town, matter, town.strange, status="released")
    make_duty(town, matter, town.helping, status="refused")
    Matter.objects.filter(pk=matter.pk).update(
        status="shown", shown_to=town.leader_post, shown_on=TODAY, shown_until=TODAY
    )
    assert list(instruct(town, matter).duties.values_list("unit", flat=True)) == [town.lead.pk]


def test_a_sensitive_instruction_keeps_no_text(town: Town, shown: Matter) -> None:
    following = instruct(town, shown, words={"text": "", "registered_only": True})
    assert following.instructions.get().text == ""
    assert story(shown)[-1][2] == "仅登记"


def test_the_office_records_what_was_written_on_paper(town: Town, shown: Matter) -> None:
    refused(lambda: instruct(town, shown, actor=town.supervisor), "paper_needs_note")
    following = instruct(town, shown, actor=town.supervisor, words={"reference": "批办单第31号"})
    assert following.instructions.get().recorded_by == town.supervisor


def test_who_may_instruct_again(town: Town, shown: Matter) -> None:
    reference = {"reference": "批办单第31号"}
    forbidden(
        town,
        lambda user: instruct(town, shown, actor=user, words=reference),
        "leader",
        "supervisor",
        "office_head",
    )
    mayor = Post.objects.create(name="县长", unit=town.county, is_county_leader=True, order=0)
    with pytest.raises(PermissionDenied):  # in another's name
        instruct(town, shown, words={"post_id": mayor.pk})


def test_an_instruction_from_before_the_showing_or_after_today_is_none_on_the_result(
    town: Town, shown: Matter
) -> None:
    refused(lambda: instruct(town, shown, words={"given_on": date(2026, 9, 9)}), "before_showing")
    refused(lambda: instruct(town, shown, words={"given_on": date(2026, 9, 13)}))


@pytest.mark.parametrize("status", ["registered", "issued", "closed", "continued", "withdrawn"])
def test_only_what_is_shown_goes_into_another_round_this_way(town: Town, status: str) -> None:
    matter = make_matter(town, status=status, shown_to=town.leader_post, due_rule="matter_instruction")
    refused(lambda: instruct(town, matter), "wrong_step")


def test_the_third_round_counts_on(town: Town, shown: Matter) -> None:
    second = instruct(town, shown)
    duties = second.duties.filter(role="lead")
    duties.update(
        status="accepted", signed_at=NOON, signed_by=town.lead_clerk, reported_at=NOON, accepted_at=NOON
    )
    Matter.objects.filter(pk=second.pk).update(
        status="shown", shown_to=town.leader_post, shown_on=TODAY, shown_until=TODAY
    )
    assert instruct(town, second).position == 3


def test_stages_to_come_go_along_and_past_ones_do_not(town: Town) -> None:
    matter = make_matter(town, status="shown", rhythm="by_stage", due_rule="matter_instruction")
    matter.stages.create(name="摸底", due_on=date(2026, 9, 10))
    matter.stages.create(name="验收", due_on=date(2026, 9, 25))
    assert list(instruct(town, matter).stages.values_list("name", flat=True)) == ["验收"]
    past = make_matter(town, "另一件", status="shown", rhythm="by_stage", due_rule="matter_instruction")
    assert instruct(town, past).rhythm == "once"


def look_back(town: Town, matter: Matter, **values: Any) -> Matter:
    asked: dict[str, Any] = {
        "actor": town.supervisor,
        "matter_id": matter.pk,
        "reason": "群众反映又塌方",
        "now": NOON,
    }
    return services.look_back(**(asked | values))


@pytest.mark.parametrize("status", ["closed", "long_term"])
def test_looking_back_registers_a_new_matter_and_leaves_the_old_one_locked(town: Town, status: str) -> None:
    closed = make_matter(town, helping=[town.helping], status=status, due_rule="matter_document")
    following = look_back(town, closed)
    closed.refresh_from_db()
    assert closed.status == status
    assert (following.status, following.follows, following.follow_kind, following.position) == (
        "registered",
        closed,
        "look_back",
        2,
    )
    assert (following.due_on, following.due_rule, following.issued_on) == (None, "matter_document", None)
    assert set(following.duties.values_list("unit", "status")) == {
        (town.lead.pk, "planned"),
        (town.helping.pk, "planned"),
    }
    assert story(closed)[-1] == ("matter.look_back", "supervisor", f"{following.number}：群众反映又塌方")
    assert story(following) == [("matter.follow", "supervisor", f"回头看{closed.number}：群众反映又塌方")]
    issued = services.issue_matter(actor=town.supervisor, matter_id=following.pk, now=NOON)
    assert issued.due_on == date(2026, 10, 12)


def test_a_look_back_has_a_reason_and_a_date_by_the_sources_rule(town: Town) -> None:
    closed = make_matter(town, status="closed")
    refused(lambda: look_back(town, closed, reason=""), "reason_missing")
    assert look_back(town, closed).due_rule == "matter_instruction"


def test_an_affair_is_looked_back_at_from_its_latest_round(town: Town) -> None:
    closed = make_matter(town, status="closed")
    following = look_back(town, closed)
    words = refused(lambda: look_back(town, closed), "looked_back_already")
    assert following.number in words
    end(town, following, "withdrawn")
    assert look_back(town, closed).position == 2


def test_the_office_looks_back_at_what_is_done_with(town: Town) -> None:
    closed = make_matter(town, status="closed")
    forbidden(town, lambda user: look_back(town, closed, actor=user), "supervisor", "office_head")
    for status in ("registered", "issued", "shown", "continued", "withdrawn", "merged"):
        values = {"merged_into": closed} if status == "merged" else {}
        matter = make_matter(town, "别的", status="issued" if values else status)
        if values:
            end(town, matter, "merged", merged_into=closed)
        refused(partial(look_back, town, matter), "wrong_step")
