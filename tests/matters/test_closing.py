"""From the final report to the end: reviewed, shown, read or lapsed; withdrawn, merged, made long-term."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Post
from rulebook.models import DeadlineRule
from supervision.matters import services, tasks
from supervision.matters.models import Matter, Review
from tests.matters.acting import FINAL, NOON, forbidden, fresh, on_day, refused, sent, story
from tests.matters.build import end, lead_of, make_extension, make_instruction, make_matter
from tests.town import Town

PASSED = {"facts_clear": True, "problem_solved": True, "form_right": True, "opinion": ""}
pytestmark = pytest.mark.usefixtures("workdays")


@pytest.fixture
def reported(town: Town) -> Matter:
    matter = make_matter(town, helping=[town.helping], duty_status="under_way")
    sent(town, lead_of(matter), FINAL)
    return matter


@pytest.fixture
def shown(town: Town) -> Matter:
    return make_matter(town, status="shown")


def review(town: Town, matter: Matter, **values: Any) -> Review:
    asked: dict[str, Any] = {"actor": town.supervisor, "matter_id": matter.pk, "now": NOON}
    return services.review_matter(**(asked | PASSED | values))


def another_post(town: Town) -> Post:
    return Post.objects.create(name="县长", unit=town.county, is_county_leader=True, order=0)


def test_what_passes_is_accepted_and_shown_for_five_workdays(town: Town, reported: Matter) -> None:
    row = review(town, reported, opinion="情况属实")
    lead, final = lead_of(reported), lead_of(reported).feedbacks.get()
    reported.refresh_from_db()
    assert row.has_passed and row.feedback == final
    assert (lead.status, lead.accepted_at, final.status, final.decided_by) == (
        "accepted",
        NOON,
        "received",
        town.supervisor,
    )
    assert (reported.status, reported.shown_to, reported.shown_on, reported.shown_until) == (
        "shown",
        town.leader_post,
        date(2026, 9, 12),
        date(2026, 9, 18),
    )
    assert [verb for verb, _who, _note in story(reported)][-3:] == [
        "duty.accept",
        "feedback.receive",
        "matter.show",
    ]


def test_it_is_shown_to_who_gave_the_newest_instruction_unless_somebody_is_named(
    town: Town, reported: Matter
) -> None:
    mayor = another_post(town)
    make_instruction(town, reported, given_on=date(2026, 9, 2))
    make_instruction(town, reported, post=mayor, given_on=date(2026, 9, 5))
    review(town, reported)
    reported.refresh_from_db()
    assert reported.shown_to == mayor
    other = make_matter(town, duty_status="reported")
    review(town, other, shown_to_id=mayor.pk)
    other.refresh_from_db()
    assert other.shown_to == mayor


@pytest.mark.parametrize("point", ["facts_clear", "problem_solved", "form_right"])
def test_if_one_of_three_fails_it_goes_back_with_the_opinion(
    town: Town, reported: Matter, point: str
) -> None:
    failed: dict[str, Any] = {point: False}
    assert "审核不通过须写明意见。" in refused(lambda: review(town, reported, **failed))
    row = review(town, reported, opinion="缺验收单", **failed)
    lead, final = lead_of(reported), lead_of(reported).feedbacks.get()
    reported.refresh_from_db()
    assert not row.has_passed
    assert (reported.status, lead.status, lead.accepted_at) == ("issued", "under_way", None)
    assert (final.status, final.return_reason) == ("returned", "缺验收单")


def test_a_report_that_was_sent_back_is_completed_and_reviewed_again(town: Town, reported: Matter) -> None:
    review(town, reported, form_right=False, opinion="缺验收单")
    sent(town, lead_of(reported), FINAL)
    review(town, reported)
    assert list(reported.reviews.order_by("pk").values_list("form_right", flat=True)) == [False, True]
    assert reported.steps.filter(verb="duty.redo").count() == 1
    assert lead_of(reported).feedbacks.count() == 1


def test_helping_units_that_are_not_done_do_not_hold_the_lead_up(town: Town, reported: Matter) -> None:
    review(town, reported)
    statuses = reported.duties.order_by("role").values_list("role", "status")
    assert list(statuses) == [("helping", "under_way"), ("lead", "accepted")]


@pytest.mark.parametrize("status", ["to_sign", "signed", "under_way", "refused"])
def test_only_what_was_reported_done_is_reviewed(town: Town, status: str) -> None:
    matter = make_matter(town, duty_status=status)
    assert "不能“通过”" in refused(lambda: review(town, matter), "wrong_step")


@pytest.mark.parametrize("status", ["registered", "shown", "closed", "withdrawn", "long_term"])
def test_nothing_is_reviewed_twice_or_after_its_end(town: Town, status: str) -> None:
    matter = make_matter(town, status=status)
    assert "不能“审核通过并呈阅”" in refused(lambda: review(town, matter), "wrong_step")


def test_the_office_reviews(town: Town, reported: Matter) -> None:
    forbidden(town, lambda user: review(town, reported, actor=user), "supervisor", "office_head")


def test_without_a_rule_for_the_showing_it_is_said_what_to_set(town: Town, reported: Matter) -> None:
    DeadlineRule.objects.filter(key="matter_showing").delete()
    assert "“呈阅”时限规则" in refused(lambda: review(town, reported), "no_rule")


def read(town: Town, matter: Matter, **values: Any) -> Matter:
    asked: dict[str, Any] = {"actor": town.leader, "matter_id": matter.pk, "now": NOON}
    return services.read_matter(**(asked | values))


def test_the_leader_reads_it_and_it_is_closed(town: Town, shown: Matter) -> None:
    row = read(town, shown, note="同意")
    assert (row.status, row.ended_on) == ("closed", date(2026, 9, 12))
    assert story(row) == [("matter.read", "leader", "同意")]


def test_the_office_records_what_was_read_on_paper_with_a_note(town: Town, shown: Matter) -> None:
    refused(lambda: read(town, shown, actor=town.supervisor), "paper_needs_note")
    assert read(town, shown, actor=town.supervisor, note="阅批件2026-31号").status == "closed"


def test_only_who_was_shown_it_reads_it(town: Town, shown: Matter) -> None:
    forbidden(town, lambda user: read(town, shown, actor=user), "leader", "supervisor", "office_head")
    elsewhere = make_matter(town, status="shown", shown_to=another_post(town))
    with pytest.raises(PermissionDenied):
        read(town, elsewhere)


def test_who_reads_twice_is_told_what_happened(town: Town, shown: Matter) -> None:
    read(town, shown)
    words = refused(lambda: read(town, shown), "wrong_step")
    assert words.endswith("此前已由常县长于9月12日“阅，同意销号”。")


def lapse(town: Town, matter: Matter, **values: Any) -> Matter:
    asked: dict[str, Any] = {"actor": town.supervisor, "matter_id": matter.pk, "now": on_day(9, 18)}
    return services.lapse_matter(**(asked | values))


def test_it_lapses_only_after_the_last_day(town: Town, shown: Matter) -> None:
    refused(lambda: lapse(town, shown, now=on_day(9, 17)), "not_lapsed")
    forbidden(town, lambda user: lapse(town, shown, actor=user), "supervisor", "office_head")
    row = lapse(town, shown)
    assert (row.status, row.ended_on) == ("closed", date(2026, 9, 18))


def test_the_daily_round_closes_what_lapsed_and_is_safe_twice(town: Town, shown: Matter) -> None:
    later = make_matter(town, status="shown", shown_until=date(2026, 9, 18))
    assert services.close_lapsed(now=on_day(9, 18)) == 1
    assert services.close_lapsed(now=on_day(9, 18)) == 0
    shown.refresh_from_db()
    later.refresh_from_db()
    assert (shown.status, later.status) == ("closed", "shown")
    assert story(shown) == [("matter.lapse", None, "")]


def test_the_task_asks_the_clock(town: Town, shown: Matter, settings: Any) -> None:
    settings.FIXED_TODAY = date(2026, 9, 21)
    tasks.close_lapsed()
    shown.refresh_from_db()
    assert (shown.status, shown.ended_on) == ("closed", date(2026, 9, 21))


ENDINGS = {
    "withdraw_matter": ("withdrawn", ["registered", "issued", "shown"]),
    "merge_matter": ("merged", ["registered", "issued", "shown"]),
    "make_long_term": ("long_term", ["issued", "shown"]),
}


def finish(town: Town, verb: str, matter: Matter, **values: Any) -> Matter:
    asked: dict[str, Any] = {
        "actor": town.office_head,
        "matter_id": matter.pk,
        "reason": "县长办公会议定",
        "approver_id": town.leader_post.pk,
        "now": NOON,
    }
    if verb == "merge_matter" and "into_id" not in values:
        values["into_id"] = make_matter(town, "另一件").pk
    return getattr(services, verb)(**(asked | values))


@pytest.mark.parametrize("verb", ENDINGS)
def test_an_end_by_decision_names_reason_and_approver(town: Town, verb: str) -> None:
    status, sources = ENDINGS[verb]
    for source in sources:
        matter = finish(town, verb, make_matter(town, status=source))
        assert (matter.status, matter.ended_on, matter.end_reason, matter.end_approver) == (
            status,
            date(2026, 9, 12),
            "县长办公会议定",
            town.leader_post,
        )
        assert story(matter)[-1][1:] == ("office_head", "县长办公会议定")


@pytest.mark.parametrize("verb", ENDINGS)
def test_an_end_without_reason_or_approver_or_by_another_is_refused(town: Town, verb: str) -> None:
    matter, into = make_matter(town), make_matter(town, "另一件")
    more = {"into_id": into.pk} if verb == "merge_matter" else {}
    refused(lambda: finish(town, verb, matter, reason=" ", **more), "reason_missing")
    words = refused(lambda: finish(town, verb, matter, approver_id=None, **more))
    assert "撤销、并案、转长期须写明理由和批准人。" in words
    forbidden(town, lambda user: finish(town, verb, matter, actor=user, **more), "office_head")


@pytest.mark.parametrize("verb", ENDINGS)
@pytest.mark.parametrize("status", ["draft", "submitted", "closed", "continued", "withdrawn", "long_term"])
def test_an_end_is_reached_from_its_sources_only(town: Town, verb: str, status: str) -> None:
    matter, into = make_matter(town, status=status), make_matter(town, "另一件")
    more = {"into_id": into.pk} if verb == "merge_matter" else {}
    refused(lambda: finish(town, verb, matter, **more), "wrong_step")


def test_a_matter_merges_into_another_that_runs(town: Town) -> None:
    matter, into = make_matter(town), make_matter(town, "另一件")
    assert finish(town, "merge_matter", matter, into_id=into.pk).merged_into == into
    third, closed = make_matter(town, "第三件"), make_matter(town, "已办完", status="closed")
    for target in (third, closed, matter):
        refused(partial(finish, town, "merge_matter", third, into_id=target.pk), "cannot_take_it")


def test_an_ended_matter_refuses_everything_in_words(town: Town) -> None:
    """The database's own lock would say it in SQL."""
    matter = make_matter(town, helping=[town.helping], duty_status="reported")
    final = sent_rows(town, matter)
    extension = make_extension(town, matter, date(2026, 10, 15), status="asked")
    end(town, matter, "closed")
    lead, helper = lead_of(matter), matter.duties.get(role="helping")
    office, head = fresh(town.supervisor), fresh(town.lead_head)
    acts = [
        lambda: services.receive_feedback(actor=office, feedback_id=final.pk, now=NOON),
        lambda: services.return_feedback(actor=office, feedback_id=final.pk, reason="退", now=NOON),
        lambda: services.sign_feedback(actor=head, feedback_id=final.pk, now=NOON),
        lambda: services.answer_help(actor=office, feedback_id=final.pk, text="好", now=NOON),
        lambda: services.accept_duty(actor=office, duty_id=helper.pk, now=NOON),
        lambda: services.redo_duty(actor=office, duty_id=helper.pk, reason="重", now=NOON),
        lambda: services.no_change(actor=head, duty_id=lead.pk, now=NOON),
        lambda: services.approve_extension(actor=office, extension_id=extension.pk, now=NOON),
        lambda: services.retract_extension(actor=head, extension_id=extension.pk, now=NOON),
        lambda: services.resume_matter(actor=office, matter_id=matter.pk, now=NOON),
    ]
    for act in acts:
        assert refused(act, "wrong_step").startswith("督办事项现在是“已销号”")


def sent_rows(town: Town, matter: Matter) -> Any:
    from tests.matters.build import make_feedback

    return make_feedback(town, lead_of(matter), status="sent", help_needed="协调用地")
