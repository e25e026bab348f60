"""反馈: written for what is owed, signed by the head, taken or sent back, answered when help was needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Upload, User
from supervision.matters import services
from supervision.matters.models import Duty, Feedback, Matter
from supervision.matters.rules.entries_feedback import FeedbackWords
from supervision.matters.selectors.feedback_entry import due_periods, feedback_entry, open_helpers
from tests.history import history_of
from tests.matters.acting import (
    FINAL,
    NOON,
    STORY_DAY,
    WORDS,
    draft,
    forbidden,
    helping_head,
    on_day,
    refused,
    sent,
    story,
)
from tests.matters.build import helper_of, lead_of, make_feedback, make_matter, make_suspension
from tests.town import Town

pytestmark = pytest.mark.usefixtures("workdays")
JULY, AUGUST, SEPTEMBER = date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1)
REPORTERS = ("lead_clerk", "lead_head", "api_client")
HEADS = ("lead_head", "api_client")


@pytest.fixture
def matter(town: Town) -> Matter:
    """Reported monthly since July: July and August are owed on the day of the story."""
    return make_matter(
        town, helping=[town.helping], duty_status="under_way", issued_on=JULY, due_on=date(2026, 12, 31)
    )


@pytest.fixture
def duty(matter: Matter) -> Duty:
    return lead_of(matter)


def stored(user: User, name: str = "验收单.pdf") -> Upload:
    return Upload.objects.create(
        file=f"ab/{name}",
        name=name,
        content_type="application/pdf",
        size=10,
        sha256=f"{len(name):064x}",
        uploaded_by=user,
        uploaded_at=NOON,
    )


# --- written --------------------------------------------------------------------------------------
def test_a_draft_is_handed_up_signed_sent_and_received(town: Town, duty: Duty) -> None:
    row = draft(town, duty, period_start=AUGUST)
    assert (row.status, row.kind, row.drafted_by, row.progress, row.percent) == (
        "draft",
        "progress",
        town.lead_clerk,
        "路基清理完成",
        40,
    )
    assert (row.period_start, row.period_end, row.due_on) == (AUGUST, SEPTEMBER, date(2026, 9, 7))
    services.hand_up_feedback(actor=town.lead_clerk, feedback_id=row.pk, now=NOON)
    row = services.sign_feedback(actor=town.lead_head, feedback_id=row.pk, now=NOON)
    assert (row.status, row.signed_by, row.sent_at) == ("sent", town.lead_head, NOON)
    row = services.receive_feedback(actor=town.supervisor, feedback_id=row.pk, now=on_day(9, 13))
    assert (row.status, row.decided_by, row.decided_at) == ("received", town.supervisor, on_day(9, 13))
    assert story(duty.matter) == [
        ("feedback.hand_up", "lead_clerk", ""),
        ("feedback.sign", "lead_head", ""),
        ("feedback.receive", "supervisor", ""),
    ]
    statuses = history_of(Feedback, pgh_obj=row.pk).values_list("status", flat=True)
    assert list(statuses) == ["draft", "handed_up", "sent", "received"]


def test_the_open_one_is_changed_and_stays_one_row(town: Town, duty: Duty) -> None:
    first = draft(town, duty)
    again = draft(town, duty, replace(WORDS, percent=55), actor=town.lead_head, period_start=AUGUST)
    assert (again.pk, again.percent, again.drafted_by, again.period_start) == (
        first.pk,
        55,
        town.lead_head,
        AUGUST,
    )
    assert Feedback.objects.count() == 1


def test_a_period_that_is_not_owed_is_refused(town: Town, duty: Duty) -> None:
    for start in (date(2026, 6, 1), SEPTEMBER, date(2026, 8, 2)):
        refused(partial(draft, town, duty, period_start=start), "not_owed")
    assert draft(town, duty).period_start is None  # what nobody asked for has no period


def test_a_period_is_answered_once(town: Town, duty: Duty) -> None:
    sent(town, duty, period_start=AUGUST)
    assert refused(lambda: draft(town, duty, period_start=AUGUST)) == "这一期已有一份反馈。"


def test_a_draft_outlives_that_its_period_is_no_longer_owed(town: Town, duty: Duty) -> None:
    draft(town, duty, period_start=AUGUST)
    make_suspension(town, duty.matter, date(2026, 9, 5), date(2026, 9, 20))
    assert draft(town, duty, FeedbackWords("停工"), period_start=AUGUST).progress == "停工"


@pytest.mark.parametrize("status", ["to_sign", "reported", "accepted", "refused", "released"])
def test_a_unit_reports_between_signature_and_report(town: Town, status: str) -> None:
    matter = make_matter(town, helping=[town.helping], duty_status="under_way")
    values: dict[str, Any] = {"status": status, "refusal": "不属本单位职责"}
    if status in ("reported", "accepted"):
        values["reported_at"] = NOON
    if status == "accepted":
        values["accepted_at"] = NOON
    Duty.objects.filter(matter=matter, role="helping").update(**values)
    helper = matter.duties.get(role="helping")
    assert "不能“反馈”" in refused(lambda: draft(town, helper, actor=town.helping_clerk), "wrong_step")
    refused(lambda: services.no_change(actor=town.helping_clerk, duty_id=helper.pk, now=NOON), "wrong_step")


def test_words_out_of_bounds_are_refused(town: Town, duty: Duty) -> None:
    assert "完成率应为0至100。" in refused(lambda: draft(town, duty, replace(WORDS, percent=101)))
    refused(lambda: draft(town, duty, replace(WORDS, kind="rumour")))
    row = draft(town, duty, FeedbackWords(""))
    words = refused(lambda: services.hand_up_feedback(actor=town.lead_clerk, feedback_id=row.pk, now=NOON))
    assert words == "请填写进展情况；没有变化的，请选“本期无变化”。"


def test_files_are_attached_once_and_taken_off_again(town: Town, duty: Duty) -> None:
    mine, other = stored(town.lead_clerk), stored(town.stranger, "别人的.pdf")
    row = draft(town, duty, files=[mine.pk, mine.pk])
    draft(town, duty, files=[mine.pk])
    assert list(row.files.values_list("upload", flat=True)) == [mine.pk]
    with pytest.raises(Upload.DoesNotExist):
        draft(town, duty, files=[other.pk])
    forbidden(
        town,
        lambda user: services.remove_feedback_file(actor=user, file_id=row.files.get().pk, now=NOON),
        *REPORTERS,
    )
    services.remove_feedback_file(actor=town.lead_clerk, file_id=row.files.get().pk, now=NOON)
    assert row.files.count() == 0


def test_a_file_stays_with_what_was_sent(town: Town, duty: Duty) -> None:
    row = sent(town, duty, files=[stored(town.lead_clerk).pk])
    file = row.files.get()
    refused(
        lambda: services.remove_feedback_file(actor=town.lead_clerk, file_id=file.pk, now=NOON), "wrong_step"
    )


def test_there_is_a_limit_to_files(town: Town, duty: Duty) -> None:
    uploads = [stored(town.lead_clerk, f"{'图' * n}.pdf").pk for n in range(1, 22)]
    refused(lambda: draft(town, duty, files=uploads), "too_many_files")


# --- no change ------------------------------------------------------------------------------------
def test_no_change_is_one_click_for_the_newest_period(town: Town, duty: Duty) -> None:
    row = services.no_change(actor=town.lead_clerk, duty_id=duty.pk, now=NOON)
    assert (row.kind, row.status, row.period_start, row.progress) == ("no_change", "handed_up", AUGUST, "")
    row = services.sign_feedback(actor=town.lead_head, feedback_id=row.pk, now=NOON)
    assert row.status == "sent"
    refused(lambda: services.no_change(actor=town.lead_head, duty_id=duty.pk, now=NOON), "nothing_owed")


def test_a_heads_click_is_signed_and_keeps_what_was_said_but_the_cry_for_help(town: Town, duty: Duty) -> None:
    make_feedback(town, duty, (JULY, AUGUST), problem="雨水多", help_needed="协调用地", next_step="铺路")
    row = services.no_change(actor=town.lead_head, duty_id=duty.pk, now=NOON)
    assert (row.status, row.signed_by, row.sent_at) == ("sent", town.lead_head, NOON)
    assert (row.progress, row.percent, row.problem, row.help_needed, row.next_step) == (
        "路基清理完成",
        40,
        "雨水多",
        "",
        "铺路",
    )


def test_no_change_does_not_run_over_what_is_being_written(town: Town, duty: Duty) -> None:
    draft(town, duty)
    refused(lambda: services.no_change(actor=town.lead_clerk, duty_id=duty.pk, now=NOON), "feedback_one_open")


# --- signed ---------------------------------------------------------------------------------------
def test_the_first_word_of_a_signed_duty_puts_it_under_way(town: Town) -> None:
    duty = lead_of(make_matter(town, duty_status="signed"))
    sent(town, duty)
    duty.refresh_from_db()
    assert duty.status == "under_way"
    assert story(duty.matter)[-1] == ("duty.start", "lead_head", "")


def test_a_final_report_reports_the_duty_done(town: Town, duty: Duty) -> None:
    row = sent(town, duty, FINAL)
    duty.refresh_from_db()
    assert (row.status, duty.status, duty.reported_at) == ("sent", "reported", NOON)
    assert story(duty.matter)[-1] == ("duty.report", "lead_head", "")


def test_the_head_gives_it_back_with_a_reason(town: Town, duty: Duty) -> None:
    row = draft(town, duty)
    services.hand_up_feedback(actor=town.lead_clerk, feedback_id=row.pk, now=NOON)
    refused(lambda: draft(town, duty), "wrong_step")  # it is with the head now
    back = services.pull_back_feedback
    refused(lambda: back(actor=town.lead_head, feedback_id=row.pk, reason="", now=NOON), "reason_missing")
    row = back(actor=town.lead_head, feedback_id=row.pk, reason="写具体些", now=NOON)
    assert (row.status, row.return_reason) == ("returned", "写具体些")
    row = sent(town, duty)
    assert (row.status, row.return_reason) == ("sent", "")


def test_what_the_head_gave_back_unsent_stays_in_the_unit(town: Town, matter: Matter) -> None:
    row = draft(town, helper_of(matter), actor=town.helping_clerk, period_start=AUGUST)
    services.hand_up_feedback(actor=town.helping_clerk, feedback_id=row.pk, now=NOON)
    head = helping_head(town)
    services.pull_back_feedback(actor=head, feedback_id=row.pk, reason="补数字", now=NOON)
    seen = {name for name, user in town.personas().items() if row in Feedback.objects.visible_to(user)}
    assert seen == {"helping_clerk"}


@pytest.mark.parametrize("verb", ["hand_up", "pull_back", "sign"])
def test_what_left_the_unit_takes_no_step_in_it(town: Town, duty: Duty, verb: str) -> None:
    row = sent(town, duty)
    more = {"reason": "改"} if verb == "pull_back" else {}
    act = getattr(services, f"{verb}_feedback")
    words = refused(lambda: act(actor=town.lead_head, feedback_id=row.pk, now=NOON, **more), "wrong_step")
    assert words.endswith("此前已由路局长于9月12日“审签并报送”。")


# --- received -------------------------------------------------------------------------------------
def test_the_office_returns_it_with_a_reason_and_it_is_sent_again(town: Town, duty: Duty) -> None:
    row = sent(town, duty, period_start=AUGUST)
    give_back = services.return_feedback
    refused(lambda: give_back(actor=town.supervisor, feedback_id=row.pk, reason=" ", now=NOON))
    row = give_back(actor=town.supervisor, feedback_id=row.pk, reason="缺照片", now=NOON)
    assert (row.status, row.return_reason, row.decided_by) == ("returned", "缺照片", town.supervisor)
    assert [period.start for period in due_periods(duty, STORY_DAY)] == [JULY, AUGUST]
    row = sent(town, duty, period_start=AUGUST, now=on_day(9, 14))
    assert (row.status, row.return_reason, row.decided_by, Feedback.objects.count()) == ("sent", "", None, 1)


def test_many_are_received_together_or_none(town: Town, duty: Duty) -> None:
    other = lead_of(make_matter(town, "另一件", duty_status="under_way"))
    rows = [sent(town, duty).pk, sent(town, other).pk]
    bad = make_feedback(town, duty, status="received").pk
    words = refused(
        lambda: services.receive_feedbacks(actor=town.supervisor, feedback_ids=[*rows, bad], now=NOON)
    )
    assert words.startswith(str(duty.matter))
    done = services.receive_feedbacks(actor=town.supervisor, feedback_ids=[*rows, rows[0]], now=NOON)
    assert [row.status for row in done] == ["received", "received"]


def test_a_final_report_goes_with_its_duty(town: Town, duty: Duty) -> None:
    row = sent(town, duty, FINAL)
    office: dict[str, Any] = {"actor": town.supervisor, "feedback_id": row.pk, "now": NOON}
    refused(lambda: services.receive_feedback(**office), "final_goes_with_the_duty")
    refused(lambda: services.return_feedback(**office, reason="退"), "final_goes_with_the_duty")
    judge: dict[str, Any] = {"actor": town.supervisor, "duty_id": duty.pk, "now": NOON}
    refused(lambda: services.accept_duty(**judge), "lead_is_reviewed")
    refused(lambda: services.redo_duty(**judge, reason="重办"), "lead_is_reviewed")


def helped(town: Town, matter: Matter) -> tuple[Duty, Feedback]:
    duty = helper_of(matter)
    row = draft(town, duty, FINAL, actor=town.helping_clerk)
    return duty, services.sign_feedback(actor=helping_head(town), feedback_id=row.pk, now=NOON)


@pytest.mark.parametrize("who", ["lead_clerk", "supervisor"])
def test_a_helping_units_part_is_accepted_by_the_lead_or_the_office(
    town: Town, matter: Matter, who: str
) -> None:
    duty, row = helped(town, matter)
    services.accept_duty(actor=town.personas()[who], duty_id=duty.pk, now=NOON)
    duty.refresh_from_db()
    row.refresh_from_db()
    assert (duty.status, duty.accepted_at, row.status) == ("accepted", NOON, "received")
    matter.refresh_from_db()
    assert matter.status == "issued"  # only the lead's report completes it


def test_a_helping_unit_does_it_again_and_it_is_counted(town: Town, matter: Matter) -> None:
    duty, row = helped(town, matter)
    services.redo_duty(actor=town.lead_clerk, duty_id=duty.pk, reason="数据不符", now=NOON)
    duty.refresh_from_db()
    row.refresh_from_db()
    assert (duty.status, row.status, row.return_reason) == ("under_way", "returned", "数据不符")
    helped(town, matter)
    assert matter.steps.filter(verb="duty.redo").count() == 1


def test_who_gathers_helping_units_depends_on_the_matter(town: Town, matter: Matter) -> None:
    duty, _row = helped(town, matter)

    def accept(user: User) -> Duty:
        return services.accept_duty(actor=user, duty_id=duty.pk, now=NOON)

    office = ("supervisor", "office_head")
    forbidden(town, accept, *office, *REPORTERS)
    Matter.objects.filter(pk=matter.pk).update(helpers_report_to="office")
    forbidden(town, accept, *office)


# --- help -----------------------------------------------------------------------------------------
def test_help_is_answered_once_by_the_leader_in_charge(town: Town, duty: Duty) -> None:
    row = sent(town, duty, replace(WORDS, help_needed="协调用地"))
    answer = services.answer_help
    forbidden(
        town,
        lambda user: answer(actor=user, feedback_id=row.pk, text="已协调", now=NOON),
        "leader",
        "supervisor",
        "office_head",
    )
    refused(lambda: answer(actor=town.leader, feedback_id=row.pk, text=" ", now=NOON), "reason_missing")
    row = answer(actor=town.leader, feedback_id=row.pk, text="已请自然资源局办理", now=NOON)
    assert (row.answer, row.answered_by, row.answered_at) == ("已请自然资源局办理", town.leader, NOON)
    assert story(duty.matter)[-1] == ("help.answer", "leader", "已请自然资源局办理")
    words = refused(lambda: answer(actor=town.leader, feedback_id=row.pk, text="再", now=NOON))
    assert words == "已由常县长答复：已请自然资源局办理"


def test_there_is_nothing_to_answer_where_no_help_was_asked_for(town: Town, duty: Duty) -> None:
    quiet = sent(town, duty)
    act = services.answer_help
    refused(lambda: act(actor=town.leader, feedback_id=quiet.pk, text="好", now=NOON), "nothing_to_answer")
    draft_row = draft(town, duty, replace(WORDS, help_needed="协调"))
    refused(
        lambda: act(actor=town.leader, feedback_id=draft_row.pk, text="好", now=NOON), "nothing_to_answer"
    )


# --- who ------------------------------------------------------------------------------------------
def test_who_writes_signs_and_receives(town: Town, duty: Duty) -> None:
    forbidden(town, lambda user: draft(town, duty, actor=user), *REPORTERS)
    forbidden(town, lambda user: services.no_change(actor=user, duty_id=duty.pk, now=NOON), *REPORTERS)
    row = draft(town, duty)
    one: dict[str, Any] = {"feedback_id": row.pk, "now": NOON}
    forbidden(town, lambda user: services.hand_up_feedback(actor=user, **one), *REPORTERS)
    forbidden(town, lambda user: services.sign_feedback(actor=user, **one), *HEADS)
    forbidden(town, lambda user: services.pull_back_feedback(actor=user, reason="改", **one), *HEADS)
    services.sign_feedback(actor=town.lead_head, **one)
    office = ("supervisor", "office_head")
    forbidden(town, lambda user: services.receive_feedback(actor=user, **one), *office)
    forbidden(town, lambda user: services.return_feedback(actor=user, reason="退", **one), *office)


# --- what the form finds --------------------------------------------------------------------------
def test_the_form_is_filled_with_what_was_last_given(town: Town, duty: Duty) -> None:
    make_feedback(town, duty, (JULY, AUGUST), problem="雨水多", help_needed="协调", next_step="铺路")
    entry = feedback_entry(duty, STORY_DAY)
    assert entry.words == FeedbackWords("路基清理完成", 40, "雨水多", "", "铺路")
    assert (entry.period_start, entry.open) == (AUGUST, None)
    assert [(period.start, period.label) for period in entry.periods] == [(AUGUST, "2026年8月")]
    assert entry.last is not None and entry.last.period_start == JULY


def test_the_form_is_filled_with_the_open_one_first(town: Town, duty: Duty) -> None:
    row = draft(town, duty, replace(WORDS, help_needed="协调"), period_start=JULY)
    entry = feedback_entry(duty, STORY_DAY)
    assert (entry.open, entry.period_start, entry.words.help_needed) == (row, JULY, "协调")


def test_the_first_form_is_empty(town: Town) -> None:
    duty = lead_of(make_matter(town, duty_status="signed", rhythm="once"))
    entry = feedback_entry(duty, STORY_DAY)
    assert (entry.words, entry.periods, entry.period_start) == (FeedbackWords(""), (), None)


def test_the_lead_is_told_for_which_helping_units_it_still_waits(town: Town, matter: Matter) -> None:
    assert [duty.unit for duty in open_helpers(matter)] == [town.helping]
    assert [duty.unit for duty in feedback_entry(lead_of(matter), STORY_DAY).open_helpers] == [town.helping]
    helped(town, matter)
    assert open_helpers(matter) == []


def test_a_stale_draft_of_another_transaction_is_refused_readably(town: Town, duty: Duty) -> None:
    """What the model's constraint says, the service says in the same words."""
    make_feedback(town, duty, status="draft")
    with pytest.raises(ValidationError, match="本单位已有一份在办的反馈"):
        services.writing.insert(
            Feedback(duty=duty, progress="再一份", drafted_by=town.lead_clerk, drafted_at=NOON)
        )
