"""Two people at once on one matter, on real connections: one wins, the other is told what happened."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.models import Role, User
from supervision.matters import services
from supervision.matters.models import Matter, Step
from supervision.matters.rules.entries import InstructionWords
from tests.matters.acting import FINAL, NOON, STORY_DAY, WORDS
from tests.matters.build import lead_of, make_extension, make_feedback, make_matter
from tests.town import Town, make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("workdays"),
]
Act = Callable[[User], Any]


def at_once(*acts: tuple[User, Act]) -> list[str]:
    """What became of the acts, all begun at the same moment: ``done`` or the refusal's words."""
    start = Barrier(len(acts))

    def one(pair: tuple[User, Act]) -> str:
        own, act = User.objects.get(pk=pair[0].pk), pair[1]
        assert own.reach
        start.wait(timeout=10)
        try:
            act(own)
        except ValidationError as refused:
            return "；".join(refused.messages)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(one, acts))


def told(outcomes: list[str]) -> str:
    """One was done; what the other was told."""
    assert outcomes.count("done") == 1, outcomes
    return next(words for words in outcomes if words != "done")


def steps(verb: str) -> int:
    return Step.objects.filter(verb=verb).count()


def test_of_two_heads_who_sign_one_feedback_one_is_told_of_the_other(town: Town) -> None:
    deputy = make_user("deputy", "路副局长", town.lead, Role.UNIT_HEAD)
    duty = lead_of(make_matter(town, duty_status="under_way"))
    row = make_feedback(town, duty, kind="final", status="handed_up")

    def sign(user: User) -> None:
        services.sign_feedback(actor=user, feedback_id=row.pk, now=NOON)

    words = told(at_once((town.lead_head, sign), (deputy, sign)))
    assert words.startswith("反馈现在是“已报送”，不能“审签并报送”")
    row.refresh_from_db()
    assert row.signed_by is not None and f"已由{row.signed_by}于9月12日“审签并报送”" in words
    assert (steps("feedback.sign"), steps("duty.report")) == (1, 1)


def test_two_clerks_who_write_at_once_share_one_draft(town: Town) -> None:
    duty = lead_of(make_matter(town, duty_status="under_way"))

    def write(user: User) -> None:
        services.write_feedback(actor=user, duty_id=duty.pk, words=WORDS, period_start=None, now=NOON)

    assert at_once((town.lead_clerk, write), (town.lead_head, write)) == ["done", "done"]
    assert duty.feedbacks.count() == 1


def test_of_receiving_and_returning_one_wins(town: Town) -> None:
    row = make_feedback(town, lead_of(make_matter(town, duty_status="under_way")), status="sent")
    words = told(
        at_once(
            (town.supervisor, lambda u: services.receive_feedback(actor=u, feedback_id=row.pk, now=NOON)),
            (
                town.office_head,
                lambda u: services.return_feedback(actor=u, feedback_id=row.pk, reason="退", now=NOON),
            ),
        )
    )
    assert "此前已由" in words
    assert steps("feedback.receive") + steps("feedback.return") == 1


def test_of_approving_and_refusing_an_extension_one_wins(town: Town) -> None:
    matter = make_matter(town, duty_status="under_way")
    row = make_extension(town, matter, date(2026, 10, 15), status="asked")
    told(
        at_once(
            (town.supervisor, lambda u: services.approve_extension(actor=u, extension_id=row.pk, now=NOON)),
            (
                town.office_head,
                lambda u: services.refuse_extension(
                    actor=u, extension_id=row.pk, decision="理由不足", now=NOON
                ),
            ),
        )
    )
    row.refresh_from_db()
    matter.refresh_from_db()
    expected = row.new_due_on if row.status == "approved" else row.former_due_on
    assert matter.due_on == expected


def test_of_reading_and_instructing_again_one_wins(town: Town) -> None:
    matter = make_matter(town, status="shown")
    words = InstructionWords(town.leader_post.pk, STORY_DAY, "再查一遍", reference="批办单第31号")
    told(
        at_once(
            (town.leader, lambda u: services.read_matter(actor=u, matter_id=matter.pk, now=NOON)),
            (
                town.supervisor,
                lambda u: services.instruct_again(
                    actor=u, matter_id=matter.pk, words=words, due_on=date(2026, 9, 30), now=NOON
                ),
            ),
        )
    )
    matter.refresh_from_db()
    assert Matter.objects.count() == (2 if matter.status == "continued" else 1)


def test_of_two_reviews_one_wins(town: Town) -> None:
    matter = make_matter(town, duty_status="reported")
    make_feedback(town, lead_of(matter), kind="final", status="sent")

    def review(user: User) -> None:
        services.review_matter(
            actor=user,
            matter_id=matter.pk,
            facts_clear=True,
            problem_solved=True,
            form_right=user.username == "supervisor",
            opinion="手续",
            now=NOON,
        )

    told(at_once((town.supervisor, review), (town.office_head, review)))
    assert matter.reviews.count() == 1


def test_of_two_merges_across_each_other_one_wins_and_nobody_waits_for_ever(town: Town) -> None:
    first, second = make_matter(town), make_matter(town, "另一件")
    head = make_user("deputy", "副主任", town.office, Role.OFFICE_HEAD)

    def merge(one: Matter, into: Matter) -> Act:
        return lambda user: services.merge_matter(
            actor=user,
            matter_id=one.pk,
            into_id=into.pk,
            reason="同一件事",
            approver_id=town.leader_post.pk,
            now=NOON,
        )

    told(at_once((town.office_head, merge(first, second)), (head, merge(second, first))))
    assert Matter.objects.filter(status="merged").count() == 1


def test_two_requests_for_more_time_are_one(town: Town) -> None:
    matter = make_matter(town, duty_status="under_way")

    def propose(user: User) -> None:
        services.propose_extension(
            actor=user,
            matter_id=matter.pk,
            new_due_on=date(2026, 10, 15),
            reason="雨",
            progress="四成",
            now=NOON,
        )

    assert told(at_once((town.lead_clerk, propose), (town.lead_head, propose))) == "已有一份延期申请在办。"
    assert matter.extensions.count() == 1


def test_a_final_report_and_a_suspension_both_count_in_whatever_order(town: Town) -> None:
    matter = make_matter(town, duty_status="under_way")
    row = make_feedback(town, lead_of(matter), kind=FINAL.kind, status="handed_up")
    outcomes = at_once(
        (town.lead_head, lambda u: services.sign_feedback(actor=u, feedback_id=row.pk, now=NOON)),
        (
            town.supervisor,
            lambda u: services.suspend_matter(
                actor=u, matter_id=matter.pk, until=date(2026, 9, 22), reason="汛期", now=NOON
            ),
        ),
    )
    assert outcomes == ["done", "done"]
    matter.refresh_from_db()
    assert (matter.due_on, lead_of(matter).status) == (date(2026, 10, 10), "reported")
