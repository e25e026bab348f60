"""Slips: what the database refuses, who may do which step at which status, and one story from end to end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from docx import Document

from supervision.alerts.exports.slips import issue_slip, slip_word, word_of
from supervision.alerts.models import Slip, SlipAnswer, SlipStep
from supervision.alerts.rules.slip_paper import paper_of
from supervision.alerts.rules.slips import SLIP_MOVES, TABLE, SlipStatus, SlipThing
from supervision.alerts.selectors.slips import sheet_of
from supervision.alerts.services import slips
from tests.alerts.slips import NOW, ON, make_answer, make_slip, words
from tests.matters.build import fill_years
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]


@pytest.fixture
def workdays(db: None) -> None:
    fill_years()


OFFICE = {"supervisor", "office_head"}
WEAKER = "only a stronger colour|slip_one_of_a_colour_open"
UNIT = {"lead_clerk", "lead_head", "api_client"}
# Who may do the step of a blue slip on 交通局's project.
WHO = {
    "take_up": OFFICE,
    "dismiss": OFFICE,
    "submit": OFFICE,
    "send_back": {"office_head"},
    "approve": {"office_head"},
    "issue": OFFICE,
    "sign": OFFICE | UNIT,
    "answer": UNIT,
    "return_answer": OFFICE,
    "close": OFFICE,
    "record_talk": OFFICE,
    "withdraw": {"office_head"},
}
SERVICES: dict[str, Callable[..., Any]] = {
    "take_up": lambda **who: slips.take_up_slip(words=words(), **who),
    "dismiss": lambda **who: slips.dismiss_slip(reason="已在办", **who),
    "submit": slips.submit_slip,
    "send_back": lambda **who: slips.send_back_slip(reason="要求不明确", **who),
    "approve": slips.approve_slip,
    "issue": issue_slip,
    "sign": lambda **who: slips.sign_slip(receipt_note="收到", **who),
    "answer": lambda **who: slips.answer_slip(text="已办", **who),
    "return_answer": lambda **who: slips.return_answer(reason="内容不实", **who),
    "close": slips.close_slip,
    "record_talk": lambda **who: slips.record_talk(text="已约谈", **who),
    "withdraw": lambda **who: slips.withdraw_slip(reason="出单有误", **who),
}


@pytest.mark.parametrize("verb", WHO)
def test_each_step_is_taken_by_whom_the_table_names_and_from_where_it_says(town: Town, verb: str) -> None:
    move = TABLE.named(f"slip.{verb}")
    for status in SlipStatus:
        with transaction.atomic():
            take(town, verb, status, move.sources, move.target)
            transaction.set_rollback(True)  # the next one stands alone


def take(town: Town, verb: str, status: SlipStatus, sources: Any, target: str) -> None:
    """Everybody tries; whoever may not, or may not from here, changes nothing."""
    slip = make_slip(town, status, kind="summons" if verb == "record_talk" else "slip")
    drafts = verb == "withdraw" and status in ("draft", "submitted", "approved")
    allowed = WHO[verb] | ({"supervisor"} if drafts else set())
    for name, user in town.personas().items():
        if name in allowed and status in sources:
            continue
        with pytest.raises(ValidationError if name in allowed else PermissionDenied) as refused:
            SERVICES[verb](actor=user, slip_id=slip.pk, now=NOW)
        assert name not in allowed or getattr(refused.value, "code", "") == "wrong_step"
    assert Slip.objects.get(pk=slip.pk).status == status
    if status in sources:
        SERVICES[verb](actor=getattr(town, min(WHO[verb])), slip_id=slip.pk, now=NOW)
        assert Slip.objects.get(pk=slip.pk).status == target


def test_every_step_of_the_table_is_in_the_matrix() -> None:
    assert {move.verb for move in SLIP_MOVES} - set(WHO) == {"lapse", "escalate"}
    assert {move.thing for move in SLIP_MOVES} == {SlipThing.SLIP}


@pytest.mark.parametrize(
    ("broken", "values"),
    [
        ("slip_known_words", {"colour": ""}),
        ("slip_known_words", {"kind": "urge", "colour": "red"}),
        ("slip_is_about_one_thing", {"thing": "matter", "project_id": 1}),
        ("slip_red_at_once_says_why", {"colour": "red", "reason": ""}),
        ("slip_decided_is_drafted", {"drafted_by": None}),
        ("slip_sent_is_whole", {"status": "issued"}),
        ("slip_ended_has_a_day", {"status": "withdrawn", "ended_on": None}),
        ("slip_ended_has_a_day", {"ended_on": ON}),
        ("slip_days_in_reach", {"days": 61}),
        ("slip_summons_is_whole", {"kind": "summons", "colour": "", "status": "submitted"}),
    ],
)
def test_the_database_refuses_what_is_not_whole(town: Town, broken: str, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=broken), transaction.atomic():
        Slip.objects.filter(pk=make_slip(town).pk).update(**values)


def test_the_database_refuses_an_approval_by_the_drafter_and_a_red_one_without_a_leader(town: Town) -> None:
    row = make_slip(town, "approved", colour="red")
    rows = Slip.objects.filter(pk=row.pk)
    with pytest.raises(IntegrityError, match="slip_not_approved_by_its_drafter"), transaction.atomic():
        rows.update(approved_by=town.supervisor)
    with pytest.raises(IntegrityError, match="slip_red_names_a_leader"), transaction.atomic():
        rows.update(signatory=None)
    with pytest.raises(IntegrityError, match="slip_talk_is_recorded"), transaction.atomic():
        make_slip(town, "closed", kind="summons", talk_record="")
    with pytest.raises(IntegrityError, match="slip_signed_for_with_name"), transaction.atomic():
        make_slip(town, "signed", unit=town.helping, signed_by=None)


@pytest.mark.parametrize("colour", ["blue", "yellow"])
def test_while_one_is_open_the_database_takes_only_a_stronger_colour(town: Town, colour: str) -> None:
    make_slip(town, "signed", colour="yellow")
    with (
        pytest.raises(IntegrityError, match="only a stronger colour|slip_one_of_a_colour_open"),
        transaction.atomic(),
    ):
        make_slip(town, "draft", colour=colour)
    waits = make_slip(town, "proposed", colour=colour)
    with (
        pytest.raises(IntegrityError, match="only a stronger colour|slip_one_of_a_colour_open"),
        transaction.atomic(),
    ):
        Slip.objects.filter(pk=waits.pk).update(
            status="draft", drafted_by=town.supervisor, drafted_at=NOW, frozen_on=ON
        )
    make_slip(town, "draft", colour="red")
    make_slip(town, "draft", colour=colour, unit=town.helping)
    assert Slip.objects.open().count() == 3


def test_what_was_sent_is_not_changed(town: Town) -> None:
    row = make_slip(town, "signed")
    for values in ({"requirement": "别的"}, {"number": "督蓝〔2026〕99号"}, {"colour": "red"}, {"days": 9}):
        with pytest.raises(IntegrityError, match="an issued slip is not changed"), transaction.atomic():
            Slip.objects.filter(pk=row.pk).update(**values)
    answer = make_answer(town, row)
    with pytest.raises(Exception, match="append_only|Cannot|cannot"), transaction.atomic():
        SlipAnswer.objects.filter(pk=answer.pk).update(text="改过")


def drafted(town: Town, colour: str = "blue", kind: str = "slip", **said: Any) -> Slip:
    return slips.draft_slip(
        actor=town.supervisor,
        kind=kind,
        colour=colour if kind == "slip" else "",
        thing="project",
        about_id=town.project.pk,
        unit_id=town.lead.pk,
        words=words(**said),
        now=NOW,
    )


def issued(town: Town, slip: Slip, signatory: Any = None) -> Slip:
    who: dict[str, Any] = {"slip_id": slip.pk, "now": NOW}
    slips.submit_slip(actor=town.supervisor, **who)
    slips.approve_slip(actor=town.office_head, signatory_id=signatory and signatory.pk, **who)
    return issue_slip(actor=town.supervisor, **who)


def test_blue_becomes_yellow_and_red_each_numbered_and_the_former_over(town: Town) -> None:
    blue = issued(town, drafted(town))
    assert (blue.number, blue.status, blue.issued_on) == ("督蓝〔2026〕1号", "issued", ON)
    assert (blue.sign_by, blue.answer_by) == (date(2026, 9, 14), date(2026, 9, 18))
    labels = [fact["label"] for fact in blue.facts]
    assert labels == ["督办内容", "责任单位", "应完成时间", "已提醒", "最近反馈"]
    with pytest.raises(ValidationError) as refused:
        drafted(town)
    assert "一事一单" in str(refused.value) or "只能升级" in str(refused.value)
    yellow = drafted(town, "yellow")
    assert yellow.follows == blue and blue.number in {
        fact["value"][: len(blue.number)] for fact in yellow.facts
    }
    issued(town, yellow)
    blue.refresh_from_db()
    assert (blue.status, blue.ended_on) == ("escalated", ON)
    red = drafted(town, "red")
    who: dict[str, Any] = {"slip_id": red.pk, "now": NOW}
    slips.submit_slip(actor=town.supervisor, **who)
    with pytest.raises(ValidationError) as refused:
        slips.approve_slip(actor=town.office_head, **who)
    assert list(refused.value.error_dict) == ["signatory"]
    slips.approve_slip(actor=town.leader, signatory_id=town.leader_post.pk, **who)
    red = issue_slip(actor=town.supervisor, **who)
    assert (red.number, red.follows, red.approved_by) == ("督红〔2026〕1号", yellow, town.leader)
    assert list(Slip.objects.order_by("pk").values_list("colour", "number")) == [
        ("blue", "督蓝〔2026〕1号"),
        ("yellow", "督黄〔2026〕1号"),
        ("red", "督红〔2026〕1号"),
    ]
    assert list(SlipStep.objects.filter(slip=blue).values_list("verb", flat=True)) == [
        "slip.draft", "slip.submit", "slip.approve", "slip.issue", "slip.escalate",
    ]  # fmt: skip


def test_a_red_one_at_once_says_why(town: Town) -> None:
    with pytest.raises(ValidationError) as refused:
        drafted(town, "red")
    assert list(refused.value.error_dict) == ["reason"]
    assert drafted(town, "red", reason="县长批示").follows is None


def test_nobody_approves_his_own_draft(town: Town) -> None:
    row = slips.draft_slip(
        actor=town.office_head, kind="urge", thing="project", about_id=town.project.pk,
        unit_id=town.lead.pk, words=words(), now=NOW,
    )  # fmt: skip
    slips.submit_slip(actor=town.office_head, slip_id=row.pk, now=NOW)
    with pytest.raises(ValidationError) as refused:
        slips.approve_slip(actor=town.office_head, slip_id=row.pk, now=NOW)
    assert refused.value.code == "own_draft"


def test_an_answer_is_sent_back_and_given_again_and_the_days_run_anew(town: Town) -> None:
    row = issued(town, drafted(town))
    who: dict[str, Any] = {"slip_id": row.pk}
    slips.sign_slip(actor=town.lead_clerk, now=NOW, **who)
    slips.answer_slip(
        actor=town.lead_clerk, text="正在办", files=[("说明.pdf", BytesIO(b"%PDF-1.4\n"))], now=NOW, **who
    )
    later = NOW + timedelta(days=9)
    slips.return_answer(actor=town.supervisor, reason="没有时限", now=later, **who)
    row.refresh_from_db()
    assert (row.status, row.returns, row.answer_by) == ("signed", 1, date(2026, 9, 29))
    slips.answer_slip(actor=town.lead_head, text="9月底完成", now=later, **who)
    closed = slips.close_slip(actor=town.supervisor, now=later, **who)
    assert (closed.status, closed.ended_on) == ("closed", later.date())
    assert [answer.text for answer in row.answers.all()] == ["正在办", "9月底完成"]


def test_a_unit_sees_its_own_once_it_was_issued(town: Town) -> None:
    draft, sent = make_slip(town), make_slip(town, "closed")
    seen = {name: set(Slip.objects.visible_to(user)) for name, user in town.personas().items()}
    everything = {"supervisor", "office_head", "leader", "auditor"}
    assert {name for name, rows in seen.items() if rows == {draft, sent}} == everything
    assert {name for name, rows in seen.items() if rows == {sent}} == {*UNIT, "data_clerk"}


def test_the_paper_says_the_facts_and_is_measured(town: Town) -> None:
    row = issued(town, drafted(town, requirement="查明原因。\n限期完成。"))
    document = Document(BytesIO(slip_word(row, NOW)))
    said = [paragraph.text for paragraph in document.paragraphs if paragraph.text.strip()]
    text = "\n".join(said)
    for line in (
        "督蓝〔2026〕1号",
        "蓝色督查单",
        "云岭县交通局：",
        "查明原因。",
        "请在收到后及时签收，并于2026年9月18日前书面反馈落实情况。",
        "2026年9月12日",
    ):
        assert line in text
    head = next(p for p in document.paragraphs if "督查办公室" in p.text)
    colours = {str(run.font.color.rgb) for run in head.runs if run.text.strip()}
    assert colours == {"FF0000"}
    section = document.sections[0]
    assert section.page_width and section.top_margin and section.left_margin
    assert (round(section.page_width.mm), round(section.top_margin.mm), round(section.left_margin.mm)) == (
        210,
        37,
        28,
    )

    paper = paper_of(sheet_of(row))
    assert paper.uncovered_digits() == []
    assert word_of(paper, NOW) == word_of(paper, NOW)


def test_a_summons_is_held_and_its_record_ends_it(town: Town) -> None:
    row = drafted(
        town, kind="summons", summoned="路局长", meets_at=NOW + timedelta(days=3), place="三楼会议室"
    )
    sent = issued(town, row)
    assert (sent.number, sent.answer_by, sent.colour) == ("督约〔2026〕1号", None, "")
    with pytest.raises(ValidationError):
        slips.answer_slip(actor=town.lead_clerk, slip_id=row.pk, text="已知", now=NOW)
    slips.record_talk(actor=town.supervisor, slip_id=row.pk, text="已约谈，限9月底完成。", now=NOW)
    row.refresh_from_db()
    assert (row.status, row.talk_record) == ("closed", "已约谈，限9月底完成。")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_numbered_one_after_the_other_without_a_gap(town: Town) -> None:
    first = drafted(town)
    second = slips.draft_slip(
        actor=town.supervisor, kind="slip", colour="blue", thing="project", about_id=town.project.pk,
        unit_id=town.helping.pk, words=words(), now=NOW,
    )  # fmt: skip
    for row in (first, second):
        slips.submit_slip(actor=town.supervisor, slip_id=row.pk, now=NOW)
        slips.approve_slip(actor=town.office_head, slip_id=row.pk, now=NOW)
    start = threading.Barrier(2)

    def issue(pk: int) -> None:
        try:
            start.wait(10)
            issue_slip(actor=town.supervisor, slip_id=pk, now=NOW)
        finally:
            connection.close()

    threads = [threading.Thread(target=issue, args=[row.pk]) for row in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(Slip.objects.values_list("number", flat=True)) == ["督蓝〔2026〕1号", "督蓝〔2026〕2号"]
