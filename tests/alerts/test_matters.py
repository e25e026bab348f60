"""Of a matter whoever has to act is told, once, at once or when it is late; and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from accounts.models import Person, Post, Role, RoleGrant, Tenure
from supervision.alerts.models import Reminder
from supervision.alerts.services import run_cycle
from supervision.matters.models import Duty
from tests.alerts.of_matters import OFFICE, ON, helper, of_lead, open_rows, to_sign, told
from tests.matters.build import (
    at_noon,
    fill_years,
    make_duty,
    make_extension,
    make_feedback,
    make_matter,
)
from tests.town import NOON, SINCE, Town, make_user


@pytest.fixture(autouse=True)
def quiet_town(request: Any) -> None:
    """Only matters: the town's project is not in the plan."""
    if "town" in request.fixturenames:
        town: Town = request.getfixturevalue("town")
        town.project.annual_plans.all().delete()
        fill_years()


def ask_again(town: Town, ordinal: int) -> None:
    make_extension(town, of_lead(town).matter, date(2026, 10, 15), status="asked", ordinal=ordinal)


NEWS: dict[str, tuple[Callable[[Town], Any], str, list[str], str]] = {
    "assigned": (
        to_sign, "assigned", ["lead_clerk"], "修复县道塌方：交办本单位（配合单位），请于9月3日前签收"
    ),
    "returned": (
        lambda town: make_feedback(town, of_lead(town), status="returned"),
        "returned", ["lead_clerk"], "修复县道塌方：反馈退回补正（缺少佐证）",
    ),
    "done again": (
        lambda town: make_feedback(town, of_lead(town), status="returned", kind="final"),
        "returned", ["lead_clerk"], "修复县道塌方：办结报告退回重办（缺少佐证）",
    ),
    "answered": (
        lambda town: make_feedback(
            town, of_lead(town), help_needed="缺资金", answer="已协调", answered_by=town.leader,
            answered_at=at_noon(date(2026, 9, 10)),
        ),
        "answered", ["lead_clerk"], "修复县道塌方：请求协调的问题已有答复",
    ),
    "approved": (
        lambda town: make_extension(town, of_lead(town).matter, date(2026, 10, 15)),
        "decided", ["lead_clerk"], "修复县道塌方：同意延期，办结时限延至10月15日",
    ),
    "not approved": (
        lambda town: make_extension(town, of_lead(town).matter, date(2026, 10, 15), status="refused"),
        "decided", ["lead_clerk"], "修复县道塌方：不同意延期，办结时限仍为9月30日",
    ),
    "closed": (
        lambda town: make_matter(town, helping=[town.helping], status="closed"),
        "closed", ["helping_clerk", "lead_clerk"], "修复县道塌方：已销号",
    ),
    "withdrawn": (
        lambda town: make_matter(town, status="withdrawn"), "closed", ["lead_clerk"], "修复县道塌方：已撤销"
    ),
    "refused": (
        lambda town: make_matter(town, duty_status="refused"),
        "refused", OFFICE, "修复县道塌方：交通局退回交办（不属本单位职责），请改派或维持交办",
    ),
    "refused in a whole sentence": (
        lambda town: make_duty(
            town, make_matter(town, lead=town.strange, duty_status="signed"), town.lead,
            status="refused", refusal="该路段属市公路局职责。",
        ),
        "refused", OFFICE, "修复县道塌方：交通局退回交办（该路段属市公路局职责），请改派或维持交办",
    ),
    "reported": (
        lambda town: make_matter(town, duty_status="reported"),
        "reported", OFFICE, "修复县道塌方：交通局已报办结，请审核",
    ),
    "feedback to sign": (
        lambda town: make_feedback(town, of_lead(town), status="handed_up"),
        "sign_off", ["lead_head"], "修复县道塌方：本单位反馈待负责人审签",
    ),
    "final report to sign": (
        lambda town: make_feedback(town, of_lead(town), status="handed_up", kind="final"),
        "sign_off", ["lead_head"], "修复县道塌方：本单位办结报告待负责人审签",
    ),
    "extension to agree to": (
        lambda town: make_extension(town, of_lead(town).matter, date(2026, 10, 15), status="proposed"),
        "sign_off", ["lead_head"], "修复县道塌方：本单位申请延至10月15日，待负责人同意",
    ),
    "feedback of the lead": (
        lambda town: make_feedback(town, of_lead(town), status="sent"),
        "feedback_waiting", OFFICE, "修复县道塌方：交通局的反馈待审核",
    ),
    "feedback of a helper to the lead": (
        lambda town: make_feedback(town, helper(town, "lead"), status="sent"),
        "feedback_waiting", ["lead_clerk"], "修复县道塌方：水务局的反馈待审核",
    ),
    "feedback of a helper to the office": (
        lambda town: make_feedback(town, helper(town, "office"), status="sent"),
        "feedback_waiting", OFFICE, "修复县道塌方：水务局的反馈待审核",
    ),
    "first extension": (
        lambda town: ask_again(town, 1),
        "extension_waiting", OFFICE, "修复县道塌方：交通局第1次申请延期，拟延至10月15日，请审批",
    ),
    "second extension": (
        lambda town: ask_again(town, 2),
        "extension_waiting", ["leader"], "修复县道塌方：交通局第2次申请延期，拟延至10月15日，请审批",
    ),
    "help": (
        lambda town: make_feedback(town, of_lead(town), help_needed="缺资金"),
        "help", ["leader"], "修复县道塌方：交通局请求协调（缺资金）",
    ),
    "shown": (
        lambda town: make_matter(town, status="shown"),
        "shown", ["leader"], "修复县道塌方：办结情况呈阅，请于9月17日前阅定",
    ),
    "secret": (
        lambda town: make_matter(town, status="shown", classification="work_secret"),
        "shown", ["leader"], "工作秘密事项云督〔2026〕1号：办结情况呈阅，请于9月17日前阅定",
    ),
    "secret help": (
        lambda town: make_feedback(
            town, of_lead(town, classification="work_secret"), status="sent", help_needed="缺80万元"
        ),
        "help", ["leader"], "工作秘密事项云督〔2026〕1号：交通局请求协调（内容请登录系统查看）",
    ),
    "secret refusal": (
        lambda town: make_matter(town, duty_status="refused", classification="work_secret"),
        "refused", OFFICE,
        "工作秘密事项云督〔2026〕1号：交通局退回交办（内容请登录系统查看），请改派或维持交办",
    ),
}  # fmt: skip


