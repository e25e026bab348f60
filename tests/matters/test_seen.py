"""Who sees what was written: relieved units, people of two capacities, and what a unit keeps to itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Post, Role, Upload, User
from supervision.matters import services
from supervision.matters.models import Duty, Feedback, FeedbackFile, Instruction, Matter, Step
from supervision.matters.selectors.archive import dossier
from supervision.matters.selectors.inbox import decisions_waiting, inbox
from supervision.matters.selectors.waiting import Kind, waiting_counts
from tests.api.caller import caller_as, code_of
from tests.matters.acting import (
    NOON,
    STORY_DAY,
    WORDS,
    draft,
    fresh,
    helping_head,
    on_day,
    sent,
    signed_in,
)
from tests.matters.build import (
    end,
    helper_of,
    lead_of,
    make_feedback,
    make_instruction,
    make_matter,
    tell,
)
from tests.town import Town, make_user

pytestmark = pytest.mark.usefixtures("workdays")


@pytest.fixture
def matter(town: Town) -> Matter:
    return make_matter(town, helping=[town.helping], duty_status="under_way")


def seen_by(user: User) -> list[int]:
    return list(Feedback.objects.visible_to(fresh(user)).order_by("pk").values_list("pk", flat=True))


def waiting_for(user: User) -> list[Any]:
    return [one.kind.value for one in inbox(fresh(user), STORY_DAY)]


@pytest.mark.parametrize(
    ("status", "values"),
    [
        ("returned", {}),
        ("handed_up", {}),
        ("received", {"answer": "已协调", "answered_at": NOON, "help_needed": "缺80万元"}),
    ],
)
def test_what_a_relieved_unit_wrote_is_neither_seen_by_it_nor_waits_for_it(
    town: Town, matter: Matter, status: str, values: dict[str, Any]
) -> None:
    duty = lead_of(matter)
    row = make_feedback(town, duty, status=status, **(values and values | {"answered_by": town.leader}))
    assert row.pk in seen_by(town.lead_head)
    services.reassign_duty(
        actor=town.supervisor, duty_id=duty.pk, unit_id=town.strange.pk, reason="职责", now=NOON
    )
    assert seen_by(town.lead_head) == []
    assert waiting_for(town.lead_head) == []
    assert decisions_waiting(fresh(town.lead_head)) == 0


def test_what_a_relieved_unit_asked_for_waits_for_nobody(town: Town, matter: Matter) -> None:
    make_feedback(town, helper_of(matter), status="sent", help_needed="缺80万元")
    duties = matter.duties.filter(role="helping")
    Matter.objects.filter(pk=matter.pk).update(helpers_report_to="office")
    counts = waiting_counts(fresh(town.supervisor), STORY_DAY)
    assert (counts[Kind.FEEDBACK], counts[Kind.HELP]) == (1, 1)
    assert waiting_for(town.leader) == ["help"]
    duties.update(status="released")
    counts = waiting_counts(fresh(town.supervisor), STORY_DAY)
    assert (counts[Kind.FEEDBACK], counts[Kind.HELP]) == (0, 0)
    assert waiting_for(town.leader) == []


def test_a_county_leader_who_heads_a_bureau_signs_what_its_clerk_hands_up(town: Town, matter: Matter) -> None:
    """副县长兼公安局长: who sees the whole county still sees drafts of the own bureau, and of no other."""
    both = make_user("both", "兼局长", town.lead, Role.LEADER, Role.UNIT_HEAD)
    own = make_feedback(town, lead_of(matter), status="handed_up")
    make_feedback(town, helper_of(matter), status="handed_up", drafted_by=town.helping_clerk)
    assert seen_by(both) == [own.pk]
    assert seen_by(town.leader) == []
    services.sign_feedback(actor=fresh(both), feedback_id=own.pk, now=NOON)
    own.refresh_from_db()
    assert own.status == "sent"


@pytest.mark.parametrize(
    ("status", "approver", "seen"),
    [
        ("draft", True, False),
        ("submitted", False, False),
        ("submitted", True, True),
        ("rejected", False, False),
        ("rejected", True, True),
        ("registered", False, True),
        ("issued", False, True),
    ],
)
def test_a_leader_sees_a_matter_from_its_registration_on_or_when_asked_to_approve_it(
    town: Town, status: str, approver: bool, seen: bool
) -> None:
    other = Post.objects.create(name="县长", unit=town.county, is_county_leader=True, order=0)
    row = make_matter(
        town, status=status, helping=[town.helping], approver=town.leader_post if approver else other
    )
    tables: list[type[Any]] = [Matter, Duty, Step]
    tell(town, lead_of(row), "matter.submit")
    if status != "rejected":  # which is locked
        make_instruction(town, row, "请抓紧")
        tables.append(Instruction)
    for user, expected in ((town.leader, seen), (town.supervisor, True), (town.auditor, True)):
        found = {table.__name__: table.objects.visible_to(fresh(user)).exists() for table in tables}
        assert found == {table.__name__: expected for table in tables}, user.username
    assert signed_in(town.leader).get(f"/matters/{row.pk}/").status_code == (200 if seen else 404)


def test_the_lead_units_page_asks_as_much_for_twelve_reports_as_for_two(
    town: Town, client: Client, matter: Matter
) -> None:
    def asked() -> int:
        make_feedback(town, helper_of(matter), status="sent")
        client.force_login(fresh(town.lead_head))
        client.get(reverse("matter", args=[matter.pk]))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("matter", args=[matter.pk])).status_code == 200
        return len(queries)

    make_feedback(town, helper_of(matter), status="sent")
    few = asked()
    for _n in range(9):
        make_feedback(town, helper_of(matter), status="sent")
    assert asked() == few


@pytest.mark.parametrize("rewritten", ["words", "a file"])
def test_what_was_returned_is_the_units_own_from_its_first_change_until_it_is_sent_again(
    town: Town, matter: Matter, rewritten: str
) -> None:
    row = sent(town, lead_of(matter), files=[])
    upload = Upload.objects.create(
        name="单.pdf", size=1, sha256="0" * 64, uploaded_by=town.lead_clerk, uploaded_at=NOON
    )
    file = FeedbackFile.objects.create(feedback=row, upload=upload)
    services.return_feedback(actor=town.supervisor, feedback_id=row.pk, reason="缺照片", now=on_day(9, 13))
    assert seen_by(town.supervisor) == seen_by(town.lead_clerk) == [row.pk]
    if rewritten == "words":
        draft(town, lead_of(matter), WORDS, now=on_day(9, 14))
    else:
        services.remove_feedback_file(actor=town.lead_clerk, file_id=file.pk, now=on_day(9, 14))
    assert (seen_by(town.supervisor), seen_by(town.leader), seen_by(town.lead_clerk)) == ([], [], [row.pk])
    services.sign_feedback(actor=town.lead_head, feedback_id=row.pk, now=on_day(9, 15))
    assert seen_by(town.supervisor) == [row.pk]


def test_a_draft_that_was_never_sent_is_not_filed(town: Town, matter: Matter) -> None:
    sent = make_feedback(town, lead_of(matter), status="received")
    make_feedback(town, helper_of(matter), status="returned", sent_at=None, signed_by=None)
    end(town, matter, "withdrawn")
    assert [row.pk for row in dossier(matter.pk).feedbacks] == [sent.pk]


def test_another_unit_is_not_told_that_there_is_a_draft(town: Town, matter: Matter) -> None:
    make_feedback(town, lead_of(matter), status="draft")
    caller = caller_as(helping_head(town), "read matters")
    answer = caller.post(f"duties/{lead_of(matter).pk}/feedbacks/", {"progress": "进展"}, If_Match="*")
    assert code_of(answer) == (403, "permission_denied")
