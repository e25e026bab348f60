"""Per unit and per leader: each figure on its own base, nothing after the day asked of."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from supervision.matters.models import Duty, Matter, Stage
from supervision.matters.selectors import (
    UnitStatistics,
    feedback_owed,
    leader_statistics,
    unit_statistics,
)
from tests.matters.build import (
    at_noon,
    helper_of,
    lead_of,
    make_extension,
    make_feedback,
    make_matter,
    make_suspension,
    tell,
)
from tests.town import Town

ON = date(2026, 9, 12)
YEAR = (date(2026, 1, 1), date(2027, 1, 1))


@pytest.fixture
def county(town: Town, workdays: None) -> Town:
    """交通局 and 水务局 carry one since July, 交通局 another that is shown, 文旅局 a late one."""
    long = make_matter(
        town, "长", helping=[town.helping], duty_status="under_way", issued_on=date(2026, 7, 1)
    )
    make_feedback(
        town, lead_of(long), (date(2026, 7, 1), date(2026, 8, 1)), sent_at=at_noon(date(2026, 8, 6))
    )
    make_feedback(
        town, lead_of(long), (date(2026, 8, 1), date(2026, 9, 1)), sent_at=at_noon(date(2026, 9, 7))
    )
    tell(town, lead_of(long), "duty.redo")
    tell(town, helper_of(long), "duty.refuse")
    make_extension(town, long, date(2026, 11, 1))
    make_matter(town, "示", status="shown")
    late = make_matter(town, "晚", lead=town.strange, due_on=date(2026, 9, 8))
    Duty.objects.filter(matter=late).update(signed_at=at_noon(date(2026, 9, 7)), signed_by=town.stranger)
    return town


def test_what_a_year_brought_to_each_unit(county: Town) -> None:
    assert unit_statistics(county.supervisor, ON, *YEAR) == [
        # July's report was due on 5 August and came on the 6th, August's on the last day
        UnitStatistics(county.lead.pk, "交通局", 2, 2, 2, 2, 1, 1, 1, 1, 0, 1, Decimal("8.0")),
        UnitStatistics(county.helping.pk, "水务局", 1, 1, 1, 2, 0, 0, 0, 0, 1, 0, None),
        UnitStatistics(county.strange.pk, "文旅局", 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, None),
    ]


def test_each_figure_is_of_its_own_days(county: Town) -> None:
    august = unit_statistics(county.supervisor, ON, date(2026, 8, 1), date(2026, 9, 1))
    assert [(row.unit, row.received, row.owed, row.fed_back, row.done) for row in august] == [
        ("交通局", 0, 1, 0, 0),
        ("水务局", 0, 1, 0, 0),
    ]


def test_nothing_after_the_day_asked_of_counts(county: Town) -> None:
    early = unit_statistics(county.supervisor, date(2026, 8, 31), *YEAR)
    assert [(row.unit, row.received, row.owed, row.done, row.sent_back) for row in early] == [
        ("交通局", 1, 1, 0, 0),
        ("水务局", 1, 1, 0, 0),
    ]


def test_a_report_that_falls_due_while_suspended_is_not_owed(county: Town) -> None:
    make_suspension(county, Matter.objects.get(title="长"), date(2026, 9, 7), date(2026, 9, 8))
    assert [row.owed for row in unit_statistics(county.supervisor, ON, *YEAR)] == [1, 1, 0]


def owed_by_the_rule(town: Town) -> Counter[str]:
    """What each duty answers for by the rules, past due, of what fell due since its matter came in."""
    found: Counter[str] = Counter()
    for duty in Duty.objects.select_related("matter", "unit"):
        came_in = timezone.localdate(duty.matter.created_at)
        periods = feedback_owed(duty, ON)
        found[duty.unit.short_name] += sum(came_in <= period.due_on < ON for period in periods)
    return found


def test_an_imported_matter_owes_reports_to_the_system_from_the_day_it_came_in(county: Town) -> None:
    """Due on 5 August and 7 September: it came in after the first, on its day, and after both."""
    days = {"东": date(2026, 8, 6), "南": date(2026, 8, 5), "西": date(2026, 9, 8)}
    for title, day in days.items():
        issued: dict[str, Any] = {"issued_on": date(2026, 7, 1), "created_at": at_noon(day)}
        make_matter(county, title, lead=county.strange, duty_status="under_way", **issued)
    old = make_matter(
        county, "阶段", lead=county.strange, duty_status="under_way", issued_on=date(2026, 7, 1),
        created_at=at_noon(date(2026, 8, 20)), rhythm="by_stage",
    )  # fmt: skip
    for name, day in (("清淤", date(2026, 8, 10)), ("护岸", date(2026, 9, 10))):
        Stage.objects.create(matter=old, name=name, due_on=day)
    found = {row.unit: row.owed for row in unit_statistics(county.supervisor, ON, *YEAR)}
    assert found == {"交通局": 2, "水务局": 2, "文旅局": 1 + 2 + 0 + 1} == owed_by_the_rule(county)


def test_a_unit_reads_its_own_line(county: Town) -> None:
    assert [row.unit for row in unit_statistics(county.helping_clerk, ON, *YEAR)] == ["水务局"]
    assert unit_statistics(county.nobody, ON, *YEAR) == []


def test_what_a_leader_is_in_charge_of(county: Town) -> None:
    row = leader_statistics(county.leader, ON, *YEAR)[0]
    assert (row.post, row.holder) == ("常务副县长", "常县长")
    assert (row.received, row.running, row.red, row.late) == (3, 3, 1, 1)
    assert (row.done, row.done_in_time, row.to_read, row.to_answer) == (1, 1, 1, 0)
    make_feedback(county, helper_of(Matter.objects.get(title="长")), help_needed="缺资金")
    assert leader_statistics(county.leader, ON, *YEAR)[0].to_answer == 1


def test_the_statements_do_not_grow_with_the_rows(county: Town, django_assert_num_queries: Any) -> None:
    assert county.lead_clerk.reach.unit_ids
    for _round in range(2):
        with django_assert_num_queries(3):
            unit_statistics(county.lead_clerk, ON, *YEAR)
        with django_assert_num_queries(7):
            leader_statistics(county.lead_clerk, ON, *YEAR)
        for number in range(20):
            make_matter(county, f"又{number}")
