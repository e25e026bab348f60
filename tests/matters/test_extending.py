"""延期: asked in time, decided by the office first and by the leader from the second on, always counted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from supervision.matters import services
from supervision.matters.models import Extension, Matter
from tests.history import history_of
from tests.matters.acting import FINAL, NOON, forbidden, on_day, refused, sent, story
from tests.matters.build import DUE_ON, end, lead_of, make_extension, make_matter, make_suspension
from tests.town import Town

OCTOBER = date(2026, 10, 15)
NOVEMBER = date(2026, 11, 10)


@pytest.fixture
def matter(town: Town) -> Matter:
    return make_matter(town, helping=[town.helping], duty_status="under_way")


def propose(town: Town, matter: Matter, **values: Any) -> Extension:
    asked: dict[str, Any] = {
        "actor": town.lead_clerk,
        "matter_id": matter.pk,
        "new_due_on": OCTOBER,
        "reason": "连续降雨",
        "progress": "完成四成",
        "now": NOON,
    }
    return services.propose_extension(**(asked | values))


def ask(town: Town, matter: Matter, **values: Any) -> Extension:
    return propose(town, matter, actor=town.lead_head, **values)


def approve(town: Town, row: Extension, **values: Any) -> Extension:
    asked: dict[str, Any] = {"actor": town.supervisor, "extension_id": row.pk, "now": NOON}
    return services.approve_extension(**(asked | values))


def test_a_clerk_proposes_the_head_agrees_and_the_office_approves(town: Town, matter: Matter) -> None:
    row = propose(town, matter)
    assert (row.status, row.ordinal, row.former_due_on, row.asked_by) == ("proposed", 1, DUE_ON, None)
    row = services.agree_extension(actor=town.lead_head, extension_id=row.pk, now=NOON)
    assert (row.status, row.asked_by, row.asked_on) == ("asked", town.lead_head, date(2026, 9, 12))
    approve(town, row, decision="同意")
    row.refresh_from_db()
    matter.refresh_from_db()
    assert (row.status, row.decided_by, row.decided_at, row.decision) == (
        "approved",
        town.supervisor,
        NOON,
        "同意",
    )
    assert (matter.due_on, matter.original_due_on) == (OCTOBER, DUE_ON)
    assert story(matter) == [
        ("extension.propose", "lead_clerk", "第1次，2026年9月30日延至2026年10月15日：连续降雨"),
        ("extension.agree", "lead_head", ""),
        ("extension.approve", "supervisor", "同意"),
    ]
    statuses = history_of(Extension, pgh_obj=row.pk).values_list("status", flat=True)
    assert list(statuses) == ["proposed", "asked", "approved"]


def test_what_a_head_proposes_is_asked_at_once(town: Town, matter: Matter) -> None:
    row = ask(town, matter)
    assert (row.status, row.asked_by) == ("asked", town.lead_head)


def test_the_last_day_is_still_in_time_and_the_next_is_not(town: Town, matter: Matter) -> None:
    words = refused(lambda: propose(town, matter, now=on_day(10, 1)))
    assert words == "延期须在时限届满前申请；已逾期的，请如实反馈进展和原因。"
    row = propose(town, matter, now=on_day(9, 30))
    words = refused(
        lambda: services.agree_extension(actor=town.lead_head, extension_id=row.pk, now=on_day(10, 1))
    )
    assert words == "延期须在时限届满前申请；已逾期的，请如实反馈进展和原因。"
    services.agree_extension(actor=town.lead_head, extension_id=row.pk, now=on_day(9, 30))
    # Asked in time is enough: the office may answer later.
    assert approve(town, row, now=on_day(10, 3)).status == "approved"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"new_due_on": DUE_ON}, "延期后的日期应晚于现时限。"),
        ({"reason": "  "}, "此字段不能为空。"),
        ({"progress": ""}, "此字段不能为空。"),
    ],
)
def test_a_request_says_until_when_why_and_how_far(
    town: Town, matter: Matter, values: dict[str, Any], words: str
) -> None:
    assert words in refused(lambda: propose(town, matter, **values))


def test_there_is_one_request_at_a_time(town: Town, matter: Matter) -> None:
    propose(town, matter)
    assert refused(lambda: propose(town, matter)) == "已有一份延期申请在办。"


def test_the_second_is_the_leaders_to_decide(town: Town, matter: Matter) -> None:
    approve(town, ask(town, matter))
    second = ask(town, matter, new_due_on=NOVEMBER)
    assert (second.ordinal, second.former_due_on) == (2, OCTOBER)
    forbidden(town, lambda user: approve(town, second, actor=user), "leader")
    approve(town, second, actor=town.leader)
    matter.refresh_from_db()
    assert (matter.due_on, matter.original_due_on) == (NOVEMBER, DUE_ON)
    assert list(matter.extensions.approved().values_list("ordinal", flat=True)) == [1, 2]


def test_of_a_matter_without_leader_in_charge_the_approver_decides_the_second(town: Town) -> None:
    matter = make_matter(town, duty_status="signed", leader=None)
    approve(town, ask(town, matter))
    second = ask(town, matter, new_due_on=NOVEMBER)
    assert approve(town, second, actor=town.leader).status == "approved"


def test_the_first_is_not_the_leaders(town: Town, matter: Matter) -> None:
    row = ask(town, matter)
    forbidden(town, lambda user: approve(town, row, actor=user), "supervisor", "office_head")


def test_what_was_refused_moves_nothing_and_does_not_count(town: Town, matter: Matter) -> None:
    row = ask(town, matter)
    words = refused(
        lambda: services.refuse_extension(actor=town.supervisor, extension_id=row.pk, decision=" ", now=NOON)
    )
    assert words == "请写明理由。"
    services.refuse_extension(actor=town.supervisor, extension_id=row.pk, decision="理由不足", now=NOON)
    matter.refresh_from_db()
    row.refresh_from_db()
    assert (row.status, row.decision, matter.due_on) == ("refused", "理由不足", DUE_ON)
    assert ask(town, matter).ordinal == 1


def test_what_was_retracted_leaves_room_for_another(town: Town, matter: Matter) -> None:
    row = ask(town, matter)
    services.retract_extension(actor=town.lead_clerk, extension_id=row.pk, now=NOON)
    assert ask(town, matter).ordinal == 1
    assert list(matter.extensions.values_list("status", flat=True)) == ["retracted", "asked"]


def test_only_the_lead_unit_asks_and_only_its_head_agrees(town: Town, matter: Matter) -> None:
    forbidden(town, lambda user: propose(town, matter, actor=user), "lead_clerk", "lead_head", "api_client")
    row = propose(town, matter)
    forbidden(
        town,
        lambda user: services.agree_extension(actor=user, extension_id=row.pk, now=NOON),
        "lead_head",
        "api_client",
    )
    forbidden(
        town,
        lambda user: services.retract_extension(actor=user, extension_id=row.pk, now=NOON),
        "lead_clerk",
        "lead_head",
        "api_client",
    )


@pytest.mark.parametrize("status", ["to_sign", "reported", "refused", "accepted"])
def test_it_is_asked_between_signature_and_report(town: Town, status: str) -> None:
    matter = make_matter(town, duty_status=status)
    assert "不能“申请延期”" in refused(lambda: propose(town, matter), "wrong_step")


@pytest.mark.parametrize("status", ["registered", "shown", "closed", "withdrawn", "long_term", "continued"])
def test_it_is_asked_only_of_a_matter_with_the_units(town: Town, status: str) -> None:
    matter = make_matter(town, status=status, duty_status="under_way")
    assert "不能“申请延期”" in refused(lambda: propose(town, matter), "wrong_step")


def test_nothing_is_asked_while_the_clock_stands_still_or_without_a_date(town: Town, matter: Matter) -> None:
    make_suspension(town, matter, date(2026, 9, 10), date(2026, 9, 20))
    refused(lambda: propose(town, matter), "suspended")
    undated = make_matter(town, duty_status="signed", due_on=None, due_basis="")
    refused(lambda: propose(town, undated), "no_due_date")


@pytest.mark.parametrize("verb", ["agree", "approve", "refuse", "retract"])
@pytest.mark.parametrize("status", ["approved", "refused", "retracted"])
def test_a_decided_request_takes_no_further_step(town: Town, verb: str, status: str) -> None:
    matter = make_matter(town, duty_status="under_way")
    row = make_extension(town, matter, OCTOBER, status=status)
    people = {"agree": town.lead_head, "retract": town.lead_clerk}
    more = {"decision": "不行"} if verb == "refuse" else {}
    act = getattr(services, f"{verb}_extension")
    words = refused(
        lambda: act(actor=people.get(verb, town.supervisor), extension_id=row.pk, now=NOON, **more),
        "wrong_step",
    )
    assert words.startswith("延期申请现在是")


def test_a_request_of_an_ended_matter_is_refused_in_words(town: Town, matter: Matter) -> None:
    row = make_extension(town, matter, OCTOBER, status="asked")
    end(town, matter, "withdrawn")
    assert refused(lambda: approve(town, row)).startswith("督办事项现在是“已撤销”，不能“同意延期”")


def test_the_final_report_takes_the_request_back(town: Town, matter: Matter) -> None:
    row = ask(town, matter)
    sent(town, lead_of(matter), FINAL)
    row.refresh_from_db()
    assert row.status == "retracted"
    assert story(matter)[-1] == ("extension.retract", "lead_head", "已报办结")


def test_withdrawing_the_matter_lets_no_request_wait_for_ever(town: Town, matter: Matter) -> None:
    row = ask(town, matter)
    services.withdraw_matter(
        actor=town.office_head,
        matter_id=matter.pk,
        reason="另有安排",
        approver_id=town.leader_post.pk,
        now=NOON,
    )
    row.refresh_from_db()
    assert row.status == "retracted"


def test_the_database_itself_refuses_what_came_too_late(town: Town, matter: Matter) -> None:
    with pytest.raises(IntegrityError, match="extension_before_due"), transaction.atomic():
        make_extension(town, matter, OCTOBER, proposed_on=date(2026, 10, 1))
    with pytest.raises(IntegrityError, match="extension_ordinal_once"), transaction.atomic():
        Extension.objects.bulk_create(
            make_extension(town, matter, OCTOBER, ordinal=1, status="approved") for _n in range(2)
        )
