"""处理建议 (REG art. 19 and 21) and 线索移送 (art. 23)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from supervision.inspections import services
from supervision.inspections.models import Clue, Conclusion, Recommendation
from supervision.inspections.rules.states import TABLE, Thing
from supervision.inspections.rules.words import RECOMMENDATION_STATUSES
from tests.inspections.acting import NOW, forbidden, refused, story_of
from tests.inspections.build import make_conclusion, make_inspection, make_recommendation
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]
OFFICE = ("supervisor", "office_head")
WHO = {
    "submit": OFFICE,
    "approve": ("office_head",),
    "refuse": ("office_head",),
    "carry_out": OFFICE,
    "hand_over": OFFICE,
}


@pytest.fixture
def conclusion(town: Town) -> Conclusion:
    return make_conclusion(town, make_inspection(town, status="finished"))


def act(town: Town, row: Recommendation, verb: str, actor: User, **values: Any) -> Any:
    words: dict[str, Any] = {"actor": actor, "recommendation_id": row.pk, "now": NOW}
    own: dict[str, dict[str, Any]] = {
        "submit": {},
        "approve": {"approver_id": town.leader_post.pk, "decided_on": date(2026, 9, 12)},
        "refuse": {"reason": "情节轻微"},
        "carry_out": {"outcome": "已通报"},
        "hand_over": {"transferred_to": "县纪委监委"},
    }
    return getattr(services, f"{verb}_recommendation")(**words | own[verb] | values)


def kind_for(verb: str) -> str:
    return "accountability" if verb == "hand_over" else "criticism"


@pytest.mark.parametrize("verb", list(WHO))
def test_a_step_is_taken_by_whom_the_table_says_and_by_nobody_else(
    town: Town, conclusion: Conclusion, verb: str
) -> None:
    move = TABLE.named(f"recommendation.{verb}")
    row = make_recommendation(town, conclusion, kind_for(verb), status=move.sources[0])
    forbidden(town, lambda actor: act(town, row, verb, actor), *WHO[verb])
    for persona in WHO[verb]:
        with transaction.atomic():
            assert act(town, row, verb, getattr(town, persona)).status == move.target
            assert [step.verb for step in conclusion.steps.all()] == [move.name]
            transaction.set_rollback(True)


def test_a_step_is_refused_at_every_other_status(town: Town, conclusion: Conclusion) -> None:
    for status in RECOMMENDATION_STATUSES:
        kind = "accountability" if status == "handed_over" else "criticism"
        row = make_recommendation(town, conclusion, kind, status=status)
        for verb in WHO:
            if status not in TABLE.named(f"recommendation.{verb}").sources:
                said = refused(lambda: act(town, row, verb, town.office_head), "wrong_step")  # noqa: B023
                assert said.startswith(f"处理建议现在是“{TABLE.label_of(Thing.RECOMMENDATION, status)}”")


def test_it_is_drafted_on_a_conclusion_in_force_and_revised_until_submitted(
    town: Town, conclusion: Conclusion
) -> None:
    words: dict[str, Any] = {"kind": "praise", "addressee": "县水务局", "text": "通报表扬", "now": NOW}

    def draft(actor: User) -> Recommendation:
        return services.draft_recommendation(actor=actor, conclusion_id=conclusion.pk, **words)

    forbidden(town, draft, *OFFICE)
    row = draft(town.supervisor)
    assert (row.kind, row.status, row.drafted_by) == ("praise", "draft", town.supervisor)
    asked = {"recommendation_id": row.pk, **words, "text": "激励"}
    forbidden(town, lambda actor: services.revise_recommendation(actor=actor, **asked), *OFFICE)
    assert services.revise_recommendation(actor=town.supervisor, **asked).text == "激励"
    act(town, row, "submit", town.supervisor)
    refused(lambda: services.revise_recommendation(actor=town.supervisor, **asked), "wrong_step")
    Conclusion.objects.filter(pk=conclusion.pk).update(status="revoked")
    refused(lambda: draft(town.supervisor), "wrong_step")
    refused(lambda: act(town, row, "approve", town.office_head), "wrong_step")


def test_accountability_is_handed_over_and_nothing_else_is(town: Town, conclusion: Conclusion) -> None:
    grave = make_recommendation(town, conclusion, "accountability", status="approved")
    light = make_recommendation(town, conclusion, "criticism", status="approved")
    said = refused(lambda: act(town, grave, "carry_out", town.supervisor), "only_handed_over")
    assert said == "追责建议经批准后移交有权机关，不能自行落实（政府督查工作条例第二十一条）。"
    refused(lambda: act(town, light, "hand_over", town.supervisor), "only_accountability")
    refused(lambda: act(town, grave, "hand_over", town.supervisor, transferred_to=" "), "receiver_missing")
    refused(lambda: act(town, light, "carry_out", town.supervisor, outcome=" "), "outcome_missing")
    done = act(town, grave, "hand_over", town.supervisor, transfer_document="移〔2026〕1号")
    assert (done.status, done.transferred_to, done.transfer_document, done.done_on) == (
        "handed_over",
        "县纪委监委",
        "移〔2026〕1号",
        date(2026, 9, 12),
    )


@pytest.mark.parametrize(
    ("kind", "status"), [("accountability", "carried_out"), ("criticism", "handed_over")]
)
def test_the_database_holds_that_too(town: Town, conclusion: Conclusion, kind: str, status: str) -> None:
    row = make_recommendation(town, conclusion, kind, status="approved", transferred_to="县监委")
    with (
        pytest.raises(IntegrityError, match="recommendation_accountability_is_handed_over"),
        transaction.atomic(),
    ):
        Recommendation.objects.filter(pk=row.pk).update(status=status)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"approver_id": None}, "no_authority"),
        ({"decided_on": None}, "no_authority"),
        ({"decided_on": date(2026, 9, 13)}, "in_the_future"),
    ],
)
def test_it_is_approved_by_somebody_on_a_day(
    town: Town, conclusion: Conclusion, values: dict[str, Any], code: str
) -> None:
    row = make_recommendation(town, conclusion, status="submitted")
    refused(lambda: act(town, row, "approve", town.office_head, **values), code)


def test_a_clue_is_handed_on_and_the_story_says_nothing_of_it(town: Town) -> None:
    inspection = make_inspection(town)

    def transfer(actor: User, **values: Any) -> Clue:
        asked: dict[str, Any] = {
            "kind": "duty_crime",
            "summary": "涉嫌虚报工程量",
            "transferred_to": "县监委",
            "transferred_on": date(2026, 9, 11),
        }
        return services.transfer_clue(actor=actor, inspection_id=inspection.pk, now=NOW, **asked | values)

    forbidden(town, transfer, "supervisor", "office_head", "nobody")
    refused(lambda: transfer(town.nobody, transferred_on=date(2026, 9, 13)), "in_the_future")
    refused(lambda: transfer(town.nobody, summary="绝密件"), "state_secret")
    row = transfer(town.nobody)
    assert (row.recorded_by, row.summary) == (town.nobody, "涉嫌虚报工程量")
    assert story_of(inspection) == [("clue.transfer", "nobody", "")]
