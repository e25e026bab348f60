"""复核 (REG art. 17): within 30 days of receipt, decided within 30, by people who took no part."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from supervision.inspections import services
from supervision.inspections.models import Conclusion, Inspection, Review
from supervision.inspections.rules.states import TABLE, Thing
from supervision.inspections.rules.words import CONCLUSION_STATUSES, REVIEW_STATUSES
from supervision.inspections.selectors import recused
from tests.inspections.acting import NOW, forbidden, on_day, refused
from tests.inspections.build import make_conclusion, make_finding, make_inspection, make_review
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]
UNIT = ("lead_clerk", "lead_head", "api_client")
WHO = {"uphold": ("stranger",), "change": ("stranger",), "revoke": ("stranger",), "retract": UNIT}


@pytest.fixture
def inspection(town: Town) -> Inspection:
    return make_inspection(town, status="finished")


@pytest.fixture
def conclusion(town: Town, inspection: Inspection) -> Conclusion:
    return make_conclusion(town, inspection, findings=[make_finding(town, inspection)])


def file(
    town: Town, conclusion: Conclusion, actor: User | None = None, now: Any = NOW, **values: Any
) -> Review:
    asked = {"reason": "值班记录已补齐"} | values
    return services.file_review(actor=actor or town.lead_head, conclusion_id=conclusion.pk, now=now, **asked)


def appoint(town: Town, review: Review, *users: User) -> Review:
    keys = [user.pk for user in users]
    return services.appoint_reviewers(actor=town.office_head, review_id=review.pk, user_ids=keys, now=NOW)


def decide(town: Town, review: Review, verb: str, actor: User, **values: Any) -> Any:
    words: dict[str, Any] = {"actor": actor, "review_id": review.pk, "now": NOW}
    if verb != "retract":
        words |= {"decision": "原结论事实不清", "signatory_id": town.leader_post.pk}
    if verb == "change":
        words["text"] = "改为通报提醒。"
    return getattr(services, f"{verb}_review")(**words | values)


def told(conclusion: Conclusion) -> list[tuple[str, str | None, str]]:
    return list(conclusion.steps.order_by("pk").values_list("verb", "by__username", "note"))


def test_the_unit_files_until_the_last_day_and_not_a_day_longer(town: Town, conclusion: Conclusion) -> None:
    said = refused(lambda: file(town, conclusion, now=on_day(10, 13)), "review_too_late")
    assert said == "申请复核的期限是2026年10月12日，已经过了（政府督查工作条例第十七条）。"
    row = file(town, conclusion, now=on_day(10, 12))
    assert (row.filed_on, row.allowed_until) == (date(2026, 10, 12), date(2026, 10, 12))


# By hand, as in test_concluding: the 1st to the 7th of October are a holiday, Saturday the 10th is worked.
@pytest.mark.parametrize(
    ("filed", "decide_by"),
    [
        ((9, 12), date(2026, 10, 12)),
        ((9, 14), date(2026, 10, 14)),
        ((10, 8), date(2026, 11, 9)),
        ((10, 12), date(2026, 11, 11)),
    ],
)
def test_it_is_to_be_decided_within_thirty_days(
    town: Town, conclusion: Conclusion, filed: tuple[int, int], decide_by: date
) -> None:
    row = file(town, conclusion, now=on_day(*filed))
    assert row.decide_by == decide_by
    assert row.decide_basis == (
        "政府督查工作条例第十七条：收到申请之日起30日内作出复核决定（申请复核后30个自然日内，遇休息日顺延）"
    )


def test_only_the_unit_that_was_concluded_on_files(town: Town, conclusion: Conclusion) -> None:
    forbidden(town, lambda actor: file(town, conclusion, actor), *UNIT)
    refused(lambda: file(town, conclusion, reason=" "), "reason_missing")
    refused(lambda: file(town, conclusion, reason="机密★"), "state_secret")
    row = file(town, conclusion)
    assert told(conclusion) == [("review.file", "lead_head", "值班记录已补齐")]
    assert refused(lambda: file(town, conclusion)) == "这份结论已经申请过复核。"
    decide(town, row, "retract", town.lead_clerk)
    assert file(town, conclusion).pk != row.pk


@pytest.mark.parametrize("status", [one.value for one in CONCLUSION_STATUSES if one != "delivered"])
def test_only_what_was_delivered_is_reviewed(town: Town, inspection: Inspection, status: str) -> None:
    row = make_conclusion(town, inspection, status=status)
    refused(lambda: file(town, row), "wrong_step")


def test_the_database_knows_the_last_day_too(town: Town, conclusion: Conclusion) -> None:
    with pytest.raises(IntegrityError, match="review_filed_in_time"):
        make_review(town, conclusion, filed_on=date(2026, 10, 13))


PARTICIPANTS = {
    "nobody": "督查组成员",
    "supervisor": "记录或认定过问题",
    "office_head": "起草或办理过结论",
    "lead_clerk": "被督查单位的人员",
    "lead_head": "被督查单位的人员",
    "api_client": "被督查单位的人员",
    "data_clerk": "被督查单位的人员",
}


@pytest.mark.parametrize(("persona", "why"), PARTICIPANTS.items())
def test_whoever_took_part_is_refused_by_name_and_by_the_database(
    town: Town, conclusion: Conclusion, persona: str, why: str
) -> None:
    review = file(town, conclusion)
    user = getattr(town, persona)
    said = refused(lambda: appoint(town, review, town.stranger, user), "reviewer_took_no_part")
    assert said == f"应当回避（政府督查工作条例第十七条）：{user}：{why}。"
    with (
        pytest.raises(IntegrityError, match="may not review it"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO inspections_reviewer (review_id, user_id) VALUES (%s, %s)", [review.pk, user.pk]
        )


def test_whoever_took_part_is_recused_and_nobody_else(town: Town, conclusion: Conclusion) -> None:
    review = file(town, conclusion)
    assert set(recused(review)) == {getattr(town, name).pk for name in PARTICIPANTS}


def test_the_head_appoints_and_appoints_anew(town: Town, conclusion: Conclusion) -> None:
    review = make_review(town, conclusion)
    forbidden(
        town,
        lambda actor: services.appoint_reviewers(
            actor=actor, review_id=review.pk, user_ids=[town.auditor.pk], now=NOW
        ),
        "office_head",
    )
    refused(lambda: appoint(town, review), "no_reviewers")
    appoint(town, review, town.auditor, town.leader)
    assert {row.user for row in review.reviewers.all()} == {town.auditor, town.leader}
    assert [step[0] for step in told(conclusion)] == ["review.appoint"]


@pytest.mark.parametrize("verb", list(WHO))
def test_a_step_is_taken_by_whom_the_table_says_and_by_nobody_else(
    town: Town, conclusion: Conclusion, verb: str
) -> None:
    review = make_review(town, conclusion)
    forbidden(town, lambda actor: decide(town, review, verb, actor), *WHO[verb])
    for persona in WHO[verb]:
        with transaction.atomic():
            decide(town, review, verb, getattr(town, persona))
            review.refresh_from_db()
            assert review.status == TABLE.named(f"review.{verb}").target
            transaction.set_rollback(True)


def test_a_step_is_refused_at_every_other_status(town: Town, inspection: Inspection) -> None:
    for status in REVIEW_STATUSES:
        if status == "filed":
            continue
        review = make_review(
            town, make_conclusion(town, make_inspection(town, status="finished")), status=status
        )
        for verb, who in WHO.items():
            actor = getattr(town, who[0])
            said = refused(lambda: decide(town, review, verb, actor), "wrong_step")  # noqa: B023
            assert said.startswith(f"复核现在是“{TABLE.label_of(Thing.REVIEW, status)}”")
        refused(lambda: appoint(town, review, town.auditor), "wrong_step")  # noqa: B023


def test_the_database_wants_a_decision_by_one_of_the_reviewers(town: Town, conclusion: Conclusion) -> None:
    review = make_review(town, conclusion)
    for user in (town.auditor, town.nobody, town.supervisor):
        with (
            pytest.raises(IntegrityError, match="decided by a reviewer who took no part"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "UPDATE inspections_review SET status = 'upheld', decision = '维持', decided_by_id = %s,"
                " decided_on = '2026-09-12', signatory_id = %s WHERE id = %s",
                [user.pk, town.leader_post.pk, review.pk],
            )


def test_an_upheld_conclusion_stays(town: Town, conclusion: Conclusion) -> None:
    row = decide(town, make_review(town, conclusion), "uphold", town.stranger)
    assert (row.decision, row.decided_by, row.decided_on, row.signatory) == (
        "原结论事实不清",
        town.stranger,
        date(2026, 9, 12),
        town.leader_post,
    )
    conclusion.refresh_from_db()
    assert conclusion.status == "delivered"
    assert told(conclusion) == [("review.uphold", "stranger", "原结论事实不清")]


def test_a_changed_conclusion_is_replaced_by_a_linked_one_to_be_delivered(
    town: Town, conclusion: Conclusion
) -> None:
    finding = conclusion.findings.get()
    review = make_review(town, conclusion)
    new = decide(town, review, "change", town.stranger, finding_ids=[finding.pk])
    conclusion.refresh_from_db()
    assert (conclusion.status, conclusion.replaced_by) == ("replaced", new)
    assert (new.status, new.number, new.text) == ("issued", "督查结论〔2026〕1号", "改为通报提醒。")
    assert (new.signatory, new.issued_on, new.issued_by) == (
        town.leader_post,
        date(2026, 9, 12),
        town.stranger,
    )
    assert list(new.findings.all()) == [finding]
    assert [step[:2] for step in told(conclusion)] == [
        ("review.change", "stranger"),
        ("conclusion.replace", "stranger"),
    ]
    assert told(new) == [("conclusion.issue", "stranger", f"变更{conclusion.number}")]
    delivered = services.deliver_conclusion(actor=town.lead_clerk, conclusion_id=new.pk, now=NOW)
    assert delivered.review_until == date(2026, 10, 12)


def test_a_change_is_of_proved_findings_of_the_unit(town: Town, conclusion: Conclusion) -> None:
    review = make_review(town, conclusion)
    bare = make_finding(town, conclusion.inspection, proved=False)
    for finding, code in ((bare, "finding_without_evidence"), (make_finding(town), "not_its_finding")):
        refused(
            lambda: decide(town, review, "change", town.stranger, finding_ids=[finding.pk]),  # noqa: B023
            code,
        )
    refused(lambda: decide(town, review, "change", town.stranger, signatory_id=None), "no_authority")
    refused(lambda: decide(town, review, "uphold", town.stranger, decision=" "), "reason_missing")


def test_a_revoked_conclusion_is_of_no_force_and_another_may_be_drafted(
    town: Town, conclusion: Conclusion
) -> None:
    decide(town, make_review(town, conclusion), "revoke", town.stranger)
    conclusion.refresh_from_db()
    assert conclusion.status == "revoked"
    done = services.close_inspection(actor=town.supervisor, inspection_id=conclusion.inspection_id, now=NOW)
    assert done.status == "closed"


def test_who_is_no_reviewer_of_this_one_decides_nothing(town: Town, conclusion: Conclusion) -> None:
    review = file(town, conclusion)
    with pytest.raises(PermissionDenied):
        decide(town, review, "uphold", town.stranger)
