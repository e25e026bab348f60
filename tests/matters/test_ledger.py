"""督查台账: its columns, filters, orders, groups and sums, and by how many statements."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db.models import Value

from accounts.models import Post
from rulebook.rules import Light
from supervision.matters.models import Matter, Source
from supervision.matters.selectors import (
    ORDERINGS,
    MatterFilters,
    MatterTotals,
    ledger,
    ledger_groups,
    ledger_totals,
    matter_ledger,
)
from tests.matters.build import (
    at_noon,
    helper_of,
    lead_of,
    make_extension,
    make_feedback,
    make_instruction,
    make_matter,
    make_suspension,
    tell,
)
from tests.town import Town

ON = date(2026, 9, 12)


@pytest.fixture
def county(town: Town, workdays: None) -> Town:
    """Five matters: under way, past due, suspended, shown, closed; each told by its title."""
    way = make_matter(
        town, "在办", helping=[town.helping, town.strange], duty_status="under_way", urgency="urgent"
    )
    make_instruction(town, way, "旧批示", given_on=date(2026, 8, 20))
    make_instruction(town, way, "请月底前办结")
    make_feedback(town, lead_of(way), percent=20, progress="旧进展")
    make_feedback(town, lead_of(way), percent=60, progress="完成六成", problem="缺料", next_step="调运")
    make_feedback(town, lead_of(way), kind="no_change", progress="", percent=None)
    make_feedback(town, helper_of(way), progress="已配合")
    make_extension(town, way, date(2026, 10, 15))
    tell(town, lead_of(way), "duty.redo")
    tell(town, helper_of(way), "duty.sign")
    make_matter(
        town, "逾期", source="work_report", lead=town.strange, due_on=date(2026, 9, 10), leader=None,
        duty_status="under_way",
    )  # fmt: skip
    stopped = make_matter(town, "暂缓", source="public_clue", due_on=date(2026, 9, 9))
    make_suspension(town, stopped, date(2026, 9, 5), date(2026, 9, 20))
    make_matter(town, "呈阅", status="shown", due_on=date(2026, 10, 9), issued_on=date(2026, 8, 1))
    make_matter(town, "销号", status="closed", issued_on=date(2025, 8, 1), original_due_on=date(2026, 9, 8))
    return town


def titles(town: Town, **filters: Any) -> list[str]:
    return [matter.title for matter in matter_ledger(town.supervisor, ON, MatterFilters(**filters))]


def test_a_row_carries_every_column(county: Town) -> None:
    row = matter_ledger(county.supervisor, ON).get(title="在办")
    shown = {
        "state": "under_way", "light": Light.GREEN, "light_reason": "", "days_left": 13,
        "signature_delay": None, "feedback_missing": 0, "source_name": "领导批示", "lead_unit": "交通局",
        "helping_units": "水务局、文旅局", "leader_post": "常务副县长", "leader_name": "常县长",
        "lead_status": "under_way", "signed_on": date(2026, 9, 2), "reported_on": None,
        "instruction_post": "常务副县长", "instruction_on": date(2026, 9, 1),
        "instruction_text": "请月底前办结", "latest_progress": "完成六成", "percent": 60, "problem": "缺料",
        "next_step": "调运", "extension_count": 1, "return_count": 1, "reminder_count": 0,
        "score_due_on": date(2026, 9, 30), "suspended_until": None, "urgency_rank": 1,
    }  # fmt: skip
    assert {name: getattr(row, name) for name in shown} == shown


def test_what_is_suspended_says_why_and_until_when(county: Town) -> None:
    row = matter_ledger(county.supervisor, ON).get(title="暂缓")
    assert (row.state, row.light, row.light_reason) == ("suspended", Light.EXEMPT, "汛期停工")
    assert row.suspended_until == date(2026, 9, 20)


def test_a_helping_unit_reads_its_own_report_and_not_the_leads(county: Town) -> None:
    assert matter_ledger(county.lead_clerk, ON).get(title="在办").latest_progress == "完成六成"
    assert matter_ledger(county.helping_clerk, ON).get(title="在办").latest_progress == "已配合"


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["销号", "呈阅", "暂缓", "逾期", "在办"]),
        ({"group": "document"}, ["逾期"]),
        ({"urgency": "urgent"}, ["在办"]),
        ({"state": "under_way"}, ["逾期", "在办"]),
        ({"state": "suspended"}, ["暂缓"]),
        ({"state": "closed"}, ["销号"]),
        ({"light": Light.RED}, ["逾期"]),
        ({"light": Light.EXEMPT}, ["暂缓"]),
        ({"light": Light.GREEN}, ["呈阅", "在办"]),
        ({"light": Light.UNKNOWN}, ["销号"]),
        ({"year": 2025}, ["销号"]),
        ({"running": True}, ["呈阅", "暂缓", "逾期", "在办"]),
        ({"running": False}, ["销号"]),
        ({"late": True}, ["暂缓", "逾期"]),
        ({"due_from": date(2026, 9, 10), "due_to": date(2026, 9, 30)}, ["销号", "逾期", "在办"]),
        ({"text": "暂"}, ["暂缓"]),
        ({"order": "oldest"}, ["在办", "逾期", "暂缓", "呈阅", "销号"]),
        ({"order": "due"}, ["暂缓", "逾期", "在办", "销号", "呈阅"]),
        ({"order": "light"}, ["逾期", "暂缓", "在办", "呈阅", "销号"]),
        ({"order": "urgency"}, ["在办", "暂缓", "逾期", "销号", "呈阅"]),
        ({"order": "unit"}, ["在办", "暂缓", "呈阅", "销号", "逾期"]),
        ({"order": "leader"}, ["在办", "逾期", "暂缓", "呈阅", "销号"]),
        ({"order": "source"}, ["逾期", "在办", "呈阅", "销号", "暂缓"]),
    ],
)
def test_filters_and_orders(filters: dict[str, Any], found: list[str], county: Town) -> None:
    assert titles(county, **filters) == found


def test_filters_by_keys(county: Town) -> None:
    assert titles(county, unit=county.strange.pk) == ["逾期", "在办"]
    assert titles(county, unit=county.strange.pk, role="lead") == ["逾期"]
    assert titles(county, unit=county.strange.pk, role="helping") == ["在办"]
    assert titles(county, source=Source.objects.get(code="public_clue").pk) == ["暂缓"]
    assert titles(county, leader=county.leader_post.pk) == ["销号", "呈阅", "暂缓", "逾期", "在办"]


def test_a_leader_is_asked_for_what_the_post_is_in_charge_of(county: Town) -> None:
    other = Post.objects.create(unit=county.county, name="副县长", order=90)
    Matter.objects.filter(title="在办").update(leader=other)
    assert titles(county, leader=other.pk) == ["在办"]
    assert titles(county, leader=county.leader_post.pk) == ["销号", "呈阅", "暂缓", "逾期"]
    draft = make_matter(county, "没有批准的", status="draft", leader=None)
    groups = ledger_groups(county.supervisor, ON, by="leader")
    assert [(group.name, group.totals.count) for group in groups] == [
        (county.leader_post.name, 4), ("副县长", 1), ("", 1),
    ]  # fmt: skip
    assert matter_ledger(county.supervisor, ON).get(pk=draft.pk).in_charge is None


def test_days_of_issuing_and_of_accepting_are_both_included(county: Town) -> None:
    assert titles(county, issued_from=date(2026, 8, 1), issued_to=date(2026, 8, 31)) == ["呈阅"]
    assert titles(county, issued_to=date(2025, 8, 1)) == ["销号"]
    assert titles(county, done_from=date(2026, 9, 10), done_to=date(2026, 9, 10)) == ["销号", "呈阅"]
    assert titles(county, done_from=date(2026, 9, 11)) == titles(county, done_to=date(2026, 9, 9)) == []


def test_mine_is_what_my_posts_and_units_carry_or_I_entered(county: Town) -> None:
    def mine(user: Any) -> list[str]:
        return [row.title for row in matter_ledger(user, ON, MatterFilters(mine=True))]

    Matter.objects.filter(title="逾期").update(approver=None, status="draft", number="")
    assert mine(county.leader) == ["销号", "呈阅", "暂缓", "在办"]
    assert mine(county.helping_clerk) == ["在办"]
    assert mine(county.supervisor) == ["销号", "呈阅", "暂缓", "逾期", "在办"]
    assert mine(county.auditor) == []


@pytest.mark.parametrize("order", ORDERINGS)
def test_every_order_is_one_of_all_rows(order: str, county: Town) -> None:
    assert sorted(titles(county, order=order)) == sorted(titles(county))


def test_an_order_that_nobody_knows_is_an_error(county: Town) -> None:
    with pytest.raises(KeyError):
        matter_ledger(county.supervisor, ON, MatterFilters(order="colour"))


def test_the_sums_of_all(county: Town) -> None:
    assert ledger_totals(county.supervisor, ON) == MatterTotals(
        count=5, affairs=5, running=4, closed=1, done=2, in_time=1, late=2,
        lights={Light.GREEN: 2, Light.EXEMPT: 1, Light.RED: 1},
    )  # fmt: skip


def test_an_affair_in_its_second_round_is_counted_once(county: Town) -> None:
    first = make_matter(county, "首轮", status="continued")
    make_matter(county, "二轮", follows=first, follow_kind="instruction", position=2)
    totals = ledger_totals(county.supervisor, ON)
    assert (totals.count, totals.affairs) == (7, 6)


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("source", [("政府工作报告任务", 1), ("领导批示", 3), ("互联网+督查和群众反映", 1)]),
        ("unit", [("交通局", 4), ("文旅局", 1)]),
        ("leader", [("常务副县长", 5)]),
        ("light", [("红灯", 1), ("豁免", 1), ("绿灯", 2), ("未知", 1)]),
    ],
)
def test_groups_add_up_to_the_whole(by: str, groups: list[tuple[str, int]], county: Town) -> None:
    found = ledger_groups(county.supervisor, ON, by=by)
    assert [(group.name, group.totals.count) for group in found] == groups
    whole = ledger_totals(county.supervisor, ON)
    for name in ("count", "running", "closed", "done", "in_time", "late", "red", "green", "grey"):
        assert sum(getattr(group.totals, name) for group in found) == getattr(whole, name)


def test_a_filter_holds_for_rows_groups_and_sums_alike(county: Town) -> None:
    chosen = MatterFilters(leader=county.leader_post.pk, running=True, urgency="normal")
    assert ledger_totals(county.supervisor, ON, chosen).count == 3
    assert [group.totals.count for group in ledger_groups(county.supervisor, ON, chosen, by="unit")] == [2, 1]
    assert matter_ledger(county.supervisor, ON, chosen).count() == 3


def test_a_suspension_moves_the_date_that_counts_and_an_extension_does_not(county: Town) -> None:
    closed = make_matter(county, "曾暂缓", duty_status="accepted", due_on=date(2026, 9, 14))
    Matter.objects.filter(pk=closed.pk).update(original_due_on=date(2026, 9, 1))
    rows = matter_ledger(county.supervisor, ON).filter(pk=closed.pk)
    assert rows.get().score_due_on == date(2026, 9, 1)
    make_suspension(county, closed, date(2026, 9, 1), date(2026, 9, 6))
    assert rows.get().score_due_on == date(2026, 9, 14)  # the date in force, past a day off
    make_extension(county, closed, date(2026, 9, 30))
    assert rows.get().score_due_on == date(2026, 9, 6)


def test_reminders_are_counted_by_whoever_registered(county: Town, monkeypatch: Any) -> None:
    monkeypatch.setattr(ledger, "_reminder_count", [lambda: Value(7)])
    assert {row.reminder_count for row in matter_ledger(county.supervisor, ON)} == {7}


def test_a_stranger_sees_and_counts_nothing(town: Town, workdays: None) -> None:
    make_matter(town)
    assert list(matter_ledger(town.stranger, ON)) == []
    assert ledger_totals(town.stranger, ON) == MatterTotals()
    assert ledger_groups(town.stranger, ON, by="light") == []


@pytest.mark.parametrize("count", [1, 50])
def test_a_page_and_its_sums_take_the_same_statements_for_one_row_and_for_fifty(
    count: int, town: Town, workdays: None, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        matter = make_matter(town, f"事项{number}", helping=[town.helping], issued_on=date(2026, 8, 1))
        make_feedback(town, lead_of(matter), sent_at=at_noon(ON))
    assert town.lead_clerk.reach.unit_ids
    with django_assert_num_queries(4):
        rows = list(matter_ledger(town.lead_clerk, ON, MatterFilters(order="light"))[:50])
        assert {(row.source.name, row.leader.name, row.lead_unit) for row in rows} == {
            ("领导批示", "常务副县长", "交通局")
        }
    assert len(rows) == count
    with django_assert_num_queries(4):
        assert ledger_totals(town.lead_clerk, ON).count == count
    with django_assert_num_queries(4):
        assert len(ledger_groups(town.lead_clerk, ON, by="unit")) == 1
