"""整改台账: its columns, filters, orders, groups and sums, and by how many statements."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest
from django.db.models import Value

from rulebook.rules import Light
from supervision.inspections.models import Category, Origin, Rectification
from supervision.inspections.rules.ages import AgeBand
from supervision.inspections.selectors import (
    GROUPINGS,
    ORDERINGS,
    RectificationFilters,
    RectificationTotals,
    columns,
    ledger_groups,
    ledger_totals,
    rectification_ledger,
)
from tests.inspections.build_rectifications import (
    make_evidence,
    make_extension,
    make_measure,
    make_progress,
    make_rectification,
    make_verification,
)
from tests.matters.build import at_noon
from tests.town import Town

ON = date(2026, 9, 12)
CHOSEN: Final[list[tuple[dict[str, Any], list[str]]]] = [
    ({}, ["草稿", "长期", "反弹二", "反弹", "待批", "逾期", "在改"]),
    ({"severity": "major"}, ["逾期"]),
    ({"status": "verified"}, ["待批"]),
    ({"light": Light.RED}, ["长期", "逾期"]),
    ({"light": Light.UNKNOWN}, ["草稿", "反弹"]),
    ({"time_class": "at_once"}, ["待批"]),
    ({"age": AgeBand.MONTH}, ["长期", "反弹二", "待批", "在改"]),
    ({"age": AgeBand.HALF_YEAR}, ["逾期"]),
    ({"age": AgeBand.OLDER}, ["反弹"]),
    ({"year": 2025}, ["反弹"]),
    ({"running": True}, ["长期", "反弹二", "待批", "逾期", "在改"]),
    ({"running": False}, ["草稿", "反弹"]),
    ({"overdue": True}, ["逾期"]),
    ({"step_overdue": True}, ["长期", "逾期"]),
    ({"relapse": True}, ["反弹二"]),
    ({"relapse": False, "money": True}, ["草稿", "反弹", "在改"]),
    ({"money": False, "severity": "general"}, ["长期", "反弹二"]),
    ({"due_to": date(2026, 9, 10)}, ["逾期"]),
    ({"due_from": date(2026, 9, 10), "due_to": date(2026, 10, 29)}, ["逾期"]),
    ({"issued_from": date(2026, 6, 1), "issued_to": date(2026, 6, 1)}, ["逾期"]),
    ({"closed_from": date(2026, 9, 11), "closed_to": date(2026, 9, 11)}, ["反弹"]),
    ({"closed_from": date(2026, 9, 12)}, []),
    ({"text": "反弹"}, ["反弹二", "反弹"]),
    ({"text": "cg"}, ["草稿"]),
    ({"order": "oldest"}, ["在改", "逾期", "待批", "反弹", "反弹二", "长期", "草稿"]),
    ({"order": "light"}, ["逾期", "长期", "在改", "待批", "反弹二", "反弹", "草稿"]),
    ({"order": "severity"}, ["逾期", "待批", "在改", "反弹", "反弹二", "长期", "草稿"]),
    ({"order": "amount"}, ["在改", "反弹", "草稿", "逾期", "待批", "反弹二", "长期"]),
    ({"order": "age"}, ["反弹", "逾期", "在改", "待批", "反弹二", "长期", "草稿"]),
    ({"order": "step"}, ["逾期", "长期", "反弹二", "在改", "待批", "反弹", "草稿"]),
    ({"order": "unit"}, ["在改", "待批", "反弹", "反弹二", "长期", "草稿", "逾期"]),
    ({"order": "leader"}, ["在改", "待批", "反弹", "反弹二", "长期", "草稿", "逾期"]),
]


@pytest.fixture
def county(town: Town, workdays: None) -> Town:
    """Under way, past due, verified, closed and come again, its second round, long-term, and a draft."""
    way = make_rectification(
        town, "在改", status="under_way", origin="audit", category="money", accepting_unit=town.office,
        helping=[town.helping, town.strange], amount=200, amount_rectified=50,
    )  # fmt: skip
    make_measure(way, done=True)
    make_progress(town, way, text="旧进展", percent=20)
    make_progress(town, way, text="完成六成", percent=60)
    make_evidence(town, way)
    make_extension(town, way, status="approved")
    make_verification(town, way, [town.system_admin], status="cancelled")
    make_verification(town, way, [town.supervisor, town.office_head], status="failed")
    make_rectification(
        town, "逾期", status="issued", unit=town.helping, severity="major", leader=None,
        issued_on=date(2026, 6, 1), due_on=date(2026, 9, 10), step_due_on=date(2026, 6, 11),
        times_sent_back=2,
    )  # fmt: skip
    make_rectification(town, "待批", status="verified", severity="serious", time_class="at_once",
                       original_due_on=date(2026, 9, 7))  # fmt: skip
    first = make_rectification(town, "反弹", status="closed", issued_on=date(2025, 9, 1), amount=30,
                               created_at=at_noon(date(2025, 9, 1)))  # fmt: skip
    make_rectification(
        town, "反弹二", follows=first, position=2, origin="audit", step_due_on=date(2026, 9, 14)
    )
    make_rectification(
        town,
        "长期",
        status="long_term",
        end_reason="须长期管护",
        step_due_on=date(2026, 9, 11),
        sector=town.sector,
    )
    make_rectification(town, "草稿", status="draft", amount=9)
    return town


def titles(town: Town, **filters: Any) -> list[str]:
    rows = rectification_ledger(town.supervisor, ON, RectificationFilters(**filters))
    return [row.title for row in rows]


def test_a_row_carries_every_column(county: Town) -> None:
    row = rectification_ledger(county.supervisor, ON).get(title="在改")
    shown = {
        "light": Light.GREEN, "days_left_light": Light.GREEN, "step_days_left_light": Light.GREEN,
        "light_reason": "", "days_left": 31, "step_days_left": 31, "age_days": 11, "severity_rank": 1,
        "origin_name": "审计反馈", "category_name": "资金使用", "unit_name": "交通局",
        "leader_post": "常务副县长", "leader_name": "常县长", "accepting_unit_name": "督查办",
        "helping_units": "水务局、文旅局", "latest_progress": "完成六成", "percent": 60,
        "latest_progress_at": at_noon(date(2026, 9, 5)), "measure_count": 2, "measures_done": 1,
        "evidence_count": 1, "extension_count": 1, "reminder_count": 0, "relapsed": False,
        "verification_status": "failed", "verified_on": date(2026, 9, 10), "verification_passes": False,
        "verifiers": "杜明察、任主事",
    }  # fmt: skip
    assert {name: getattr(row, name) for name in shown} == shown


def test_what_is_long_term_says_why_it_is_grey_and_its_review_still_shows(county: Town) -> None:
    row = rectification_ledger(county.supervisor, ON).get(title="长期")
    assert (row.days_left_light, row.light_reason) == (Light.EXEMPT, "须长期管护")
    assert (row.step_days_left, row.light) == (-1, Light.RED)


def test_of_what_is_closed_the_age_stands_still_and_it_knows_that_it_came_again(county: Town) -> None:
    row = rectification_ledger(county.supervisor, ON).get(title="反弹")
    assert (row.age_days, row.relapsed, row.light) == (375, True, Light.UNKNOWN)


def test_filters_and_orders(county: Town) -> None:
    for filters, found in CHOSEN:
        assert titles(county, **filters) == found, filters


def test_filters_by_keys(county: Town) -> None:
    assert titles(county, unit=county.helping.pk) == ["逾期"]
    assert titles(county, helping=county.helping.pk) == ["在改"]
    assert titles(county, origin=Origin.objects.get(code="audit").pk) == ["反弹二", "在改"]
    assert titles(county, category=Category.objects.get(code="money").pk) == ["在改"]
    assert titles(county, sector=county.sector.pk) == ["长期"]
    assert titles(county, leader=county.leader_post.pk, severity="major") == []
    assert titles(county, project=county.project.pk) == titles(county, inspection=1) == []


def test_mine_is_what_my_posts_and_units_do_and_what_I_am_sent_to_see(county: Town) -> None:
    def mine(user: Any) -> list[str]:
        return [row.title for row in rectification_ledger(user, ON, RectificationFilters(mine=True))]

    Rectification.objects.filter(title="逾期").update(created_by=county.office_head)
    assert mine(county.leader) == ["草稿", "长期", "反弹二", "反弹", "待批", "在改"]
    assert mine(county.helping_clerk) == ["逾期", "在改"]
    assert mine(county.nobody) == ["反弹", "待批"]  # sent to verify them
    assert mine(county.auditor) == []


def test_every_order_is_one_of_all_rows(county: Town) -> None:
    everything = sorted(titles(county))
    for order in ORDERINGS:
        assert sorted(titles(county, order=order)) == everything, order


def test_an_order_that_nobody_knows_is_an_error(county: Town) -> None:
    with pytest.raises(KeyError):
        rectification_ledger(county.supervisor, ON, RectificationFilters(order="colour"))


def test_the_sums_of_all(county: Town) -> None:
    totals = ledger_totals(county.supervisor, ON)
    assert totals == RectificationTotals(
        count=7, running=5, closed=1, withdrawn=0, applied=2, on_time=1, relapsed=1, closed_days=375,
        sent_back=2, extended=1, overdue=1, step_overdue=2, with_amount=2,
        amount=Decimal(230), amount_rectified=Decimal(80), lights={Light.GREEN: 3, Light.RED: 2},
    )  # fmt: skip
    assert (totals.ordered, totals.on_time_rate, totals.relapse_rate) == (6, 50, 100)
    assert [round(rate, 4) for rate in (totals.closing_rate, totals.money_rate) if rate is not None] == [
        Decimal("16.6667"), Decimal("34.7826"),
    ]  # fmt: skip
    assert (totals.average_days, totals.red, totals.green) == (375, 2, 3)


def test_what_is_unknown_stays_unknown(county: Town) -> None:
    totals = ledger_totals(county.supervisor, ON, RectificationFilters(money=False))
    assert totals.amount is totals.amount_rectified is totals.money_rate is None
    drafts = ledger_totals(county.supervisor, ON, RectificationFilters(status="draft"))
    assert drafts.closing_rate is drafts.relapse_rate is drafts.on_time_rate is drafts.average_days is None
    unsaid = ledger_totals(county.supervisor, ON, RectificationFilters(status="issued", money=True))
    assert unsaid.amount is None
    Rectification.objects.filter(title="逾期").update(amount=40)
    said = ledger_totals(county.supervisor, ON, RectificationFilters(status="issued", money=True))
    assert (said.amount, said.amount_rectified, said.money_rate) == (40, None, None)


GROUPS: Final[dict[str, list[tuple[str, int]]]] = {
    "origin": [("督查发现", 5), ("审计反馈", 2)],
    "unit": [("交通局", 6), ("水务局", 1)],
    "category": [("生态环境", 6), ("资金使用", 1)],
    "severity": [("重大", 1), ("较重", 1), ("一般", 5)],
    "age": [("30天以内", 4), ("91—180天", 1), ("365天以上", 1), ("", 1)],
    "leader": [("常务副县长", 6), ("", 1)],
    "light": [("红灯", 2), ("绿灯", 3), ("未知", 2)],
    "year": [("2026", 5), ("2025", 1), ("", 1)],
}


def test_groups_add_up_to_the_whole(county: Town) -> None:
    whole = ledger_totals(county.supervisor, ON)
    counts: tuple[str, ...] = (
        "count",
        "running",
        "closed",
        "applied",
        "on_time",
        "relapsed",
        "closed_days",
        "sent_back",
    )
    counts += ("extended", "overdue", "step_overdue", "with_amount", "red", "green", "grey")
    for by in GROUPINGS:
        found = ledger_groups(county.supervisor, ON, by=by)
        assert [(group.name, group.totals.count) for group in found] == GROUPS[by]
        for name in counts:
            assert sum(getattr(group.totals, name) for group in found) == getattr(whole, name), name
        for name in ("amount", "amount_rectified"):
            assert sum(getattr(group.totals, name) or 0 for group in found) == getattr(whole, name)


def test_the_key_of_a_group_is_the_filter_of_its_name(county: Town) -> None:
    for by in GROUPINGS:
        for group in ledger_groups(county.supervisor, ON, by=by):
            if group.key is None:
                continue
            key: Any = {"age": AgeBand, "light": Light}.get(by, type(group.key))(group.key)
            found = ledger_totals(county.supervisor, ON, RectificationFilters(**{by: key}))
            assert found == group.totals or by == "year"  # which counts drafts of the year too


def test_reminders_are_counted_by_whoever_registered(county: Town, monkeypatch: Any) -> None:
    monkeypatch.setattr(columns, "_reminder_count", [lambda: Value(7)])
    assert {row.reminder_count for row in rectification_ledger(county.supervisor, ON)} == {7}


def test_a_unit_counts_what_it_was_told_and_a_stranger_nothing(county: Town) -> None:
    assert ledger_totals(county.lead_clerk, ON).count == 5
    assert ledger_totals(county.helping_clerk, ON).count == 2
    assert list(rectification_ledger(county.below_clerk, ON)) == []
    assert ledger_totals(county.below_clerk, ON) == RectificationTotals()
    assert ledger_groups(county.below_clerk, ON, by="light") == []


@pytest.mark.parametrize("count", [1, 30])
def test_a_page_and_its_sums_take_the_same_statements_for_one_row_and_for_thirty(
    count: int, town: Town, workdays: None, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        row = make_rectification(town, f"问题{number}", status="verified", helping=[town.helping])
        make_progress(town, row)
    assert town.lead_clerk.reach.unit_ids
    with django_assert_num_queries(3):
        rows = list(rectification_ledger(town.lead_clerk, ON, RectificationFilters(order="light"))[:50])
        assert {(row.origin.name, row.leader.name, row.unit.short_name) for row in rows} == {
            ("督查发现", "常务副县长", "交通局")
        }
    assert len(rows) == count
    with django_assert_num_queries(3):
        assert ledger_totals(town.lead_clerk, ON).count == count
    with django_assert_num_queries(3):
        assert len(ledger_groups(town.lead_clerk, ON, by="unit")) == 1
