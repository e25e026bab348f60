"""检查清单: from the plan and from what is late in the unit; safe twice; checked off on site."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest

from accounts.models import User
from supervision.inspections import services
from supervision.inspections.models import ChecklistItem, Inspection
from supervision.inspections.rules.words import INSPECTION_STATUSES
from tests.inspections.acting import NOW, forbidden, refused, snapshot, story_of
from tests.inspections.build import make_inspection, make_item, pdf
from tests.inspections.build_rectifications import make_rectification
from tests.matters.build import make_matter, make_suspension
from tests.town import Town, accept_month, carry, make_project

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]
TEAM = ("supervisor", "office_head", "nobody")
KEY = uuid.UUID("6f1c2a4e-0000-4000-8000-000000000002")


def prepare(town: Town, row: Inspection, actor: User | None = None) -> list[ChecklistItem]:
    return services.prepare_checklist(actor=actor or town.nobody, inspection_id=row.pk, now=NOW)


def check(town: Town, item: ChecklistItem, result: str = "fine", **values: Any) -> ChecklistItem:
    asked: dict[str, Any] = {"actor": town.nobody, "item_id": item.pk, "result": result, "now": NOW}
    return services.check_item(**asked | values)


def late_county(town: Town) -> None:
    """Of 交通局: a project behind, a matter overdue, a rectification open; of each also one that is not."""
    accept_month(town.project, 8, 800)
    behind = make_project("县道改造", town.sector, number="T9")
    carry(behind, "responsible", town.lead)
    accept_month(behind, 8, 100)
    make_matter(town, "修复塌方", due_on=date(2026, 9, 11), duty_status="signed", number="云督〔2026〕8号")
    make_matter(town, "还没到期", due_on=date(2026, 9, 12), duty_status="signed")
    make_matter(town, "已报办结", due_on=date(2026, 9, 1), duty_status="reported")
    stopped = make_matter(town, "已暂缓", due_on=date(2026, 9, 1), duty_status="signed")
    make_suspension(town, stopped, date(2026, 9, 5), date(2026, 10, 5))
    make_rectification(town, "污水直排", number="整改〔2026〕5号")
    make_rectification(town, "还没交办", status="draft")
    make_rectification(town, "已销号", status="closed")
    make_rectification(town, "别的单位的", unit=town.strange)


def test_the_list_is_made_of_the_plan_and_of_what_is_late_in_the_unit(town: Town) -> None:
    late_county(town)
    row = make_inspection(town, status="approved", units=[town.lead, town.strange])
    found = [(item.unit.short_name, item.origin, item.text) for item in prepare(town, row)]
    assert found == [
        ("交通局", "plan", "值班记录"),
        ("交通局", "plan", "物资储备"),
        ("交通局", "project", "项目进度滞后：T9 县道改造"),
        ("交通局", "matter", "督办事项逾期：云督〔2026〕8号 修复塌方"),
        ("交通局", "rectification", "整改未销号：整改〔2026〕5号 污水直排"),
        ("文旅局", "plan", "值班记录"),
        ("文旅局", "plan", "物资储备"),
        ("文旅局", "rectification", found[-1][2]),
    ]
    assert found[-1][2].endswith("别的单位的")
    assert story_of(row) == [("inspection.prepare", "nobody", "新增8条")]


def test_made_twice_it_holds_nothing_twice_and_keeps_what_was_checked(town: Town) -> None:
    accept_month(town.project, 8, 800)
    row = make_inspection(town)
    first, _second = prepare(town, row)
    check(town, first)
    before = snapshot()
    assert len(prepare(town, row)) == 2
    assert snapshot() == before


def test_a_changed_plan_takes_off_what_was_not_looked_at_yet(town: Town) -> None:
    accept_month(town.project, 8, 800)
    row = make_inspection(town, checkpoints="新的要点")
    checked = make_item(town, row, "旧的，查过", result="fine", checked_by=town.nobody, checked_at=NOW)
    make_item(town, row, "旧的，没查")
    gone = make_item(town, row, "督办事项逾期", origin="matter", unit=town.helping)
    assert [item.text for item in prepare(town, row)] == [checked.text, "新的要点"]
    assert not ChecklistItem.objects.filter(pk=gone.pk).exists()


def test_the_team_and_the_office_prepare_and_check(town: Town) -> None:
    row = make_inspection(town)
    forbidden(town, lambda actor: prepare(town, row, actor), *TEAM)
    item = make_item(town, row)
    forbidden(town, lambda actor: check(town, item, actor=actor), *TEAM)


def test_it_is_prepared_once_approved_and_checked_once_begun(town: Town) -> None:
    for status in INSPECTION_STATUSES:
        row = make_inspection(town, status=status)
        item = make_item(town, row)
        if status not in ("approved", "on_site"):
            refused(lambda: prepare(town, row), "wrong_step")  # noqa: B023
        if status not in ("on_site", "finished"):
            refused(lambda: check(town, item), "wrong_step")  # noqa: B023


def test_what_was_seen_is_written_down_and_sent_twice_it_is_told_once(town: Town) -> None:
    item = make_item(town, make_inspection(town))
    refused(lambda: check(town, item, "problem", note=" "), "note_missing")
    refused(lambda: check(town, item, "perhaps"), "no_such_result")
    refused(lambda: check(town, item, note="机密★"), "state_secret")
    for _time in range(2):
        done = check(town, item, "problem", note=" 缺三天 ", files=[("一.pdf", pdf())], client_keys=[KEY])
    assert (done.result, done.note, done.checked_by, done.checked_at) == (
        "problem",
        "缺三天",
        town.nobody,
        NOW,
    )
    assert list(done.evidence.values_list("upload__name", "client_key")) == [("一.pdf", KEY)]
    assert story_of(item.inspection) == [("inspection.check", "nobody", "交通局：值班记录（有问题）")]