@pytest.mark.parametrize("story", NEWS)
def test_news_is_told_once_to_the_right_people_in_plain_words(town: Town, story: str) -> None:
    arrange, subject, people, words = NEWS[story]
    arrange(town)
    run_cycle(on=ON, now=NOON)
    assert told(subject) == (people, {words})
    before = Reminder.objects.filter(subject=subject).count()
    again = [run_cycle(on=day, now=NOON) for day in (ON, date(2026, 9, 13))]
    assert (again[0].raised, [planned.settled for planned in again]) == (0, [0, 0])
    assert Reminder.objects.filter(subject=subject).count() == before == len(people)
    assert {rung for _subject, _who, _due, rung in open_rows(subject)} == {0}


def test_of_all_that_happens_each_persona_is_told_what_is_theirs_and_the_others_nothing(town: Town) -> None:
    for arrange, _subject, _people, _words in NEWS.values():
        arrange(town)
    run_cycle(on=ON, now=NOON)
    table: dict[str, set[str]] = {}
    for subject, who, _due, _rung in open_rows():
        table.setdefault(who, set()).add(subject)
    waiting = {"refused", "reported", "feedback_waiting", "extension_waiting", "extension"}
    assert table == {
        "lead_clerk": {
            "assigned", "signature", "returned", "answered", "decided", "closed", "feedback_waiting"
        },
        "lead_head": {"sign_off"},
        "helping_clerk": {"closed"},
        "supervisor": waiting,
        "office_head": waiting,
        "leader": {"extension_waiting", "extension", "help", "shown"},
    }  # fmt: skip


