"""Rectifications per unit, origin and year: each figure on its own base, nothing after the day asked of."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rulebook.rules import completion_rate
from supervision.inspections.models import Step
from supervision.inspections.selectors import RectificationStatistics, rectification_statistics
from supervision.inspections.selectors.statistics import summed
from tests.inspections.build_rectifications import make_extension, make_rectification
from tests.matters.build import at_noon
from tests.town import Town

ON = date(2026, 9, 12)
ONE = Decimal(1)
YEAR = (date(2026, 1, 1), date(2027, 1, 1))


@pytest.fixture
def county(town: Town) -> Town:
    """交通局: closed in time, closed late and come again, one past due; 水务局: one of 2025 that runs."""
    make_rectification(
        town, "甲", status="closed", amount=100, amount_rectified=80, ended_on=date(2026, 9, 11)
    )
    first = make_rectification(
        town, "乙", status="closed", origin="audit", amount=50, issued_on=date(2025, 12, 1),
        due_on=date(2026, 3, 31), original_due_on=date(2026, 1, 31), applied_on=date(2026, 3, 1),
        ended_on=date(2026, 3, 31),
    )  # fmt: skip
    make_rectification(town, "乙二", follows=first, position=2, origin="audit", amount=50, amount_rectified=5)
    late = make_rectification(town, "丙", status="under_way", due_on=date(2026, 9, 11))
    Step.objects.create(
        rectification=late, verb="rectification.send_back", by=town.supervisor, at=at_noon(ON)
    )
    make_extension(town, late, date(2026, 12, 1), status="approved", proposed_on=date(2026, 9, 1),
                   asked_on=date(2026, 9, 1))  # fmt: skip
    make_rectification(town, "丁", status="long_term", unit=town.helping, issued_on=date(2025, 6, 1),
                       due_on=date(2025, 8, 1), amount=7)  # fmt: skip
    make_rectification(town, "撤", status="withdrawn")
    make_rectification(town, "拟", status="draft", amount=1000)
    return town


def test_what_a_year_brought_to_each_unit(county: Town) -> None:
    lead, helping = rectification_statistics(county.supervisor, ON, *YEAR)
    assert lead == RectificationStatistics(
        county.lead.pk, "交通局", received=3, received_closed=1, applied=2, on_time=1, closed=2,
        closed_days=10 + 120, relapsed=1, sent_back=1, extended=1, running=2, overdue=1,
        amount=Decimal(150), amount_rectified=Decimal(85),
    )  # fmt: skip
    assert (helping.name, helping.received, helping.running, helping.overdue) == ("水务局", 0, 1, 0)
    assert (lead.closing_rate, lead.on_time_rate, lead.relapse_rate) == (
        completion_rate(ONE, Decimal(3)),
        50,
        50,
    )
    assert (lead.money_rate, lead.average_days) == (completion_rate(Decimal(85), Decimal(150)), 65)


def test_a_rate_of_nothing_is_unknown(county: Town) -> None:
    row = rectification_statistics(county.supervisor, ON, *YEAR)[1]
    assert row.amount is row.amount_rectified is None
    assert (row.closing_rate, row.money_rate, row.on_time_rate) == (None, None, None)
    assert (row.relapse_rate, row.average_days) == (None, None)


def test_per_origin_and_per_year_of_what_happened(county: Town) -> None:
    def told(by: str, span: tuple[date, date] = YEAR) -> list[tuple[Any, ...]]:
        rows = rectification_statistics(county.supervisor, ON, *span, by)
        return [(row.name, row.received, row.closed, row.applied, row.running) for row in rows]

    assert told("origin") == [("督查发现", 2, 1, 1, 2), ("审计反馈", 1, 1, 1, 1)]
    both = (date(2025, 1, 1), date(2027, 1, 1))
    assert told("year", both) == [("2026", 3, 2, 2, 2), ("2025", 2, 0, 0, 1)]


def test_each_figure_is_of_its_own_days_and_nothing_later_counts(county: Town) -> None:
    march = rectification_statistics(county.supervisor, ON, date(2026, 3, 1), date(2026, 4, 1))
    assert [(row.name, row.received, row.applied, row.closed, row.relapsed) for row in march] == [
        ("交通局", 0, 1, 1, 1),
        ("水务局", 0, 0, 0, 0),
    ]
    early = rectification_statistics(county.supervisor, date(2026, 9, 10), *YEAR)[0]
    assert (early.received, early.received_closed, early.closed, early.sent_back) == (3, 0, 1, 0)


def test_the_sum_of_all_has_rates_of_the_sums(county: Town) -> None:
    rows = rectification_statistics(county.supervisor, ON, date(2025, 1, 1), date(2027, 1, 1))
    whole = summed(rows, "合计")
    assert (whole.name, whole.received, whole.amount, whole.amount_rectified) == ("合计", 5, 207, 135)
    assert whole.closing_rate == 40


def test_a_unit_reads_its_own_line(county: Town, django_assert_num_queries: Any) -> None:
    assert county.helping_clerk.reach.unit_ids
    with django_assert_num_queries(1):
        found = rectification_statistics(county.helping_clerk, ON, *YEAR)
    assert [row.name for row in found] == ["水务局"]
    assert rectification_statistics(county.stranger, ON, *YEAR, "origin") == []
