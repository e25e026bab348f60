"""交办、分解、导入: what goes out has one lead, a date with its rule, and a day to sign."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from rulebook.models import CalendarDay, DeadlineRule, NumberSeries
from supervision.matters import services
from supervision.matters.models import Feedback, Matter
from supervision.matters.rules.entries import DutyWords
from supervision.matters.rules.words import MatterStatus
from tests.matters.registry import (
    OFFICE,
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
# 12 September 2026 is a Saturday, 25–27 September 中秋节, 1–7 October 国庆节, 20 September worked for it.
TODAY = date(2026, 9, 12)
BY_HAND: dict[str, Any] = {"due_on": date(2026, 9, 30), "due_basis": "领导要求月底前"}


def test_what_is_handed_out_has_its_date_its_rule_and_a_day_to_sign(town: Town) -> None:
    matter = issued(town)
    matter.refresh_from_db()
    assert (matter.status, matter.issued_on) == ("issued", TODAY)
    # 15 natural days from the 12th end on Sunday the 27th; the next workday is the 28th.
    assert (matter.due_on, matter.original_due_on) == (date(2026, 9, 28), date(2026, 9, 28))
    assert matter.due_basis == "交办后15个自然日内，遇休息日顺延"
    duties = matter.duties.order_by("role").values_list("role", "status", "issued_on", "sign_by")
    assert list(duties) == [
        ("helping", "to_sign", TODAY, date(2026, 9, 15)),
        ("lead", "to_sign", TODAY, date(2026, 9, 15)),
    ]
    assert [verb for verb, *_rest in told(matter)] == [
        "matter.submit",
        "matter.register",
        "matter.issue",
        "duty.issue",
        "duty.issue",
    ]
    last = last_event(matter)
    assert (last.status, last.due_on, last.pgh_context["name"]) == ("issued", matter.due_on, "杜明察")


def test_units_see_a_matter_from_the_day_on_which_it_is_handed_out(town: Town) -> None:
    matter = registered(town)
    assert not Matter.objects.visible_to(town.lead_clerk).exists()
    services.issue_matter(actor=town.supervisor, matter_id=matter.pk, now=NOON)
    assert Matter.objects.visible_to(town.lead_clerk).get() == matter
    assert Matter.objects.visible_to(town.helping_clerk).get() == matter
    assert not Matter.objects.visible_to(town.stranger).exists()


def test_a_date_by_hand_stays_as_the_person_set_it(town: Town) -> None:
    matter = issued(town, **BY_HAND)
    assert (matter.due_on, matter.original_due_on) == (date(2026, 9, 30), date(2026, 9, 30))
    assert (matter.due_rule, matter.due_basis) == ("", "领导要求月底前")


def test_the_meetings_day_starts_the_clock_of_its_minutes(town: Town) -> None:
    matter = issued(town, due_rule="matter_minutes", source_date=date(2026, 9, 1))
    assert matter.due_on == date(2026, 9, 21)
    assert matter.due_basis == "会议后20个自然日内，遇休息日顺延"
    late = registered(town, due_rule="matter_minutes", source_date=date(2026, 8, 1))
    with refused("2026年8月21日已过"):
        services.issue_matter(actor=town.supervisor, matter_id=late.pk, now=NOON)
    unknown = registered(town, due_rule="matter_minutes")
    with refused("请填写会议日期"):
        services.issue_matter(actor=town.supervisor, matter_id=unknown.pk, now=NOON)


def test_a_rule_from_the_signature_waits_for_the_lead(town: Town) -> None:
    matter = issued(town, due_rule="matter_from_signature")
    assert (matter.due_on, matter.due_basis) == (None, "")


def test_a_missing_calendar_is_told_with_the_date(town: Town) -> None:
    CalendarDay.objects.filter(date__year=2026).delete()
    matter = issued(town)
    assert (
        matter.due_basis
        == "交办后15个自然日内，遇休息日顺延；2026年节假日安排未导入，暂按周一至周五为工作日推算"
    )


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"duties": []}, "有且只有一个"),
        ({"rhythm": "by_stage"}, "请先填写阶段节点"),
        ({"due_on": date(2026, 9, 13), "due_basis": "急"}, "2026年9月13日已过"),
    ],
)
def test_what_is_not_ready_stays_in_the_office(values: dict[str, Any], words: str, town: Town) -> None:
    matter = registered(town, **values)
    later = datetime(2026, 9, 14, 4, tzinfo=UTC)
    with refused(words):
        services.issue_matter(actor=town.supervisor, matter_id=matter.pk, now=later)


def test_only_helpers_are_no_lead_and_a_closed_unit_carries_nothing(town: Town) -> None:
    matter = registered(town, duties=[DutyWords(town.lead.pk, "helping")])
    with refused("有且只有一个"):
        services.issue_matter(actor=town.supervisor, matter_id=matter.pk, now=NOON)
    other = registered(town)
    town.helping.is_active = False
    town.helping.save()
    with refused("“水务局”已停用"):
        services.issue_matter(actor=town.supervisor, matter_id=other.pk, now=NOON)


@pytest.mark.parametrize("key", ["matter_instruction", "matter_signature"])
def test_without_a_rule_in_force_nothing_is_handed_out(key: str, town: Town) -> None:
    matter = registered(town)
    DeadlineRule.objects.filter(key=key).update(valid_to=date(2026, 9, 1))
    with refused(f"没有生效的时限规则“{key}”"):
        services.issue_matter(actor=town.supervisor, matter_id=matter.pk, now=NOON)


def test_a_rule_from_another_event_is_a_clear_error(town: Town) -> None:
    matter = registered(town, due_rule="matter_showing")
    with refused("起算事件是“呈阅”"):
        services.issue_matter(actor=town.supervisor, matter_id=matter.pk, now=NOON)


# Splitting.


def part(town: Town, title: str, **values: Any) -> Any:
    words = replace(
        words_of(town), title=title, basis="", approver_id=None, approved_on=None, urgency="urgent"
    )
    return (replace(words, **values), [DutyWords(town.strange.pk, "lead")])


def test_the_parts_of_what_is_issued_are_registered_with_its_authority_and_date(town: Town) -> None:
    parent = issued(town, standard="通车", rhythm="weekly")
    own = {"due_on": date(2026, 9, 20), "due_basis": "先办", "standard": "护坡完成"}
    first, second = services.split_matter(
        actor=town.supervisor,
        matter_id=parent.pk,
        parts=[part(town, "清理塌方"), part(town, "护坡", **own)],
        now=NOON,
    )
    assert (first.status, first.number, first.parent) == ("registered", "督办〔2026〕2号", parent)
    assert (first.basis, first.approver, first.approved_on) == (
        "instruction",
        town.leader_post,
        date(2026, 9, 11),
    )
    assert (first.standard, first.rhythm, first.urgency) == ("通车", "weekly", "urgent")
    assert (first.due_on, first.due_basis) == (
        date(2026, 9, 28),
        "随上级事项：交办后15个自然日内，遇休息日顺延",
    )
    assert (second.number, second.standard, second.due_on, second.due_basis) == (
        "督办〔2026〕3号",
        "护坡完成",
        date(2026, 9, 20),
        "先办",
    )
    assert told(parent)[-1] == ("matter.split", "杜明察", "分解为2件")
    assert told(first) == [("matter.split", "杜明察", "督办〔2026〕1号 修复县道塌方")]
    services.issue_matter(actor=town.supervisor, matter_id=first.pk, now=NOON)
    assert Matter.objects.visible_to(town.stranger).get() == first


def test_the_parts_of_a_draft_are_drafts(town: Town) -> None:
    parent = drafted(town)
    (child,) = services.split_matter(
        actor=town.supervisor, matter_id=parent.pk, parts=[part(town, "清理")], now=NOON
    )
    assert (child.status, child.number, child.basis) == ("draft", "", "instruction")
    assert (child.due_rule, child.due_on) == ("matter_instruction", None)
    assert told(child) == []


def test_one_wrong_part_splits_nothing_and_takes_no_number(town: Town) -> None:
    parent = issued(town)
    with refused("第2件：") as caught:
        services.split_matter(
            actor=town.supervisor,
            matter_id=parent.pk,
            parts=[part(town, "清理"), part(town, "")],
            now=NOON,
        )
    assert [(e.params["entry"], e.params["field"]) for e in caught.value.error_list] == [(1, "title")]
    assert NumberSeries.objects.get(key="matter").last == 1
    with refused("至少填写一个"):
        services.split_matter(actor=town.supervisor, matter_id=parent.pk, parts=[], now=NOON)
    refused_for_all_but(
        town,
        OFFICE,
        lambda actor: services.split_matter(
            actor=actor, matter_id=parent.pk, parts=[part(town, "清理")], now=NOON
        ),
    )


@pytest.mark.parametrize(
    "status", [s for s in MatterStatus if s not in ("draft", "submitted", "registered", "issued")]
)
def test_what_is_shown_or_ended_is_not_split(status: str, town: Town) -> None:
    matter = standing(town, status)
    with refused("不能“分解子事项”"):
        services.split_matter(
            actor=town.supervisor, matter_id=matter.pk, parts=[part(town, "清理")], now=NOON
        )


# Bringing in an old ledger.


def old(town: Town, **values: Any) -> services.ImportedMatter:
    values.setdefault("words", words_of(town, approved_on=date(2026, 5, 1)))
    return services.ImportedMatter(duties=duties_of(town), issued_on=date(2026, 5, 6), **values)


def brought_in(town: Town, entry: services.ImportedMatter) -> Matter:
    matter = services.import_matter(actor=town.supervisor, entry=entry, now=NOON)
    matter.refresh_from_db()
    return matter


def statuses(matter: Matter) -> dict[str, str]:
    return dict(matter.duties.values_list("role", "status"))


def test_a_running_matter_of_an_old_ledger_keeps_its_days(town: Town) -> None:
    entry = old(town, number="云督〔2026〕8号", signed_on=date(2026, 5, 7), progress="路基完成", percent=60)
    matter = brought_in(town, entry)
    assert (matter.status, matter.number, matter.issued_on) == ("issued", "云督〔2026〕8号", date(2026, 5, 6))
    assert (matter.due_on, matter.original_due_on) == (date(2026, 5, 21), date(2026, 5, 21))
    assert statuses(matter) == {"lead": "under_way", "helping": "signed"}
    word = Feedback.objects.get(duty__role="lead")
    assert (word.kind, word.status, word.progress, word.percent) == ("progress", "received", "路基完成", 60)
    assert told(matter) == []


def test_a_closed_matter_of_an_old_ledger_is_locked_here(town: Town) -> None:
    entry = old(
        town,
        words=words_of(town, approved_on=date(2026, 5, 1), due_on=date(2026, 6, 1), due_basis="原台账"),
        closed_on=date(2026, 6, 10),
        progress="已通车",
        instructions=[instruction_of(town, given_on=date(2026, 5, 1))],
    )
    matter = brought_in(town, entry)
    assert (matter.status, matter.ended_on, matter.due_on) == ("closed", date(2026, 6, 10), date(2026, 6, 1))
    assert statuses(matter) == {"lead": "accepted", "helping": "accepted"}
    assert Feedback.objects.get().kind == "final"
    assert matter.instructions.get().text == "请抓紧抢修。"
    with refused("不能“登记批示”"):
        services.add_instruction(
            actor=town.supervisor, matter_id=matter.pk, words=instruction_of(town), now=NOON
        )


def test_what_nobody_signed_waits_to_be_signed(town: Town) -> None:
    matter = brought_in(town, old(town))
    assert statuses(matter) == {"lead": "to_sign", "helping": "to_sign"}
    assert (matter.number, Feedback.objects.count()) == ("督办〔2026〕1号", 0)


def test_old_numbers_of_our_own_series_are_not_given_again(town: Town) -> None:
    brought_in(town, old(town, number="督办〔2026〕41号"))
    brought_in(town, old(town, number="督办〔2026〕7号"))
    assert registered(town).number == "督办〔2026〕42号"
    with refused("这个立项编号已经用过"):
        services.import_matter(actor=town.supervisor, entry=old(town, number="督办〔2026〕7号"), now=NOON)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"signed_on": date(2026, 5, 5)}, "依次不早于前一个"),
        ({"signed_on": date(2026, 5, 9), "closed_on": date(2026, 5, 8)}, "依次不早于前一个"),
        ({"closed_on": date(2026, 9, 13)}, "不晚于今天"),
        ({"progress": "好", "percent": 101}, "0至100"),
    ],
)
def test_an_old_row_that_cannot_be_is_refused(values: dict[str, Any], words: str, town: Town) -> None:
    with refused(words):
        services.import_matter(actor=town.supervisor, entry=old(town, **values), now=NOON)


def test_an_old_row_needs_its_authority_and_one_lead_and_comes_from_the_office(town: Town) -> None:
    with refused("请填写批准人"):
        services.import_matter(
            actor=town.supervisor, entry=old(town, words=words_of(town, approver_id=None)), now=NOON
        )
    headless = replace(old(town), duties=[DutyWords(town.lead.pk, "helping")])
    with refused("有且只有一个"):
        services.import_matter(actor=town.supervisor, entry=headless, now=NOON)
    refused_for_all_but(
        town, OFFICE, lambda actor: services.import_matter(actor=actor, entry=old(town), now=NOON)
    )


def test_a_submitted_matter_is_not_handed_out(town: Town) -> None:
    matter = submitted(town)
    with refused("不能“交办”"):
        services.issue_matter(actor=town.supervisor, matter_id=matter.pk, now=NOON)
