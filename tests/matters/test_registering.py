"""立项: drafts, revisions, approval and numbers; each step works, tells, and is refused in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from rulebook.models import NumberSeries
from supervision.matters import services
from supervision.matters.models import Instruction, Matter
from supervision.matters.rules.states import BY_NAME
from supervision.matters.rules.words import MatterStatus
from tests.history import history_of
from tests.matters.acting import snapshot
from tests.matters.build import make_matter
from tests.matters.registry import (
    OFFICE,
    TODAY,
    drafted,
    duties_of,
    instruction_of,
    issued,
    last_event,
    refused,
    refused_for_all_but,
    registered,
    standing,
    submitted,
    told,
    words_of,
)
from tests.town import NOON, Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]


def test_a_revision_after_the_first_step_is_told_with_its_fields(town: Town) -> None:
    matter = registered(town)
    services.revise_matter(
        actor=town.supervisor,
        matter_id=matter.pk,
        words=words_of(town, standard="路面平整", due_on=date(2026, 10, 20), due_basis="会议确定"),
        duties=duties_of(town, helping=False),
        now=NOON,
    )
    assert told(matter)[-1] == (
        "matter.revise",
        "杜明察",
        "完成标准、时限规则、办结时限、时限依据、承办单位",
    )
    latest = last_event(matter)
    assert latest.pgh_context["reason"] == "修改登记内容"
    before = snapshot()
    services.revise_matter(
        actor=town.supervisor,
        matter_id=matter.pk,
        words=words_of(town, standard="路面平整", due_on=date(2026, 10, 20), due_basis="会议确定"),
        now=NOON,
    )
    assert snapshot() == before


def test_authority_cannot_be_taken_from_what_is_registered(town: Town) -> None:
    matter = registered(town)
    with refused("政府督查工作条例第十一条"):
        services.revise_matter(
            actor=town.supervisor, matter_id=matter.pk, words=words_of(town, basis=""), now=NOON
        )


def test_a_matter_goes_from_draft_to_its_number_and_the_story_tells_it(town: Town) -> None:
    matter = drafted(town)
    services.submit_matter(actor=town.supervisor, matter_id=matter.pk, now=NOON)
    services.send_back_matter(actor=town.office_head, matter_id=matter.pk, reason="标准不清", now=NOON)
    services.submit_matter(actor=town.supervisor, matter_id=matter.pk, now=NOON)
    result = services.register_matter(actor=town.office_head, matter_id=matter.pk, now=NOON)
    assert (result.status, result.number) == ("registered", "督办〔2026〕1号")
    assert told(matter) == [
        ("matter.submit", "杜明察", ""),
        ("matter.send_back", "任主事", "标准不清"),
        ("matter.submit", "杜明察", ""),
        ("matter.register", "任主事", ""),
    ]
    events = history_of(Matter, pgh_obj_id=matter.pk)
    assert [event.status for event in events] == ["draft", "submitted", "draft", "submitted", "registered"]
    assert events[2].pgh_context == {"user": town.office_head.pk, "name": "任主事", "reason": "标准不清"}


def test_what_is_rejected_is_ended_with_its_reason(town: Town) -> None:
    matter = submitted(town)
    with refused("请写明理由"):
        services.reject_matter(actor=town.office_head, matter_id=matter.pk, reason=" ", now=NOON)
    services.reject_matter(actor=town.office_head, matter_id=matter.pk, reason="已有同类事项", now=NOON)
    matter.refresh_from_db()
    assert (matter.status, matter.ended_on, matter.end_reason) == ("rejected", TODAY, "已有同类事项")


def test_registering_asks_field_by_field_for_the_authority(town: Town) -> None:
    matter = submitted(town, basis="", approver_id=None, approved_on=None)
    with refused() as caught:
        services.register_matter(actor=town.office_head, matter_id=matter.pk, now=NOON)
    assert caught.value.message_dict == {
        "basis": ["请选择立项依据。"],
        "approver": ["请填写批准人。"],
        "approved_on": ["请填写批准日期。"],
    }
    late = submitted(town, approved_on=TODAY + timedelta(1))
    with refused("批准日期不能晚于今天"):
        services.register_matter(actor=town.office_head, matter_id=late.pk, now=NOON)


def test_numbers_have_no_gap_and_a_roll_back_gives_its_number_back(town: Town) -> None:
    first = registered(town)
    second, third = submitted(town), submitted(town)
    with pytest.raises(RuntimeError), transaction.atomic():
        taken = services.register_matter(actor=town.office_head, matter_id=second.pk, now=NOON)
        assert taken.number == "督办〔2026〕2号"
        raise RuntimeError
    number = services.register_matter(actor=town.office_head, matter_id=third.pk, now=NOON).number
    assert (first.number, number) == ("督办〔2026〕1号", "督办〔2026〕2号")
    assert Matter.objects.get(pk=second.pk).status == "submitted"
    with refused(error=PermissionDenied):
        services.register_matter(actor=town.supervisor, matter_id=second.pk, now=NOON)
    assert NumberSeries.objects.get(key="matter", year=2026).last == 2


def authority(town: Town) -> dict[str, Any]:
    return {"basis": "decision", "approver": town.leader_post, "approved_on": date(2026, 9, 1)}


STEPS: dict[str, tuple[tuple[str, ...], Callable[[User, int], Any]]] = {
    "submit": (OFFICE, lambda actor, pk: services.submit_matter(actor=actor, matter_id=pk, now=NOON)),
    "send_back": (
        ("office_head",),
        lambda actor, pk: services.send_back_matter(actor=actor, matter_id=pk, reason="退", now=NOON),
    ),
    "reject": (
        ("office_head",),
        lambda actor, pk: services.reject_matter(actor=actor, matter_id=pk, reason="不立", now=NOON),
    ),
    "register": (
        ("office_head",),
        lambda actor, pk: services.register_matter(actor=actor, matter_id=pk, now=NOON),
    ),
    "issue": (OFFICE, lambda actor, pk: services.issue_matter(actor=actor, matter_id=pk, now=NOON)),
}


@pytest.mark.parametrize("verb", STEPS)
def test_a_step_is_refused_for_everybody_whose_step_it_is_not(verb: str, town: Town) -> None:
    allowed, act = STEPS[verb]
    matter = make_matter(town, status=BY_NAME[f"matter.{verb}"].sources[0], **authority(town))
    refused_for_all_but(town, allowed, lambda actor: act(actor, matter.pk))
    act(town.office_head, matter.pk)
    assert told(matter)[0][:2] == (f"matter.{verb}", "任主事")


@pytest.mark.parametrize(
    ("verb", "status"),
    [(v, s) for v in STEPS for s in MatterStatus if s not in BY_NAME[f"matter.{v}"].sources],
)
def test_a_step_is_refused_wherever_the_table_has_none(verb: str, status: MatterStatus, town: Town) -> None:
    move = BY_NAME[f"matter.{verb}"]
    matter = standing(town, status)
    with refused(f"不能“{move.label}”") as caught:
        STEPS[verb][1](town.office_head, matter.pk)
    assert [error.code for error in caught.value.error_list] == ["wrong_step"]


@pytest.mark.parametrize("status", ["rejected", "issued", "shown", "closed", "withdrawn", "long_term"])
def test_nothing_entered_is_revised_once_it_is_handed_out(status: str, town: Town) -> None:
    matter = make_matter(town, status=status)
    with refused("不能“修改登记内容”"):
        services.revise_matter(actor=town.supervisor, matter_id=matter.pk, words=words_of(town), now=NOON)


def test_a_refusal_says_who_came_before(town: Town) -> None:
    matter = submitted(town)
    with refused("不能“报请立项”.*此前已由杜明察于9月12日“报请立项”"):
        services.submit_matter(actor=town.office_head, matter_id=matter.pk, now=NOON)


def test_a_leader_instructs_as_the_holder_of_the_post_and_the_office_records_paper(town: Town) -> None:
    matter = issued(town)

    def write(actor: User, **values: Any) -> Instruction:
        words = instruction_of(town, **values)
        return services.add_instruction(actor=actor, matter_id=matter.pk, words=words, now=NOON)

    refused_for_all_but(town, (*OFFICE, "leader"), write)
    kept = write(town.leader)
    assert (kept.text, kept.recorded_by) == ("请抓紧抢修。", town.leader)
    assert told(matter)[-1] == ("instruction.add", "常县长", "常务副县长 2026年9月10日")
    secret = write(town.supervisor, text="", registered_only=True, reference="批2026-32")
    assert (secret.text, secret.registered_only) == ("", True)
    other = town.leader_post.__class__.objects.create(name="副县长", unit=town.county)
    with refused("本人现任岗位", PermissionDenied):
        write(town.leader, post_id=other.pk)
    with refused("批示日期不能晚于今天"):
        write(town.leader, given_on=TODAY + timedelta(1))
    with refused("仅登记"):
        write(town.leader, registered_only=True)
    with refused("仅登记"):
        write(town.leader, text=" ")
    with refused("涉密信息不得进入本系统"):
        write(town.leader, text="绝密★长期")


def test_a_word_on_a_shown_result_opens_a_new_round_instead(town: Town) -> None:
    matter = make_matter(town, status="shown")
    assert matter.shown_on is not None
    words = instruction_of(town, given_on=matter.shown_on)
    with refused("再批示"):
        services.add_instruction(actor=town.leader, matter_id=matter.pk, words=words, now=NOON)
    earlier = instruction_of(town, given_on=matter.shown_on - timedelta(1))
    services.add_instruction(actor=town.supervisor, matter_id=matter.pk, words=earlier, now=NOON)
    closed = make_matter(town, status="closed")
    with refused("不能“登记批示”"):
        services.add_instruction(actor=town.leader, matter_id=closed.pk, words=earlier, now=NOON)
