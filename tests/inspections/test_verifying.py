"""初审和现场核查: papers, then at least two people outside the unit who each sign."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.models import Role, User
from supervision.inspections import services
from supervision.inspections.models import Rectification, Verification
from tests.inspections.acting import NOW, forbidden, on_day, refused, story_of
from tests.inspections.build_rectifications import DUE_ON, make_rectification, make_verification
from tests.inspections.rectifying import again, assign, check, file_of, record, sign
from tests.town import Town, make_user

OFFICE = ("supervisor", "office_head")


@pytest.fixture
def row(town: Town) -> Rectification:
    return make_rectification(town, status="checked", helping=[town.helping])


def disagree(row: Verification, actor: User, reason: str = "二号排口未封") -> Verification:
    return services.disagree_verification(actor=actor, verification_id=row.pk, reason=reason, now=NOW)


def cancel(town: Town, row: Verification, **values: Any) -> Verification:
    asked: dict[str, Any] = {
        "actor": town.supervisor,
        "verification_id": row.pk,
        "reason": "另行安排",
        "now": NOW,
    }
    return services.cancel_verification(**asked | values)


def standings(row: Rectification, verification: Verification) -> tuple[str, str]:
    return again(row).status, again(verification).status


# --- papers -----------------------------------------------------------------------------------------
@pytest.mark.usefixtures("workdays")
def test_papers_pass_or_go_back_with_the_reason_and_the_count(town: Town) -> None:
    row = make_rectification(town, status="applied")
    refused(lambda: check(town, row, passes=False, reason=" "), "reason_missing")
    forbidden(town, lambda user: check(town, row, actor=user), *OFFICE)
    row = check(town, row, passes=False, reason="缺监测报告")
    assert (row.status, row.times_sent_back, row.step_due_on) == ("under_way", 1, DUE_ON)
    passed = check(town, make_rectification(town, "乙", status="applied"))
    assert (passed.status, passed.checked_by, passed.step_due_on) == (
        "checked",
        town.supervisor,
        date(2026, 9, 24),
    )


# --- who is sent ------------------------------------------------------------------------------------
def test_two_are_the_fewest_and_one_counts_once(town: Town, row: Rectification) -> None:
    assert refused(lambda: assign(town, row, town.nobody), "two_verifiers") == "现场核查须有两名以上核查人。"
    refused(lambda: assign(town, row, town.nobody, town.nobody), "two_verifiers")
    type(town.nobody).objects.filter(pk=town.nobody.pk).update(is_active=False)
    refused(lambda: assign(town, row, town.nobody, town.stranger, town.supervisor), "no_such_user")


@pytest.mark.parametrize("name", ["lead_clerk", "below_clerk", "helping_clerk", "data_clerk"])
def test_nobody_of_the_units_or_below_them_is_sent(town: Town, row: Rectification, name: str) -> None:
    inside = getattr(town, name)
    words = refused(lambda: assign(town, row, town.supervisor, inside), "verifier_is_outside")
    assert str(inside) in words


def test_the_applicant_is_not_sent_even_from_another_unit(town: Town, row: Rectification) -> None:
    type(town.lead_head).objects.filter(pk=town.lead_head.pk).update(unit=town.strange)
    refused(lambda: assign(town, row, town.supervisor, town.lead_head), "applicant_verifies")


@pytest.mark.usefixtures("workdays")
def test_a_verification_has_its_day_and_there_is_one_at_a_time(town: Town, row: Rectification) -> None:
    forbidden(town, lambda user: assign(town, row, actor=user), *OFFICE)
    refused(lambda: assign(town, row, due_on=date(2026, 9, 11)), "due_past")
    verification = assign(town, row)
    assert verification.due_on == date(2026, 9, 24)
    assert [(one.user, one.unit) for one in verification.verifiers.all()] == [
        (town.supervisor, town.office),
        (town.nobody, town.strange),
    ]
    assert refused(lambda: assign(town, row)) == "已有一次现场核查在办。"
    assert Rectification.objects.visible_to(town.nobody).get() == row
    early = make_rectification(town, "乙", status="applied")
    refused(lambda: assign(town, early), "wrong_step")


# --- what they say ----------------------------------------------------------------------------------
@pytest.mark.usefixtures("workdays")
def test_the_last_signature_verifies_it(town: Town, row: Rectification) -> None:
    verification = assign(town, row, town.supervisor, town.nobody, town.stranger)
    record(town, verification, place="城东桥下", opinion="属实", files=[file_of("现场.pdf")])
    assert standings(row, verification) == ("checked", "recorded")
    assert verification.evidence.get().rectification == row
    sign(town, verification, opinion="同意")
    assert standings(row, verification) == ("checked", "recorded")
    sign(town, verification, actor=town.stranger)
    assert standings(row, verification) == ("verified", "passed")
    assert again(row).step_due_on == date(2026, 9, 18)
    assert [note for verb, _by, note in story_of(row) if verb == "verification.sign"] == ["属实", "同意", ""]


def test_what_did_not_pass_goes_back_counted(town: Town, row: Rectification) -> None:
    verification = make_verification(town, row)
    record(town, verification, passes=False, situation="仍有污水")
    assert again(row).times_sent_back == 0
    sign(town, verification)
    assert standings(row, verification) == ("under_way", "failed")
    assert (again(row).times_sent_back, again(row).step_due_on) == (1, DUE_ON)
    assert story_of(row)[-1] == ("rectification.send_back", "nobody", "现场核查不通过：仍有污水")


def test_nobody_signs_twice_or_for_others(town: Town, row: Rectification) -> None:
    verification = make_verification(town, row)
    sent = ("supervisor", "nobody")
    forbidden(town, lambda user: record(town, verification, actor=user), *sent)
    refused(lambda: sign(town, verification), "wrong_step")
    record(town, verification)
    refused(lambda: sign(town, verification, actor=town.supervisor), "signed_already")
    forbidden(town, lambda user: sign(town, verification, actor=user), *sent)
    forbidden(town, lambda user: disagree(verification, user), *sent)


def test_who_disagrees_has_it_recorded_anew_and_all_sign_again(town: Town, row: Rectification) -> None:
    verification = make_verification(town, row, [town.supervisor, town.nobody, town.stranger])
    record(town, verification)
    sign(town, verification)
    refused(lambda: disagree(verification, town.stranger, " "), "reason_missing")
    disagree(verification, town.stranger)
    assert standings(row, verification) == ("checked", "assigned")
    assert not verification.verifiers.exclude(signed_at=None).exists()
    record(town, verification, actor=town.stranger, passes=False, situation="二号排口仍开")
    for user in (town.supervisor, town.nobody):
        sign(town, verification, actor=user)
    assert standings(row, verification) == ("under_way", "failed")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"visited_on": date(2026, 9, 13)}, "in_the_future"),
        ({"visited_on": date(2026, 9, 7)}, "before_application"),
        ({"situation": " "}, "situation_missing"),
        ({"situation": "绝密★"}, "state_secret"),
    ],
)
def test_a_visit_is_after_the_application_and_told(
    town: Town, row: Rectification, values: dict[str, Any], code: str
) -> None:
    verification = make_verification(town, row)
    refused(lambda: record(town, verification, **values), code)


def test_a_cancelled_one_leaves_room_for_another(town: Town, row: Rectification) -> None:
    verification = make_verification(town, row, status="recorded")
    forbidden(town, lambda user: cancel(town, verification, actor=user), *OFFICE)
    refused(lambda: cancel(town, verification, reason=""), "reason_missing")
    cancel(town, verification)
    refused(lambda: sign(town, verification), "wrong_step")
    assert assign(town, row, due_on=date(2026, 9, 20)).status == "assigned"


def test_who_came_to_the_unit_meanwhile_does_not_sign(town: Town, row: Rectification) -> None:
    verification = make_verification(town, row, status="recorded")
    type(town.nobody).objects.filter(pk=town.nobody.pk).update(unit=town.lead)
    refused(lambda: sign(town, verification), "verifier_is_outside")
    assert standings(row, verification) == ("checked", "recorded")


def test_who_only_verifies_needs_no_role(town: Town, row: Rectification) -> None:
    expert = make_user("expert", "严专家", town.strange)
    assert not expert.roles & set(Role.values)
    verification = make_verification(town, row, [town.supervisor, expert], status="recorded")
    sign(town, verification, actor=expert, now=on_day(9, 14))
    assert standings(row, verification) == ("verified", "passed")