def test_a_signature_settles_the_note_and_what_is_late(town: Town) -> None:
    duty = to_sign(town)
    run_cycle(on=ON, now=NOON)
    assert open_rows("signature") == [
        ("signature", "lead_clerk", date(2026, 9, 3), 31),
    ]
    Duty.objects.filter(pk=duty.pk).update(status="signed", signed_at=NOON, signed_by=town.lead_clerk)
    assert run_cycle(on=ON, now=NOON).settled == 2
    assert (open_rows("signature"), open_rows("assigned")) == ([], [])


# --- whose post, whose unit -----------------------------------------------------------------------------
def test_who_holds_the_post_that_day_is_told_and_a_vacant_posts_papers_go_to_the_office(town: Town) -> None:
    make_matter(town, status="shown")
    run_cycle(on=ON, now=NOON)
    Tenure.objects.filter(post=town.leader_post).update(valid_to=ON)
    successor = make_user("successor", "新县长", town.county, Role.LEADER)
    tenure = Tenure.objects.create(
        post=town.leader_post, person=Person.objects.get(user=successor), valid_from=ON
    )
    run_cycle(on=ON, now=NOON)
    assert told("shown")[0] == ["successor"]
    tenure.delete()
    run_cycle(on=ON, now=NOON)
    assert told("shown") == (
        OFFICE,
        {"修复县道塌方：办结情况呈阅，请于9月17日前阅定（常务副县长暂无在任领导的账号，请督查办转呈）"},
    )


def test_without_a_leader_in_charge_the_approver_is_asked(town: Town) -> None:
    post = Post.objects.create(name="县长", unit=town.county, is_county_leader=True, order=0)
    first = make_user("first", "甄县长", town.county, Role.LEADER)
    Tenure.objects.create(post=post, person=Person.objects.get(user=first), valid_from=SINCE)
    make_feedback(town, of_lead(town, leader=None, approver=post), help_needed="缺资金")
    run_cycle(on=ON, now=NOON)
    assert told("help")[0] == ["first"]


def test_a_unit_without_staff_is_helped_by_the_nearest_unit_above_that_has_some(town: Town) -> None:
    make_matter(town, lead=town.below_lead, rhythm="once")
    RoleGrant.objects.filter(user=town.below_clerk).delete()
    run_cycle(on=ON, now=NOON)
    assert told("assigned") == (
        ["lead_clerk"],
        {"修复县道塌方：交办本单位（牵头单位），请于9月3日前签收（公路段没有联络员和负责人账号，请转告）"},
    )
    assert told("signature")[0] == ["lead_clerk"]


# --- the ledger -------------------------------------------------------------------------------------------
def test_a_round_costs_the_same_for_one_matter_and_for_fifty(town: Town) -> None:
    def one_more() -> None:
        make_feedback(town, of_lead(town, issued_on=date(2026, 7, 1)), help_needed="缺资金", status="sent")
        make_matter(town, helping=[town.helping], due_on=date(2026, 9, 9))

    one_more()
    run_cycle(on=date(2026, 9, 11), now=NOON)  # from now on the kinds that have something open are settled
    with CaptureQueriesContext(connection) as one:
        run_cycle(on=ON, now=NOON)
    for _number in range(49):
        one_more()
    with CaptureQueriesContext(connection) as fifty:
        run_cycle(on=date(2026, 9, 13), now=NOON)
    assert len(fifty) == len(one)
    assert len({row.leads_to for row in Reminder.objects.about()}) == 100


@pytest.mark.parametrize("keys", [(), ("matter", "duty")])
def test_a_reminder_is_about_one_thing_of_its_subject(town: Town, keys: tuple[str, ...]) -> None:
    duty = of_lead(town)
    rows = {"matter": duty.matter, "duty": duty}
    with pytest.raises(IntegrityError, match="reminder_has_one_subject"), transaction.atomic():
        Reminder.objects.create(
            subject="matter",
            recipient=town.lead_clerk,
            due_on=ON,
            rung=0,
            text="催",
            raised_at=NOON,
            **{key: rows[key] for key in keys},
        )
    assert Reminder.objects.count() == 0
