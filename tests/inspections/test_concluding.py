"""督查结论 (REG art. 16): on findings that stand and are proved, made by the government, delivered."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from accounts.models import User
from supervision.inspections import services
from supervision.inspections.models import Conclusion
from supervision.inspections.rules.states import TABLE, Thing
from supervision.inspections.rules.words import CONCLUSION_STATUSES
from supervision.inspections.selectors import last_day
from tests.inspections.acting import NOW, forbidden, on_day, refused
from tests.inspections.build import make_conclusion, make_designation, make_finding, make_inspection
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]
OFFICE = ("supervisor", "office_head")
UNIT = ("lead_clerk", "lead_head", "api_client")
WHO = {
    "submit": OFFICE,
    "send_back": ("office_head",),
    "issue": ("office_head",),
    "deliver": (*OFFICE, *UNIT),
}


def draft(town: Town, actor: User, inspection: Any, findings: Any = (), **values: Any) -> Conclusion:
    asked: dict[str, Any] = {"unit_id": town.lead.pk, "text": "责令限期改正。"} | values
    keys = [one.pk for one in findings]
    return services.draft_conclusion(
        actor=actor, inspection_id=inspection.pk, finding_ids=keys, now=NOW, **asked
    )


def act(town: Town, row: Conclusion, verb: str, actor: User) -> Any:
    words: dict[str, Any] = {"actor": actor, "conclusion_id": row.pk, "now": NOW}
    if verb == "send_back":
        words["reason"] = "事实部分不清"
    if verb == "issue":
        words |= {"signatory_id": town.leader_post.pk, "issued_on": date(2026, 9, 11)}
    if verb == "deliver" and actor in (town.supervisor, town.office_head):
        words["receipt_note"] = "路局长签收，回执存卷"
    return getattr(services, f"{verb}_conclusion")(**words)


def deliver(town: Town, row: Conclusion, **values: Any) -> Conclusion:
    return services.deliver_conclusion(actor=town.supervisor, conclusion_id=row.pk, now=NOW, **values)


def told(row: Conclusion) -> list[tuple[str, str | None, str]]:
    return list(row.steps.order_by("pk").values_list("verb", "by__username", "note"))


def test_a_conclusion_goes_from_draft_to_the_units_signature(town: Town) -> None:
    inspection = make_inspection(town, status="finished")
    findings = [make_finding(town, inspection), make_finding(town, inspection, status="upheld")]
    row = draft(town, town.supervisor, inspection, findings)
    assert set(row.findings.all()) == set(findings)
    act(town, row, "submit", town.supervisor)
    row = act(town, row, "issue", town.office_head)
    assert (row.number, row.signatory, row.issued_by) == (
        "督查结论〔2026〕1号",
        town.leader_post,
        town.office_head,
    )
    row = act(town, row, "deliver", town.lead_clerk)
    assert (row.received_by, row.delivered_on) == (town.lead_clerk, date(2026, 9, 12))
    assert [step[:2] for step in told(row)] == [
        ("conclusion.draft", "supervisor"),
        ("conclusion.submit", "supervisor"),
        ("conclusion.issue", "office_head"),
        ("conclusion.deliver", "lead_clerk"),
    ]


def test_the_office_drafts_and_so_does_the_department_that_was_designated(town: Town) -> None:
    inspection = make_inspection(town, status="finished")
    forbidden(town, lambda actor: draft(town, actor, inspection), *OFFICE)
    designation = make_designation(town, town.helping)
    other = make_inspection(town, status="finished", organiser=town.helping, designation=designation)
    forbidden(town, lambda actor: draft(town, actor, other), *OFFICE, "helping_clerk")
    assert draft(town, town.helping_clerk, other).drafted_by == town.helping_clerk


@pytest.mark.parametrize("status", ["draft", "submitted", "approved", "on_site", "closed", "cancelled"])
def test_nothing_is_concluded_before_the_visit_is_over(town: Town, status: str) -> None:
    inspection = make_inspection(town, status=status)
    said = refused(lambda: draft(town, town.supervisor, inspection), "wrong_step")
    assert "不能“起草结论”；只有“待作结论”时可以" in said


def test_a_unit_has_one_conclusion_in_force(town: Town) -> None:
    inspection = make_inspection(town, status="finished")
    make_conclusion(town, inspection, status="revoked")
    draft(town, town.supervisor, inspection)
    said = refused(lambda: draft(town, town.supervisor, inspection))
    assert said == "这个单位在本次督查中已有一份结论。"


def test_only_findings_of_this_inspection_and_unit_enter_it(town: Town) -> None:
    inspection = make_inspection(town, status="finished", units=[town.lead, town.helping])
    other = make_inspection(town, "别的", status="finished")
    for wrong in (
        make_finding(town, other),
        make_finding(town, inspection, unit=town.helping),
        make_finding(town, inspection, status="dropped"),
        make_finding(town, None),
    ):
        refused(lambda: draft(town, town.supervisor, inspection, [wrong]), "not_its_finding")  # noqa: B023
    refused(lambda: draft(town, town.supervisor, inspection, unit_id=town.strange.pk), "not_inspected")
    refused(lambda: draft(town, town.supervisor, inspection, text="【绝密】"), "state_secret")


def test_it_is_submitted_once_its_findings_stand_and_are_proved(town: Town) -> None:
    inspection = make_inspection(town, status="finished")
    waiting = make_finding(town, inspection, "待确认", status="notified", number="问题〔2026〕5号")
    row = make_conclusion(town, inspection, status="draft", findings=[waiting])
    said = refused(lambda: act(town, row, "submit", town.supervisor), "finding_not_standing")
    assert said == "这些问题还没有认定：问题〔2026〕5号 待确认。"
    bare = make_finding(town, inspection, "没照片", proved=False, number="问题〔2026〕6号")
    row.findings.set([bare])
    said = refused(lambda: act(town, row, "submit", town.supervisor), "finding_without_evidence")
    assert said == "这些问题没有证据（政府督查工作条例第十六条）：问题〔2026〕6号 没照片。"
    row.findings.set([])
    assert act(town, row, "submit", town.supervisor).status == "submitted"


def test_a_draft_is_revised_and_told_once(town: Town) -> None:
    inspection = make_inspection(town, status="finished")
    finding = make_finding(town, inspection)
    row = make_conclusion(town, inspection, status="draft")
    asked: dict[str, Any] = {"conclusion_id": row.pk, "text": "改后", "finding_ids": [finding.pk], "now": NOW}
    forbidden(town, lambda actor: services.revise_conclusion(actor=actor, **asked), *OFFICE)
    services.revise_conclusion(actor=town.supervisor, **asked)
    services.revise_conclusion(actor=town.supervisor, **asked)
    assert told(row) == [("conclusion.revise", "supervisor", "")]
    act(town, row, "submit", town.supervisor)
    refused(lambda: services.revise_conclusion(actor=town.supervisor, **asked), "wrong_step")


@pytest.mark.parametrize("verb", list(WHO))
def test_a_step_is_taken_by_whom_the_table_says_and_by_nobody_else(town: Town, verb: str) -> None:
    move = TABLE.named(f"conclusion.{verb}")
    row = make_conclusion(town, make_inspection(town, status="finished"), status=move.sources[0])
    forbidden(town, lambda actor: act(town, row, verb, actor), *WHO[verb])
    for persona in WHO[verb]:
        with transaction.atomic():
            assert act(town, row, verb, getattr(town, persona)).status == move.target
            assert [step[0] for step in told(row)] == [move.name]
            transaction.set_rollback(True)


def test_a_step_is_refused_at_every_other_status(town: Town) -> None:
    for status in CONCLUSION_STATUSES:
        row = make_conclusion(town, make_inspection(town, status="finished"), status=status)
        for verb in WHO:
            if status not in TABLE.named(f"conclusion.{verb}").sources:
                said = refused(lambda: act(town, row, verb, town.office_head), "wrong_step")  # noqa: B023
                assert said.startswith(f"督查结论现在是“{TABLE.label_of(Thing.CONCLUSION, status)}”")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"signatory_id": None, "issued_on": date(2026, 9, 11)}, "no_authority"),
        ({"signatory_id": 1, "issued_on": None}, "no_authority"),
        ({"issued_on": date(2026, 9, 13)}, "in_the_future"),
    ],
)
def test_it_is_made_by_the_government(town: Town, values: dict[str, Any], code: str) -> None:
    row = make_conclusion(town, make_inspection(town, status="finished"), status="submitted")
    asked: dict[str, Any] = {"actor": town.office_head, "conclusion_id": row.pk, "now": NOW}
    asked["signatory_id"] = town.leader_post.pk
    refused(lambda: services.issue_conclusion(**asked | values), code)


# By hand: 1 October 2026 begins the holiday of seven days, the 8th is worked; Saturday the 10th is a make-up
# day, Sunday the 11th is not; the start itself is not counted.
@pytest.mark.parametrize(
    ("delivered_on", "until"),
    [
        (date(2026, 8, 31), date(2026, 9, 30)),
        (date(2026, 9, 1), date(2026, 10, 8)),
        (date(2026, 9, 7), date(2026, 10, 8)),
        (date(2026, 9, 10), date(2026, 10, 10)),
        (date(2026, 9, 11), date(2026, 10, 12)),
        (date(2026, 9, 12), date(2026, 10, 12)),
    ],
)
def test_the_unit_has_thirty_days_from_its_receipt(town: Town, delivered_on: date, until: date) -> None:
    row = make_conclusion(
        town, make_inspection(town, status="finished"), status="issued", issued_on=date(2026, 8, 31)
    )
    row = deliver(town, row, delivered_on=delivered_on, receipt_note="回执存卷")
    assert (row.delivered_on, row.review_until, row.received_by) == (delivered_on, until, None)
    assert row.review_basis == (
        "政府督查工作条例第十七条：收到结论之日起30日内可以申请复核（送达后30个自然日内，遇休息日顺延）"
    )


def test_a_delivery_on_paper_says_where_the_receipt_is(town: Town) -> None:
    row = make_conclusion(town, make_inspection(town, status="finished"), status="issued")
    refused(lambda: deliver(town, row), "paper_needs_note")
    refused(lambda: deliver(town, row, delivered_on=date(2026, 9, 13), receipt_note="x"), "in_the_future")
    said = refused(lambda: deliver(town, row, delivered_on=date(2026, 9, 10), receipt_note="x"))
    assert said == "送达须有日期和申请复核的期限，送达不能早于作出。"
    refused(
        lambda: services.deliver_conclusion(
            actor=town.lead_clerk, conclusion_id=row.pk, delivered_on=date(2026, 9, 11), now=NOW
        ),
        "signed_today",
    )


def test_the_county_says_within_how_many_days_a_conclusion_is_delivered() -> None:
    """Friday the 11th: Monday and Tuesday are its two workdays."""
    found = last_day("conclusion_receipt", on_day(9, 11).date())
    assert found is not None
    assert (found.on, found.basis) == (date(2026, 9, 15), "作出结论后2个工作日内")
