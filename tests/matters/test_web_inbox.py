"""我的督办: each person sees what waits for them and nothing else, the worst first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from supervision.matters.models import Duty, Step
from tests.matters.build import (
    at_noon,
    helper_of,
    lead_of,
    make_extension,
    make_feedback,
    make_matter,
    make_suspension,
)
from tests.town import Town

MINE = "/matters/mine/"
AUGUST = (date(2026, 8, 1), date(2026, 9, 1))

pytestmark = pytest.mark.usefixtures("workdays")


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.RoleBackend")
    return client


def kinds_of(user: User) -> list[tuple[str, str]]:
    """(what waits, title) in the order of the page."""
    cards = as_user(user).get(MINE).context["cards"]
    return [(str(card.waiting.kind), card.waiting.matter.title) for card in cards]


@pytest.fixture
def asked(town: Town) -> Iterator[Any]:
    """How many queries the page of a user asks for."""

    def ask(user: User) -> int:
        client = as_user(user)
        client.get(MINE)
        with CaptureQueriesContext(connection) as queries:
            client.get(MINE)
        return len(queries)

    yield ask


def test_an_empty_inbox_says_so_kindly(town: Town) -> None:
    response = as_user(town.lead_clerk).get(MINE)
    assert response.context["cards"] == [] and "今天没有要办的事" in response.content.decode()


def test_a_new_matter_waits_for_the_signature_of_its_units_alone(town: Town) -> None:
    make_matter(town, "修复县道塌方", helping=[town.helping])
    assert kinds_of(town.lead_clerk) == [("sign", "修复县道塌方")]
    assert kinds_of(town.lead_head) == [("sign", "修复县道塌方")]
    assert kinds_of(town.helping_clerk) == [("sign", "修复县道塌方")]
    for other in (town.below_clerk, town.stranger, town.leader, town.supervisor, town.auditor):
        assert kinds_of(other) == []


def test_a_planned_duty_and_an_ended_matter_wait_for_nobody(town: Town) -> None:
    make_matter(town, "未交办", status="registered")
    make_matter(town, "已撤销", status="withdrawn")
    assert kinds_of(town.lead_clerk) == []


def test_what_is_late_stands_first_and_says_by_how_much(town: Town) -> None:
    soon = make_matter(town, "不急的")
    Duty.objects.filter(matter=soon).update(sign_by=date(2026, 9, 14))
    make_matter(town, "早该签收")  # by 3 September, and today is the 12th
    response = as_user(town.lead_clerk).get(MINE)
    cards = response.context["cards"]
    assert [(card.waiting.matter.title, card.when, card.late) for card in cards] == [
        ("早该签收", "已超9天", True),
        ("不急的", "还有2天（9月14日前）", False),
    ]
    assert response.context["late"] == 1


def test_what_is_due_today_is_not_late(town: Town) -> None:
    Duty.objects.filter(matter=make_matter(town)).update(sign_by=date(2026, 9, 12))
    card = as_user(town.lead_clerk).get(MINE).context["cards"][0]
    assert (card.when, card.late) == ("今天到期", False)


def test_a_period_that_is_owed_waits_with_its_name_and_the_day_by_which(town: Town) -> None:
    make_matter(town, duty_status="under_way", issued_on=date(2026, 8, 3))
    response = as_user(town.lead_clerk).get(MINE)
    (card,) = response.context["cards"]
    assert (card.waiting.kind, card.waiting.period.start) == ("feedback", AUGUST[0])
    assert card.late  # due on 5 September, which is a Saturday, or the Monday after it
    assert "8月" in card.text and card.second.label == "本期无变化"


def test_a_period_that_was_answered_waits_no_more(town: Town) -> None:
    matter = make_matter(town, duty_status="under_way", issued_on=date(2026, 8, 3))
    make_feedback(town, lead_of(matter), AUGUST)
    assert kinds_of(town.lead_clerk) == []


def test_a_returned_final_report_says_how_late_the_matter_is(town: Town) -> None:
    matter = make_matter(town, duty_status="under_way", due_on=date(2026, 9, 8))
    make_feedback(town, lead_of(matter), status="returned", kind="final", percent=100)
    (card,) = as_user(town.lead_clerk).get(MINE).context["cards"]
    assert (str(card.waiting.kind), card.when, card.late) == ("returned", "已超4天", True)


def test_a_returned_feedback_waits_for_the_unit_with_the_reason(town: Town) -> None:
    matter = make_matter(town, duty_status="under_way", issued_on=date(2026, 8, 3))
    make_feedback(town, lead_of(matter), AUGUST, status="returned", return_reason="缺少现场照片")
    response = as_user(town.lead_clerk).get(MINE)
    assert [str(card.waiting.kind) for card in response.context["cards"]] == ["returned"]
    assert "缺少现场照片" in response.content.decode()


def test_a_draft_that_was_handed_up_waits_for_the_head_alone(town: Town) -> None:
    matter = make_matter(town, duty_status="under_way", issued_on=date(2026, 8, 3))
    make_feedback(town, lead_of(matter), AUGUST, status="handed_up")
    assert kinds_of(town.lead_head) == [("sign_off", "修复县道塌方")]
    assert kinds_of(town.lead_clerk) == []


def test_a_proposed_extension_waits_for_the_head_alone(town: Town) -> None:
    matter = make_matter(town, duty_status="under_way")
    make_extension(town, matter, date(2026, 10, 15), status="proposed")
    assert ("agree", "修复县道塌方") in kinds_of(town.lead_head)
    assert ("agree", "修复县道塌方") not in kinds_of(town.lead_clerk)


def test_what_a_helping_unit_sends_waits_for_the_lead_unit_that_gathers_it(town: Town) -> None:
    matter = make_matter(town, helping=[town.helping], duty_status="under_way")
    make_feedback(town, helper_of(matter), status="sent")
    assert kinds_of(town.lead_clerk) == [("gather", "修复县道塌方")]
    assert kinds_of(town.helping_clerk) == []


def test_a_helping_unit_that_reports_to_the_office_does_not_trouble_the_lead(town: Town) -> None:
    matter = make_matter(town, helping=[town.helping], duty_status="under_way", helpers_report_to="office")
    make_feedback(town, helper_of(matter), status="sent")
    assert kinds_of(town.lead_clerk) == []


def test_a_matter_near_or_past_its_date_waits_even_when_nothing_else_does(town: Town) -> None:
    make_matter(town, "过期的", duty_status="under_way", due_on=date(2026, 9, 11))
    make_matter(town, "临近的", duty_status="under_way", due_on=date(2026, 9, 16))
    make_matter(town, "还早的", duty_status="under_way", due_on=date(2026, 9, 30))
    still = make_matter(town, "暂缓的", duty_status="under_way", due_on=date(2026, 9, 11))
    make_suspension(town, still, date(2026, 9, 1), date(2026, 10, 1))
    cards = as_user(town.lead_clerk).get(MINE).context["cards"]
    assert [(card.waiting.matter.title, card.late, card.second.label) for card in cards] == [
        ("过期的", True, "先报进展"),
        ("临近的", False, "申请延期"),
    ]
    assert {str(card.waiting.kind) for card in cards} == {"due"}


def test_the_leader_reads_what_the_unit_reported_done_with(town: Town) -> None:
    matter = make_matter(town, status="shown")
    make_feedback(town, lead_of(matter), kind="final", progress="已恢复通车")
    (card,) = as_user(town.leader).get(MINE).context["cards"]
    assert card.text == "办结情况：已恢复通车"


def test_a_leaders_answer_is_shown_until_the_unit_reports_anew(town: Town) -> None:
    matter = make_matter(town, duty_status="under_way")
    said: dict[str, Any] = {
        "help_needed": "请协调征地",
        "answer": "已请自然资源局办理",
        "answered_by": town.leader,
        "answered_at": at_noon(date(2026, 9, 11)),
    }
    make_feedback(town, lead_of(matter), **said)
    assert kinds_of(town.lead_clerk) == [("answered", "修复县道塌方")]
    make_feedback(town, lead_of(matter), drafted_at=at_noon(date(2026, 9, 12)))
    assert kinds_of(town.lead_clerk) == []


def test_the_leader_reads_answers_and_decides(town: Town) -> None:
    make_matter(town, "呈阅的", status="shown")
    asking = make_matter(town, "求助的", duty_status="under_way")
    make_feedback(town, lead_of(asking), help_needed="请协调征地")
    twice = make_matter(town, "再延期的", duty_status="under_way")
    make_extension(town, twice, date(2026, 10, 15))
    make_extension(town, twice, date(2026, 10, 30), status="asked")
    once = make_matter(town, "初次延期的", duty_status="under_way")
    make_extension(town, once, date(2026, 10, 15), status="asked")
    assert sorted(kinds_of(town.leader)) == [
        ("extend", "再延期的"),
        ("help", "求助的"),
        ("read", "呈阅的"),
    ]
    assert kinds_of(town.office_head) == []


def test_a_matter_without_a_leader_in_charge_asks_who_approved_it(town: Town) -> None:
    matter = make_matter(town, duty_status="under_way", leader=None)
    make_feedback(town, lead_of(matter), help_needed="请协调征地")
    assert kinds_of(town.leader) == [("help", "修复县道塌方")]


def test_the_leader_sees_the_matters_in_charge_the_worst_first(town: Town) -> None:
    make_matter(town, "绿的", duty_status="under_way")
    make_matter(town, "红的", duty_status="under_way", due_on=date(2026, 9, 10))
    make_matter(town, "别人的", duty_status="under_way", leader=None)
    shown = as_user(town.leader).get(MINE).context["in_charge"]
    assert [matter.title for matter, _state in shown] == ["红的", "绿的"]


def test_the_page_asks_as_much_for_thirty_as_for_one(town: Town, asked: Any) -> None:
    def add(number: int) -> None:
        make_matter(town, f"{number}号待签")
        owing = make_matter(town, f"{number}号欠报", duty_status="under_way", issued_on=date(2026, 8, 3))
        make_feedback(town, lead_of(owing), status="draft")
        done = make_matter(
            town,
            f"{number}号配合",
            helping=[town.helping],
            duty_status="under_way",
            issued_on=date(2026, 8, 3),
        )
        make_feedback(town, helper_of(done), status="sent", help_needed="请协调")
        make_matter(town, f"{number}号呈阅", status="shown")

    add(0)
    one = {user.username: asked(user) for user in (town.lead_clerk, town.lead_head, town.leader)}
    for number in range(1, 10):
        add(number)
    many = {user.username: asked(user) for user in (town.lead_clerk, town.lead_head, town.leader)}
    assert many == one
    assert len(kinds_of(town.lead_clerk)) == 40 and len(kinds_of(town.leader)) == 20


# --- many at once ---------------------------------------------------------------------------------
def test_many_are_signed_in_one_press(town: Town) -> None:
    chosen = [lead_of(make_matter(town, f"{number}号事项")).pk for number in range(3)]
    left = lead_of(make_matter(town, "不签的")).pk
    response = as_user(town.lead_clerk).post(f"{MINE}sign/", {"chosen": chosen}, follow=True)
    assert "已签收3件" in response.content.decode()
    assert set(Duty.objects.filter(status="signed").values_list("pk", flat=True)) == set(chosen)
    assert Duty.objects.get(pk=left).status == "to_sign"
    assert Step.objects.filter(verb="duty.sign", by=town.lead_clerk).count() == 3


def test_one_that_was_signed_meanwhile_does_not_hold_up_the_others(town: Town) -> None:
    signed = lead_of(make_matter(town, "已签的", duty_status="signed"))
    fresh = lead_of(make_matter(town, "未签的"))
    response = as_user(town.lead_clerk).post(f"{MINE}sign/", {"chosen": [signed.pk, fresh.pk]}, follow=True)
    page = response.content.decode()
    assert "已签收1件" in page and "已签的：" in page
    assert Duty.objects.get(pk=fresh.pk).status == "signed"


def test_nobody_signs_for_another_unit(town: Town) -> None:
    matter = make_matter(town, helping=[town.helping])
    mine = [duty.pk for duty in matter.duties.all()]
    assert as_user(town.lead_clerk).post(f"{MINE}sign/", {"chosen": mine}).status_code == 403
    assert as_user(town.supervisor).post(f"{MINE}sign/", {"chosen": mine}).status_code == 403
    as_user(town.stranger).post(f"{MINE}sign/", {"chosen": [*mine, "x"]})
    assert set(Duty.objects.values_list("status", flat=True)) == {"to_sign"}
    assert not Step.objects.exists()
