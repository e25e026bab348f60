"""Two people at one finding at once, and one telephone that sends twice: one wins, nothing comes twice."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Upload, User
from supervision.inspections import services
from supervision.inspections.models import Evidence, Finding, Inspection, PlanVersion, Step
from tests.inspections.acting import NOW
from tests.inspections.build import (
    finding_words,
    make_conclusion,
    make_finding,
    make_inspection,
    pdf,
    plan_words,
    team_words,
)
from tests.matters.test_races_duties import at_once
from tests.town import Town

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("workdays"),
]
KEY = uuid.UUID("6f1c2a4e-0000-4000-8000-000000000003")


def test_of_an_agreement_and_a_dispute_at_once_one_wins_and_the_other_learns_who(town: Town) -> None:
    row = make_finding(town, make_inspection(town), status="notified")
    outcomes = at_once(
        (town.lead_clerk, lambda user: services.agree_finding(actor=user, finding_id=row.pk, now=NOW)),
        (
            town.lead_head,
            lambda user: services.dispute_finding(actor=user, finding_id=row.pk, statement="不实", now=NOW),
        ),
    )
    row.refresh_from_db()
    assert outcomes.count("done") == 1
    first = outcomes.index("done")
    assert (row.status, row.answered_by) == [
        ("agreed", town.lead_clerk),
        ("disputed", town.lead_head),
    ][first]
    assert f"此前已由{row.answered_by}于9月12日" in outcomes[1 - first]
    assert Step.objects.filter(finding=row).count() == 1


@pytest.mark.parametrize("monitoring", [False, True])
def test_sent_twice_at_once_it_comes_once(town: Town, monitoring: bool) -> None:
    inspection = None if monitoring else make_inspection(town).pk
    words = finding_words(town)

    def send(user: User) -> Any:
        return services.record_finding(
            actor=user,
            inspection_id=inspection,
            words=words,
            client_key=KEY,
            files=[("一.pdf", pdf())],
            now=NOW,
        )

    assert at_once(*[(town.supervisor, send)] * 4) == ["done"] * 4
    assert Finding.objects.count() == Evidence.objects.count() == Upload.objects.count() == 1
    assert Step.objects.filter(verb="finding.record").count() == 1


def test_of_two_approvals_at_once_one_wins_and_no_number_is_lost(town: Town) -> None:
    def submitted(title: str) -> Inspection:
        row = services.draft_inspection(
            actor=town.supervisor,
            words=plan_words(title=title, overlap_reason="连续安排"),
            unit_ids=[town.lead.pk],
            team=team_words(town),
            now=NOW,
        )
        return services.submit_inspection(actor=town.supervisor, inspection_id=row.pk, now=NOW)

    def approve(row: Inspection) -> Callable[[User], Any]:
        return lambda user: services.approve_inspection(
            actor=user,
            inspection_id=row.pk,
            basis="decision",
            approver_id=town.leader_post.pk,
            approved_on=NOW.date(),
            now=NOW,
        )

    first, second = submitted("汛期"), submitted("秋收")
    outcomes = at_once((town.office_head, approve(first)), (town.office_head, approve(first)))
    assert sorted(outcomes)[0] == "done"
    assert "不能“批准方案”" in sorted(outcomes)[1]
    assert PlanVersion.objects.count() == 1
    assert approve(second)(town.office_head).number == "督查〔2026〕2号"


def test_of_two_reviews_filed_at_once_one_is_kept(town: Town) -> None:
    row = make_conclusion(town, make_inspection(town, status="finished"))

    def file(user: User) -> Any:
        return services.file_review(actor=user, conclusion_id=row.pk, reason="不服", now=NOW)

    outcomes = at_once((town.lead_clerk, file), (town.lead_head, file))
    assert sorted(outcomes) == ["done", "这份结论已经申请过复核。"]
    assert row.reviews.count() == 1
