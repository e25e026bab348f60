"""重复督查和频次 (REG art. 15): told with the reason, and gone on with only for a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from supervision.inspections import services
from supervision.inspections.models import PlanVersion
from supervision.inspections.rules.repeated import Subject, same_subject
from supervision.inspections.selectors import overlap_warnings, year_table
from tests.inspections.acting import NOW, refused
from tests.inspections.build import make_inspection, make_year_plan, plan_words, team_words
from tests.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]
SEPTEMBER = Subject("汛期安全督查", "government_work", 1, date(2026, 9, 7), date(2026, 9, 25))


def reasons(town: Town, **values: Any) -> list[tuple[str, str]]:
    found = overlap_warnings(town.supervisor, plan_words(**values), [town.lead.pk, town.helping.pk])
    return [(one.kind.value, one.reason) for one in found]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (Subject("营商环境督查", "efficiency", 2, date(2026, 9, 25), date(2026, 10, 9)), ()),
        (Subject("营商环境督查", "efficiency", 1, date(2026, 9, 25), date(2026, 10, 9)), ("板块相同",)),
        (Subject("营商环境督查", "efficiency", 1, date(2026, 9, 26), date(2026, 10, 9)), ()),
        (Subject("营商环境督查", "efficiency", 1, date(2026, 9, 1), date(2026, 9, 6)), ()),
        (
            Subject("汛期安全检查", "efficiency", None, date(2026, 9, 1), date(2026, 9, 7)),
            ("名称相近（60%）",),
        ),
        (
            Subject("汛期安全督查", "government_work", 1, date(2026, 9, 7), date(2026, 9, 7)),
            ("内容类别相同（上级和本级人民政府重要工作部署落实情况）", "板块相同", "名称相近（100%）"),
        ),
    ],
)
def test_two_inspections_are_alike_when_their_days_meet_and_their_subject_does(
    other: Subject, said: tuple[str, ...]
) -> None:
    assert same_subject(SEPTEMBER, other) == said
    assert same_subject(other, SEPTEMBER) == said


def test_an_overlap_names_the_unit_the_other_one_and_why(town: Town) -> None:
    make_inspection(
        town, "防汛检查", content_category="legal_duties", sector=town.sector, number="督查〔2026〕7号"
    )
    make_inspection(town, "别的单位的", units=[town.strange])
    assert reasons(town, sector_id=town.sector.pk) == [
        (
            "overlap",
            "交通局在2026年9月7日至2026年9月25日已安排“督查〔2026〕7号 防汛检查”：板块相同",
        )
    ]


@pytest.mark.parametrize(
    ("status", "told"), [("draft", 0), ("cancelled", 0), ("submitted", 1), ("closed", 1)]
)
def test_what_was_never_submitted_or_was_cancelled_repeats_nothing(
    town: Town, status: str, told: int
) -> None:
    make_inspection(town, status=status)
    assert len(reasons(town)) == told


def test_a_unit_is_visited_as_often_as_the_years_plan_allows(town: Town) -> None:
    make_year_plan(town, most_per_unit=2)
    march: dict[str, Any] = {"starts_on": date(2026, 3, 1), "ends_on": date(2026, 3, 9), "status": "closed"}
    make_inspection(town, "营商环境督查", **march)
    assert reasons(town) == []
    make_inspection(town, "教育督查", units=[town.lead, town.helping], **march)
    make_inspection(town, "明年的", **march | {"starts_on": date(2025, 3, 1), "ends_on": date(2025, 3, 9)})
    assert reasons(town) == [("frequency", "交通局在2026年将被督查3次，年度计划不超过2次")]


def test_a_warning_is_overridden_only_with_a_reason_and_is_frozen_with_the_plan(town: Town) -> None:
    make_inspection(town, "防汛检查")
    asked: dict[str, Any] = {"actor": town.supervisor, "now": NOW}
    plan: dict[str, Any] = {"unit_ids": [town.lead.pk], "team": team_words(town)}
    row = services.draft_inspection(**asked, **plan, words=plan_words())
    said = refused(
        lambda: services.submit_inspection(**asked, inspection_id=row.pk), "overlap_reason_missing"
    )
    assert said.endswith("仍须安排的，请写明理由（政府督查工作条例第十五条）。")
    services.revise_inspection(
        **asked, **plan, inspection_id=row.pk, words=plan_words(overlap_reason="省里部署的专项")
    )
    services.submit_inspection(**asked, inspection_id=row.pk)
    services.approve_inspection(
        actor=town.office_head,
        inspection_id=row.pk,
        basis="decision",
        approver_id=town.leader_post.pk,
        approved_on=date(2026, 9, 11),
        now=NOW,
    )
    frozen = PlanVersion.objects.get(inspection=row).plan
    assert frozen["overlap_reason"] == "省里部署的专项"
    assert len(frozen["warnings"]) == 1
    assert "防汛检查" in frozen["warnings"][0]


def test_a_department_is_not_warned_of_what_it_does_not_see(town: Town) -> None:
    make_inspection(town, "暗访", is_unannounced=True, units=[town.lead])
    found = overlap_warnings(town.lead_clerk, plan_words(), [town.lead.pk])
    assert found == []
    assert len(overlap_warnings(town.supervisor, plan_words(), [town.lead.pk])) == 1


def test_the_year_shows_each_month_and_how_often_each_unit_is_visited(town: Town) -> None:
    make_year_plan(town, most_per_unit=1)
    first = make_inspection(town, "一季度", starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 9))
    second = make_inspection(town, "汛期", units=[town.lead, town.helping])
    make_inspection(town, "取消的", status="cancelled")
    draft = make_inspection(
        town, "草稿", status="draft", starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 2)
    )
    make_inspection(town, "去年的", starts_on=date(2025, 9, 7), ends_on=date(2025, 9, 9))
    table = year_table(town.supervisor, 2026)
    assert {place: rows for place, rows in enumerate(table.months, 1) if rows} == {
        3: (first,),
        9: (second,),
        12: (draft,),
    }
    assert [(one.unit.short_name, one.times, one.over) for one in table.units] == [
        ("交通局", 2, True),
        ("水务局", 1, False),
    ]
    assert year_table(town.stranger, 2026).units == ()


def test_the_year_asks_as_much_for_ten_inspections_as_for_one(town: Town) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            year_table(town.lead_clerk, 2026)
        return len(queries)

    make_inspection(town, "一")
    asked()
    few = asked()
    for place in range(9):
        make_inspection(town, f"督查{place}", units=[town.lead, town.helping])
    assert asked() == few
