"""A leader reads, instructs again, answers and decides with a thumb; and sees what became of each word."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from supervision.matters.models import Extension, Feedback, Matter, Step
from tests.matters.build import (
    end,
    lead_of,
    make_extension,
    make_feedback,
    make_instruction,
    make_matter,
)
from tests.matters.test_web_inbox import as_user
from tests.town import Town

pytestmark = pytest.mark.usefixtures("workdays")

MINE = "/matters/instructions/"


@pytest.fixture
def shown(town: Town) -> Matter:
    return make_matter(town, "呈阅的", status="shown")


def address(matter: Matter, verb: str) -> str:
    return f"/matters/matter/{matter.pk}/{verb}/"


def test_one_tap_reads_and_closes(town: Town, shown: Matter) -> None:
    inbox = as_user(town.leader).get("/matters/mine/").content.decode()
    assert f'action="{address(shown, "read")}"' in inbox
    response = as_user(town.leader).post(address(shown, "read"), {"next": "/matters/mine/"})
    assert response.headers["Location"] == "/matters/mine/"
    shown.refresh_from_db()
    assert (shown.status, shown.ended_on) == ("closed", date(2026, 9, 12))


@pytest.mark.parametrize("verb", ["read", "instruct_again"])
def test_only_who_was_asked_reads_and_instructs(town: Town, shown: Matter, verb: str) -> None:
    sent = {"text": "再抓一抓", "given_on": "2026-09-12"}
    assert as_user(town.stranger).post(address(shown, verb), sent).status_code == 404
    for insider in (town.lead_head, town.lead_clerk, town.auditor):
        assert as_user(insider).post(address(shown, verb), sent).status_code == 403
    shown.refresh_from_db()
    assert shown.status == "shown" and Matter.objects.count() == 1


def test_the_office_records_a_reading_only_with_where_the_paper_is(town: Town, shown: Matter) -> None:
    response = as_user(town.supervisor).post(address(shown, "read"), {"note": ""})
    assert response.status_code == 200 and response.context["form"].errors["note"]
    shown.refresh_from_db()
    assert shown.status == "shown"
    as_user(town.supervisor).post(address(shown, "read"), {"note": "批示件存督查办卷柜"})
    shown.refresh_from_db()
    assert shown.status == "closed"


def test_a_new_instruction_opens_the_next_round(town: Town, shown: Matter) -> None:
    sent = {"text": "举一反三，全县排查", "given_on": "2026-09-12", "due_on": "2026-10-31"}
    as_user(town.leader).post(address(shown, "instruct_again"), sent)
    shown.refresh_from_db()
    assert shown.status == "continued"
    follower = Matter.objects.get(follows=shown)
    assert (follower.position, follower.due_on) == (2, date(2026, 10, 31))
    assert follower.instructions.get().text == "举一反三，全县排查"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"text": "", "given_on": "2026-09-12"}, "text"),
        ({"text": "再抓", "given_on": ""}, "given_on"),
        ({"text": "再抓", "given_on": "2026-09-12", "due_on": "2026-09-11"}, "due_on"),
    ],
)
def test_an_instruction_that_says_nothing_is_answered_in_place(
    town: Town, shown: Matter, sent: dict[str, str], field: str
) -> None:
    response = as_user(town.leader).post(address(shown, "instruct_again"), sent)
    assert response.status_code == 200 and response.context["form"].errors[field]
    assert Matter.objects.get().status == "shown" and not Step.objects.exists()


def test_a_sensitive_instruction_leaves_no_text(town: Town, shown: Matter) -> None:
    sent = {"text": "密", "given_on": "2026-09-12", "registered_only": "on", "due_on": "2026-10-31"}
    as_user(town.leader).post(address(shown, "instruct_again"), sent)
    instruction = Matter.objects.get(follows=shown).instructions.get()
    assert (instruction.registered_only, instruction.text) == (True, "")


def test_a_cry_for_help_is_answered_once(town: Town) -> None:
    matter = make_matter(town, duty_status="under_way")
    feedback = make_feedback(town, lead_of(matter), help_needed="请协调征地")
    answer = f"/matters/feedback/{feedback.pk}/answer/"
    assert as_user(town.lead_clerk).post(answer, {"text": "自己答"}).status_code == 403
    assert as_user(town.stranger).post(answer, {"text": "答"}).status_code == 404
    assert "交通局求助：请协调征地" in as_user(town.leader).get(answer).content.decode()
    empty = as_user(town.leader).post(answer, {"text": ""})
    assert empty.status_code == 200 and empty.context["form"].errors["text"]
    assert Feedback.objects.get().answered_at is None
    as_user(town.leader).post(answer, {"text": "已请自然资源局办理"})
    feedback.refresh_from_db()
    assert (feedback.answer, feedback.answered_by) == ("已请自然资源局办理", town.leader)
    again = as_user(town.leader).post(answer, {"text": "再答"})
    assert again.status_code == 200 and "已由常县长答复" in again.content.decode()


def test_the_second_extension_is_the_leaders(town: Town) -> None:
    matter = make_matter(town, duty_status="under_way", due_on=date(2026, 9, 20))
    make_extension(town, matter, date(2026, 9, 30))
    Matter.objects.filter(pk=matter.pk).update(due_on=date(2026, 9, 30))
    matter.refresh_from_db()
    asked = make_extension(town, matter, date(2026, 10, 30), status="asked")
    page = f"/matters/extension/{asked.pk}/"
    shown = as_user(town.leader).get(page).content.decode()
    assert "2026年10月30日" in shown and "2026年9月20日" in shown and f"{page}approve/" in shown
    assert as_user(town.supervisor).post(f"{page}approve/", {"decision": ""}).status_code == 403
    as_user(town.leader).post(f"{page}approve/", {"decision": "最后一次"})
    asked.refresh_from_db()
    matter.refresh_from_db()
    assert (asked.status, matter.due_on, matter.original_due_on) == (
        "approved",
        date(2026, 10, 30),
        date(2026, 9, 20),
    )


def test_a_refused_extension_says_why(town: Town) -> None:
    matter = make_matter(town, duty_status="under_way")
    make_extension(town, matter, date(2026, 10, 15))
    asked = make_extension(town, matter, date(2026, 10, 30), status="asked")
    refuse = f"/matters/extension/{asked.pk}/refuse/"
    response = as_user(town.leader).post(refuse, {"decision": ""})
    assert response.status_code == 200 and Extension.objects.get(pk=asked.pk).status == "asked"
    as_user(town.leader).post(refuse, {"decision": "按期完成"})
    assert Extension.objects.get(pk=asked.pk).decision == "按期完成"


# --- 我的批示 --------------------------------------------------------------------------------------
def test_each_instruction_tells_what_became_of_it(town: Town) -> None:
    running = make_matter(town, "在办的", duty_status="under_way")
    make_feedback(town, lead_of(running), progress="挡墙砌了一半")
    make_instruction(town, running, "抓紧修好", given_on=date(2026, 9, 2))
    closed = make_matter(town, "办完的")
    make_instruction(town, closed, "", given_on=date(2026, 9, 1))
    end(town, closed, "closed")
    response = as_user(town.leader).get(MINE)
    page = response.content.decode()
    assert [row.matter.title for row, _state in response.context["rows"]] == ["在办的", "办完的"]
    assert "“抓紧修好”" in page and "挡墙砌了一半" in page and "仅登记，不录原文" in page and "已销号" in page


def test_who_holds_no_post_wrote_no_instructions(town: Town) -> None:
    make_instruction(town, make_matter(town, "在办的"))
    for user in (town.supervisor, town.stranger, town.lead_clerk):
        response = as_user(user).get(MINE)
        assert response.context["rows"] == [] and "还没有您的批示" in response.content.decode()


def test_the_list_asks_as_much_for_thirty_as_for_one(town: Town) -> None:
    client = as_user(town.leader)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(MINE)
        return len(queries)

    make_instruction(town, make_matter(town, "首件", duty_status="under_way"))
    asked()
    one = asked()
    for number in range(29):
        matter = make_matter(town, f"{number}号", duty_status="under_way")
        make_feedback(town, lead_of(matter))
        make_instruction(town, matter)
    assert asked() == one and len(client.get(MINE).context["rows"]) == 30
