"""On whose authority: a leader of the county, a person, a day that can be, who is there to decide."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from accounts.models import Post, Role
from supervision.inspections import services
from supervision.inspections.models import Finding, RectificationExtension
from supervision.inspections.rules.entries import TeamWords
from supervision.inspections.selectors.waiting import Kind, waiting_for_office
from tests.inspections.acting import NOW, STORY_DAY, refused
from tests.inspections.build import (
    finding_words,
    make_conclusion,
    make_finding,
    make_inspection,
    make_recommendation,
    make_review,
    pdf,
    plan_words,
)
from tests.inspections.build_rectifications import make_extension, make_rectification
from tests.town import Town, make_account

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]
AUGUST = date(2026, 8, 20)
NO_LEADER = "no_leader_post"


def decisions(town: Town, post: int) -> list[Callable[[], Any]]:
    """Every decision that the government takes, by this post."""
    head: dict[str, Any] = {"actor": town.office_head, "now": NOW}
    conclusion = make_conclusion(town, make_inspection(town, status="finished"), status="submitted")
    recommendation = make_recommendation(
        town, make_conclusion(town, make_inspection(town, status="finished")), status="submitted"
    )
    review = make_review(town, make_conclusion(town, make_inspection(town, status="finished")))
    plan = make_inspection(town, status="submitted", unplanned_reason="主汛期", overlap_reason="主汛期")
    row = make_rectification(town, status="under_way")
    charge: dict[str, Any] = {
        "affairs": "河道",
        "scope": "全县",
        "duties": "检查",
        "unit_id": town.helping.pk,
    }
    until: dict[str, Any] = {"valid_from": date(2026, 9, 1), "valid_to": date(2026, 10, 1)}
    ending: dict[str, Any] = {"rectification_id": row.pk, "reason": "改由上级督办", "approver_id": post}
    return [
        lambda: services.issue_conclusion(
            conclusion_id=conclusion.pk, signatory_id=post, issued_on=AUGUST, **head
        ),
        lambda: services.approve_recommendation(
            recommendation_id=recommendation.pk, approver_id=post, decided_on=AUGUST, **head
        ),
        lambda: services.uphold_review(
            actor=town.stranger, review_id=review.pk, decision="维持", signatory_id=post, now=NOW
        ),
        lambda: services.approve_inspection(
            inspection_id=plan.pk, basis="instruction", approver_id=post, approved_on=AUGUST, **head
        ),
        lambda: services.save_year_plan(
            year=2026, most_per_unit=2, approver_id=post, approved_on=AUGUST, **head
        ),
        lambda: services.designate(approver_id=post, approved_on=AUGUST, **charge, **until, **head),
        lambda: services.withdraw_rectification(**ending, **head),
        lambda: services.make_long_term(**ending, **head),
    ]


def test_the_government_decides_by_a_leader_of_the_county_and_no_other_post(town: Town) -> None:
    clerk = Post.objects.create(name="交通局办公室主任", unit=town.lead)
    for decide in decisions(town, clerk.pk):
        assert refused(decide, NO_LEADER) == "请选择县级领导的岗位。"
    *others, _long_term = decisions(town, town.leader_post.pk)
    for decide in others:
        decide()


def test_a_machine_neither_inspects_nor_verifies_nor_reviews(town: Town) -> None:
    machine = make_account("petitions", None, town.strange, Role.API_CLIENT)
    row = make_rectification(town, status="checked")
    visit: dict[str, Any] = {"actor": town.supervisor, "rectification_id": row.pk, "now": NOW}
    refused(
        lambda: services.assign_verification(user_ids=[town.stranger.pk, machine.pk], **visit), "no_such_user"
    )
    review = make_review(town, make_conclusion(town, make_inspection(town, status="finished")))
    refused(
        lambda: services.appoint_reviewers(
            actor=town.office_head, review_id=review.pk, user_ids=[machine.pk], now=NOW
        ),
        "no_reviewers",
    )
    team = [TeamWords(user_id=machine.pk, role="leader")]
    asked: dict[str, Any] = {"actor": town.supervisor, "words": plan_words(), "unit_ids": [town.lead.pk]}
    refused(lambda: services.draft_inspection(team=team, now=NOW, **asked), "no_such_user")


@pytest.mark.parametrize("moment", [datetime(1, 1, 1, tzinfo=UTC), datetime(1900, 1, 1, tzinfo=UTC)])
def test_a_moment_that_no_page_could_read_again_is_refused(town: Town, moment: datetime) -> None:
    """PostgreSQL keeps the year 1 before its time zone as 1 BC, which Python cannot read."""
    asked: dict[str, Any] = {"actor": town.nobody, "now": NOW}
    inspection = make_inspection(town)
    refused(
        lambda: services.record_finding(
            inspection_id=inspection.pk, words=finding_words(town, found_at=moment), **asked
        ),
        "day_out_of_range",
    )
    finding = make_finding(town, inspection)
    refused(
        lambda: services.attach_to_finding(
            finding_id=finding.pk, files=[("现场.pdf", pdf())], claimed_at=moment, **asked
        ),
        "day_out_of_range",
    )
    assert [row.found_at.year for row in Finding.objects.all()] == [2026]


def test_where_no_leader_is_in_charge_the_office_decides_every_extension(town: Town) -> None:
    row = make_rectification(town, status="under_way", leader=None)
    make_extension(town, row, status="approved")
    second: RectificationExtension = make_extension(town, row, status="asked", ordinal=2)
    assert [*waiting_for_office(town.supervisor, Kind.EXTENSION, STORY_DAY)] == [second]
    services.approve_extension(actor=town.supervisor, extension_id=second.pk, now=NOW)
    assert RectificationExtension.objects.get(pk=second.pk).status == "approved"
